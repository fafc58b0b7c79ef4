// Section by section the worked examples of the rules, computed by an independent model: generator, sea floor, whales,
// distances. Seed 314.
#include "mocean/fixture.h"
#include "mocean/generator.h"

namespace recess::mocean {
namespace {

const Planet& planet() {
  static const Planet kPlanet(preset("season").value(), 314);
  return kPlanet;
}

TEST(Generator, GivesThePublishedNumbers) {
  EXPECT_EQ(fnv1a("seamount"), 0xc4e2ed6f8c98dbe9U);
  EXPECT_EQ(fnv1a("whale"), 0x132fdb887ec5ad96U);
  EXPECT_EQ(fnv1a("spawn:1"), 0x03a5c23549940a35U);
  const Generator chance(314, "seamount");
  EXPECT_EQ(chance.bits(1), 0x53e0940056ccddc6U);
  EXPECT_EQ(chance.bits(2), 0x753203174068c04cU);
  EXPECT_EQ(chance.bits(3), 0x77345153bd26c453U);
  EXPECT_DOUBLE_EQ(chance.unit(1), 0.32764554031637105);
  EXPECT_DOUBLE_EQ(chance.unit(2), 0.45779437368074394);
  EXPECT_DOUBLE_EQ(chance.unit(3), 0.4656420545044524);
}

TEST(Seabed, HasTheSeamountsOfItsSeed) {
  struct Row {
    double x, y, sigma, amplitude, floor;
  };
  const Row rows[] = {{315, 417, 23.96926163513357, 10.048411098056032, 19.951588901943968},
                      {215, 293, 29.208504438750587, 16.54295644468992, 50.0},
                      {821, 563, 29.086234661256032, 12.654228091399222, 17.345771908600778},
                      {490, 254, 18.608869386740295, 21.76097343833223, 8.239026561667771},
                      {407, 378, 20.27777688171544, 16.647998199024656, 13.352001800975344},
                      {761, 630, 16.773719391253636, 18.51665804442539, 11.483341955574609},
                      {717, 754, 21.447434706567762, 19.745136420280854, 10.254863579719146},
                      {172, 199, 32.72458062334071, 19.475702633886144, 10.524297366113856},
                      {746, 303, 16.60154277785129, 17.401368748535987, 11.071063277775004},
                      {692, 254, 32.01629113637822, 20.43454605746254, 9.56545394253746},
                      {206, 494, 24.016734266404104, 10.32161368228902, 19.67838631771098},
                      {248, 726, 28.985391818218318, 16.13071199383726, 13.86928800616274}};
  const auto& mounts = planet().seabed.seamounts();
  ASSERT_EQ(mounts.size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(mounts[i].x, rows[i].x);
    EXPECT_EQ(mounts[i].y, rows[i].y);
    EXPECT_NEAR(mounts[i].sigma, rows[i].sigma, 1e-9);
    EXPECT_NEAR(mounts[i].amplitude, rows[i].amplitude, 1e-9);
    EXPECT_NEAR(planet().seabed.depth(rows[i].x, rows[i].y), rows[i].floor, 1e-9);
    EXPECT_NEAR(planet().treasures[i].z, rows[i].floor, 1e-9);
  }
}

TEST(Seabed, HasThePublishedDepths) {
  struct Row {
    double x, y, depth;
  };
  for (const auto& [x, y, depth] : {Row{100, 100, 30.0},
                                    Row{500, 254, 11.164742497979407},
                                    Row{490, 280, 21.800627025202893},
                                    Row{545.8, 254, 29.7572184649654},
                                    Row{545.9, 254, 30.0},
                                    Row{719, 278.5, 17.754384492772523},
                                    Row{5, 563, 29.8044964568365},
                                    Row{899.5, 563, 29.66844493828043},
                                    Row{8, 563, 29.855628439781466},
                                    Row{410, 452, 30.0},
                                    Row{139.999, 300, 29.405183907825815},
                                    Row{140, 300, 50.0},
                                    Row{200, 300, 50.0},
                                    Row{260, 300, 50.0},
                                    Row{263, 350, 50.0},
                                    Row{300, 362, 50.0},
                                    Row{330, 362, 50.0},
                                    Row{334, 400, 50.0},
                                    Row{334, 450, 50.0},
                                    Row{400, 452, 50.0}}) {
    EXPECT_NEAR(planet().seabed.depth(x, y), depth, 1e-9) << x << "," << y;
  }
}

TEST(Whales, SwimByTheirFormula) {
  const Whale& first = planet().whales.whale(0);
  EXPECT_EQ(first.x0, 649);
  EXPECT_EQ(first.y0, 220);
  EXPECT_NEAR(first.heading, 1.7424636707282566, 1e-9);
  EXPECT_NEAR(first.speed, 1.4225659178520629, 1e-9);
  EXPECT_NEAR(first.radius, 16.321685276878153, 1e-9);
  EXPECT_NEAR(first.period, 168.44017662884755, 1e-9);
  EXPECT_NEAR(first.phase, 1.9389280996654525, 1e-9);
  struct Row {
    std::size_t whale;
    double t, x, y;
  };
  for (const auto& [whale, t, x, y] :
       {Row{0, 0, 649, 220}, Row{0, 10, 641.4242181745917, 230.82875513978635},
        Row{0, 60, 631.967006890055, 274.83292548430745}, Row{0, 3600, 673.1948918406171, 735.9149843294772},
        Row{8, 0, 321, 72}, Row{8, 60, 386.62822885857645, 879.2525488070576}}) {
    const Place place = planet().whales.at(whale, seconds(t));
    EXPECT_NEAR(place.x, x, 1e-9) << whale << " at " << t;
    EXPECT_NEAR(place.y, y, 1e-9) << whale << " at " << t;
  }
  EXPECT_LT(planet().whales.top_speed(), 3.6);
}

TEST(Whales, StayWhereTheyAreInClassicWorlds) {
  const Planet classic(preset("classic").value(), 314);
  EXPECT_EQ(classic.whales.at(0, seconds(3600)).x, 649);
  EXPECT_EQ(classic.whales.at(0, seconds(3600)).y, 220);
}

TEST(Spawn, FollowsFromSeedSeasonAndId) {
  struct Row {
    std::uint32_t id;
    double x, y, heading;
  };
  for (const auto& [id, x, y, heading] :
       {Row{0, 47, 86, 3.496084818242373}, Row{1, 175, 131, 3.1569534483953294}, Row{2, 153, 134, 1.1964646896299718},
        Row{3, 123, 100, 3.967161896573707}, Row{4, 187, 114, 3.639319868587422}}) {
    const Start start = planet().start(1, id);
    EXPECT_EQ(start.x, x) << id;
    EXPECT_EQ(start.y, y) << id;
    EXPECT_NEAR(start.heading, heading, 1e-9) << id;
  }
}

TEST(Torus, MeasuresTheShortWay) {
  const Torus torus{900, 900};
  const auto distance = [&](double x1, double y1, double z1, double x2, double y2, double z2) {
    return std::sqrt(torus.squared(x1, y1, x2, y2) + (z1 - z2) * (z1 - z2));
  };
  EXPECT_NEAR(distance(3, 10, 0, 899, 10, 0), 4, 1e-9);
  EXPECT_NEAR(distance(0, 0, 0, 450, 450, 0), 636.3961030678928, 1e-9);
  EXPECT_NEAR(distance(10, 10, 5, 895, 890, 15), 26.92582403567252, 1e-9);
  EXPECT_EQ(wrapped_difference(-450, 900), 450);
  EXPECT_EQ(wrapped_difference(450, 900), 450);
  EXPECT_EQ(wrapped_difference(5000, 900), -400);
}

TEST(Torus, CountsLapsAndNeverGivesTheLengthItself) {
  EXPECT_EQ(wrap(4095, 900).value, 495);
  EXPECT_EQ(wrap(4095, 900).laps, 4);
  EXPECT_EQ(wrap(-1, 900).value, 899);
  EXPECT_EQ(wrap(-1, 900).laps, -1);
  EXPECT_EQ(wrap(-1e-20, 900).value, 0) << "rounding gives 900, which is 0 of the lap above";
}

TEST(Seabed, KnowsTheNearestSeamountAcrossTheSeam) {
  struct Row {
    double x, y;
    std::string name;
    double distance;
  };
  for (const auto& [x, y, name, distance] :
       {Row{47, 86, "Aiden Seamount", 168.50519279832298}, Row{5, 563, "Meru Prastarah", 84},
        Row{890, 20, "Ridhi Seamount", 239.7602969634464}, Row{450, 450, "Atlantis", 83.86298349093002}}) {
    const auto near = planet().seabed.nearest(x, y);
    EXPECT_EQ(planet().config.seamount_names[near.index], name);
    EXPECT_NEAR(near.distance, distance, 1e-9);
  }
}

}  // namespace
}  // namespace recess::mocean
