// The level file: JSON that a teacher edits, made into Levels. Every mistake is told with its place and what would do:
// `line 14: level "colors", branch "near": "near" wants a text, such as {"near": "violet"}`. Pure.
#pragma once

#include "kernel/result.h"
#include "steps/levels.h"

#include <span>
#include <string>
#include <string_view>

namespace recess::steps {

constexpr std::size_t kMostLevelFileBytes = 1024 * 1024;

// The levels this program comes with, as a file that a teacher can begin from.
std::string_view shipped_levels();

// `taken` are first path segments that others answer. Refusal: invalid, a line for each mistake, at most twenty.
Result<Levels> read_levels(std::string_view json, std::span<const std::string_view> taken = {});

}  // namespace recess::steps
