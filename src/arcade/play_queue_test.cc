#include "arcade/play_queue.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

using namespace std::chrono_literals;

class PlayQueueTest : public testing::Test {
 protected:
  std::string enter(const Visitor& visitor, int second, std::int64_t game = 1) {
    const Ticket ticket{game, visitor, from_micros(second * 1'000'000LL)};
    std::string sealed = seal_ticket(ticket, secrets_);
    EXPECT_TRUE(queue_.enter(ticket, sealed, now_).has_value());
    return sealed;
  }
  const Secrets secrets_{"a key"};
  Tick now_{};
  PlayQueue queue_;
};

TEST_F(PlayQueueTest, TicketsComeBackWhole) {
  const Ticket ticket{42, "bsome_browser", from_micros(1700000000'123456)};
  const auto opened = open_ticket(seal_ticket(ticket, secrets_), secrets_);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->game, 42);
  EXPECT_EQ(opened->visitor, "bsome_browser");
  EXPECT_EQ(opened->entered, ticket.entered);
}

TEST_F(PlayQueueTest, ForgedTicketsAreRefused) {
  std::string sealed = seal_ticket({42, "p1", from_micros(5)}, secrets_);
  EXPECT_FALSE(open_ticket(sealed, Secrets("another key")).has_value());
  sealed[0] = sealed[0] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(open_ticket(sealed, secrets_).has_value());
  for (const char* bad : {"", ".", "abc", "a.b", "....", "1~2~3", "\xff.\xff"})
    EXPECT_FALSE(open_ticket(bad, secrets_).has_value());
}

TEST_F(PlayQueueTest, ServesInOrderOfEntry) {
  const auto ana = enter("p1", 10);
  const auto ben = enter("p2", 20);
  EXPECT_EQ(queue_.position(ana), 1U);
  EXPECT_EQ(queue_.position(ben), 2U);
  EXPECT_EQ(queue_.take_first()->ticket.visitor, "p1");
  EXPECT_EQ(queue_.position(ben), 1U);
}

TEST_F(PlayQueueTest, KeepsTheOrderAcrossARestart) {
  enter("p2", 20);
  enter("p1", 10);  // polled later, entered earlier
  EXPECT_EQ(queue_.take_first()->ticket.visitor, "p1");
}

TEST_F(PlayQueueTest, OnePlacePerPerson) {
  const auto first = enter("p1", 10, 1);
  const auto second = enter("p1", 20, 2);
  EXPECT_EQ(queue_.position(first), 0U);
  EXPECT_EQ(queue_.position(second), 1U);
}

TEST_F(PlayQueueTest, ThoseWhoStopPollingLoseTheirPlace) {
  const auto ana = enter("p1", 10);
  now_ += 9s;
  const auto ben = enter("p2", 20);
  EXPECT_FALSE(queue_.drop_abandoned(now_));
  now_ += 2s;
  EXPECT_TRUE(queue_.drop_abandoned(now_));
  EXPECT_EQ(queue_.position(ana), 0U);
  EXPECT_EQ(queue_.position(ben), 1U);
}

TEST_F(PlayQueueTest, HasALongestLine) {
  for (std::size_t i = 0; i < PlayQueue::kLongest; ++i) enter("p" + std::to_string(i), static_cast<int>(i));
  const auto refused = queue_.enter({1, "p999", from_micros(1)}, "x", now_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::too_many);
}

TEST_F(PlayQueueTest, EstimatesByTheMedianOfFreedPlaces) {
  EXPECT_EQ(queue_.estimate_seconds(1), std::nullopt);
  for (const auto seconds : {0, 10, 20, 21, 31}) queue_.place_freed(now_ + Seconds{seconds});
  EXPECT_EQ(queue_.estimate_seconds(2), 20.0);
}

}  // namespace
}  // namespace recess::arcade
