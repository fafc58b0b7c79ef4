#include "arcade/issued_ids.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

constexpr Tick kNow = Tick{} + std::chrono::hours(5);

TEST(IssuedIds, WorkOnceForTheBrowserTheyWereGivenTo) {
  IssuedIds ids;
  ids.give("game-1", "ana", kNow);
  EXPECT_FALSE(ids.take("game-1", "ben", kNow));
  EXPECT_TRUE(ids.take("game-1", "ana", kNow));
  EXPECT_FALSE(ids.take("game-1", "ana", kNow));
  EXPECT_FALSE(ids.take("game-2", "ana", kNow));
}

TEST(IssuedIds, WorkForHalfAnHour) {
  IssuedIds ids;
  ids.give("game-1", "ana", kNow);
  ids.give("game-2", "ana", kNow);
  EXPECT_TRUE(ids.take("game-1", "ana", kNow + std::chrono::minutes(30)));
  EXPECT_FALSE(ids.take("game-2", "ana", kNow + std::chrono::minutes(30) + std::chrono::seconds(1)));
}

TEST(IssuedIds, AreForgottenOldestFirst) {
  IssuedIds ids;
  ids.give("first", "ana", kNow);
  for (std::size_t i = 0; i < IssuedIds::kMost; ++i) ids.give(std::to_string(i), "ana", kNow + std::chrono::seconds(1));
  EXPECT_FALSE(ids.take("first", "ana", kNow + std::chrono::seconds(2)));
  EXPECT_TRUE(ids.take("9999", "ana", kNow + std::chrono::seconds(2)));
}

}  // namespace
}  // namespace recess::arcade
