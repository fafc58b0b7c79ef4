#include "steps/levels.h"

#include "kernel/text.h"
#include "steps/primes.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace recess::steps {
namespace {

// Lower case, without ASCII punctuation.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : to_lower(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool punctuation = (byte > 0x20 && byte < '0') || (byte > '9' && byte < 'a') || (byte > 'z' && byte < 0x7f);
    if (!punctuation) out += c;
  }
  return out;
}

std::string_view value_of(const Level& level, const Input& input) {
  return level.reading == Reading::word || level.reading == Reading::integer ? input.word : input.text;
}

bool same(const Level& level, std::string_view a, std::string_view b) {
  return level.ignore_case ? equal_ignoring_case(a, b) : a == b;
}

bool contains(const Level& level, std::string_view text, std::string_view part) {
  if (!level.ignore_case) return text.find(part) != std::string_view::npos;
  return to_lower(text).find(to_lower(part)) != std::string::npos;
}

bool is_near(std::string_view text, std::string_view answer) { return text != answer && plain(text) == plain(answer); }

// less, equal, greater as -1, 0, 1; nothing if there is no number.
std::optional<int> compare(const Input& input, double operand) {
  if (input.integer) {
    const auto order = *input.integer <=> PyInt::of(static_cast<long long>(operand));
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  const auto value = input.whole_part();
  if (!value) return std::nullopt;
  return *value < operand ? -1 : *value > operand ? 1 : 0;
}

bool lacks_integer(const Level& level, const Input& input) {
  if (level.reading != Reading::list) return !input.integer;
  return std::any_of(input.items.begin(), input.items.end(), [](const auto& item) { return !item; });
}

bool is_list(const Input& input, const std::vector<PyInt>& list) {
  return std::equal(input.items.begin(), input.items.end(), list.begin(), list.end());
}

bool holds(const Test& test, const Level& level, const Input& input) {
  const std::string_view value = value_of(level, input);
  const auto any = [&](auto matches) { return std::any_of(test.texts.begin(), test.texts.end(), matches); };
  const auto order = compare(input, test.number);
  const auto whole = input.whole_part();
  switch (test.kind) {
    case Test::Kind::blank: return value.empty() == test.wanted;
    case Test::Kind::is_any: return any([&](const std::string& text) { return same(level, value, text); });
    case Test::Kind::near: return any([&](const std::string& text) { return is_near(value, text); });
    case Test::Kind::contains: return any([&](const std::string& text) { return contains(level, value, text); });
    case Test::Kind::not_number: return !input.number == test.wanted;
    case Test::Kind::not_whole: return input.number && (*input.number != *whole) == test.wanted;
    case Test::Kind::not_integer: return lacks_integer(level, input) == test.wanted;
    case Test::Kind::less: return order && *order < 0;
    case Test::Kind::less_equal: return order && *order <= 0;
    case Test::Kind::greater: return order && *order > 0;
    case Test::Kind::greater_equal: return order && *order >= 0;
    case Test::Kind::equal: return order && *order == 0;
    case Test::Kind::prime: return input.number && *input.number == *whole && is_prime(*whole) == test.wanted;
    case Test::Kind::fibonacci: {
      const auto index = input.number ? fibonacci_index(*input.number) : std::nullopt;
      return index && *index >= test.from && *index <= test.to;
    }
    case Test::Kind::count_not: return static_cast<double>(input.items.size()) != test.number;
    case Test::Kind::list_is: return is_list(input, test.list);
    case Test::Kind::otherwise: return true;
  }
  return false;
}

}  // namespace

const Level* Levels::find(std::string_view route) const {
  const auto found = by_route.find(route);
  return found == by_route.end() ? nullptr : &found->second;
}

const Track* Levels::track_of(std::string_view route) const {
  const auto found = std::find_if(tracks.begin(), tracks.end(), [&](const Track& track) {
    return std::find(track.routes.begin(), track.routes.end(), route) != track.routes.end();
  });
  return found == tracks.end() ? nullptr : &*found;
}

const Branch& decide(const Level& level, const Input& input) {
  for (const Branch& branch : level.branches) {
    const auto hold = [&](const Test& test) { return holds(test, level, input); };
    if (std::all_of(branch.tests.begin(), branch.tests.end(), hold)) return branch;
  }
  throw std::logic_error("a level without an `else`");
}

bool is_visit(const Level& level, const Branch& branch, const Input& input) {
  return !level.key.empty() && !branch.solved && input.text.empty();
}

}  // namespace recess::steps
