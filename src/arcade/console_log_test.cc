#include "arcade/console_log.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

class ConsoleLogTest : public testing::Test {
 protected:
  void print(std::string_view bytes) { log_.print(bytes, now_); }
  std::vector<std::string> lines() const {
    std::vector<std::string> texts;
    for (const ConsoleLine& line : log_.from(0, 1'000'000)) texts.push_back(line.text);
    return texts;
  }
  using Texts = std::vector<std::string>;
  Instant now_ = from_micros(1'000'000);
  ConsoleLog log_;
};

TEST_F(ConsoleLogTest, JoinsPiecesOfALine) {
  print("hel");
  EXPECT_TRUE(lines().empty());
  print("lo\nwor");
  print("ld\r\n");
  EXPECT_EQ(lines(), (Texts{"hello", "world"}));
}

TEST_F(ConsoleLogTest, AnUnfinishedLineAppearsAtTheEnd) {
  print("no newline");
  log_.finish(now_);
  EXPECT_EQ(lines(), Texts{"no newline"});
}

TEST_F(ConsoleLogTest, MakesControlCharactersAndBadBytesVisible) {
  print("a\x1b[31mb\tc\xffz\n");
  EXPECT_EQ(lines(), Texts{"a\\x1b[31mb    c\xEF\xBF\xBDz"});
}

TEST_F(ConsoleLogTest, KeepsUmlautsThatArriveInTwoReads) {
  print("gr\xC3");
  print("\xBC\xC3\x9F\n");
  EXPECT_EQ(lines(), Texts{"gr\xC3\xBC\xC3\x9F"});
}

TEST_F(ConsoleLogTest, FoldsRepeatedLines) {
  for (int i = 0; i < 1000; ++i) print("again\n");
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(log_.from(0, 1)[0].repeated, 1000U);
}

TEST_F(ConsoleLogTest, AReaderWhoHasALineGetsItsNewCount) {
  print("again\n");
  const auto seen = log_.next();
  print("again\n");
  ASSERT_EQ(log_.from(seen, 10).size(), 1U);
  EXPECT_EQ(log_.from(seen, 10)[0].repeated, 2U);
}

TEST_F(ConsoleLogTest, CutsALineOfAHundredMegabytes) {
  const std::string megabyte(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) print(megabyte);
  print("\nnext\n");
  ASSERT_EQ(lines().size(), 2U);
  EXPECT_LE(lines()[0].size(), ConsoleLog::kLongestLine + 4);
  EXPECT_EQ(lines()[1], "next");
}

TEST_F(ConsoleLogTest, KeepsTheFirstAndTheLastOfAFlood) {
  for (int i = 0; i < 100'000; ++i) print("line " + std::to_string(i) + "\n");
  const auto texts = lines();
  EXPECT_EQ(texts.front(), "line 0");
  EXPECT_EQ(texts.back(), "line 99999");
  EXPECT_TRUE(log_.truncated());
  std::size_t bytes = 0;
  for (const auto& text : texts) bytes += text.size() + 1;
  EXPECT_LE(bytes, ConsoleLog::kHead + ConsoleLog::kTail);
  EXPECT_GE(bytes, ConsoleLog::kHead + ConsoleLog::kTail - 100);
}

TEST_F(ConsoleLogTest, BlankLinesAreFoldedAwayButNotesStay) {
  print("\n\n\n");
  log_.note("the game connected", now_);
  EXPECT_EQ(lines(), Texts{"the game connected"});
  EXPECT_EQ(log_.from(0, 1)[0].stream, ConsoleStream::recess);
}

TEST_F(ConsoleLogTest, ReadsOnFromAnOffset) {
  print("one\ntwo\n");
  const auto next = log_.next();
  print("three\n");
  ASSERT_EQ(log_.from(next, 10).size(), 1U);
  EXPECT_EQ(log_.from(next, 10)[0].text, "three");
}

}  // namespace
}  // namespace recess::arcade
