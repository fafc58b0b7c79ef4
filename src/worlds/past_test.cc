#include "worlds/past.h"

#include "journal/file.h"
#include "kernel/random.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <array>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;

// A real journal file with a world that swam for a while, and the hashes of its moments.
class PastTest : public testing::Test {
 protected:
  PastTest() {
    std::filesystem::create_directories(folder);
    auto opened = journal::File::open(path, {});
    EXPECT_TRUE(opened);
    file = std::move(*opened);
    write(*world.create({.seed = 314}, now));
    ask("join", {{"name", "fred"}});
  }
  ~PastTest() override {
    file.reset();
    std::filesystem::remove_all(folder);
  }

  void write(const std::string& row) {
    const std::array entries{journal::Entry{"main", now, {row}}};
    EXPECT_TRUE(file->commit(entries));
  }
  void ask(std::string_view route, std::vector<mocean::Param> params) {
    auto answer = world.ask({.route = route, .params = mocean::Params(params)}, now, chance);
    for (const std::string& row : answer.records) write(row);
    moments.emplace_back(now, world.canonical_hash());
  }
  void swim(int commands) {
    for (int i = 0; i < commands; ++i) {
      now += 37ms;
      ask("accel", {{"id", "0"}, {"ctrl", i % 3 == 0 ? "w" : "a"}});
    }
  }
  void snapshot() {
    EXPECT_TRUE(
        file->write_snapshot("main", static_cast<journal::Seq>(moments.size()) + 1, now, world.snapshot().encode()));
  }
  std::string hash_at(mocean::WorldTime moment) {
    const auto then = past.at("main", moment);
    return then ? (*then)->canonical_hash() : then.error().detail;
  }

  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("recess-past-" + std::to_string(::getpid()));
  std::filesystem::path path = folder / "worlds.db";
  std::unique_ptr<journal::File> file;
  mocean::World world{"main"};
  mocean::WorldTime now{};
  SeededRandom chance{1};
  std::vector<std::pair<mocean::WorldTime, std::string>> moments;
  Past past{path};
};

TEST_F(PastTest, AnyMomentIsTheWorldAsItWas) {
  swim(200);
  for (std::size_t i = 0; i < moments.size(); i += 7) EXPECT_EQ(hash_at(moments[i].first), moments[i].second) << i;
  for (std::size_t i = moments.size(); i-- > 1;) EXPECT_EQ(hash_at(moments[i].first), moments[i].second) << i;
}

TEST_F(PastTest, SnapshotsInTheFileChangeNothing) {
  swim(50);
  snapshot();
  swim(50);
  snapshot();
  swim(50);
  EXPECT_EQ(past.from("main").value(), 0s);
  for (const std::size_t i : {149U, 20U, 75U, 60U, 120U, 1U})
    EXPECT_EQ(hash_at(moments[i].first), moments[i].second) << i;
}

TEST_F(PastTest, WhatIsWrittenWhileLookingBackIsSeenToo) {
  swim(10);
  EXPECT_EQ(hash_at(moments[5].first), moments[5].second);
  swim(10);
  EXPECT_EQ(hash_at(moments[19].first), moments[19].second);
}

TEST_F(PastTest, APictureOnTheWayIsAsGoodAsTheBeginning) {
  swim(static_cast<int>(Past::kRowsPerPicture) + 100);
  EXPECT_EQ(hash_at(moments.back().first), moments.back().second);
  EXPECT_EQ(hash_at(moments[5050].first), moments[5050].second);
  EXPECT_EQ(hash_at(moments[10].first), moments[10].second);
}

TEST_F(PastTest, ACopyBeginsWithItsFirstState) {
  swim(20);
  const std::string state = world.snapshot().encode();
  const std::array nothing{journal::Entry{"copy", now, {}}};  // makes the stream
  EXPECT_TRUE(file->commit(nothing));
  EXPECT_TRUE(file->write_snapshot("copy", 0, now, state));
  auto copy = mocean::World::restore("copy", state);
  ASSERT_TRUE(copy);
  const std::string row = copy->beat(now + 5s);
  const std::array entries{journal::Entry{"copy", now + 5s, {row}}};
  EXPECT_TRUE(file->commit(entries));
  EXPECT_EQ(past.from("copy").value(), now);
  EXPECT_EQ(past.at("copy", now).value()->canonical_hash(), world.canonical_hash());
  EXPECT_EQ(past.at("copy", now - 1us).error().code, Code::not_found);
}

TEST(NotYet, NamesTheNewestMomentAsItCanBeAskedFor) {
  EXPECT_EQ(not_yet(12'000'034us).detail,
            "that moment has not come yet: the newest is 12.000034 s of the world's clock");
  EXPECT_EQ(not_yet(0us).detail, "that moment has not come yet: the newest is 0.000000 s of the world's clock");
}

TEST_F(PastTest, AWorldThatIsNotThereHasNoPast) {
  EXPECT_EQ(past.at("none", 0s).error().code, Code::not_found);
  EXPECT_EQ(past.from("none").error().code, Code::not_found);
}

}  // namespace
}  // namespace recess::worlds
