#include "worlds/world_clock.h"

#include <gtest/gtest.h>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;

TEST(WorldClock, GoesOnFromWhereItWasRecorded) {
  WorldClock clock(90s);
  EXPECT_EQ(clock.at(Tick{5h}), 90s);
  clock.start(Tick{5h});
  EXPECT_EQ(clock.at(Tick{5h} + 1500ms), 91500ms);
}

TEST(WorldClock, StandsStillWhilePaused) {
  WorldClock clock;
  clock.start(Tick{0s});
  clock.stop(Tick{10s});
  EXPECT_EQ(clock.at(Tick{1h}), 10s);
  clock.start(Tick{1h});
  clock.start(Tick{2h});  // runs already
  EXPECT_EQ(clock.at(Tick{1h} + 1s), 11s);
}

TEST(WorldClock, NeverStepsBack) {
  WorldClock clock;
  clock.start(Tick{10s});
  EXPECT_EQ(clock.at(Tick{9s}), 0s);
}

}  // namespace
}  // namespace recess::worlds
