// Decide, then do: what one play is given, as a plain value. Rules only; the files named after kernel facilities carry
// it out.
#pragma once

#include "kernel/result.h"
#include "sandbox/sandbox.h"

#include <cstdint>
#include <string>

namespace recess::sandbox {

// What this machine's control groups can limit for us.
struct GroupFacts {
  bool memory = false;
  bool tasks = false;
  bool cpu = false;
  bool operator==(const GroupFacts&) const = default;
};

struct LaunchPlan {
  Profile profile = Profile::single;
  // Of every process of the play, by rlimits.
  std::uint64_t data_bytes = 0;
  std::uint64_t address_bytes = 0;
  std::uint64_t file_bytes = 0;
  unsigned tasks = 0;  // of all of them together: the kernel counts them per user namespace
  unsigned open_files = 0;
  unsigned pending_signals = 0;
  int nice = 0;
  // Of the box's file systems and sockets.
  std::uint64_t temporary_bytes = 0;
  std::uint64_t shared_memory_bytes = 0;  // 0: no /dev/shm
  std::uint64_t socket_buffer_bytes = 0;
  // Of its control group, where the machine has one.
  std::uint64_t group_memory_bytes = 0;
  unsigned group_tasks = 0;
  unsigned group_cpu_percent = 0;
  bool operator==(const LaunchPlan&) const = default;
};

// Refuses (unavailable) the profile multi where no group limits both memory and processes: per-process limits multiply
// there, and a watchdog is too slow for it.
Result<LaunchPlan> plan_launch(const Limits& limits, Profile profile, const GroupFacts& groups);

// multi where plan_launch allows it.
Profile widest_profile(const GroupFacts& groups);

// One "name value" per line, for golden tests and people.
std::string to_text(const LaunchPlan& plan);

}  // namespace recess::sandbox
