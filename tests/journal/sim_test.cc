#include "class_on_a_disk.h"

#include <gtest/gtest.h>

namespace recess::journal {
namespace {

constexpr Seconds kLesson{10};

TEST(Simulation, HoldsItsClaimsForDozensOfSeeds) {
  Outcome all;
  for (std::uint64_t seed = 1; seed <= 36; ++seed) {
    const Outcome outcome = ClassOnADisk(seed).play(kLesson);
    EXPECT_EQ(outcome.broken, "") << "again by: ./dev sim " << seed;
    all.acknowledged += outcome.acknowledged;
    all.refused += outcome.refused;
    all.stops += outcome.stops;
    all.power_cuts += outcome.power_cuts;
  }
  // It would be no test if nothing of this ever happened.
  EXPECT_GT(all.acknowledged, 5'000U);
  EXPECT_GT(all.refused, 100U);
  EXPECT_GT(all.stops, 36U);
  EXPECT_GT(all.power_cuts, 36U);
}

TEST(Simulation, IsReplayedExactlyByItsSeed) {
  const Outcome once = ClassOnADisk(42).play(kLesson);
  const Outcome twice = ClassOnADisk(42).play(kLesson);
  EXPECT_EQ(once.hash, twice.hash);
  EXPECT_EQ(once.acknowledged, twice.acknowledged);
  EXPECT_NE(once.hash, ClassOnADisk(43).play(kLesson).hash);
}

}  // namespace
}  // namespace recess::journal
