#include "steps/level_file.h"

#include "kernel/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace recess::steps {
namespace {

using testing::HasSubstr;

// A level file with one level; `level` replaces its parts.
std::string file_with(std::string_view level) {
  return std::string("{\"version\": 1,\n \"tracks\": [{\"id\": \"t\", \"levels\": [\"colors\"]}],\n \"levels\": [\n") +
         std::string(level) + "]}";
}

constexpr std::string_view kColors =
    R"({"route":"colors","key":"answer","read":"word","branches":[
 {"id":"blank","if":{"blank":true},"say":["try {base}/colors?answer=teal"]},
 {"id":"solved","if":{"is_any":["violet","purple"]},"solved":true,"say":["yes"]},
 {"id":"near","if":{"near":"violet"},"say":["nearly"]},
 {"id":"wrong","if":{"else":true},"say":["{input} is not it {{really}}"]}]})";

std::string colors_but(std::string_view from, std::string_view to) {
  std::string text(kColors);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no such part: " + std::string(from));
  return file_with(text.replace(at, from.size(), to));
}

TEST(LevelFile, ReadsWhatTheTeacherWrote) {
  const auto levels = read_levels(file_with(kColors));
  ASSERT_TRUE(levels) << levels.error().detail;
  const Level& level = *levels->find("colors");
  EXPECT_EQ(decide(level, read_input("purple haze", level.reading)).id, "solved");
  EXPECT_EQ(decide(level, read_input("VIOLET.", level.reading)).id, "near");
}

TEST(LevelFile, TheShippedOneIsRight) {
  const auto levels = read_levels(shipped_levels());
  EXPECT_TRUE(levels) << levels.error().detail;
}

struct Mistake {
  std::string file;
  const char* told;
};

TEST(LevelFile, TellsEachMistakeWithItsPlace) {
  const std::vector<Mistake> cases{
      {"", "line 1"},
      {"{\"version\": 1,\n \"tracks\" []}", "line 2: this is not JSON"},
      {"[]", "must be an object"},
      {"{\"version\":2,\"tracks\":[],\"levels\":[]}", "\"version\" must be 1"},
      {colors_but("\"route\":\"colors\"", "\"route\":\"Colors\""), "line 4: level \"Colors\", a route begins"},
      {colors_but("\"route\":\"colors\"", "\"route\":\"accel\""), "\"accel\" belongs to another page"},
      {colors_but("\"route\":\"colors\"", "\"route\":\"duck\""), "belongs to another page"},
      {colors_but("\"route\":\"colors\"", "\"route\":\"scoreboard\""), "belongs to another page"},
      {colors_but("\"read\":\"word\"", "\"read\":\"words\""), "\"read\" must be one of"},
      {colors_but("\"key\":\"answer\"", "\"key\":\"name\""), "has a meaning on every level"},
      {colors_but("\"key\":\"answer\"", "\"kez\":\"answer\""), "\"kez\" is not known here"},
      {colors_but("\"near\":\"violet\"", "\"near\":7"),
       "line 7: level \"colors\", branch \"near\", \"near\" is written like"},
      {colors_but("\"near\":\"violet\"", "\"nigh\":\"violet\""), "there is no condition \"nigh\""},
      {colors_but("\"near\":\"violet\"", "\"lt\":3"),
       "\"lt\" needs \"read\" to be one of: number integer; here it is word"},
      {colors_but("{\"else\":true}", "{\"blank\":false}"), "the last branch must have \"if\": {\"else\": true}"},
      {colors_but("{\"else\":true}", "{}"), "\"if\" must be a condition"},
      {colors_but("\"if\":{\"else\":true},", ""), "branch \"wrong\", \"if\" is missing"},
      {colors_but("\"solved\":true,", ""), "no branch solves this level"},
      {colors_but("\"solved\":true,", "\"solved\":1,"), "\"solved\" must be true or false"},
      {colors_but("\"solved\":true,", "\"solved\":true,\"next\":\"shapes\","), "\"next\" leads to \"shapes\""},
      {colors_but("{input}", "{inputt}"), "\"{inputt}\" is no placeholder"},
      {colors_but("{input}", "{"), "is no placeholder"},
      {colors_but("{input}", "}"), "is no placeholder"},
      {colors_but("\"id\":\"near\"", "\"id\":\"blank\""), "this id is there already"},
      {colors_but("\"say\":[\"nearly\"]", "\"say\":\"nearly\""), "\"say\" must be a list of lines"},
      {colors_but("\"say\":[\"nearly\"]", "\"about\":\"x\""), "\"say\" is missing"},
      {colors_but("\"key\"", "\"requires\":[\"puzzle\"],\"key\""), "\"requires\" names \"puzzle\""},
      {colors_but("\"key\"", "\"points\":-1,\"key\""), "\"points\" is a whole number"},
      {file_with(std::string(kColors) + "," + std::string(kColors)), "this route is there already"},
      {std::string(kMostLevelFileBytes + 1, ' '), "up to 1 MiB"},
  };
  constexpr std::array<std::string_view, 1> kTaken{"scoreboard"};
  for (const Mistake& c : cases) {
    const auto levels = read_levels(c.file, kTaken);
    ASSERT_FALSE(levels) << c.told;
    EXPECT_THAT(levels.error().detail, HasSubstr(c.told));
  }
}

TEST(LevelFile, TellsAllMistakesTogetherUpToABound) {
  std::string bad = colors_but("\"read\":\"word\"", "\"read\":\"words\",\"points\":-1");
  EXPECT_THAT(read_levels(bad).error().detail, testing::AllOf(HasSubstr("\"read\""), HasSubstr("\"points\"")));
  std::string many = "{\"version\":1,\"tracks\":[],\"levels\":[";
  for (int i = 0; i < 100; ++i) many += i == 0 ? "7" : ",7";
  EXPECT_THAT(read_levels(many + "]}").error().detail, HasSubstr("and 8"));
}

TEST(LevelFile, CaseMayBeIgnored) {
  const auto levels = read_levels(colors_but("\"key\"", "\"text_case\":\"ignore\",\"key\""));
  ASSERT_TRUE(levels) << levels.error().detail;
  const Level& level = *levels->find("colors");
  EXPECT_EQ(decide(level, read_input("ViOlEt", level.reading)).id, "solved");
}

TEST(LevelFile, KnowsEveryCondition) {
  const char* numbers = R"({"route":"colors","key":"n","read":"number","branches":[
    {"id":"a","if":{"not_number":true},"say":["a"]},
    {"id":"b","if":{"ge":10,"lt":20},"say":["b"]},
    {"id":"c","if":{"gt":19,"le":21},"say":["c"]},
    {"id":"d","if":{"fib":{"from":3,"to":5}},"say":["d"]},
    {"id":"solved","if":{"not_whole":false},"solved":true,"say":["s"]},
    {"id":"z","if":{"else":true},"say":["z"]}]})";
  const auto levels = read_levels(file_with(numbers));
  ASSERT_TRUE(levels) << levels.error().detail;
  const Level& level = *levels->find("colors");
  const auto branch = [&](const char* text) { return decide(level, read_input(text, level.reading)).id; };
  EXPECT_EQ(branch("x"), "a");
  EXPECT_EQ(branch("19.9"), "b");
  EXPECT_EQ(branch("20"), "c");
  EXPECT_EQ(branch("5"), "d");
  EXPECT_EQ(branch("8"), "solved");
  EXPECT_EQ(branch("7.5"), "z");
  const auto contains = read_levels(colors_but("\"near\":\"violet\"", "\"contains\":\"iol\""));
  ASSERT_TRUE(contains) << contains.error().detail;
  EXPECT_EQ(decide(*contains->find("colors"), read_input("violin", Reading::word)).id, "near");
}

}  // namespace
}  // namespace recess::steps
