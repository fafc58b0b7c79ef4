#include "mocean/sight.h"

#include <algorithm>

namespace recess::mocean {
namespace {

struct Eye {
  PlayerId id;
  double x, y, z, radius;
};

// Calls see(sighting) for what is strictly within the radius, in no order among players; false ends it.
template <class See>
void scan(const Ocean& ocean, const Eye& eye, See&& see) {
  const Planet& planet = ocean.planet();
  const WorldTime now = ocean.state.time;
  const double limit = eye.radius * eye.radius;
  const auto& about = ocean.whales_about();
  const double may_be = eye.radius + ocean.whales_drift();
  for (std::size_t i = 0; i < about.size(); ++i) {
    if (ocean.state.globals.riders[i]) continue;
    if (planet.torus.squared(eye.x, eye.y, about[i].x, about[i].y) >= may_be * may_be) continue;
    const Place at = planet.whales.at(i, now);
    const double squared = planet.torus.squared(eye.x, eye.y, at.x, at.y) + eye.z * eye.z;
    if (squared < limit && !see(Sighting{Sighting::Kind::whale, at.x, at.y, 0, squared, 0})) return;
  }
  for (std::size_t i = 0; i < planet.treasures.size(); ++i) {
    if (ocean.state.globals.holders[i]) continue;
    const Treasure& treasure = planet.treasures[i];
    const double dz = treasure.z - eye.z;
    const double squared = planet.torus.squared(eye.x, eye.y, treasure.x, treasure.y) + dz * dz;
    if (squared < limit && !see(Sighting{Sighting::Kind::treasure, treasure.x, treasure.y, treasure.z, squared, 0})) {
      return;
    }
  }
  if (!ocean.config().look_players) return;
  ocean.grid().near(eye.x, eye.y, eye.radius, now, [&](const Grid::Entry& entry) {
    if (entry.id == eye.id) return true;
    double x = entry.x, y = entry.y, z = entry.z;
    if (entry.moving) {
      const Player& other = *ocean.find(entry.id);
      const Fix fix = where(planet, other, now);
      x = fix.x;
      y = fix.y;
      z = depth_at(planet, other, fix);
    }
    const double dz = z - eye.z;
    const double squared = planet.torus.squared(eye.x, eye.y, x, y) + dz * dz;
    return squared >= limit || see(Sighting{Sighting::Kind::player, x, y, z, squared, entry.id});
  });
}

}  // namespace

std::string_view sighting_name(Sighting::Kind kind) {
  constexpr std::string_view kNames[] = {"whale", "treasure", "player"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool sees_anything(const Ocean& ocean, PlayerId id, const Fix& from, double z) {
  bool any = false;
  scan(ocean, {id, from.x, from.y, z, view_radius(ocean.planet(), *ocean.find(id), z)}, [&](const Sighting&) {
    any = true;
    return false;
  });
  return any;
}

std::vector<Sighting> sightings(const Ocean& ocean, PlayerId id) {
  const Player& player = *ocean.find(id);
  const Fix fix = where(ocean.planet(), player, ocean.state.time);
  const double z = depth_at(ocean.planet(), player, fix);
  std::vector<Sighting> all;
  scan(ocean, {id, fix.x, fix.y, z, view_radius(ocean.planet(), player, z)}, [&](const Sighting& sighting) {
    all.push_back(sighting);
    return true;
  });
  const auto most = static_cast<std::size_t>(ocean.config().look_max);
  const auto players = std::ranges::find(all, Sighting::Kind::player, &Sighting::kind);
  const auto kept = std::min<std::ptrdiff_t>(
      all.end() - players, static_cast<std::ptrdiff_t>(most) -
                               std::min<std::ptrdiff_t>(players - all.begin(), static_cast<std::ptrdiff_t>(most)));
  std::partial_sort(players, players + kept, all.end(), [](const Sighting& a, const Sighting& b) {
    return a.squared != b.squared ? a.squared < b.squared : a.id < b.id;
  });
  all.resize(std::min(all.size(), most));
  return all;
}

}  // namespace recess::mocean
