#include "arcade/attempts.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

using std::chrono::seconds;

class AttemptsTest : public testing::Test {
 protected:
  seconds try_at(int second, const char* key = "ana") {
    return attempts_.count(key, Tick{} + seconds(10'000 + second));
  }
  void try_ten_at(int second) {
    for (int i = 0; i < 10; ++i) ASSERT_EQ(try_at(second), seconds(0)) << i;
  }
  Attempts attempts_;
};

TEST_F(AttemptsTest, TenAMinuteAreFreeAndTheEleventhWaits) {
  try_ten_at(0);
  EXPECT_EQ(try_at(1), seconds(60));
  EXPECT_EQ(try_at(31), seconds(30));
  EXPECT_EQ(try_at(61), seconds(0));
}

TEST_F(AttemptsTest, SlowGuessingNeverWaits) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(try_at(i * 7), seconds(0));
}

TEST_F(AttemptsTest, EachFurtherBurstDoublesThePause) {
  int now = 0;
  for (const int pause : {60, 120, 240, 480, 900, 900}) {
    try_ten_at(now);
    EXPECT_EQ(try_at(now), seconds(pause));
    now += pause;
  }
}

TEST_F(AttemptsTest, AnHourOfPeaceForgetsTheBursts) {
  try_ten_at(0);
  EXPECT_EQ(try_at(0), seconds(60));
  try_ten_at(2 * 3600);
  EXPECT_EQ(try_at(2 * 3600), seconds(60));
}

TEST_F(AttemptsTest, KeysDoNotDisturbEachOther) {
  try_ten_at(0);
  EXPECT_EQ(try_at(0, "ben"), seconds(0));
}

TEST_F(AttemptsTest, AClassThatKnowsItsPasswordsIsNeverStopped) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(try_at(0), seconds(0));
    attempts_.forgive("ana");
  }
}

TEST_F(AttemptsTest, MemoryIsBounded) {
  for (int i = 0; i < 50'000; ++i) try_at(0, std::to_string(i).c_str());
  EXPECT_EQ(try_at(0), seconds(0));
}

}  // namespace
}  // namespace recess::arcade
