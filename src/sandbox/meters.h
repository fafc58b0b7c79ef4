// What a process uses, as /proc tells it: for machines without control groups, where a play is one process.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <sys/types.h>

namespace recess::sandbox {

struct ProcessReading {
  std::chrono::milliseconds cpu{0};
  std::uint64_t memory_bytes = 0;  // its own: anonymous and shared memory, not the library's pages on disk
  unsigned threads = 0;
  bool operator==(const ProcessReading&) const = default;
};

// From the texts of /proc/<pid>/stat and /proc/<pid>/status.
std::optional<ProcessReading> parse_process(std::string_view stat, std::string_view status, long ticks_per_second);
// Nothing if there is no such process.
std::optional<ProcessReading> read_process(pid_t pid);

}  // namespace recess::sandbox
