#include "mocean/sight.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace recess::mocean {
namespace {

using Eye = Grid::Eye;
using Rank = Grid::Found::Rank;

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
    if (seen.id == eye.self) return true;
    // A diver on its way is pushed by the floor, as in depth_at().
    const double z = seen.moving && seen.z > 0 ? std::min(seen.z, planet.seabed.depth(seen.x, seen.y)) : seen.z;
    const double dz = z - eye.z;
    const double squared = seen.flat + dz * dz;
    return squared >= limit || see(Sighting{Sighting::Kind::player, seen.x, seen.y, z, squared, seen.id});
  };
  ocean.grid().near(eye.x, eye.y, eye.radius, ocean.state.time, visit);
}

}  // namespace

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

// Nearest first, then the lower id.
bool before(const Rank& a, const Rank& b) { return a.squared != b.squared ? a.squared < b.squared : a.id < b.id; }

constexpr std::uint64_t kRough = 0xFFFFFFFF'00000000U;  // the bits of a distance beside which an id has room

// The bits of positive doubles order like themselves. The smallest exponents are left out: they may be slow to compare.
double rough_key(const Rank& rank) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(rank.squared) & kRough;
  return std::bit_cast<double>((bits | rank.id) + (std::uint64_t{1} << 52U));
}

// Two at once, as every x86-64 and 64-bit ARM can.
using Keys = double __attribute__((vector_size(16)));
using Places = std::int64_t __attribute__((vector_size(16)));

// Short rings without a branch that depends on who stands where, which no processor guesses: each goes where as many
// are before it, by the rough keys. Those that are nearer to each other than these tell are a case of its own.
void sort_ring(Rank* begin, Rank* end) {
  constexpr std::size_t kMost = 64, kBlock = 4;
  const auto size = static_cast<std::size_t>(end - begin);
  if (size < 2) return;
  if (size > kMost) return std::sort(begin, end, before);
  Rank ranks[kMost + kBlock];
  double keys[kMost + kBlock];
  for (std::size_t i = 0; i < size; ++i) {
    ranks[i] = begin[i];
    keys[i] = rough_key(begin[i]);
  }
  for (std::size_t i = size; i < size + kBlock; ++i) keys[i] = 0;
  for (std::size_t i = 0; i < size; i += kBlock) {
    const Keys first{keys[i], keys[i + 1]}, second{keys[i + 2], keys[i + 3]};
    Places first_place{}, second_place{};
    for (std::size_t k = 0; k < size; ++k) {
      const Keys key{keys[k], keys[k]};
      first_place -= key < first;  // true is -1
      second_place -= key < second;
    }
    const std::int64_t places[kBlock] = {first_place[0], first_place[1], second_place[0], second_place[1]};
    for (std::size_t k = 0; k < std::min(kBlock, size - i); ++k) begin[places[k]] = ranks[i + k];
  }
  bool too_rough = false;
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint64_t apart =
        std::bit_cast<std::uint64_t>(begin[i].squared) ^ std::bit_cast<std::uint64_t>(begin[i - 1].squared);
    too_rough |= (apart & kRough) == 0 && apart != 0;
  }
  if (too_rough) std::sort(begin, end, before);
}

// Puts the first `most` players in order at the beginning of `order`. On a map as many lie in each ring of the same
// area, so rings share out a crowd evenly and what is left to sort is short; a crowd that is heaped up otherwise only
// costs more.
void first_in_order(std::span<const Rank> found, std::size_t most, double limit, std::vector<Rank>& order) {
  constexpr std::size_t kInRing = 8;
  const std::size_t rings = found.size() / kInRing + 1;
  const double per_area = static_cast<double>(rings) / limit;
  const auto ring_of = [&](const Rank& rank) {
    const auto ring = static_cast<std::int64_t>(rank.squared * per_area);  // signed: one instruction
    return std::min(static_cast<std::size_t>(ring), rings - 1);
  };
  std::vector<std::uint32_t> ends(rings + 1);  // first where each ring begins, and once it is filled, where it ends
  for (const Rank& rank : found) ++ends[ring_of(rank) + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  // Who is in a ring behind the last that counts needs no place.
  const std::size_t enough = std::min(found.size(), most);
  const auto last = static_cast<std::size_t>(std::lower_bound(ends.begin() + 1, ends.end(), enough) - ends.begin()) - 1;
  if (order.size() < ends[last + 1]) order.resize(ends[last + 1]);
  for (const Rank& rank : found) {
    const std::size_t ring = ring_of(rank);
    if (ring <= last) order[ends[ring]++] = rank;
  }
  std::size_t begin = 0;
  for (std::size_t ring = 0; ring <= last; begin = ends[ring++]) {
    sort_ring(order.data() + begin, order.data() + ends[ring]);
  }
}

// How much wider to look when so many were found and `wanted` are: as if they lay as dense around, and somewhat more.
double wider(std::size_t found, double wanted) {
  return std::clamp(1.1 * std::sqrt(wanted / static_cast<double>(std::max<std::size_t>(found, 1))), 1.25, 4.0);
}

// The nearest `most` other players, nearest first, appended. In a crowd a part of the view has enough of them: all who
// are strictly nearer than some distance, if they are that many, stand before everybody else.
void add_players(const Ocean& ocean, const Eye& eye, std::size_t most, std::vector<Sighting>& seen) {
  Eye part = eye;
  const double wanted = static_cast<double>(most) + 3 * std::sqrt(static_cast<double>(most)) + 3;
  part.radius = std::min(eye.radius, ocean.grid().radius_of(eye.x, eye.y, wanted));
  // Kept from one look to the next: making room for hundreds costs as much as sorting them.
  thread_local Grid::Found found;
  thread_local std::vector<Rank> order;
  for (;; part.radius = std::min(eye.radius, part.radius * wider(found.count, wanted))) {
    found.count = 0;
    ocean.grid().gather(part, ocean.state.time, ocean.planet().seabed, found);
    if (found.count >= most || part.radius >= eye.radius) break;
  }
  first_in_order({found.ranks.data(), found.count}, most, part.radius * part.radius, order);
  const std::size_t before_them = seen.size(), count = std::min(found.count, most);
  seen.resize(before_them + count);
  for (std::size_t i = 0; i < count; ++i) {
    const Spot& spot = found.spots[order[i].index];
    seen[before_them + i] = {Sighting::Kind::player, spot.x, spot.y, spot.z, order[i].squared, order[i].id};
  }
  constexpr std::size_t kKept = 4096;
  if (found.ranks.size() > kKept) found = {};
  if (order.size() > kKept) order = {};
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
