#include "sandbox/keeper/configuration.h"

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

TEST(KeeperConfiguration, SurvivesItsText) {
  KeeperConfiguration configuration{"/var/lib/recess/games", "/usr/share/recess/run \"time\"", "/usr/bin/python3",
                                    "game_runner", "Europe/Zurich"};
  configuration.accounts = {990, 1'900'000'042};
  configuration.memory_devices = true;
  configuration.groups = {"/sys/fs/cgroup/a/recess-1-1"};
  EXPECT_EQ(parse_keeper_configuration(to_text(configuration)), configuration);
}

TEST(KeeperConfiguration, RefusesAnythingElse) {
  EXPECT_FALSE(parse_keeper_configuration(""));
  EXPECT_FALSE(parse_keeper_configuration("{}"));
  EXPECT_FALSE(parse_keeper_configuration(R"({"games_root":1})"));
}

}  // namespace
}  // namespace recess::sandbox
