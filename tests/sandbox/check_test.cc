// The self-test on this machine: what `recess sandbox-check` prints.
#include "playground.h"

#include <gmock/gmock.h>

namespace recess::sandbox {
namespace {

Options options_here() {
  Options options;
  options.games_root = test_runtime();
  options.runtime = test_runtime();
  return options;
}

TEST(SandboxCheck, GivesEveryRequiredProperty) {
  const Report report = check_sandbox(options_here());
  EXPECT_EQ(report.level, 1) << render_report(report);
  for (const auto& property : report.properties) {
    EXPECT_TRUE(property.given || !property.required) << property.name << ": " << property.detail;
  }
  std::fputs(render_report(report).c_str(), stdout);
}

TEST(SandboxCheck, LeavesNothing) {
  const Leftovers before = count_leftovers();
  check_sandbox(options_here());
  EXPECT_EQ(count_leftovers(), before);
}

TEST(SandboxCheck, RefusesPlaysWithoutPython) {
  Options options = options_here();
  options.python = "/usr/bin/there-is-no-such-python";
  options.limits.start_deadline = std::chrono::milliseconds(1000);
  const Report report = check_sandbox(options);
  EXPECT_EQ(report.level, 0);
  EXPECT_THAT(render_report(report), testing::HasSubstr("execute Python"));
}

}  // namespace
}  // namespace recess::sandbox
