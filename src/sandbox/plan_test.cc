#include "sandbox/plan.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

// RECESS_GOLDEN=write rewrites the files; the difference is reviewed.
void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(RECESS_SOURCE_DIR) + "/tests/golden/sandbox/" + name;
  const char* mode = std::getenv("RECESS_GOLDEN");
  if (mode != nullptr && std::string(mode) == "write") std::ofstream(path) << text;
  std::ifstream in(path);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text, golden) << path;
}

constexpr GroupFacts kNone{};
constexpr GroupFacts kAll{true, true, true};

TEST(LaunchPlan, OfOneProcessWithoutControlGroupsIsHeldByItsOwnLimits) {
  expect_golden("single-without-groups.txt", to_text(plan_launch({}, Profile::single, kNone).value()));
}

TEST(LaunchPlan, OfOneProcessWithControlGroups) {
  expect_golden("single-with-groups.txt", to_text(plan_launch({}, Profile::single, kAll).value()));
}

TEST(LaunchPlan, OfSeveralProcesses) {
  expect_golden("multi.txt", to_text(plan_launch({}, Profile::multi, kAll).value()));
}

TEST(LaunchPlan, RefusesSeveralProcessesUnlessAGroupLimitsMemoryAndTasks) {
  for (const GroupFacts& groups : {kNone, GroupFacts{true, false, true}, GroupFacts{false, true, true}}) {
    const auto plan = plan_launch({}, Profile::multi, groups);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, Code::unavailable);
    EXPECT_EQ(widest_profile(groups), Profile::single);
  }
  EXPECT_EQ(widest_profile({true, true, false}), Profile::multi);
}

TEST(LaunchPlan, NeverGivesMoreTasksThanTheLimit) {
  Limits limits;
  limits.tasks = 40;
  EXPECT_EQ(plan_launch(limits, Profile::single, kNone).value().tasks, 40U);
  EXPECT_EQ(plan_launch(limits, Profile::multi, kAll).value().group_tasks, 40U);
}

}  // namespace
}  // namespace recess::sandbox
