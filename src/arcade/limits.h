// How much an upload may be. One table; the form shows these numbers, the checks use them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace recess::arcade {

inline constexpr std::uint64_t kMiB = 1024 * 1024;

struct UploadLimits {
  std::uint64_t request_bytes = 20 * kMiB;  // the whole form; one byte more is 413
  std::uint64_t preview_bytes = 5 * kMiB;
  unsigned preview_side = 8192;              // pixels
  std::uint64_t unpacked_bytes = 64 * kMiB;  // all files of a version
  std::uint64_t file_bytes = 32 * kMiB;
  std::size_t entries = 2000;
  std::size_t depth = 16;
  std::size_t path_bytes = 240;
  std::size_t name_bytes = 255;  // one part of a path
  std::uint64_t ratio = 200;     // of an entry that unpacks to more than ratio_from_bytes
  std::uint64_t ratio_from_bytes = 1 * kMiB;
};

}  // namespace recess::arcade
