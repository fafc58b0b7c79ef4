#include "sandbox/control_group.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

namespace fs = std::filesystem;

// The first word of the file of this name that is in one of the folders, "" if none has it.
std::string first_word(const std::vector<std::string>& parents, const std::string& file) {
  for (const fs::path parent : parents) {
    for (const auto& entry : fs::directory_iterator(parent)) {
      std::ifstream in(entry.path() / file);
      std::string word;
      if (in >> word) return word;
    }
  }
  return {};
}

TEST(ControlGroup, DoesNotHoldWhatIsBeingEndedToItsShareOfTheProcessor) {
  ControlGroups groups;
  if (!groups.facts().cpu) GTEST_SKIP() << "control groups here: " << groups.description();
  LaunchPlan plan;
  plan.group_cpu_percent = 1;
  const auto group = groups.make(plan);
  ASSERT_TRUE(group);
  const pid_t child = ::fork();
  if (child == 0) {
    for (;;) ::getppid();
  }
  ASSERT_GT(child, 0);
  EXPECT_TRUE(group->add(child));
  const bool v1 = !first_word(groups.parents(), "cpu.cfs_quota_us").empty();
  EXPECT_EQ(first_word(groups.parents(), v1 ? "cpu.cfs_quota_us" : "cpu.max"), "1000");

  group->kill();

  EXPECT_EQ(first_word(groups.parents(), v1 ? "cpu.cfs_quota_us" : "cpu.max"), v1 ? "-1" : "max");
  EXPECT_EQ(first_word(groups.parents(), v1 ? "cpu.shares" : "cpu.weight"), v1 ? "1024" : "100");
  ::kill(child, SIGKILL);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
}

}  // namespace
}  // namespace recess::sandbox
