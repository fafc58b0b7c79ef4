#include "hub/traffic.h"

#include <gtest/gtest.h>

namespace recess::hub {
namespace {

constexpr Tick kStart{std::chrono::hours{1}};

TEST(Pace, ABurstIsFree) {
  Pace pace(event_rate(500), kByteRate, kStart);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(pace.arrived(100, kStart), Millis{0});
  EXPECT_GT(pace.arrived(100, kStart), Millis{0});
}

TEST(Pace, APhoneStreamingSensorsIsNeverSlowedDown) {
  Pace pace(event_rate(500), kByteRate, kStart);
  for (int i = 0; i < 20'000; ++i) EXPECT_EQ(pace.arrived(200, kStart + i * Millis{8}), Millis{0});
}

TEST(Pace, BytesCountToo) {
  Pace pace(event_rate(500), kByteRate, kStart);
  EXPECT_EQ(pace.arrived(60'000'000, kStart), Millis{0});
  EXPECT_EQ(pace.arrived(20'000'000, kStart), kLongestPause) << "two seconds are owed, one is the longest pause";
}

TEST(Pace, WhoStaysTooFastForTenSecondsIsIncorrigible) {
  Pace pace(event_rate(500), kByteRate, kStart);
  Tick now = kStart;
  for (int i = 0; i < 11'000; ++i) {
    now += Millis{1};
    (void)pace.arrived(10, now);
    EXPECT_FALSE(pace.incorrigible(now)) << i;
    if (::testing::Test::HasFailure()) return;
  }
  for (int i = 0; i < 3'000; ++i) (void)pace.arrived(10, now += Millis{1});
  EXPECT_TRUE(pace.incorrigible(now));
  now += Seconds{60};
  EXPECT_EQ(pace.arrived(10, now), Millis{0});
  EXPECT_FALSE(pace.incorrigible(now));
}

TEST(Pace, WithoutALimitNobodyIsTooFast) {
  Pace pace(event_rate(0), kByteRate, kStart);
  for (int i = 0; i < 100'000; ++i) EXPECT_EQ(pace.arrived(10, kStart), Millis{0});
  EXPECT_FALSE(pace.incorrigible(kStart + Seconds{60}));
}

TEST(Traffic, ComplainsOnceASecond) {
  Traffic traffic(500, kStart);
  EXPECT_TRUE(traffic.may_complain(kStart));
  EXPECT_FALSE(traffic.may_complain(kStart + Millis{999}));
  EXPECT_TRUE(traffic.may_complain(kStart + Millis{1000}));
}

}  // namespace
}  // namespace recess::hub
