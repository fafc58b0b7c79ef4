#include "worlds/map_frames.h"

#include "kernel/json.h"
#include "kernel/random.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;

class MapFramesTest : public testing::Test {
 protected:
  MapFramesTest() { EXPECT_TRUE(world.create({.seed = 314}, now)); }

  std::string ask(std::string_view route, std::vector<mocean::Param> params) {
    return world.ask({.route = route, .params = mocean::Params(params)}, now, chance).body;
  }
  void join(const std::string& name) { ask("join", {{"name", name}}); }
  json::Value frame(bool secrets = false) { return read(frames.frame(world, now, secrets)); }
  json::Value hello() { return read(frames.hello(world, now, "/map/grid")); }
  json::Value read(std::string text) {
    auto document = json::Document::parse(std::move(text));
    EXPECT_TRUE(document) << document.error().detail;
    documents.push_back(*document);
    return documents.back()->root();
  }
  void turn(int times = 1) {
    for (int i = 0; i < times; ++i) frames.turn(world, now);
  }

  mocean::World world{"main"};
  mocean::WorldTime now{};
  SeededRandom chance{1};
  MapFrames frames;
  std::vector<std::shared_ptr<const json::Document>> documents;
};

TEST_F(MapFramesTest, AnEmptyWorldIsAFrameToo) {
  turn();
  EXPECT_EQ(frame().find("p").size(), 0U);
  EXPECT_EQ(hello().find("players").size(), 0U);
  EXPECT_EQ(hello().find("world").as_string(), "main");
}

TEST_F(MapFramesTest, AShipHasItsSevenNumbers) {
  join("fred");
  turn();
  EXPECT_EQ(frame().find("p").raw(), "[[0,47.00,86.00,0.00,3.496,0.00,0]]");
  EXPECT_EQ(hello().find("players").raw(), R"([[0,"fred"]])");
}

TEST_F(MapFramesTest, NewNamesAreRepeatedForAWhileAndThenForgotten) {
  turn();
  join("fred");
  turn();
  EXPECT_EQ(frame().find("names").raw(), R"([[0,"fred"]])");
  turn(MapFrames::kWindow);
  EXPECT_EQ(frame().find("names").size(), 1U);
  turn();
  EXPECT_EQ(frame().find("names").size(), 0U);
}

TEST_F(MapFramesTest, WhoIsGoneIsSaid) {
  join("fred");
  turn();
  ask("quit", {{"name", "fred"}});
  turn();
  EXPECT_EQ(frame().find("gone").raw(), "[0]");
  EXPECT_EQ(frame().find("names").size(), 0U);
}

TEST_F(MapFramesTest, ANumberThatBelongsToSomebodyElseAfterAResetIsNew) {
  join("fred");
  turn(30);
  ASSERT_TRUE(world.reset(now));
  join("ann");
  turn();
  EXPECT_EQ(frame().find("names").raw(), R"([[0,"ann"]])");
}

TEST_F(MapFramesTest, ATrailHasAPointASecondForAMinute) {
  join("fred");
  for (int second = 0; second < 70; ++second) frames.sample(world, now += 1s);
  EXPECT_EQ(hello().find("trails").at(0).at(1).size(), MapFrames::kTrail);
  EXPECT_EQ(hello().find("trails").at(0).at(1).at(0).raw(), "[47.0,86.0]");
}

TEST_F(MapFramesTest, ATrailCrossesTheSeamButNotAJump) {
  join("fred");
  ask("accel", {{"id", "0"}, {"ctrl", "w"}});
  for (int i = 0; i < 11; ++i) ask("accel", {{"id", "0"}, {"ctrl", "w"}});
  for (int second = 0; second < 30; ++second) {
    world.advance(now += 1s);
    frames.sample(world, now);
  }
  EXPECT_EQ(hello().find("trails").at(0).at(1).size(), 30U);  // went west through x = 0
  ASSERT_TRUE(world.start_season(0, 0, now));
  frames.sample(world, now += 1s);
  EXPECT_EQ(hello().find("trails").at(0).at(1).size(), 1U);
}

TEST_F(MapFramesTest, WhalesAndTreasuresAreSecret) {
  EXPECT_FALSE(frame().find("whales"));
  EXPECT_FALSE(frame().find("treasures"));
  EXPECT_EQ(frame(true).find("whales").size(), 17U);
  EXPECT_EQ(frame(true).find("treasures").size(), 12U);
  EXPECT_FALSE(secrets_are_out(world, now));
  ASSERT_TRUE(world.start_season(1, 0, now));
  world.advance(now += 61s);
  EXPECT_TRUE(secrets_are_out(world, now));
}

TEST_F(MapFramesTest, ACrowdIsCountedAndItsFirstAreShown) {
  for (std::size_t i = 0; i <= MapFrames::kCrowd; ++i) join(fmt::format("p{}", i));
  turn();
  const json::Value crowd = frame();
  EXPECT_EQ(crowd.find("players").as_integer(), 501);
  EXPECT_EQ(crowd.find("count").size(), 3600U);
  EXPECT_EQ(crowd.find("p").size(), MapFrames::kTop);
  EXPECT_EQ(crowd.find("names").size(), MapFrames::kTop);
  std::int64_t counted = 0;
  crowd.find("count").each([&](std::string_view, json::Value cell) { counted += cell.as_integer().value_or(0); });
  EXPECT_EQ(counted, 501);
  EXPECT_EQ(hello().find("trails").size(), 0U);
}

TEST_F(MapFramesTest, TheGridHasTheTrench) {
  const json::Value grid = read(grid_json(world));
  EXPECT_EQ(grid.find("nx").as_integer(), 90);
  EXPECT_EQ(grid.find("depth").as_string()->size(), 10800U);  // 8100 bytes in base64
}

TEST_F(MapFramesTest, APastFrameHasEverything) {
  join("fred");
  const json::Value past = read(past_frame(world, now));
  EXPECT_EQ(past.find("names").raw(), R"([[0,"fred"]])");
  EXPECT_EQ(past.find("whales").size(), 17U);
}

}  // namespace
}  // namespace recess::worlds
