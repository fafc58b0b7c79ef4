// What a look finds in crowds: the same as if everybody had been read and sorted.
#include "mocean/fixture.h"
#include "mocean/sight.h"

#include "kernel/python_number.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {
namespace {

bool operator==(const Sighting& a, const Sighting& b) {
  return a.kind == b.kind && a.x == b.x && a.y == b.y && a.z == b.z && a.squared == b.squared && a.id == b.id;
}

// As the rules say it, without any index.
std::vector<Sighting> by_the_rules(const Ocean& ocean, PlayerId id) {
  const Planet& planet = ocean.planet();
  const WorldTime now = ocean.state.time;
  const Player& self = *ocean.find(id);
  const Fix fix = where(planet, self, now);
  const double z = depth_at(planet, self, fix);
  const double radius = view_radius(planet, self, z);
  std::vector<Sighting> things, players;
  const auto see = [&](std::vector<Sighting>& all, Sighting::Kind kind, double x, double y, double deep, PlayerId who) {
    const double dz = deep - z;
    const double squared = planet.torus.squared(fix.x, fix.y, x, y) + dz * dz;
    if (squared < radius * radius) all.push_back({kind, x, y, deep, squared, who});
  };
  for (std::size_t i = 0; i < planet.whales.size(); ++i) {
    const Place at = planet.whales.at(i, now);
    if (!ocean.state.globals.riders[i]) see(things, Sighting::Kind::whale, at.x, at.y, 0, 0);
  }
  for (std::size_t i = 0; i < planet.treasures.size(); ++i) {
    const Treasure& treasure = planet.treasures[i];
    if (!ocean.state.globals.holders[i]) {
      see(things, Sighting::Kind::treasure, treasure.x, treasure.y, treasure.z, 0);
    }
  }
  ocean.state.players.each([&](PlayerId other, const Player& player) {
    if (other == id) return;
    const Fix there = where(planet, player, now);
    see(players, Sighting::Kind::player, there.x, there.y, depth_at(planet, player, there), other);
  });
  std::ranges::sort(players, [](const Sighting& a, const Sighting& b) {
    return a.squared != b.squared ? a.squared < b.squared : a.id < b.id;
  });
  things.insert(things.end(), players.begin(), players.end());
  things.resize(std::min(things.size(), static_cast<std::size_t>(ocean.config().look_max)));
  return things;
}

// The same as `look` tells it.
std::string in_words(const Ocean& ocean, const std::vector<Sighting>& seen) {
  const auto whole = [](double value, double length) {
    const double rounded = std::floor(value + 0.5);
    return std::to_string(static_cast<std::uint64_t>(rounded >= length ? 0 : rounded));
  };
  std::string text;
  for (const Sighting& sighting : seen) {
    const std::string depth = sighting.kind == Sighting::Kind::whale ? "0" : pyfloat(sighting.z);
    text += std::string(sighting_name(sighting.kind)) + ',' + whole(sighting.x, ocean.planet().torus.width) + ',' +
            whole(sighting.y, ocean.planet().torus.height) + ',' + depth + ',';
  }
  return text;
}

struct Crowd {
  const char* name;
  std::size_t players;
  const char* side;      // of the planet
  double x, y;           // its middle
  double wide;           // across
  double step;           // places are multiples of it; 0: anywhere
  double deep;           // at most so deep
  double moving;         // the share of it that moves
  const char* look_max;  // groups
  double hair = 0;       // anywhere within so much beside a multiple of the step
};

class SightInACrowd : public OceanTest, public testing::WithParamInterface<Crowd> {
 protected:
  SightInACrowd() {
    const Crowd& crowd = GetParam();
    make({{"look_max", crowd.look_max},
          {"max_players", "1000000"},
          {"width", crowd.side},
          {"height", crowd.side},
          {"spawn.low", "0"},
          {"spawn.high", "50"},
          {"seamount.low", "0"},
          {"seamount.high", "90"},
          {"view.surface", "40"},
          {"view.binoculars", "50"}});
    for (std::size_t i = 0; i < crowd.players; ++i) join("p" + std::to_string(i));
    for (PlayerId id = 0; id < crowd.players; ++id) scatter(id);
    ocean().rebuild();
  }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(chance.below(1U << 30U)) / static_cast<double>(1U << 30U);
  }
  void scatter(PlayerId id) {
    const Crowd& crowd = GetParam();
    const auto coordinate = [&](double middle, double length) {
      double at = middle + between(-crowd.wide / 2, crowd.wide / 2);
      if (crowd.step > 0) at = crowd.step * std::floor(at / crowd.step) + between(0, crowd.hair);
      return wrap(at, length).value;
    };
    Player& player = hand(id);
    player.x = coordinate(crowd.x, ocean().planet().torus.width);
    player.y = coordinate(crowd.y, ocean().planet().torus.height);
    player.z = crowd.deep > 0 ? between(0, crowd.deep) : 0;
    player.heading = between(0, 6);
    set_speed(player, between(0, 1) < crowd.moving ? between(0, 5) : 0);
  }
  void expect_the_same(const char* when) {
    ocean().refresh_indexes();  // afterwards movers are where where() says, to the last bit
    const std::size_t ids = ocean().state.players.ids();
    for (std::size_t i = 0; i < std::min<std::size_t>(ids, 40); ++i) {
      const auto id = static_cast<PlayerId>(ids <= 40 ? i : chance.below(ids));
      if (ocean().find(id) == nullptr) continue;
      const auto wanted = by_the_rules(ocean(), id);
      const auto seen = sightings(ocean(), id);
      ASSERT_EQ(seen.size(), wanted.size()) << GetParam().name << ", " << when << ", player " << id;
      for (std::size_t k = 0; k < seen.size(); ++k) {
        ASSERT_TRUE(seen[k] == wanted[k]) << GetParam().name << ", " << when << ", player " << id << ", place " << k;
      }
      ASSERT_EQ(get("look?id=" + std::to_string(id)), in_words(ocean(), wanted)) << GetParam().name << ", " << when;
      const Fix fix = where(ocean().planet(), *ocean().find(id), ocean().state.time);
      const double z = depth_at(ocean().planet(), *ocean().find(id), fix);
      ASSERT_EQ(sees_anything(ocean(), id, fix, z), !wanted.empty());
    }
  }
};

TEST_P(SightInACrowd, IsWhatReadingAndSortingEverybodyWouldFind) { expect_the_same("at first"); }

TEST_P(SightInACrowd, StaysSoWhileTheyMoveAndGo) {
  for (int step = 1; step <= 6; ++step) {
    at(step * 3.1);
    world.advance(now);
    expect_the_same("after a while");
    for (PlayerId id = 0; id < ocean().state.players.ids(); ++id) {
      if (ocean().find(id) != nullptr && chance.below(3) == 0) get("quit?name=p" + std::to_string(id));
    }
    expect_the_same("when some had gone");
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, SightInACrowd,
                         testing::Values(Crowd{"a few", 30, "900", 450, 450, 900, 0, 0, 0.5, "200"},
                                         Crowd{"spread", 2000, "900", 450, 450, 900, 0, 20, 0.3, "200"},
                                         Crowd{"dense", 2500, "900", 300, 300, 30, 0, 0, 0.2, "200"},
                                         Crowd{"few are told", 2500, "900", 300, 300, 30, 0, 0, 0.2, "7"},
                                         Crowd{"one is told", 800, "900", 300, 300, 60, 0, 0, 0.2, "1"},
                                         Crowd{"all are told", 800, "900", 300, 300, 60, 0, 0, 0.2, "10000"},
                                         Crowd{"equal distances", 2500, "900", 300, 300, 20, 1, 0, 0, "200"},
                                         Crowd{"nearly equal distances", 600, "900", 300, 300, 20, 4, 0, 0.1, "200",
                                               1e-7},
                                         Crowd{"around the corner", 2500, "900", 0, 0, 60, 0, 0, 0.2, "200"},
                                         Crowd{"corner, equal distances", 1500, "900", 0, 0, 30, 2, 0, 0.1, "50"},
                                         Crowd{"one heap", 600, "900", 450, 450, 0, 0, 0, 0.1, "200"},
                                         Crowd{"one heap of divers", 1500, "900", 450, 450, 2, 0, 28, 0.2, "200"},
                                         Crowd{"a small planet", 2500, "101", 50, 50, 101, 0, 5, 0.2, "200"},
                                         Crowd{"all over a small planet", 6000, "100", 0, 50, 100, 0, 0, 0.3, "200"},
                                         Crowd{"a large planet", 1500, "99999", 99'999, 1000, 40, 0, 9, 0.2, "200"},
                                         Crowd{"a throng", 9000, "903", 0, 451, 40, 0, 0, 0.25, "200"},
                                         Crowd{"a throng, equal", 6000, "900", 450, 0, 30, 1, 0, 0.25, "200"}),
                         [](const auto& param) {
                           std::string name = param.param.name;
                           std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
                           return name;
                         });

}  // namespace
}  // namespace recess::mocean
