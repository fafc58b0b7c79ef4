#include "mocean/fixture.h"

namespace recess::mocean {
namespace {

class DeedsTest : public OceanTest {
 protected:
  DeedsTest() { join("fred"), join("bob"); }
  std::int64_t score(PlayerId id) { return ocean().find(id)->deeds.score; }
  void season(double minutes, std::int64_t target) {
    rows.emplace_back(world.start_season(minutes, target, now).value(), now);
  }
};

TEST_F(DeedsTest, SeamountsCountForEachAndMoreForTheFirst) {
  place(0, 490 - 30, 254, 0, 0, 10);
  at(1.4);
  world.advance(now);
  EXPECT_EQ(score(0), 0);
  at(1.75);
  world.advance(now);
  EXPECT_EQ(score(0), 40) << "17.5 m on, at a tick";
  place(1, 490, 254);
  EXPECT_EQ(score(1), 0) << "being put there is no command";
  get("stop?id=1");
  EXPECT_EQ(score(1), 20);
  get("stop?id=1");
  EXPECT_EQ(score(1), 20) << "each once";
}

TEST_F(DeedsTest, TheFirstPingInTheTrenchIsJournaled) {
  place(0, 200, 300);
  const Answer first = ask("ping", "id=0");
  EXPECT_EQ(first.body, "50.0");
  ASSERT_EQ(first.records.size(), 1U);
  EXPECT_EQ(first.records[0], R"({"c":"sound","i":0})");
  EXPECT_EQ(score(0), 15);
  EXPECT_TRUE(ask("ping", "id=0").records.empty());
}

TEST_F(DeedsTest, DepthCounts) {
  place(0, 200, 300, 40);
  get("dive?id=0&ctrl=f");
  EXPECT_EQ(score(0), 25);
}

TEST_F(DeedsTest, TreasuresCountByName) {
  place(0, 206, 494, 15);
  get("get?id=0&item=treasure");
  EXPECT_EQ(score(0), 30 + 40) << "iron dust, and the seamount under it";
  get("use?id=0&item=iron dust");
  EXPECT_EQ(score(0), 70 + 30);
  get("get?id=0&item=treasure");
  EXPECT_EQ(score(0), 100) << "a name counts once";
}

TEST_F(DeedsTest, WhalesCountOnceEach) {
  give(0, "iron dust");
  get("use?id=0&item=iron dust");
  const std::int64_t before = score(0);
  const Place whale = ocean().planet().whales.at(4, now);
  place(0, whale.x, whale.y);
  get("get?id=0&item=whale");
  get("use?id=0&item=Ishmael");
  get("get?id=0&item=whale");
  EXPECT_EQ(score(0) - before, 80);
}

TEST_F(DeedsTest, RoundTheWorldIsSwumNotMoved) {
  place(0, 450, 820, 0, 0, 40);
  at(22.4);
  world.advance(now);
  const std::int64_t before = score(0);
  at(22.5);
  world.advance(now);
  EXPECT_EQ(score(0) - before, 60);
  at(60);
  world.advance(now);
  EXPECT_EQ(score(0) - before, 60) << "once per axis";
  place(1, 450, 820);
  for (int i = 0; i < 901; ++i) get("move?name=bob&heading=e");
  EXPECT_EQ(score(1), 0);
}

TEST_F(DeedsTest, MessagesCountWhenOthersReadThem) {
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) join(name);
  get("sendchat?id=0&name=fred&message=x");
  get("popchat?id=0");
  EXPECT_EQ(score(0), 0);
  for (int id = 1; id < 8; ++id) {
    get("sendchat?id=0&name=" + world.name_of(static_cast<PlayerId>(id)).value() + "&message=x");
    get("popchat?id=" + std::to_string(id));
    EXPECT_EQ(score(0), std::min(10, 2 * id));
  }
  get("sendchat?id=0&name=bob&message=x");
  get("popchat?id=1");
  EXPECT_EQ(score(0), 10);
}

TEST_F(DeedsTest, ScoresAreRankedByScoreThenTimeThenId) {
  for (const char* name : {"a", "b"}) join(name);
  place(2, 490, 254), place(3, 490, 254);
  at(5);
  get("stop?id=3");
  get("stop?id=2");
  EXPECT_EQ(get("scores"), "1,b,40\n2,a,20\n3,fred,0\n4,bob,0");
  EXPECT_EQ(get("scores?n=1"), "1,b,40");
  EXPECT_EQ(get("scores?n=1&id=1"), "1,b,40\n4,bob,0");
  EXPECT_EQ(get("scores?n=1&id=3"), "1,b,40");
  for (const char* n : {"n=0", "n=-5", "n=x", "n=1e400", "n=", "n=99999999999999999999"}) {
    EXPECT_FALSE(get(std::string("scores?") + n).empty()) << n;
  }
  EXPECT_THAT(get("scores?id=77"), testing::HasSubstr("bad player id"));
}

TEST_F(DeedsTest, EmptyAndClassicWorldsHaveNoScores) {
  make({});
  EXPECT_EQ(get("scores"), "");
  make({}, "classic");
  join("fred");
  place(0, 490, 254);
  get("stop?id=0");
  EXPECT_EQ(get("scores"), "");
}

TEST_F(DeedsTest, ASeasonStartsAnewAndIsOverByTheClock) {
  give(0, "iron dust");
  get("use?id=0&item=iron dust");
  EXPECT_EQ(get("season"), "1,open,0,-1");
  at(10);
  season(1, 0);
  EXPECT_EQ(get("season"), "2,running,0,60");
  EXPECT_EQ(score(0), 0);
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0]]");
  EXPECT_EQ(get("scores?season=1"), "1,fred,30\n2,bob,0");
  place(0, 490, 254);
  at(69.5);
  get("stop?id=0");
  EXPECT_EQ(get("season"), "2,running,59,0");
  at(70);
  EXPECT_EQ(get("season"), "2,over,60,0");
  place(1, 490, 254);
  get("stop?id=1");
  EXPECT_EQ(get("scores"), "1,fred,40\n2,bob,0") << "frozen";
  get("quit?name=fred");
  EXPECT_EQ(get("scores"), "1,fred,40\n2,bob,0");
  season(0, 0);
  EXPECT_EQ(get("season"), "3,running,0,-1");
  EXPECT_EQ(get("scores?season=2&n=1"), "1,fred,40");
  EXPECT_EQ(get("scores?season=9"), "");
  const Start start = ocean().planet().start(3, 1);
  expect_near(numbers("location?id=1"), {start.x, start.y, 0, 0});
}

TEST_F(DeedsTest, ASeasonIsOverWhenTheTargetIsReached) {
  season(0, 40);
  place(0, 490, 254);
  get("stop?id=0");
  EXPECT_EQ(world.season(now).state, SeasonState::over);
  EXPECT_EQ(get("scores?n=1"), "1,fred,40");
  place(1, 490, 254);
  get("stop?id=1");
  EXPECT_EQ(score(1), 0) << "play goes on, scoring stops";
}

TEST_F(DeedsTest, SeasonsRefuseWhatIsOutOfBounds) {
  EXPECT_FALSE(world.start_season(-1, 0, now).has_value());
  EXPECT_FALSE(world.start_season(1e9, 0, now).has_value());
  EXPECT_FALSE(world.start_season(1, -1, now).has_value());
  EXPECT_FALSE(world.start_season(std::nan(""), 0, now).has_value());
}

TEST_F(DeedsTest, AResetEmptiesTheWorld) {
  rows.emplace_back(world.reset(now).value(), now);
  EXPECT_EQ(get("who"), "there are 0 players: ");
  EXPECT_EQ(join("bob"), 0U);
}

TEST_F(DeedsTest, IdlePlayersAreExpiredWhereThatIsSet) {
  make({{"idle_expire_s", "100"}});
  join("fred");
  at(50);
  join("bob");
  at(99.9);
  EXPECT_EQ(get("who"), "there are 2 players: fred bob ");
  at(120);
  EXPECT_EQ(get("who"), "there are 1 players: bob ");
  get("stop?id=1");
  at(219);
  EXPECT_EQ(get("who"), "there are 1 players: bob ");
  at(221);
  EXPECT_EQ(get("who"), "there are 0 players: ");
}

TEST_F(DeedsTest, SettingsAreCheckedAndJournaled) {
  rows.emplace_back(world.configure("cap.hull", "10", now).value(), now);
  for (int i = 0; i < 9; ++i) get("accel?id=0&ctrl=w");
  EXPECT_EQ(ocean().find(0)->speed, 10);
  for (const auto& [key, value] :
       {std::pair("cap.hull", "-1"), std::pair("cap.hull", "\"fast\""), std::pair("cap.hull", "1e400"),
        std::pair("cap.hull", "nonsense"), std::pair("nothing", "1"), std::pair("width", "1000"),
        std::pair("auth", "\"never\""), std::pair("who_max", "1.5"), std::pair("cheats", "1"),
        std::pair("points.treasure", "[1,2]"), std::pair("spawn.low", "500"), std::pair("view.binoculars", "600")}) {
    const auto refused = world.configure(key, value, now);
    ASSERT_FALSE(refused.has_value()) << key << " " << value;
    EXPECT_FALSE(refused.error().detail.empty());
  }
  Creation creation;
  creation.settings = {{"preset", "\"classic\""}};
  EXPECT_FALSE(World("x").create(creation, {}).has_value());
  creation.settings = {{"width", "50"}};
  EXPECT_FALSE(World("x").create(creation, {}).has_value());
  creation = {.preset = "wild"};
  EXPECT_FALSE(World("x").create(creation, {}).has_value());
}

TEST_F(DeedsTest, SettingsReadBackAsTheyWere) {
  const Config config = preset("classic").value();
  EXPECT_EQ(parse_config(config_json(config)).value(), config);
  EXPECT_FALSE(parse_config("{}").has_value());
  EXPECT_FALSE(parse_config("[]").has_value());
}

TEST_F(DeedsTest, TheMapSeesWhatItMay) {
  place(0, 450, 254, 20, 0, 5);
  std::vector<Ship> ships;
  world.each_ship(seconds(4.1), [&](const Ship& ship) { ships.push_back(ship); });
  ASSERT_EQ(ships.size(), 2U);
  EXPECT_NEAR(ships[0].x, 470.5, 1e-9);
  EXPECT_LT(ships[0].z, 20);
  std::size_t nx = 0, ny = 0;
  const std::string grid = world.depth_grid(10, nx, ny);
  EXPECT_EQ(nx, 90U);
  EXPECT_EQ(grid.size(), 8100U);
  EXPECT_EQ(static_cast<unsigned char>(grid[30 * 90 + 20]), 250U) << "the trench";
  EXPECT_EQ(world.whales(now).size(), 17U);
  EXPECT_EQ(world.treasures().size(), 12U);
}

}  // namespace
}  // namespace recess::mocean
