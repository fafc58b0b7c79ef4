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
  ocean.grid().near(eye.x, eye.y, eye.radius, now, [&](const Grid::Entry& entry, double x, double y, double flat) {
    if (entry.id == eye.id) return true;
    // A diver on its way is pushed by the floor, as in depth_at().
    const double z = entry.moving && entry.z > 0 ? std::min(entry.z, planet.seabed.depth(x, y)) : entry.z;
    const double dz = z - eye.z;
    const double squared = flat + dz * dz;
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

namespace {

// Sorts small keys instead of sightings: a crowd is cheap to put in order.
std::vector<Sighting> nearest_first(std::vector<Sighting> all, std::size_t most) {
  const auto players =
      static_cast<std::size_t>(std::ranges::find(all, Sighting::Kind::player, &Sighting::kind) - all.begin());
  struct Key {
    double squared;
    PlayerId id;
    std::uint32_t index;
    bool operator<(const Key& other) const {
      return squared != other.squared ? squared < other.squared : id < other.id;
    }
  };
  std::vector<Key> keys;
  keys.reserve(all.size() - players);
  for (std::size_t i = players; i < all.size(); ++i) {
    keys.push_back({all[i].squared, all[i].id, static_cast<std::uint32_t>(i)});
  }
  const std::size_t kept = std::min(keys.size(), most - std::min(most, players));
  std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(kept), keys.end());
  std::vector<Sighting> sorted(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(players, most)));
  sorted.reserve(sorted.size() + kept);
  for (std::size_t i = 0; i < kept; ++i) sorted.push_back(all[keys[i].index]);
  return sorted;
}

}  // namespace

std::vector<Sighting> sightings(const Ocean& ocean, PlayerId id) {
  const Player& player = *ocean.find(id);
  const Fix fix = where(ocean.planet(), player, ocean.state.time);
  const double z = depth_at(ocean.planet(), player, fix);
  std::vector<Sighting> all;
  scan(ocean, {id, fix.x, fix.y, z, view_radius(ocean.planet(), player, z)}, [&](const Sighting& sighting) {
    all.push_back(sighting);
    return true;
  });
  return nearest_first(std::move(all), static_cast<std::size_t>(ocean.config().look_max));
}

}  // namespace recess::mocean
