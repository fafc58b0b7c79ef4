#include "mocean/fixture.h"

namespace recess::mocean {
namespace {

using testing::StartsWith;

class MotionTest : public OceanTest {
 protected:
  MotionTest() { join("fred"); }
  void press(const std::string& keys) {
    for (const char key : keys) get(std::string("accel?id=0&ctrl=") + key);
  }
  double speed() { return ocean().find(0)->speed; }
};

TEST_F(MotionTest, SpeedsUpAndDownByTheLadders) {
  place(0, 100, 100);
  std::vector<double> ladder;
  for (int i = 0; i < 12; ++i) press("w"), ladder.push_back(speed());
  expect_near(ladder, {1, 1.45, 2.1025, 3.048625, 4.42050625, 6.4097340625, 9.294114390625, 13.47646586640625,
                       19.540875506289062, 28.33426948411914, 40, 40});
  ladder.clear();
  for (int i = 0; i < 11; ++i) press("s"), ladder.push_back(speed());
  expect_near(ladder, {24, 14.4, 8.64, 5.184, 3.1104, 1.86624, 1.119744, 0.6718464, 0.40310784, 0.241864704, 0});
}

TEST_F(MotionTest, SubmergedAndRidingLaddersEndElsewhere) {
  place(0, 100, 100, 5);
  std::vector<double> ladder;
  for (int i = 0; i < 7; ++i) press("w"), ladder.push_back(speed());
  expect_near(ladder, {1, 1.45, 2.1025, 3.048625, 4.42050625, 5, 5});
  place(0, 100, 100);
  hand(0).whale = 3;
  ladder.clear();
  for (int i = 0; i < 13; ++i) press("w"), ladder.push_back(speed());
  expect_near(std::vector<double>(ladder.begin() + 9, ladder.end()),
              {28.33426948411914, 41.08469075197275, 59.572801590360484, 80});
}

TEST_F(MotionTest, WithoutTheClampTopSpeedsOvershootAsTheyUsedTo) {
  make({{"speed_clamp", "false"}});
  join("fred");
  press("wwwwwwwwwwwww");
  EXPECT_NEAR(speed(), 41.08469075197275, 1e-9);
}

TEST_F(MotionTest, AlvinDivesFasterInSeasonWorldsOnly) {
  for (const auto& [preset, cap] : {std::pair("season", 15.0), std::pair("classic", 5.0)}) {
    make({}, preset);
    join("fred");
    give(0, "ALVIN submarine");
    place(0, 100, 100, 5);
    press("wwwwwwwwwwww");
    EXPECT_EQ(speed(), cap) << preset;
  }
}

TEST_F(MotionTest, VeersByAnEighthOfPiAndStaysInTheCircle) {
  press("a");
  EXPECT_NEAR(ocean().find(0)->heading, 3.7578842060415227, 1e-9);
  press("dd");
  EXPECT_NEAR(ocean().find(0)->heading, 3.2342854304432236, 1e-9);
  place(0, 100, 100, 0, 0.1);
  press("d");
  EXPECT_NEAR(ocean().find(0)->heading, 6.121385919380437, 1e-9);
}

TEST_F(MotionTest, ACirclesTwentyFourPressesComeBack) {
  place(0, 100, 100, 0, 1);
  press(std::string(24, 'a'));
  EXPECT_NEAR(ocean().find(0)->heading, 1, 1e-12);
  EXPECT_THAT(get("velocity?id=0"), StartsWith("0.0,0.0,"));
  EXPECT_THAT(get("location?id=0"), StartsWith("100.0,100.0,0.0,"));
}

TEST_F(MotionTest, A_SwimsOnBetweenCommands) {
  place(0, 100, 100);
  press("www");
  at(10);
  EXPECT_THAT(get("location?id=0"), StartsWith("121.025,100.0,0.0,0,"));
}

TEST_F(MotionTest, B_SaysOnceThatItWrapped) {
  place(0, 895, 895);
  press("awww");
  expect_near(numbers("velocity?id=0"), {2.0308590497727663, 0.5441670423280499});
  at(20);
  expect_near(numbers("location?id=0"), {35.61718099545533, 5.883340846560941, 0, 1});
  expect_near(numbers("location?id=0"), {35.61718099545533, 5.883340846560941, 0, 0});
}

TEST_F(MotionTest, C_D_WrapsByATrueModulo) {
  place(0, 895, 450, 0, 0, 40);
  at(100);
  expect_near(numbers("location?id=0"), {395, 450, 0, 1});
  place(0, 5, 450, 0, kPi, 40);
  at(101);
  expect_near(numbers("location?id=0"), {865, 450, 0, 1});
}

TEST_F(MotionTest, E_ChangesOfSpeedDoNotActBackwards) {
  place(0, 100, 100);
  press("w");
  at(2);
  press("w");
  at(5);
  expect_near(numbers("accel?id=0&ctrl=a"), {106.35, 100, 0, 1.400592448119149, 0.37528761539865507});
  at(7);
  expect_near(numbers("location?id=0"), {109.15118489623829, 100.75057523079731});
}

TEST_F(MotionTest, F_RestIsRest) {
  place(0, 100, 100);
  at(10);
  press("w");
  EXPECT_THAT(get("location?id=0"), StartsWith("100.0,100.0,"));
}

TEST_F(MotionTest, DivesToTheFloorAndBack) {
  place(0, 490, 254, 0, 0, 40);
  for (const auto& [ctrl, reply] :
       {std::pair('f', "490.0,254.0,5.0"), std::pair('f', "490.0,254.0,8.239026561667771"),
        std::pair('f', "490.0,254.0,8.239026561667771"), std::pair('r', "490.0,254.0,3.2390265616677706"),
        std::pair('r', "490.0,254.0,0.0"), std::pair('r', "490.0,254.0,0.0")}) {
    expect_near(numbers(std::string("dive?id=0&ctrl=") + ctrl), split(reply));
  }
  EXPECT_EQ(speed(), 0);
}

TEST_F(MotionTest, TheFloorRisesUnderADiver) {
  place(0, 450, 254, 20, 0, 5);
  for (const auto& [t, z] :
       {std::pair(2.0, 20.0), std::pair(3.1, 20.0), std::pair(4.0, 17.786186303086815),
        std::pair(6.0, 11.164742497979407), std::pair(8.0, 8.239026561667771), std::pair(16.0, 8.239026561667771)}) {
    at(t);
    EXPECT_NEAR(numbers("location?id=0")[2], z, 1e-9) << t;
  }
}

TEST_F(MotionTest, TheFloorIsFirstFeltAtTheTickThatPushes) {
  place(0, 450, 254, 20, 0, 5);
  at(3.25);
  world.advance(now);
  EXPECT_EQ(ocean().find(0)->z, 20);
  at(3.49);
  EXPECT_LT(numbers("location?id=0")[2], 20) << "a read reports the floor";
  EXPECT_EQ(ocean().find(0)->z, 20) << "without storing it";
  at(3.5);
  world.advance(now);
  EXPECT_LT(ocean().find(0)->z, 20);
}

TEST_F(MotionTest, OneLongAdvanceIsManyShortOnes) {
  place(0, 450, 254, 20, 0.3, 5);
  const std::string snapshot = world.snapshot().encode();
  World patient = World::restore("main", snapshot).value();
  for (int i = 1; i <= 4000; ++i) patient.advance(seconds(0.0777 * i));
  world.advance(seconds(0.0777 * 4000));
  EXPECT_EQ(world.canonical_hash(), patient.canonical_hash());
}

TEST_F(MotionTest, SeesLessTheDeeperItIs) {
  const Planet& planet = ocean().planet();
  for (const auto& [z, radius] :
       {std::pair(0.0, 20.0), std::pair(5.0, 15.0), std::pair(15.0, 5.0), std::pair(18.0, 5.0)}) {
    EXPECT_EQ(view_radius(planet, *ocean().find(0), z), radius);
  }
  give(0, "binoculars");
  EXPECT_EQ(view_radius(planet, *ocean().find(0), 18), 100);
}

TEST_F(MotionTest, MovesByName) {
  place(0, 899, 899);
  EXPECT_EQ(get("move?name=fred&heading=north"), "899,0,0");
  EXPECT_EQ(get("move?name=fred&direction=e"), "0,0,0");
  EXPECT_EQ(get("move?name=fred&heading=s"), "0,899,0");
  EXPECT_EQ(get("move?name=fred&heading=west"), "899,899,0");
  for (const char* bad : {"move?name=bob&heading=north", "move?name=fred&heading=up", "move?name=fred", "move"}) {
    const std::string reply = get(bad);
    EXPECT_THAT(reply, StartsWith("0 "));
    EXPECT_EQ(reply.find(','), std::string::npos);
  }
}

TEST_F(MotionTest, MovingUnderWaterCannotGoThroughTheFloor) {
  place(0, 470, 254, 12);
  for (int i = 0; i < 20; ++i) get("move?name=fred&heading=e");
  EXPECT_NEAR(ocean().find(0)->z, 8.239026561667771, 1e-9);
}

TEST_F(MotionTest, TeleportsWithTheCrystalOnly) {
  place(0, 100, 100, 12, 0, 5);
  EXPECT_THAT(get("teleport?id=0&x=1&y=2"), testing::HasSubstr("treasure to teleport"));
  give(0, "teleport crystal");
  for (const char* bad : {"x=900&y=1", "x=-1&y=1", "x=nan&y=1", "x=1e400&y=1", "x=&y=1", "x=1", "x=a&y=b"}) {
    EXPECT_THAT(get(std::string("teleport?id=0&") + bad), testing::HasSubstr("teleport failed")) << bad;
  }
  EXPECT_EQ(speed(), 5) << "failing does not stop";
  EXPECT_EQ(get("teleport?id=0&x=1&y=2.5"), "1.0,2.5,0.0");
  EXPECT_EQ(speed(), 0);
  EXPECT_THAT(get("location?id=0"), StartsWith("1.0,2.5,0.0,0,"));
  EXPECT_EQ(get("teleport?id=0&x=-0.0&y=0"), "0.0,0.0,0.0");
}

TEST_F(MotionTest, RelativisticRoomsApproachLight) {
  make({{"dynamics", "\"relativistic\""}});
  join("fred");
  const std::vector<std::pair<int, double>> wanted{
      {1, 9.70142500145332}, {2, 17.88854381999832}, {3, 24}, {4, 28.2842712474619}, {10, 37.13906763541038}};
  int presses = 0;
  for (const auto& [count, v] : wanted) {
    while (presses < count) get("accel?id=0&heading=u"), ++presses;
    EXPECT_NEAR(numbers("velocity?id=0")[0], v, 1e-9) << count;
  }
  get("stop?id=0");
  expect_near(numbers("velocity?id=0"), {0, 0});
  get("accel?id=0&heading=u");
  get("accel?id=0&heading=6");
  expect_near(numbers("velocity?id=0"), {15.497469042676803, 6.419261859933917});
  EXPECT_THAT(get("accel?id=0&ctrl=w"), testing::HasSubstr("bad ctrl"));
  // Which the refusal sends to the usage text for.
  for (const char* usage : {"mocean", "mocean?format=json"}) {
    EXPECT_THAT(get(usage), testing::HasSubstr("u 7 6 5 4 3 2 q a z x c v b n j")) << usage;
  }
  EXPECT_THAT(get("mocean?usage=brief"), testing::HasSubstr("/accel id, heading: "));
}

TEST_F(MotionTest, OrdinaryRoomsHaveNoThrusters) {
  EXPECT_THAT(get("accel?id=0&heading=u"), testing::HasSubstr("bad ctrl"));
  EXPECT_THAT(get("mocean"), testing::Not(testing::HasSubstr("thruster")));
  for (const char* bad : {"W", "ww", "x", ""}) {
    EXPECT_THAT(get(std::string("accel?id=0&ctrl=") + bad), testing::HasSubstr("bad ctrl"));
  }
}

TEST_F(MotionTest, AirRunsOutWhereItIsSwitchedOn) {
  make({{"air.enabled", "true"}, {"air.seconds", "10"}});
  join("fred");
  get("dive?id=0&ctrl=f");
  at(5);
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 0.5]]");
  at(9.9);
  EXPECT_EQ(numbers("location?id=0")[2], 5);
  at(10.5);
  EXPECT_EQ(numbers("location?id=0")[2], 0) << "surfaced";
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0]]");
}

TEST_F(MotionTest, WhoIsOutOfAirGoesNoDeeper) {
  make({{"air.enabled", "true"}, {"air.seconds", "10"}});
  join("fred");
  at(0.1);
  get("dive?id=0&ctrl=f");
  at(5);
  EXPECT_EQ(numbers("dive?id=0&ctrl=f")[2], 10);
  at(10.15);  // the air ran out at 10.1, and the next tick is at 10.25
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 0.0]]");
  EXPECT_EQ(numbers("dive?id=0&ctrl=f")[2], 5) << "surfaced, and down again with a full tank";
  EXPECT_EQ(get("inventory?id=0"), "[['air tank', 'air tank', 1.0]]");
  at(20.2);
  get("accel?id=0&ctrl=w");
  EXPECT_EQ(numbers("location?id=0")[2], 0);
}

}  // namespace
}  // namespace recess::mocean
