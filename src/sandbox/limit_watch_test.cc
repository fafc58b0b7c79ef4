#include "sandbox/limit_watch.h"

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

constexpr std::uint64_t kMemory = 1000;

LaunchPlan plan_with(unsigned tasks, bool groups) {
  LaunchPlan plan;
  plan.tasks = tasks;
  plan.group_tasks = groups ? tasks : 0;
  plan.group_memory_bytes = groups ? kMemory : 0;
  return plan;
}

Reading reading(std::uint64_t memory, unsigned tasks) { return {{}, memory, tasks, false}; }

TEST(LimitWatch, EndsWhatUsesMoreMemoryWhereNoGroupDoes) {
  LimitWatch watch(plan_with(128, false), kMemory);
  EXPECT_FALSE(watch.look(reading(1000, 3)));
  EXPECT_EQ(watch.look(reading(1001, 3)), "memory");
}

TEST(LimitWatch, LeavesMemoryToTheGroupAndBelievesIt) {
  LimitWatch watch(plan_with(128, true), kMemory);
  EXPECT_FALSE(watch.look(reading(1001, 3)));
  Reading killed = reading(900, 3);
  killed.out_of_memory = true;
  EXPECT_EQ(watch.look(killed), "memory");
}

TEST(LimitWatch, EndsWhatSitsAtTheTaskLimitForThreeSeconds) {
  LimitWatch watch(plan_with(128, false), kMemory);
  for (int looks = 1; looks < 15; ++looks) EXPECT_FALSE(watch.look(reading(1, 128))) << looks;
  EXPECT_EQ(watch.look(reading(1, 127)), "processes");
}

TEST(LimitWatch, ForgivesAGameThatTouchesTheTaskLimit) {
  LimitWatch watch(plan_with(128, false), kMemory);
  for (int round = 0; round < 10; ++round) {
    for (int looks = 0; looks < 10; ++looks) EXPECT_FALSE(watch.look(reading(1, 128)));
    EXPECT_FALSE(watch.look(reading(1, 40)));
  }
}

}  // namespace
}  // namespace recess::sandbox
