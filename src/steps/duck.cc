#include "steps/duck.h"

#include "kernel/python_number.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace recess::steps {
namespace {

constexpr double kDuckSpeed = 1;  // metres per second
constexpr double kWolfSpeed = 4;
constexpr double kSitting = 1;  // seconds

double radians(double degrees) { return degrees * (std::numbers::pi / 180); }
double degrees(double radians) { return radians * (180 / std::numbers::pi); }

// At every comma and every semicolon; an empty value has one empty field.
std::vector<std::string_view> fields_of(std::string_view value) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = value.find_first_of(",;");
    fields.push_back(value.substr(0, end));
    if (end == std::string_view::npos) return fields;
    value.remove_prefix(end + 1);
  }
}

// All of them, or zeros.
std::vector<double> numbers_of(const std::vector<std::string_view>& fields) {
  std::vector<double> numbers;
  for (const std::string_view field : fields) {
    const auto number = parse_py_float(field);
    if (!number || !std::isfinite(*number)) return std::vector<double>(fields.size(), 0.0);
    numbers.push_back(*number);
  }
  return numbers;
}

// Two angles of a reply, each rounded to hundredths: so far may their difference be from what it says.
constexpr double kRounding = 0.01;

// Where the wolf is after `reach` metres towards the angle `to`, and which way it ran.
double run_wolf(double from, double to, double reach, Way& way) {
  double arc = fold_angle(to - from);
  if (std::fabs(arc) > 180 - kRounding) {
    if (way == Way::left && arc < 0) arc += 360;
    if (way == Way::right && arc > 0) arc -= 360;
  }
  if (arc != 0 && reach > 0) way = arc < 0 ? Way::right : Way::left;
  const double need = std::fabs(radians(arc) * kShore);
  if (need <= reach) return to;
  const double run = degrees(reach / kShore);
  return arc < 0 ? from - run : from + run;
}

}  // namespace

double fold_angle(double degrees) {
  const double rest = std::fmod(degrees, 360);  // exact
  if (rest > 180) return rest - 360;
  if (rest <= -180) return rest + 360;
  return rest;
}

Move move_duck(const Pond& from, std::optional<Spot> to, Way ran) {
  Move move;
  move.way = ran;
  const Spot target = to.value_or(Spot{from.r, from.a});
  if (to) {
    const double dx = target.r * std::cos(radians(target.a)) - from.r * std::cos(radians(from.a));
    const double dy = target.r * std::sin(radians(target.a)) - from.r * std::sin(radians(from.a));
    // hypot: the same where both fit, and finite where the squares would not be
    move.dt = std::hypot(dx, dy) / kDuckSpeed;
  } else {
    move.dt = kSitting;
  }
  move.reach = kWolfSpeed * move.dt;
  move.pond = {target.r, target.a, run_wolf(from.b, target.a, move.reach, move.way)};
  if (target.r >= kShore) {
    move.ending = move.pond.a == move.pond.b ? Move::Ending::lunch : Move::Ending::escaped;
  }
  return move;
}

DuckAsk read_duck(std::string_view location, std::string_view destination) {
  DuckAsk ask;
  ask.location_words = count_words(location);
  ask.destination_words = count_words(destination);
  location = trim(location);
  destination = trim(destination);
  if (location.empty() && destination.empty()) return ask;
  const auto place = fields_of(location);
  if (place.size() != 3) {
    ask.kind = DuckAsk::Kind::awry;
    return ask;
  }
  ask.kind = DuckAsk::Kind::move;
  const auto from = numbers_of(place);
  ask.from = {std::max(from[0], 0.0), fold_angle(from[1]), fold_angle(from[2])};
  const auto goal = fields_of(destination);
  if (goal.size() == 2) {
    const auto to = numbers_of(goal);
    ask.to = Spot{std::max(to[0], 0.0), fold_angle(to[1])};
  }
  return ask;
}

std::string pond_text(const Pond& pond) { return fmt::format("{},{},{}", py2(pond.r), py2(pond.a), py2(pond.b)); }

std::string_view verdict(Move::Ending ending) {
  switch (ending) {
    case Move::Ending::lunch: return "The wolf was already waiting on the shore. Wolf has lunch.";
    case Move::Ending::escaped: return "Ashore before the wolf! Duck flies away.";
    case Move::Ending::swimming: return "";
  }
  return "";
}

std::string_view ending_word(Move::Ending ending) {
  switch (ending) {
    case Move::Ending::lunch: return "lunch";
    case Move::Ending::escaped: return "escaped";
    case Move::Ending::swimming: return "swimming";
  }
  return "";
}

std::string move_text(const Move& move) {
  std::string text = pond_text(move.pond);
  if (move.ending != Move::Ending::swimming) text += fmt::format("\n\n{}\n\n", verdict(move.ending));
  return text;
}

bool same_location(std::string_view location, std::string_view sent) {
  const auto ours = fields_of(sent);
  const auto theirs = fields_of(location);
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), [](auto a, auto b) {
    if (trim(a) == trim(b)) return true;
    const auto x = parse_py_float(a);
    return x && x == parse_py_float(b);
  });
}

}  // namespace recess::steps
