#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::cli {
namespace {

using testing::HasSubstr;

TEST(CommandLine, ServeTakesItsOptionsInBothForms) {
  const auto command = parse({"serve", "--port", "9000", "--state=/srv/club"});
  ASSERT_TRUE(command.has_value());
  const Serve& serve = std::get<Serve>(*command);
  EXPECT_EQ(serve.port, "9000");
  EXPECT_EQ(serve.state, "/srv/club");
  EXPECT_EQ(serve.bind, std::nullopt);
}

TEST(CommandLine, AccountsNeedAPasswordOnStandardInput) {
  const auto command = parse({"account", "add", "ada", "--admin", "--password-stdin"});
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(std::get<AccountAdd>(*command).login, "ada");
  EXPECT_TRUE(std::get<AccountAdd>(*command).admin);
  EXPECT_THAT(parse({"account", "add", "ada"}).error().detail, HasSubstr("--password-stdin"));
}

TEST(CommandLine, MistakesSayWhatWouldDo) {
  struct Case {
    std::vector<std::string> words;
    const char* says;
  };
  const Case cases[] = {
      {{}, "recess --help"},
      {{"server"}, "no command \"server\""},
      {{"serve", "--prot", "1"}, "knows no \"--prot\""},
      {{"serve", "--port"}, "--port needs a value"},
      {{"account"}, "account"},
      {{"account", "add", "--password-stdin"}, "needs a login name"},
      {{"sandbox-check", "now"}, "knows no \"now\""},
      {{"state"}, "check, show, export"},
      {{"state", "burn"}, "no command \"state burn\""},
      {{"state", "backup"}, "needs a file"},
      {{"state", "replay", "--until", "soon"}, "--until is seconds"},
      {{"levels"}, "--dump or --check FILE"},
      {{"levels", "--check"}, "--check needs a value"},
      {{"levels", "--check="}, "--check needs a file"},
      {{"levels", "--dump", "--check", "mine.json"}, "--dump or --check FILE"},
      {{"levels", "--check", "mine.json", "yours.json"}, "knows no \"yours.json\""},
  };
  for (const Case& c : cases) {
    const auto command = parse(c.words);
    if (command.has_value()) {
      ADD_FAILURE() << c.says;
      continue;
    }
    EXPECT_THAT(command.error().detail, HasSubstr(c.says));
  }
}

TEST(CommandLine, LevelsArePrintedOrChecked) {
  EXPECT_TRUE(std::holds_alternative<LevelsDump>(*parse({"levels", "--dump"})));
  const auto command = parse({"levels", "--check", "mine.json"});
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(std::get<LevelsCheck>(*command).file, "mine.json");
}

TEST(CommandLine, AMomentOfAWorldIsInSeconds) {
  const auto command = parse({"state", "replay", "--world", "lagoon", "--until=12.5"});
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(std::get<State>(*command).world, "lagoon");
  EXPECT_EQ(std::get<State>(*command).until_s, 12.5);
}

TEST(CommandLine, EveryCommandHasHelp) {
  for (const char* name :
       {"serve", "account", "account add", "migrate", "levels", "state", "state repair", "sandbox-check"}) {
    EXPECT_THAT(help_for(name), HasSubstr("usage: recess")) << name;
  }
  EXPECT_TRUE(std::holds_alternative<Help>(*parse({"serve", "--help"})));
  EXPECT_TRUE(std::holds_alternative<Help>(*parse({"account", "add", "-h"})));
  EXPECT_TRUE(std::holds_alternative<Help>(*parse({"help", "migrate"})));
}

}  // namespace
}  // namespace recess::cli
