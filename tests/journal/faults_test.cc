// Every write, sync and truncation fails once, at every place.
#include "faulty_disk.h"
#include "support.h"

#include "kernel/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

namespace recess::journal {
namespace {

struct Case {
  const char* name;
  Fault fault;
  bool sticky;
  bool power;  // the machine goes down afterwards, not only the process
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class FailAtN : public testing::TestWithParam<Case> {};

std::vector<Entry> group(int number) {
  return {entry("main", number, {fmt::format("m{}", number), fmt::format("n{}", number)}),
          entry("lagoon", number, {fmt::format("l{}", number)})};
}

// What the streams say if the groups 1 .. `last` without the failed ones are there.
struct Told {
  std::string main, lagoon;
  void add(int number) {
    main += fmt::format("m{0} n{0} ", number);
    lagoon += fmt::format("l{} ", number);
  }
  bool operator==(const Told&) const = default;
};

TEST_P(FailAtN, AGroupIsWholeOrAbsentAndTheRefusedOnesAreReported) {
  const Case& c = GetParam();
  bool ever = true;
  for (std::uint64_t nth = 1; ever; ++nth) {
    SCOPED_TRACE(fmt::format("the change that fails: {}", nth));
    ASSERT_LT(nth, 10'000U);
    FaultyDisk disk;
    Options options;
    options.vfs = disk.vfs();
    auto file = File::open("worlds.db", options);
    ASSERT_TRUE(file.has_value());
    Told told;
    ASSERT_TRUE((*file)->commit(group(1)).has_value());
    told.add(1);

    disk.fail_at(nth, c.fault, c.sticky);
    std::vector<int> refused;  // since the last good group
    for (int number = 2; number < 6; ++number) {
      if ((*file)->commit(group(number)).has_value()) {
        told.add(number);
        refused.clear();
      } else {
        refused.push_back(number);
      }
      if (number == 3) (void)(*file)->write_snapshot("main", 2, Micros{1}, "m1 n1 ");
    }
    ever = disk.has_failed();
    // In the running process nothing of a refused group shows.
    disk.fail_at(0, Fault::none);
    EXPECT_EQ(story(**file, "main").value(), told.main);
    EXPECT_EQ(story(**file, "lagoon").value(), told.lagoon);

    SeededRandom chance(nth);
    const auto close = [&] { file->reset(); };
    if (c.power) disk.cut_power(close, [&] { return chance.below(2) == 0; });
    else disk.kill(close);
    auto again = File::open("worlds.db", options);
    ASSERT_TRUE(again.has_value()) << again.error().detail;
    const Told found{story(**again, "main").value(), story(**again, "lagoon").value()};
    // A group whose sync failed may turn out to be on the disk: whole, and nothing behind it.
    bool honest = found == told;
    for (const int number : refused) {
      Told with_refused = told;
      with_refused.add(number);
      honest = honest || found == with_refused;
    }
    EXPECT_TRUE(honest) << found.main << "instead of " << told.main;
    // And it goes on from there.
    ASSERT_TRUE((*again)->commit(group(9)).has_value());
    EXPECT_EQ(story(**again, "main").value(), found.main + "m9 n9 ");
  }
}

INSTANTIATE_TEST_SUITE_P(Disks, FailAtN,
                         testing::Values(Case{"error_once_then_kill", Fault::input_output, false, false},
                                         Case{"error_once_then_power_cut", Fault::input_output, false, true},
                                         Case{"full_from_there_then_kill", Fault::full, true, false},
                                         Case{"full_from_there_then_power_cut", Fault::full, true, true}),
                         [](const auto& one) { return one.param.name; });

TEST(PowerCut, LosesNothingThatWasReportedAtAnyChange) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    SeededRandom chance(seed);
    FaultyDisk disk;
    Options options;
    options.vfs = disk.vfs();
    Told told;
    for (int life = 0; life < 4; ++life) {
      auto file = File::open("worlds.db", options);
      ASSERT_TRUE(file.has_value()) << file.error().detail;
      ASSERT_EQ(story(**file, "main").value(), told.main);
      const int groups = static_cast<int>(chance.below(6));
      for (int i = 0; i < groups; ++i) {
        const int number = life * 10 + i;
        ASSERT_TRUE((*file)->commit(group(number)).has_value());
        told.add(number);
      }
      if (chance.below(2) == 0) {
        const Seq seq = (*file)->commit(std::vector<Entry>{entry("main", 99, {})})->front();
        ASSERT_TRUE((*file)->write_snapshot("main", seq, Micros{99}, told.main).has_value());
      }
      disk.cut_power([&] { file->reset(); }, [&] { return chance.below(2) == 0; });
    }
  }
}

TEST(ReadOnly, ADirectoryThatCannotBeWrittenIsRefusedByName) {
  // Root may write anywhere, so the refusal is the disk's here; an ordinary user's is seen by the survival tests.
  const auto file = File::open("/proc/worlds.db", {});
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().word, "disk_failed");
  EXPECT_THAT(file.error().detail, testing::HasSubstr("/proc/worlds.db"));
}

}  // namespace
}  // namespace recess::journal
