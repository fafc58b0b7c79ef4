#include "sandbox/ending.h"

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

int exited(int code) { return code << 8; }
int killed(int signal) { return signal; }

EndFacts facts_with(int wait_status) {
  EndFacts facts;
  facts.wait_status = wait_status;
  facts.memory_limit = 100;
  return facts;
}

TEST(Ending, IsWhatTheKernelSays) {
  EXPECT_EQ(decide_ending(facts_with(exited(0))).cause, EndCause::exited);
  const Ending three = decide_ending(facts_with(exited(3)));
  EXPECT_EQ(three.cause, EndCause::exited);
  EXPECT_EQ(three.exit_code, 3);
  const Ending crash = decide_ending(facts_with(killed(11)));
  EXPECT_EQ(crash.cause, EndCause::signalled);
  EXPECT_EQ(crash.signal, 11);
}

TEST(Ending, ByLimitOutranksEverything) {
  EndFacts facts = facts_with(killed(9));
  facts.limit = "output";
  facts.asked = true;
  EXPECT_EQ(decide_ending(facts).cause, EndCause::limit);
  EXPECT_EQ(decide_ending(facts).detail, "output");
}

TEST(Ending, OnRequestIsStoppedEvenIfTheScriptFailedOverIt) {
  EndFacts facts = facts_with(exited(1));
  facts.asked = true;
  EXPECT_EQ(decide_ending(facts).cause, EndCause::stopped);
}

TEST(Ending, ByTheKernelsMemoryKillerIsTheMemoryLimit) {
  EndFacts facts = facts_with(killed(9));
  facts.out_of_memory = true;
  EXPECT_EQ(decide_ending(facts).detail, "memory");
}

TEST(Ending, OverAMemoryErrorIsTheMemoryLimitWhereNoGroupCounts) {
  EndFacts facts = facts_with(exited(1));
  facts.peak_bytes = 95;
  EXPECT_EQ(decide_ending(facts).cause, EndCause::limit);
  facts.group_counts_memory = true;
  EXPECT_EQ(decide_ending(facts).cause, EndCause::exited);
  facts = facts_with(exited(0));
  facts.peak_bytes = 95;
  EXPECT_EQ(decide_ending(facts).cause, EndCause::exited);
}

TEST(Ending, WithoutAnyWordFromTheBoxIsOurFailure) {
  EXPECT_EQ(decide_ending({}).cause, EndCause::recess_failed);
  EndFacts facts;
  facts.failure = "mount /tmp: No space left on device";
  EXPECT_EQ(decide_ending(facts).detail, *facts.failure);
}

}  // namespace
}  // namespace recess::sandbox
