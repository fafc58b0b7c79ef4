// One player, as plain values: copying one is cheap, and a copy is what undo and snapshots keep.
#pragma once

#include "mocean/items.h"
#include "mocean/token.h"
#include "mocean/world.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace recess::mocean {

// Whole turns around the planet since join.
struct Laps {
  std::int64_t x = 0, y = 0;
  bool operator==(const Laps&) const = default;
};

struct Letter {
  std::optional<PlayerId> from;  // nobody: Clem
  std::string text;              // as popchat gives it
};

// What earned points in this season, each deed once.
struct Deeds {
  std::uint64_t seamounts = 0, treasures = 0, whales = 0;  // bit per index
  bool sounded = false, deep = false, round_x = false, round_y = false;
  std::vector<PlayerId> readers;  // who popped a message of this player's, while that still earned something
  std::int64_t score = 0;
  WorldTime reached{};  // when the score became what it is
};

struct Player {
  std::string name;
  std::optional<Digest> token;
  bool claimed = false;
  bool greeted = false;  // Clem has answered

  // Where it was at time `since`; the velocity is constant from then on.
  double x = 0, y = 0, z = 0;
  WorldTime since{};
  Laps laps;
  double speed = 0, heading = 0;
  double px = 0, py = 0;          // momentum, in relativistic worlds only
  double vx = 0, vy = 0;          // follows from the above: see motion.h
  double swum_x = 0, swum_y = 0;  // net way swum up to `since`

  double air = 1;  // at `air_since`
  WorldTime air_since{};

  std::vector<Item> items;  // after the air tank
  std::optional<std::uint8_t> whale;
  std::vector<Letter> inbox;
  Deeds deeds;
  WorldTime last_command{};

  bool moving() const { return vx != 0 || vy != 0; }
};

}  // namespace recess::mocean
