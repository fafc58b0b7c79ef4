#include "kernel/clock.h"
#include "kernel/log.h"
#include "kernel/log_tail.h"
#include "kernel/random.h"
#include "kernel/result.h"
#include "kernel/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace recess {
namespace {

Result<int> half_of(int number) {
  if (number % 2 != 0) return refuse(Code::invalid, "the number must be even");
  return number / 2;
}

TEST(Result, CarriesTheValueOrTheRefusal) {
  EXPECT_EQ(half_of(8).value(), 4);
  EXPECT_EQ(half_of(7).error().code, Code::invalid);
  EXPECT_THROW((void)half_of(7).value(), std::logic_error) << "asking a refusal for its value is a bug";
}

TEST(Clock, WritesSecondsAsTheHubDoes) {
  EXPECT_EQ(to_epoch_text(from_micros(1700000000'500'000)), "1700000000.5");
  EXPECT_EQ(to_epoch_text(from_micros(1700000000'000'999)), "1700000000");
  EXPECT_EQ(to_epoch_text(from_micros(1700000003'102'000)), "1700000003.102");
}

TEST(Clock, WritesIsoTime) { EXPECT_EQ(to_iso_text(from_micros(1'000'001)), "1970-01-01T00:00:01.000001Z"); }

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(is_utf8("h\xC3\xA9llo \xF0\x9F\x98\x80"));
  for (const char* bad : {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80"}) {
    EXPECT_FALSE(is_utf8(bad)) << escape_control(bad);
  }
}

TEST(Text, TrimsUnicodeWhiteSpace) { EXPECT_EQ(trim("\xE2\x80\x83 \t\xC2\xA0hi there\xE3\x80\x80\n"), "hi there"); }

TEST(Text, CountsAndCutsByCodePoint) {
  EXPECT_EQ(code_points("\xC3\xA9\xF0\x9F\x98\x80z"), 3U);
  EXPECT_EQ(first_code_points("\xC3\xA9\xF0\x9F\x98\x80z", 2), "\xC3\xA9\xF0\x9F\x98\x80");
}

TEST(Text, DecodesForms) {
  EXPECT_EQ(form_decode("a+b%20c%C3%A9"), "a b c\xC3\xA9");
  EXPECT_EQ(form_decode("%2"), std::nullopt);
  EXPECT_EQ(form_decode("%zz"), std::nullopt);
  EXPECT_EQ(form_decode("%FF"), std::nullopt) << "what is not UTF-8 counts as absent";
}

TEST(Text, PercentEncodingComesBack) {
  const std::string text = "a b/c?d=\xC3\xA9&+%";
  EXPECT_EQ(percent_decode(percent_encode(text)), text);
}

TEST(Text, ParsesWholeIntegersOnly) {
  EXPECT_EQ(parse_integer("-12"), -12);
  for (const char* bad : {"", " 1", "1 ", "+1", "1.0", "99999999999999999999"})
    EXPECT_EQ(parse_integer(bad), std::nullopt);
}

TEST(Log, CannotBeForged) { EXPECT_EQ(escape_control("a\nb\x1b[31m\x7f"), "a\\nb\\x1b[31m\\x7f"); }

TEST(Log, KeepsItsLastLines) {
  for (int i = 0; i < 400; ++i) log_info("test.line", {{"n", i}});
  const std::string tail = log_tail();
  EXPECT_EQ(std::count(tail.begin(), tail.end(), '\n'), 300);
  EXPECT_NE(tail.find("n=399"), std::string::npos);
  EXPECT_EQ(tail.find("n=99\n"), std::string::npos);
}

TEST(Random, TokensAreUrlSafeAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = secure_random().token(20);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

TEST(Random, BelowStaysBelow) {
  SeededRandom random(7);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(6), 6U);
}

}  // namespace
}  // namespace recess
