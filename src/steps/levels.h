// The riddles as data: tracks, levels, their branches, what each says. Made from a file by level_file.h, decided by
// decide(). Plain values; pure.
#pragma once

#include "kernel/python_number.h"
#include "steps/input.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace recess::steps {

// One test of a branch's `if`; all tests of a branch must hold.
struct Test {
  enum class Kind {
    blank,
    is_any,
    near,
    contains,
    not_number,
    not_whole,
    not_integer,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    prime,
    fibonacci,
    count_not,
    list_is,
    otherwise
  };
  Kind kind = Kind::otherwise;
  bool wanted = true;                // blank, not_*, prime: false asks for the opposite
  double number = 0;                 // comparisons, count_not
  int from = 0, to = 0;              // fibonacci: first and last index
  std::vector<std::string> texts{};  // is_any, near, contains
  std::vector<PyInt> list{};         // list_is
};

// A line of what is said: literal text and placeholders in turn.
struct Piece {
  enum class Kind { literal, input, word, number, ordinal, base, next_url, name, route };
  Kind kind = Kind::literal;
  std::string literal{};
};
using Line = std::vector<Piece>;

struct Branch {
  std::string id{};
  std::vector<Test> tests{};
  bool solved = false;
  std::string next{};  // a route, or empty
  std::vector<Line> say{};
  std::vector<Line> code{};  // a program to copy, shown below
};

struct Level {
  std::string route{};
  std::string title{};
  std::string key{};  // empty: a visit is all it takes
  Reading reading = Reading::text;
  bool ignore_case = false;
  int points = 0;
  bool shows_progress = false;       // lists what a named player has solved
  std::vector<std::string> needs{};  // levels that a named player must have solved first
  std::vector<Branch> branches{};
};

struct Track {
  std::string id{};
  std::string title{};
  std::vector<std::string> routes{};
};

// The levels that are programs, not riddles: they stand in tracks but not in the file's list of levels.
constexpr std::string_view kDuck = "duck";
constexpr std::string_view kExchange = "exchange";

struct Levels {
  std::vector<Track> tracks{};
  std::map<std::string, Level, std::less<>> by_route{};

  const Level* find(std::string_view route) const;
  bool knows(std::string_view route) const { return route == kDuck || route == kExchange || find(route) != nullptr; }
  const Track* track_of(std::string_view route) const;
};

// The first branch whose tests hold; a checked level always has one.
const Branch& decide(const Level& level, const Input& input);

// True if nothing was asked yet: a visit, which is no attempt.
bool is_visit(const Level& level, const Branch& branch, const Input& input);

}  // namespace recess::steps
