#include "class_on_a_disk.h"

#include <gtest/gtest.h>

namespace recess::journal {
namespace {

constexpr Seconds kLesson{10};

// Sanitized, a seed takes ten times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kSeeds = 12;
#else
constexpr std::uint64_t kSeeds = 36;
#endif

TEST(Simulation, HoldsItsClaimsForDozensOfSeeds) {
  Outcome all;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Outcome outcome = ClassOnADisk(seed).play(kLesson);
    EXPECT_EQ(outcome.broken, "") << "again by: ./dev sim " << seed;
    all.acknowledged += outcome.acknowledged;
    all.refused += outcome.refused;
    all.stops += outcome.stops;
    all.power_cuts += outcome.power_cuts;
  }
  // It would be no test if nothing of this ever happened.
  EXPECT_GT(all.acknowledged, 140U * kSeeds);
  EXPECT_GT(all.refused, 3U * kSeeds);
  EXPECT_GT(all.stops, kSeeds);
  EXPECT_GT(all.power_cuts, kSeeds);
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
