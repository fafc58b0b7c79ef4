#include "kernel/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<SettingsFound> from(std::map<std::string, std::string> values) {
  std::vector<std::string> names;
  for (const auto& [name, value] : values) names.push_back(name);
  return read_settings(
      [&](const std::string& name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
      },
      names);
}

TEST(Settings, HaveDefaults) {
  const auto found = from({});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->settings.port, 8080);
  EXPECT_EQ(found->settings.max_concurrent_plays, 15);
}

TEST(Settings, ReportAllMistakesTogether) {
  const auto found = from({{"PORT", "many"}, {"RECESS_SPECTATE", "maybe"}});
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().detail, HasSubstr("PORT is \"many\"; expected a whole number from 0 to 65535"));
  EXPECT_THAT(found.error().detail, HasSubstr("RECESS_SPECTATE is \"maybe\"; expected one of: public registered off"));
}

TEST(Settings, AnUnreadablePlayLimitIsTheDefaultWithAWarning) {
  const auto found = from({{"MAX_CONCURRENT_PLAYS", "lots"}});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->settings.max_concurrent_plays, 15);
  EXPECT_EQ(found->warnings.size(), 1U);
}

TEST(Settings, UnknownNamesOfOursAreReported) {
  const auto found = from({{"RECESS_PORT", "1"}, {"PATH", "/bin"}});
  ASSERT_TRUE(found.has_value());
  EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("RECESS_PORT")));
}

TEST(Settings, HostUrlLosesItsLastSlashes) {
  EXPECT_EQ(from({{"HOST_URL", "https://game.example.org//"}})->settings.host_url, "https://game.example.org");
  EXPECT_FALSE(from({{"HOST_URL", "game.example.org"}}).has_value());
}

TEST(Settings, EnvFilesMayHaveBlanksQuotesAndComments) {
  const auto values = parse_env_file("# a comment\n PORT = 99 \nNAME='a b'\nexport X=\"y\"\nnothing\n");
  EXPECT_EQ(values, (std::map<std::string, std::string>{{"PORT", "99"}, {"NAME", "a b"}, {"X", "y"}}));
}

TEST(Settings, HelpNamesEverySetting) { EXPECT_THAT(settings_help(), HasSubstr("MAX_CONCURRENT_PLAYS")); }

}  // namespace
}  // namespace recess
