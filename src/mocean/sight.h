// What a player sees: whales and treasures in index order, then players, nearest first. The same rule makes the body of
// `look` and the third flag of `location`, which stops at the first hit.
#pragma once

#include "mocean/ocean.h"

#include <string_view>
#include <vector>

namespace recess::mocean {

struct Sighting {
  enum class Kind : std::uint8_t { whale, treasure, player } kind;
  double x, y, z;
  double squared;  // of the distance
  PlayerId id;     // of a player
};
constexpr std::string_view sighting_name(Sighting::Kind kind) {
  constexpr std::string_view kNames[] = {"whale", "treasure", "player"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool sees_anything(const Ocean& ocean, PlayerId id, const Fix& from, double z);
std::vector<Sighting> sightings(const Ocean& ocean, PlayerId id);

}  // namespace recess::mocean
