// Faults that the game's older servers had, one test for each, in the order of the list in the rules. Those that only a
// running server can show (two joins at once, two processes, a restart, HEAD and prefetch) are in
// tests/worlds/old_faults_test.py.
#include "mocean/fixture.h"

#include "kernel/text.h"

#include <cmath>

namespace recess::mocean {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class OldFaults : public OceanTest {};

TEST_F(OldFaults, F01_AnIdThatIsNoNumberIsABadPlayerId) {
  for (const char* target : {"name?id=abc", "location", "accel?ctrl=w", "look?id=1.5", "popchat?id=", "ping?id=0x1"}) {
    const std::string target_text = target;
    const auto mark = target_text.find('?');
    const Answer answer =
        ask(target_text.substr(0, mark), mark == std::string::npos ? "" : target_text.substr(mark + 1));
    EXPECT_EQ(answer.status, 200U) << target;
    EXPECT_THAT(answer.body, StartsWith("0 bad player id")) << target;
  }
}

TEST_F(OldFaults, F02_DistancesGoAroundTheTorus) {
  join("fred"), join("bob");
  place(0, 895, 5);
  place(1, 3, 897);
  EXPECT_EQ(get("look?id=0"), "player,3,897,0.0,");
  EXPECT_THAT(get("location?id=0"), EndsWith(",1"));
  EXPECT_LT(ocean().planet().seabed.depth(5, 563), 30.0) << "seamount 2 reaches across the seam";
}

TEST_F(OldFaults, F03_IronDustIsInexhaustible) {
  for (const char* name : {"a", "b", "c"}) join(name);
  for (PlayerId id = 0; id < 3; ++id) {
    place(id, 206, 494, 15);
    EXPECT_THAT(get("get?id=" + std::to_string(id) + "&item=treasure"), HasSubstr("iron dust"));
  }
}

TEST_F(OldFaults, F04_NothingActsBackwards) {
  join("fred"), join("bob");
  place(0, 100, 100);
  at(10);
  EXPECT_EQ(get("accel?id=0&ctrl=w"), "100.0,100.0,0.0,1.0,0.0,0.0") << "no way made at rest";
  EXPECT_THAT(get("location?id=0"), StartsWith("100.0,100.0,"));
  at(14);
  EXPECT_THAT(get("stop?id=0"), StartsWith("104.0,100.0,0.0,0.0,0.0,")) << "stop keeps the way swum";
  get("accel?id=0&ctrl=w");
  at(17);
  EXPECT_EQ(get("dive?id=0&ctrl=f"), "107.0,100.0,5.0") << "so does diving";
  get("accel?id=0&ctrl=w");
  at(19);
  get("sendchat?id=0&name=bob&message=hi");
  EXPECT_THAT(get("location?id=0"), StartsWith("109.0,100.0,")) << "and writing";
}

TEST_F(OldFaults, F05_ALongAbsenceEndsOnTheMap) {
  join("fred");
  place(0, 895, 450, 0, 0, 40);
  at(100);
  EXPECT_THAT(get("location?id=0"), StartsWith("395.0,450.0,0.0,1,"));
}

TEST_F(OldFaults, F06_TheCapFollowsFromWhereOneIs) {
  join("fred");
  give(0, "teleport crystal");
  place(0, 100, 100, 10, 0, 5);
  get("teleport?id=0&x=200&y=700");
  for (int i = 0; i < 11; ++i) get("accel?id=0&ctrl=w");
  EXPECT_EQ(numbers("velocity?id=0")[0], 40) << "surfaced by teleport";
  get("dive?id=0&ctrl=f");
  for (int i = 0; i < 11; ++i) get("accel?id=0&ctrl=w");
  EXPECT_EQ(numbers("velocity?id=0")[0], 5) << "a diver who never asked for the location";
}

TEST_F(OldFaults, F07_TopSpeedIsNotOvershot) {
  join("fred");
  place(0, 100, 100);
  for (int i = 0; i < 30; ++i) EXPECT_LE(numbers("accel?id=0&ctrl=w")[3], 40);
}

TEST_F(OldFaults, F08_TheEmptyNameIsNobodys) {
  join("fred"), join("bob");
  get("quit?name=bob");
  EXPECT_EQ(get("id"), "-1");
  EXPECT_EQ(get("id?name="), "-1");
  EXPECT_THAT(get("quit?name="), HasSubstr("quit failed"));
  EXPECT_THAT(get("sendchat?id=0&name=&message=hi"), StartsWith("0 "));
}

TEST_F(OldFaults, F09_FailuresBeginWithZeroOrAreMinusOneWhereThatIsKept) {
  join("fred");
  for (const char* target : {"join?name=a b", "id?name=bob", "dive?id=0&ctrl=w"}) EXPECT_EQ(get(target), "-1");
  for (const char* target :
       {"name?id=9", "get?id=0&item=whale", "use?id=0&item=x", "quit?name=bob", "accel?id=0&ctrl=x",
        "teleport?id=0&x=1&y=1", "whalename?id=0", "move?name=bob&heading=n", "dive?id=9&ctrl=f"}) {
    EXPECT_THAT(get(target), StartsWith("0 ")) << target;
    EXPECT_THAT(get(target), Not(HasSubstr(","))) << target;
  }
}

TEST_F(OldFaults, F10_AJoinIsWholeOrNotAtAll) {
  const Answer answer =
      world.ask_batch(R"([{"route":"join","name":"fred"},{"route":"join","name":"fred"},{"route":"location","id":0}])",
                      {}, now, chance);
  EXPECT_EQ(world.players(), 1U);
  EXPECT_THAT(answer.body, Not(HasSubstr("bad_id")));
}

TEST_F(OldFaults, F12_LookListsThePlayersThatTheFlagCounts) {
  join("fred"), join("bob");
  place(0, 100, 100);
  place(1, 105, 100);
  EXPECT_THAT(get("location?id=0"), EndsWith(",1"));
  EXPECT_EQ(get("look?id=0"), "player,105,100,0.0,");
}

TEST_F(OldFaults, F13_WhoQuitsGivesBackAndIsNotReplaced) {
  join("fred");
  place(0, 490, 254);
  get("get?id=0&item=treasure");
  give(0, "iron dust");
  get("use?id=0&item=iron dust");
  const Place whale = ocean().planet().whales.at(4, now);
  place(0, whale.x, whale.y);
  ASSERT_THAT(get("get?id=0&item=whale"), HasSubstr("Ishmael"));
  get("quit?name=fred");
  EXPECT_EQ(join("fred"), 1U) << "a new id; the old one is dead";
  EXPECT_THAT(get("name?id=0"), StartsWith("0 bad player id"));
  EXPECT_EQ(get("id?name=fred"), "1");
  place(1, 490, 254);
  EXPECT_THAT(get("get?id=1&item=treasure"), HasSubstr("ALVIN submarine"));
  place(1, whale.x, whale.y);
  EXPECT_THAT(get("get?id=1&item=whale"), HasSubstr("Ishmael"));
}

TEST_F(OldFaults, F14_NobodySteersWhoseTokenTheyLack) {
  join("bob");
  const Answer mine = ask("join", "name=fred&claim=1");
  for (const char* target :
       {"accel?id=1&ctrl=w", "popchat?id=1", "quit?name=fred", "location?id=1", "move?name=fred&heading=n"}) {
    EXPECT_THAT(get(target), HasSubstr("token")) << target;
  }
  EXPECT_THAT(get("location?id=1&token=x"), StartsWith("0 "));
  const Caller caller{.token = *mine.new_token};
  EXPECT_THAT(ask("stop", "id=1", Form::text, caller).body, Not(StartsWith("0 ")));
}

TEST_F(OldFaults, F15_TreasureNamesWithSpacesCanBeToldApart) {
  join("fred");
  give(0, "ham and cheese sandwich"), give(0, "crash alert");
  EXPECT_EQ(get("treasurename?id=0"), "treasures held by fred: ham and cheese sandwich, crash alert");
}

TEST_F(OldFaults, F16_TeleportsToNoNumberFail) {
  join("fred");
  give(0, "teleport crystal");
  place(0, 100, 100, 0, 0, 3);
  for (const char* place :
       {"x=abc&y=1", "x=1", "y=1", "x=nan&y=1", "x=inf&y=1", "x=1e400&y=1", "x=900&y=1", "x=1&y=-0.1"}) {
    EXPECT_THAT(get(std::string("teleport?id=0&") + place), HasSubstr("teleport failed")) << place;
  }
  EXPECT_EQ(get("teleport?id=0&x=899.5&y=0"), "899.5,0.0,0.0");
}

TEST_F(OldFaults, F17_TheUsageTextIsWhatHappens) {
  const std::string usage = get("mocean");
  join("fred");
  EXPECT_THAT(usage, HasSubstr("0 if there is none"));
  EXPECT_EQ(get("popchat?id=0"), "0");
  EXPECT_EQ(numbers("dive?id=0&ctrl=f").size(), 3U);
  EXPECT_THAT(usage, HasSubstr("x,y,z; -1 for another ctrl"));
  EXPECT_EQ(get("dive?id=0&ctrl=w"), "-1");
  get("sendchat?id=0&name=fred&message=x&style=digits");
  EXPECT_EQ(get("popchat?id=0"), "player fred tells you: x");
}

TEST_F(OldFaults, F18_ABloomEndsWithItsSeason) {
  join("fred");
  give(0, "iron dust");
  get("use?id=0&item=iron dust");
  EXPECT_FALSE(world.blooms(now).empty());
  ASSERT_TRUE(world.start_season(5, 0, now).has_value());
  EXPECT_TRUE(world.blooms(now).empty());
  EXPECT_THAT(get("get?id=0&item=whale"), HasSubstr("too hungry"));
}

TEST_F(OldFaults, F19_HeadingsStayInTheCircle) {
  join("fred");
  for (int i = 0; i < 500; ++i) {
    const double heading = numbers(i < 250 ? "accel?id=0&ctrl=a" : "accel?id=0&ctrl=d")[5];
    EXPECT_GE(heading, 0);
    EXPECT_LT(heading, 2 * M_PI);
  }
}

TEST_F(OldFaults, F21_WhatIsNearIsFoundAmongThousands) {
  // What every id sees is what looking at each of the others would find.
  for (int i = 0; i < 1500; ++i) join("p" + std::to_string(i));
  at(1);
  for (PlayerId id = 0; id < 1500; id += 2) get("accel?id=" + std::to_string(id) + "&ctrl=w");
  at(20);
  const auto& players = ocean().state.players;
  for (PlayerId id = 0; id < 1500; id += 149) {
    const Fix here = where(ocean().planet(), *players.find(id), now);
    std::size_t near = 0;
    players.each([&](PlayerId other, const Player& player) {
      const Fix there = where(ocean().planet(), player, now);
      near += other != id && ocean().planet().torus.squared(here.x, here.y, there.x, there.y) < 400;
      return true;
    });
    const std::string seen = get("look?id=" + std::to_string(id));
    std::size_t told = 0;
    for (std::size_t at = seen.find("player,"); at != std::string::npos; at = seen.find("player,", at + 1)) ++told;
    EXPECT_EQ(told, near) << id;
  }
}

TEST_F(OldFaults, F22_AWorldIsItsSeed) {
  const double x = ocean().planet().seabed.depth(500, 254);
  make({});
  EXPECT_EQ(ocean().planet().seabed.depth(500, 254), x);
  EXPECT_DOUBLE_EQ(x, 11.164742497979407);
}

TEST_F(OldFaults, KeptOnPurpose) {
  join("fred"), join("bob");
  EXPECT_EQ(get("join?name=fred"), "0") << "joining again gives the id";
  EXPECT_EQ(get("join?name=Fred"), "2") << "names are case-sensitive";
  get("quit?name=Fred"), get("quit?name=bob");
  EXPECT_EQ(get("who"), "there are 1 players: fred ") << "the plural of one";
  place(0, 100, 100, 0, 1.5, 3);
  get("stop?id=0");
  EXPECT_EQ(numbers("velocity?id=0"), (std::vector<double>{0, 0, 1.5})) << "a ship at rest keeps its heading";
  EXPECT_THAT(get("accel?id=0&ctrl=w"), Not(HasSubstr(",1.45,")));
  EXPECT_NEAR(std::hypot(numbers("velocity?id=0")[0], numbers("velocity?id=0")[1]), 1, 1e-12) << "the first speed is 1";
  EXPECT_EQ(ocean().planet().seabed.depth(545.9, 254), 30) << "seamounts end at three sigma";
  place(0, 490, 254, 5);
  EXPECT_EQ(get("ping?id=0"), "8.239026561667771") << "from the surface";
}

}  // namespace
}  // namespace recess::mocean
