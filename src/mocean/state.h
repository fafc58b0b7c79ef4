// The whole state of a world, as values. What follows from it (indexes, ranking, who is due when) lives in ocean.h and
// is never stored.
#pragma once

#include "mocean/planet.h"
#include "mocean/players.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace recess::mocean {

struct Bloom {
  double x, y;
  WorldTime started;
  PlayerId by;
};

struct ScoreTable {
  std::uint32_t season;
  std::vector<ScoreRow> rows;
};

struct Season {
  std::uint32_t number = 1;
  SeasonState state = SeasonState::open;
  WorldTime started{};
  std::optional<WorldTime> ends;  // by the clock
  std::int64_t target = 0;        // a score that ends it; 0: none
  WorldTime over_at{};
};

// All that belongs to no single player. Small: undo copies it as a whole.
struct Globals {
  bool created = false;
  bool paused = false;
  std::vector<std::optional<PlayerId>> holders;  // of each treasure; piles have none
  std::vector<std::optional<PlayerId>> riders;   // of each whale
  std::vector<Bloom> blooms;
  std::uint64_t seamounts_found = 0;  // by anybody in this season: bit per index
  Season season;
  std::shared_ptr<const ScoreTable> frozen;                 // once the season is over
  std::vector<std::shared_ptr<const ScoreTable>> archived;  // of finished seasons, oldest first
};

struct State {
  std::shared_ptr<const Planet> planet;
  WorldTime time{};
  Globals globals;
  Players players;
  std::vector<Laps> reported;  // by id: the laps that `location` last told; not part of the canonical state

  State share() { return {planet, time, globals, players.share(), reported}; }
};

}  // namespace recess::mocean
