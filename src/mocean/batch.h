// The parts of /batch that are not a route's handler.
#pragma once

#include "mocean/turn.h"

#include <string_view>
#include <vector>

namespace recess::mocean {

inline constexpr std::size_t kBatchMost = 32;
// A route that fails as an unknown token does.
inline constexpr std::string_view kUnknownToken = "?token";

// The tokens of `do`; kBatchMost + 1 of them stand for too many.
std::vector<std::string_view> batch_tokens(std::string_view list);
// POST: an array of {"route":...}.
void run_posted(Turn& turn, std::string_view json_array);

}  // namespace recess::mocean
