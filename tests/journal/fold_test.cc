// The ocean's rules and the journal together: a stop at any record and a start give the world that never stopped.
#include "faulty_disk.h"
#include "support.h"

#include "class_of_pupils.h"
#include "mocean/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::journal {
namespace {

std::string hash_on(const File& file, Micros at) {
  auto world = load_world(file);
  if (!world) return world.error().detail;
  world->advance(at);
  return world->canonical_hash();
}

TEST(Fold, AStopAtEveryRecordChangesNothing) {
  SeededRandom chance(11);
  FaultyDisk disk;
  Options options;
  options.vfs = disk.vfs();
  auto file = File::open("worlds.db", options);
  ASSERT_TRUE(file.has_value());
  mocean::World never_stopped("main");
  Micros now{0};
  const auto created = never_stopped.create({.seed = 5}, now);
  ASSERT_TRUE(created.has_value());
  ASSERT_TRUE((*file)->commit(std::vector<Entry>{entry("main", 0, {*created})}).has_value());
  int records = 1;
  for (int i = 0; i < 600; ++i) {
    now += Micros{static_cast<std::int64_t>(chance.below(400'000))};
    const Request request = pupils_request(chance);
    const auto answer = request.put_to(never_stopped, now, chance);
    if (answer.records.empty()) continue;
    ++records;
    const auto seq = (*file)->commit(std::vector<Entry>{Entry{"main", answer.time, answer.records}});
    ASSERT_TRUE(seq.has_value());
    if (records % 50 == 0) {
      ASSERT_TRUE((*file)
                      ->write_snapshot("main", seq->front(), never_stopped.time(), never_stopped.snapshot().encode())
                      .has_value());
    }
    disk.kill([&] { file->reset(); });
    file = File::open("worlds.db", options);
    ASSERT_TRUE(file.has_value());
    ASSERT_EQ(hash_on(**file, never_stopped.time()), never_stopped.canonical_hash()) << "after record " << records;
  }
  EXPECT_GT(records, 100);
}

}  // namespace
}  // namespace recess::journal
