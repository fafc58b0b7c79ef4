// The level file: JSON that a teacher edits, made into Levels. Every mistake is told with its place and what would do:
// `line 14: level "colors", branch "near": "near" wants a text, such as {"near": "violet"}`. Pure, but for
// load_levels().
#pragma once

#include "kernel/result.h"
#include "steps/levels.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace recess::steps {

constexpr std::size_t kMostLevelFileBytes = 1024 * 1024;

// The levels this program comes with, as a file that a teacher can begin from.
std::string_view shipped_levels();

// `taken` are first path segments that others answer. Refusal: invalid, a line for each mistake, at most twenty.
Result<Levels> read_levels(std::string_view json, std::span<const std::string_view> taken = {});

// The same of a file, or without one of the shipped levels: what a server that starts does, and `recess levels
// --check`. Blocks. Refusals: not_found (it cannot be read), those of read_levels(), each with the file's name before
// it.
Result<Levels> load_levels(const std::filesystem::path& path, std::span<const std::string_view> taken = {});

}  // namespace recess::steps
