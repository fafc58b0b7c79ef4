// What counts as a score. A number is truncated toward zero, the text of an integer is taken as one; truth values,
// other text, what is not finite and what is beyond 2^53 is no score.
#pragma once

#include "kernel/json.h"

#include <cstdint>
#include <optional>

namespace recess::arcade {

std::optional<std::int64_t> read_score(json::Value value);

}  // namespace recess::arcade
