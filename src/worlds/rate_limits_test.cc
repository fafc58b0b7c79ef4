#include "worlds/rate_limits.h"

#include <gtest/gtest.h>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;

class BucketsTest : public testing::Test {
 protected:
  Tick now{1h};
  Buckets buckets{Rate{10, 20}};
};

TEST_F(BucketsTest, ABurstPassesAtOnce) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(buckets.take(1, 1, now), Micros(0));
}

TEST_F(BucketsTest, BeyondTheBurstARequestIsHeldUntilItsTokenComes) {
  buckets.take(1, 20, now);
  EXPECT_EQ(buckets.take(1, 1, now), Micros(100ms));
  EXPECT_EQ(buckets.take(1, 1, now), Micros(200ms));
}

TEST_F(BucketsTest, WhatWouldBeHeldForMoreThanASecondIsRefusedAndCostsNothing) {
  buckets.take(1, 20, now);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(buckets.take(1, 1, now));
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(buckets.take(1, 1, now));
  EXPECT_EQ(buckets.take(1, 1, now + 100ms), Micros(1s));
}

TEST_F(BucketsTest, TokensComeBackWithTime) {
  buckets.take(1, 20, now);
  EXPECT_EQ(buckets.take(1, 1, now + 100ms), Micros(0));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(buckets.take(1, 1, now + 1h), Micros(0));
  EXPECT_EQ(buckets.take(1, 1, now + 1h), Micros(100ms));
}

TEST_F(BucketsTest, ABatchCostsItsTokensButNeverMoreThanABurst) {
  EXPECT_EQ(buckets.take(1, 1'000'000, now), Micros(0));
  EXPECT_EQ(buckets.take(1, 1, now), Micros(100ms));
}

TEST_F(BucketsTest, KeysDoNotShare) {
  buckets.take(1, 20, now);
  EXPECT_EQ(buckets.take(2, 20, now), Micros(0));
}

TEST(BucketsBound, NeverMoreThanTheMost) {
  Buckets buckets(Rate{1, 1}, 100);
  for (std::uint64_t key = 0; key < 1000; ++key) {
    buckets.take(key, 1, Tick{});
    EXPECT_LE(buckets.size(), 100U);
  }
}

TEST(AddressKey, LoopbackIsExempt) {
  EXPECT_FALSE(address_key("127.0.0.1"));
  EXPECT_FALSE(address_key("127.8.9.1"));
  EXPECT_FALSE(address_key("::1"));
  EXPECT_TRUE(address_key("10.0.0.1"));
  EXPECT_TRUE(address_key("no address"));
}

TEST(AddressKey, ANetworkOfIpv6IsOneAddress) {
  EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:2:ffff::9"));
  EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
  EXPECT_NE(address_key("10.0.0.1"), address_key("10.0.0.2"));
}

TEST(RateLimits, AStepIsNeverFasterThanFortyASecond) {
  RateLimits limits;
  Micros last{};
  int steps = 0;
  while (const auto hold = limits.move(0, 7, Tick{})) {
    if (steps > 0) {
      EXPECT_EQ(*hold - last, Micros(25ms));
    }
    last = *hold;
    ++steps;
  }
  EXPECT_EQ(steps, 41);  // one at once, forty within the second that requests are held
}

}  // namespace
}  // namespace recess::worlds
