// What a world's seed and settings determine: terrain, whales, where treasures lie, where players start. Made anew when
// a setting changes, never changed: many snapshots share one.
#pragma once

#include "mocean/config.h"
#include "mocean/items.h"
#include "mocean/seabed.h"
#include "mocean/whales.h"

#include <cstdint>
#include <vector>

namespace recess::mocean {

struct Treasure {
  double x, y, z;
  const ItemKind* kind;
  std::uint8_t first;  // the first treasure of the same name: deeds are counted by name
};

struct Start {
  double x, y, heading;
};

struct Planet {
  Planet(Config settings, std::uint64_t world_seed);

  Config config;
  std::uint64_t seed;
  Torus torus;
  Seabed seabed;
  Whales whales;
  std::vector<Treasure> treasures;
  Micros tick;

  Start start(std::uint32_t season, std::uint32_t id) const;
  // The first tick after `time`.
  Micros tick_after(Micros time) const { return tick * (time / tick + 1); }
  const std::string& item_name(Item item) const;
  const ItemKind& kind_of(Item item) const;
};

}  // namespace recess::mocean
