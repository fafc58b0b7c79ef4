#include "socketio/heartbeat.h"

#include "socketio/budget.h"

#include <gtest/gtest.h>

namespace recess::socketio {
namespace {

using Due = Heartbeat::Due;

Tick at(long milliseconds) { return Tick{} + Millis{milliseconds}; }
Heartbeat heartbeat(int revision) { return {revision, Millis{300}, Millis{200}, at(0)}; }

TEST(HeartbeatOfRevision3, IsReArmedByEveryPacket) {
  Heartbeat beat = heartbeat(3);
  EXPECT_EQ(beat.check(at(499)), Due::nothing);
  beat.on_packet(at(499));
  EXPECT_EQ(beat.check(at(998)), Due::nothing);
  EXPECT_EQ(beat.check(at(999)), Due::death);
}

TEST(HeartbeatOfRevision4, PingsAndCountsFromWhenThePingWasDue) {
  Heartbeat beat = heartbeat(4);
  EXPECT_EQ(beat.check(at(299)), Due::nothing);
  EXPECT_EQ(beat.check(at(310)), Due::ping);
  EXPECT_EQ(beat.check(at(499)), Due::nothing);
  EXPECT_EQ(beat.check(at(500)), Due::death);
}

TEST(HeartbeatOfRevision4, PingsAgainAnIntervalAfterThePong) {
  Heartbeat beat = heartbeat(4);
  beat.check(at(300));
  beat.on_pong(at(350));
  EXPECT_EQ(beat.check(at(649)), Due::nothing);
  EXPECT_EQ(beat.check(at(650)), Due::ping);
}

TEST(HeartbeatOfRevision4, IsExtendedOnceByAnotherPacket) {
  Heartbeat beat = heartbeat(4);
  beat.check(at(300));
  beat.on_packet(at(450));
  EXPECT_EQ(beat.check(at(649)), Due::nothing);
  beat.on_packet(at(649));
  EXPECT_EQ(beat.check(at(650)), Due::death);
}

TEST(HeartbeatOfRevision4, IsOverWhenNobodyLookedInTime) {
  Heartbeat beat = heartbeat(4);
  EXPECT_EQ(beat.check(at(500)), Due::ping);
  EXPECT_EQ(beat.check(at(500)), Due::death) << "a poll exactly interval and timeout after the handshake is too late";
}

TEST(HeartbeatOfRevision4, IgnoresAPongNobodyAskedFor) {
  Heartbeat beat = heartbeat(4);
  beat.on_pong(at(200));
  EXPECT_EQ(beat.check(at(300)), Due::ping);
}

TEST(Budget, AllowsABurstThenARate) {
  Budget budget(10, 3, at(0));
  EXPECT_TRUE(budget.spend(3, at(0)));
  EXPECT_FALSE(budget.spend(1, at(50)));
  EXPECT_TRUE(budget.spend(1, at(100)));
  EXPECT_TRUE(budget.is_full(at(10'000)));
  EXPECT_FALSE(budget.spend(4, at(10'000))) << "never more than the burst";
}

TEST(Budget, InDebtSaysHowLongToWait) {
  Budget budget(1000, 100, at(0));
  EXPECT_EQ(budget.owe(100, at(0)), Millis{0});
  EXPECT_EQ(budget.owe(50, at(0)), Millis{51});
  EXPECT_EQ(budget.owe(0, at(50)), Millis{0});
}

}  // namespace
}  // namespace recess::socketio
