// The limits that nobody enforces by himself, looked at every kWatchPeriod. Pure.
#pragma once

#include "sandbox/plan.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace recess::sandbox {

struct Reading {
  std::chrono::milliseconds cpu{0};
  std::uint64_t memory_bytes = 0;
  unsigned tasks = 0;  // the box's init included
  bool out_of_memory = false;
};

inline constexpr std::chrono::milliseconds kWatchPeriod{200};
inline constexpr std::chrono::milliseconds kTaskPatience{3000};

class LimitWatch {
 public:
  LimitWatch(const LaunchPlan& plan, std::uint64_t memory_bytes) : plan_(plan), memory_bytes_(memory_bytes) {}

  // The limit that is now broken: "memory" or "processes". One call per kWatchPeriod.
  std::optional<std::string> look(const Reading& reading) {
    if (reading.out_of_memory) return "memory";
    if (plan_.group_memory_bytes == 0 && reading.memory_bytes > memory_bytes_) return "memory";
    unsigned most = plan_.tasks;
    if (plan_.group_tasks > 0 && plan_.group_tasks < most) most = plan_.group_tasks;
    // Between two looks a task may end and another begin; a play that sits at the limit is at most one below it.
    full_for_ = reading.tasks + 1 >= most ? full_for_ + kWatchPeriod : std::chrono::milliseconds(0);
    if (full_for_ >= kTaskPatience) return "processes";
    return std::nullopt;
  }

 private:
  const LaunchPlan plan_;
  const std::uint64_t memory_bytes_;
  std::chrono::milliseconds full_for_{0};
};

}  // namespace recess::sandbox
