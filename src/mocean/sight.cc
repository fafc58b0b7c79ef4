#include "mocean/sight.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace recess::mocean {
namespace {

struct Eye {
  PlayerId id;
  double x, y, z, radius;
};

// Calls see(sighting) for whales and treasures strictly within the radius, in index order; false ends it.
template <class See>
bool scan_things(const Ocean& ocean, const Eye& eye, See&& see) {
  const Planet& planet = ocean.planet();
  const double limit = eye.radius * eye.radius;
  const auto& about = ocean.whales_about();
  const double may_be = eye.radius + ocean.whales_drift();
  for (std::size_t i = 0; i < about.size(); ++i) {
    if (ocean.state.globals.riders[i]) continue;
    if (planet.torus.squared(eye.x, eye.y, about[i].x, about[i].y) >= may_be * may_be) continue;
    const Place at = planet.whales.at(i, ocean.state.time);
    const double squared = planet.torus.squared(eye.x, eye.y, at.x, at.y) + eye.z * eye.z;
    if (squared < limit && !see(Sighting{Sighting::Kind::whale, at.x, at.y, 0, squared, 0})) return false;
  }
  for (std::size_t i = 0; i < planet.treasures.size(); ++i) {
    if (ocean.state.globals.holders[i]) continue;
    const Treasure& treasure = planet.treasures[i];
    const double dz = treasure.z - eye.z;
    const double squared = planet.torus.squared(eye.x, eye.y, treasure.x, treasure.y) + dz * dz;
    if (squared < limit && !see(Sighting{Sighting::Kind::treasure, treasure.x, treasure.y, treasure.z, squared, 0})) {
      return false;
    }
  }
  return true;
}

// The same for other players, in no order.
template <class See>
void scan_players(const Ocean& ocean, const Eye& eye, See&& see) {
  const Planet& planet = ocean.planet();
  const double limit = eye.radius * eye.radius;
  const auto visit = [&](const Grid::Seen& seen) {
    if (seen.id == eye.id) return true;
    // A diver on its way is pushed by the floor, as in depth_at().
    const double z = seen.moving && seen.z > 0 ? std::min(seen.z, planet.seabed.depth(seen.x, seen.y)) : seen.z;
    const double dz = z - eye.z;
    const double squared = seen.flat + dz * dz;
    return squared >= limit || see(Sighting{Sighting::Kind::player, seen.x, seen.y, z, squared, seen.id});
  };
  ocean.grid().near(eye.x, eye.y, eye.radius, ocean.state.time, visit);
}

}  // namespace

std::string_view sighting_name(Sighting::Kind kind) {
  constexpr std::string_view kNames[] = {"whale", "treasure", "player"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool sees_anything(const Ocean& ocean, PlayerId id, const Fix& from, double z) {
  const Eye eye{id, from.x, from.y, z, view_radius(ocean.planet(), *ocean.find(id), z)};
  bool any = false;
  const auto see = [&](const Sighting&) {
    any = true;
    return false;
  };
  if (scan_things(ocean, eye, see) && ocean.config().look_players) scan_players(ocean, eye, see);
  return any;
}

namespace {

// The indexes of the first `most` players in order: nearest first, then the lower id. On a map as many lie in each ring
// of the same area, so rings share out a crowd evenly and what is left to sort is short; a crowd that is heaped up
// otherwise only costs more.
std::vector<std::uint32_t> first_in_order(const std::vector<Sighting>& found, std::size_t most, double limit) {
  const std::size_t rings = found.size();
  const double per_area = static_cast<double>(rings) / limit;
  std::vector<std::uint32_t> ring(rings), ends(rings + 1), order(rings);
  for (std::size_t i = 0; i < rings; ++i) {
    ring[i] = static_cast<std::uint32_t>(std::min(found[i].squared * per_area, static_cast<double>(rings - 1)));
    ++ends[ring[i] + 1];
  }
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  for (std::size_t i = 0; i < rings; ++i) order[ends[ring[i]]++] = static_cast<std::uint32_t>(i);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return found[a].squared != found[b].squared ? found[a].squared < found[b].squared : found[a].id < found[b].id;
  };
  // Now each end is where its ring ends, as said.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < rings && begin < most; begin = ends[i++]) {
    if (ends[i] - begin > 1) std::sort(order.data() + begin, order.data() + ends[i], before);
  }
  order.resize(std::min(rings, most));
  return order;
}

// The nearest `most` other players, nearest first, appended. In a crowd a part of the view has enough of them: all who
// are strictly nearer than some distance, if they are that many, stand before everybody else.
void add_players(const Ocean& ocean, const Eye& eye, std::size_t most, std::vector<Sighting>& seen) {
  Eye part = eye;
  const double wanted = static_cast<double>(most) + 4 * std::sqrt(static_cast<double>(most)) + 4;
  part.radius = std::min(eye.radius, ocean.grid().radius_of(eye.x, eye.y, wanted));
  std::vector<Sighting> found;
  found.reserve(std::min<std::size_t>(2 * most, 1024));
  for (;; part.radius = std::min(eye.radius, 2 * part.radius)) {
    found.clear();
    scan_players(ocean, part, [&](const Sighting& sighting) {
      found.push_back(sighting);
      return true;
    });
    if (found.size() >= most || part.radius >= eye.radius) break;
  }
  for (const std::uint32_t index : first_in_order(found, most, part.radius * part.radius)) seen.push_back(found[index]);
}

}  // namespace

std::vector<Sighting> sightings(const Ocean& ocean, PlayerId id) {
  const Player& player = *ocean.find(id);
  const Fix fix = where(ocean.planet(), player, ocean.state.time);
  const double z = depth_at(ocean.planet(), player, fix);
  const Eye eye{id, fix.x, fix.y, z, view_radius(ocean.planet(), player, z)};
  const auto most = static_cast<std::size_t>(ocean.config().look_max);
  std::vector<Sighting> seen;
  scan_things(ocean, eye, [&](const Sighting& sighting) {
    seen.push_back(sighting);
    return seen.size() < most;
  });
  if (ocean.config().look_players && seen.size() < most) add_players(ocean, eye, most - seen.size(), seen);
  return seen;
}

}  // namespace recess::mocean
