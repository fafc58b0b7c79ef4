// The duck on the pond and the wolf on its shore. One move from one state to the next; the server keeps nothing of it
// (what a certified run keeps is in duck_run.h). Pure.
//
// The pond is a circle of radius 50 m. The duck swims 1 m/s straight to where it is sent; the wolf runs 4 m/s along the
// shore towards the ANGLE at which the duck will be, wherever the duck swims: a quirk that players know, so it stays.
// Angles are degrees, 0 in the east, 90 in the north.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::steps {

constexpr double kShore = 50;

struct Pond {
  double r = 0;  // the duck's distance from the centre, never negative
  double a = 0;  // the duck's angle, in (-180, 180]
  double b = 0;  // the wolf's; after a move not folded: it may lie outside
  bool operator==(const Pond&) const = default;
};

struct Spot {
  double r = 0;
  double a = 0;
};

// How the wolf runs along the shore.
enum class Way : std::uint8_t { none, left, right };  // left: counter-clockwise

struct Move {
  Pond pond{};
  Way way = Way::none;  // the wolf ran last, in this move or before
  double dt = 0;        // seconds the duck swam; one if it sat
  double reach = 0;     // metres the wolf could run meanwhile
  enum class Ending { swimming, lunch, escaped } ending = Ending::swimming;
};

// Folded into (-180, 180], at once for every finite angle.
double fold_angle(double degrees);

// Without a destination the duck sits for a second. `from` is in its ranges, and so is `to`. A wolf that `ran` before
// goes on that way when the duck is so exactly opposite that the rounded reply could not tell which way is shorter.
Move move_duck(const Pond& from, std::optional<Spot> to, Way ran = Way::none);

struct DuckAsk {
  enum class Kind { start, awry, move } kind = Kind::start;
  Pond from{};
  std::optional<Spot> to{};
  std::size_t location_words = 0;  // of the raw values, for the reply to what went awry
  std::size_t destination_words = 0;
};

// Both values as they were sent; finite numbers only, anything else among them makes all of that value zero.
DuckAsk read_duck(std::string_view location, std::string_view destination);

// "12.3,180.0,56.38": what players see of a state.
std::string pond_text(const Pond& pond);
// The reply to a move: the numbers, and a verdict once the duck is ashore.
std::string move_text(const Move& move);
std::string_view verdict(Move::Ending ending);
std::string_view ending_word(Move::Ending ending);

// True if `location` says the same as `sent` field by field, as text or as numbers.
bool same_location(std::string_view location, std::string_view sent);

}  // namespace recess::steps
