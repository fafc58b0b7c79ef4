// Every branch of the shipped levels by the examples of the specification.
#include "steps/level_file.h"
#include "steps/levels.h"
#include "steps/say.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace recess::steps {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const Levels& shipped() {
  static const Levels levels = read_levels(shipped_levels()).value();
  return levels;
}

struct Row {
  const char* route;
  const char* value;
  const char* branch;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.route << " \"" << row.value << "\" -> " << row.branch; }

class ShippedLevels : public testing::TestWithParam<Row> {};

TEST_P(ShippedLevels, AnswerByTheRightBranch) {
  const Row& row = GetParam();
  const Level* level = shipped().find(row.route);
  ASSERT_NE(level, nullptr);
  const Input input = read_input(row.value, level->reading);
  const Branch& branch = decide(*level, input);
  EXPECT_EQ(branch.id, row.branch);
  EXPECT_FALSE(branch.say.empty());
  EXPECT_EQ(branch.solved, std::string_view("solved plain code").find(row.branch) != std::string_view::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Passport, ShippedLevels,
    testing::Values(Row{"steps", "", "blank"}, Row{"steps", " \t", "blank"}, Row{"steps", "passport", "solved"},
                    Row{"steps", " passport please ", "solved"}, Row{"steps", "Passport", "near"},
                    Row{"steps", "pass-port!", "near"}, Row{"steps", "\"passport\"", "near"},
                    Row{"steps", "passports", "wrong"}, Row{"steps", "my passport", "wrong"},
                    Row{"steps", "hello wurlde", "wrong"}, Row{"win", "", "plain"}, Row{"win", "xyz", "code"},
                    Row{"puzzle", "", "blank"}, Row{"puzzle", "leaf", "solved"}, Row{"puzzle", "leaf me", "solved"},
                    Row{"puzzle", "Leaf", "near"}, Row{"puzzle", "leave", "wrong"}, Row{"problem", "", "blank"},
                    Row{"problem", "abc", "not_integer"}, Row{"problem", "32.0", "not_integer"},
                    Row{"problem", "1e1", "not_integer"}, Row{"problem", "32", "solved"},
                    Row{"problem", "+3_2 choices", "solved"}, Row{"problem", "0032", "solved"},
                    Row{"problem", "33", "big"}, Row{"problem", "99999999999999999999999", "big"},
                    Row{"problem", "31", "small"}, Row{"problem", "-99999999999999999999", "small"},
                    Row{"problem", "-32", "small"}, Row{"python", "", "solved"}, Row{"hello", "", "solved"}));

INSTANTIATE_TEST_SUITE_P(
    Begin, ShippedLevels,
    testing::Values(Row{"begin", "", "not_number"}, Row{"begin", "abc", "not_number"},
                    Row{"begin", "0x65", "not_number"}, Row{"begin", "nan", "not_number"},
                    Row{"begin", "inf", "not_number"}, Row{"begin", "1e400", "not_number"},
                    Row{"begin", "-5", "negative"}, Row{"begin", "-1.5", "negative"}, Row{"begin", "0", "zero"},
                    Row{"begin", "-0", "zero"}, Row{"begin", "0.9", "zero"}, Row{"begin", "-0.5", "zero"},
                    Row{"begin", "1.5", "not_whole"}, Row{"begin", "101.5", "not_whole"},
                    Row{"begin", "1", "not_prime"}, Row{"begin", "100", "not_prime"},
                    Row{"begin", "1e300", "not_prime"}, Row{"begin", "9007199254740991", "not_prime"},
                    Row{"begin", "2", "small"}, Row{"begin", "97", "small"}, Row{"begin", "101", "solved"},
                    Row{"begin", "101.0", "solved"}, Row{"begin", "1.01e2", "solved"}, Row{"begin", "1_01", "solved"},
                    Row{"begin", "+107", "solved"}, Row{"begin", "100000007", "solved"},
                    Row{"begin", "9007199254740881", "solved"}));

INSTANTIATE_TEST_SUITE_P(Beguine, ShippedLevels,
                         testing::Values(Row{"beguine", "", "not_number"}, Row{"beguine", "x", "not_number"},
                                         Row{"beguine", "nan", "not_number"}, Row{"beguine", "1.5", "not_whole"},
                                         Row{"beguine", "-1.5", "not_whole"}, Row{"beguine", "0.5", "not_whole"},
                                         Row{"beguine", "-1", "negative"}, Row{"beguine", "0", "zero"},
                                         Row{"beguine", "-0", "zero"}, Row{"beguine", "1", "one"},
                                         Row{"beguine", "2", "two"}, Row{"beguine", "987", "solved"},
                                         Row{"beguine", "987.0", "solved"}, Row{"beguine", "3", "fib"},
                                         Row{"beguine", "5", "fib"}, Row{"beguine", "34", "fib"},
                                         Row{"beguine", "514229", "fib"}, Row{"beguine", "4", "other"},
                                         Row{"beguine", "1e2", "other"}, Row{"beguine", "832040", "other"}));

INSTANTIATE_TEST_SUITE_P(
    Ends, ShippedLevels,
    testing::Values(
        Row{"sirduke", "", "wrong"}, Row{"sirduke", " wigs ", "solved"}, Row{"sirduke", "Wigs", "near"},
        Row{"sirduke", "wigs me", "wrong"}, Row{"euler", "", "not_number"}, Row{"euler", "x", "not_number"},
        Row{"euler", "1.5", "not_whole"}, Row{"euler", "-1.5", "not_whole"}, Row{"euler", "-1", "negative"},
        Row{"euler", "0", "tiny"}, Row{"euler", "1", "tiny"}, Row{"euler", "2", "tiny"}, Row{"euler", "3", "wrong"},
        Row{"euler", "50005000", "solved"}, Row{"euler", "50005000.0", "solved"}, Row{"euler", "5.0005e7", "solved"},
        Row{"meruprastarah", "", "count"}, Row{"meruprastarah", "1", "count"},
        Row{"meruprastarah", "1,5,10,10,5,1,", "count"}, Row{"meruprastarah", "1,5,x,10,5,1", "not_integer"},
        Row{"meruprastarah", "1.0,5,10,10,5,1", "not_integer"}, Row{"meruprastarah", "1,5,,10,5,1", "not_integer"},
        Row{"meruprastarah", "1,5,10,10,1,5", "wrong"}, Row{"meruprastarah", " 1, 5, 10, 10, 5, 1 ", "solved"},
        Row{"meruprastarah", "01,05,10,10,5,1", "solved"}));

// The whole reply, as text.
std::string said(const char* route, std::string_view value) {
  const Level& level = *shipped().find(route);
  const Input input = read_input(value, level.reading);
  const Branch& branch = decide(level, input);
  const std::string next_url = "http://b/" + branch.next;
  const SayValues values{.input = &input, .base = "http://b", .next_url = next_url, .route = route};
  std::string text;
  for (const auto* lines : {&branch.say, &branch.code}) {
    for (const Line& line : *lines) text += say_text(line, values) + "\n";
  }
  return text;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST(ShippedReplies, KeepWhatTheirClientsRelyOn) {
  EXPECT_THAT(first_line(said("steps", "")), StartsWith("welcome to the Steps"));
  EXPECT_THAT(said("steps", ""), HasSubstr("http://b/steps?message="));
  for (const char* message : {"hello fellow sentients", "passport please", "Passport"}) {
    const std::string line = first_line(said("steps", message));
    EXPECT_THAT(line, StartsWith("welcome"));
    EXPECT_THAT(line, testing::EndsWith(message));
    EXPECT_EQ(said("steps", message).substr(line.size(), 2), "\n\n");
  }
  EXPECT_THAT(said("steps", "x"), HasSubstr(" passport "));
  EXPECT_THAT(said("steps", "passport"), HasSubstr("http://b/puzzle\n"));
  EXPECT_THAT(said("puzzle", "sword fight"), HasSubstr("sword"));
  EXPECT_THAT(said("puzzle", "leaf"), HasSubstr("http://b/problem\n"));
  EXPECT_THAT(said("problem", ""), HasSubstr("solution=6"));
  EXPECT_THAT(said("problem", "0033"), HasSubstr("33 is"));
  EXPECT_THAT(said("problem", "32"), HasSubstr("http://b/python\n"));
  EXPECT_THAT(said("python", ""), HasSubstr("import requests\n"));
  EXPECT_THAT(said("python", ""), HasSubstr("\"http://b/puzzle\""));
  EXPECT_THAT(said("python", ""), HasSubstr(" duck"));
  EXPECT_THAT(said("win", "zebra"), HasSubstr("zebra"));
  EXPECT_THAT(said("hello", ""), HasSubstr("3.14"));
  EXPECT_THAT(said("hello", ""), HasSubstr("http://b/begin\n"));
  EXPECT_THAT(said("begin", "101.5"), HasSubstr("101.5"));
  EXPECT_THAT(said("begin", "1.50"), HasSubstr("1.5 "));
  EXPECT_THAT(said("begin", "101"), HasSubstr(" beguine\n"));
  EXPECT_THAT(said("beguine", "987"), HasSubstr(" sirduke:"));
  EXPECT_THAT(said("sirduke", "wigs"), HasSubstr(" euler:"));
  EXPECT_THAT(said("sirduke", "x"), HasSubstr("fourth word"));
  EXPECT_THAT(said("euler", "7"), HasSubstr("10000"));
  EXPECT_THAT(said("euler", "50005000"), HasSubstr(" meruprastarah\n"));
  EXPECT_THAT(said("meruprastarah", "1,5,10,10,5,1"), HasSubstr("teacher"));
}

TEST(ShippedReplies, CountFibonacciPlacesFromOne) {
  const std::vector<std::pair<const char*, const char*>> cases{{"3", "5th"},      {"5", "6th"},    {"34", "10th"},
                                                               {"377", "15th"},   {"610", "16th"}, {"1597", "18th"},
                                                               {"514229", "30th"}};
  for (const auto& [value, place] : cases) {
    EXPECT_THAT(said("beguine", value), HasSubstr(place)) << value;
    EXPECT_THAT(said("beguine", value), HasSubstr("17th")) << value;
  }
}

TEST(ShippedTracks, HoldEveryLevelOnce) {
  EXPECT_THAT(shipped().tracks.at(0).routes,
              testing::ElementsAre("steps", "puzzle", "problem", "python", "duck", "win"));
  EXPECT_THAT(shipped().tracks.at(1).routes,
              testing::ElementsAre("hello", "exchange", "begin", "beguine", "sirduke", "euler", "meruprastarah"));
}

}  // namespace
}  // namespace recess::steps
