#include "sandbox/ending.h"

#include <sys/wait.h>

namespace recess::sandbox {
namespace {

// Without a group to count it, a game at its memory limit sees MemoryError and usually falls over it.
bool fell_over_memory(const EndFacts& facts, const Ending& ending) {
  const bool failed = ending.signal != 0 || ending.exit_code != 0;
  return !facts.group_counts_memory && failed && facts.memory_limit > 0 &&
         facts.peak_bytes >= facts.memory_limit - facts.memory_limit / 10;
}

}  // namespace

Ending decide_ending(const EndFacts& facts) {
  Ending ending;
  ending.cpu = facts.cpu;
  ending.peak_bytes = facts.peak_bytes;
  ending.output_bytes = facts.output_bytes;
  if (facts.wait_status && WIFEXITED(*facts.wait_status)) ending.exit_code = WEXITSTATUS(*facts.wait_status);
  if (facts.wait_status && WIFSIGNALED(*facts.wait_status)) ending.signal = WTERMSIG(*facts.wait_status);

  auto because = [&](EndCause cause, std::string detail = {}) {
    ending.cause = cause;
    ending.detail = std::move(detail);
    return ending;
  };
  if (facts.limit) return because(EndCause::limit, *facts.limit);
  if (facts.failure) return because(EndCause::recess_failed, *facts.failure);
  if (facts.out_of_memory) return because(EndCause::limit, "memory");
  if (facts.asked) return because(EndCause::stopped);
  if (!facts.wait_status) return because(EndCause::recess_failed, "the box was lost");
  if (fell_over_memory(facts, ending)) return because(EndCause::limit, "memory");
  return because(ending.signal != 0 ? EndCause::signalled : EndCause::exited);
}

}  // namespace recess::sandbox
