#include "arcade/play_score.h"

#include "kernel/text.h"

#include <cmath>

namespace recess::arcade {

std::optional<std::int64_t> read_score(json::Value value) {
  constexpr double kLargest = 9007199254740992.0;  // 2^53
  if (const auto text = value.as_string()) {
    std::string_view digits = trim(*text);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto integer = parse_integer(digits);
    if (!integer || std::abs(static_cast<double>(*integer)) > kLargest) return std::nullopt;
    return *integer;
  }
  const auto number = value.as_number();
  if (!number || !std::isfinite(*number) || std::abs(*number) > kLargest) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

}  // namespace recess::arcade
