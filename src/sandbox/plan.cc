#include "sandbox/plan.h"

#include <algorithm>

#include <fmt/format.h>

namespace recess::sandbox {
namespace {

constexpr std::uint64_t kMegabyte = 1U << 20U;
// Every hub message is handled in a new thread of the client library, so an ordinary game with two phones that send
// their tilt 60 times a second needs some hundred at moments; a hostile one gains nothing from them.
constexpr unsigned kSingleTasks = 128;
// What a thread takes of the data limit: its stack, as librecess_box.so and the launcher set it.
constexpr std::uint64_t kStackBytes = 2 * kMegabyte;

}  // namespace

Profile widest_profile(const GroupFacts& groups) {
  return groups.memory && groups.tasks ? Profile::multi : Profile::single;
}

Result<LaunchPlan> plan_launch(const Limits& limits, Profile profile, const GroupFacts& groups) {
  const bool multi = profile == Profile::multi;
  if (multi && widest_profile(groups) != Profile::multi) {
    return refuse(Code::unavailable, "several processes per play need control groups that limit memory and processes");
  }
  LaunchPlan plan;
  plan.profile = profile;
  plan.tasks = multi ? limits.tasks : std::min(limits.tasks, kSingleTasks);
  // Where a group counts what is really used, the data limit only catches what could never fit.
  const std::uint64_t stacks = plan.tasks * kStackBytes;
  plan.data_bytes = (groups.memory ? 2 : 1) * limits.memory_bytes + stacks;
  plan.address_bytes = 4 * limits.memory_bytes + stacks;
  plan.file_bytes = limits.temporary_bytes;
  plan.open_files = multi ? 256 : 64;
  plan.pending_signals = 64;
  plan.nice = 10;
  plan.temporary_bytes = limits.temporary_bytes;
  plan.shared_memory_bytes = multi ? limits.temporary_bytes : 0;
  plan.socket_buffer_bytes = kMegabyte / 4;
  plan.group_memory_bytes = groups.memory ? limits.memory_bytes : 0;
  plan.group_tasks = groups.tasks ? limits.tasks : 0;
  plan.group_cpu_percent = groups.cpu ? limits.cpu_percent : 0;
  return plan;
}

std::string to_text(const LaunchPlan& plan) {
  return fmt::format(
      "profile {}\ndata_bytes {}\naddress_bytes {}\nfile_bytes {}\ntasks {}\nopen_files {}\npending_signals {}\n"
      "nice {}\ntemporary_bytes {}\nshared_memory_bytes {}\nsocket_buffer_bytes {}\ngroup_memory_bytes {}\n"
      "group_tasks {}\ngroup_cpu_percent {}\n",
      plan.profile == Profile::multi ? "multi" : "single", plan.data_bytes, plan.address_bytes, plan.file_bytes,
      plan.tasks, plan.open_files, plan.pending_signals, plan.nice, plan.temporary_bytes, plan.shared_memory_bytes,
      plan.socket_buffer_bytes, plan.group_memory_bytes, plan.group_tasks, plan.group_cpu_percent);
}

}  // namespace recess::sandbox
