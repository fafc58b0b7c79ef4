// Time passes. Three things happen by themselves: a season ends by the clock, a player is due at a tick (the floor
// pushes, a deed is done, the air runs out), an idle player is expired. Whatever comes first is done first, so one long
// advance and many short ones give the same state.
#include "mocean/ocean.h"

#include <cmath>
#include <limits>

namespace recess::mocean {

void Ocean::advance(WorldTime now) {
  // Whatever is due at state.time or before has been done.
  if (!state.globals.created || now <= state.time) return;
  for (;;) {
    const Season& season = state.globals.season;
    const bool runs = season.state == SeasonState::running && season.ends;
    const WorldTime ending = runs ? std::max(*season.ends, state.time) : Wake::kNever;
    const WorldTime due = wake_.next();
    const WorldTime expiring = expiry_due();
    const WorldTime first = std::min({ending, due, expiring});
    if (first > now) break;
    state.time = std::max(state.time, first);
    if (first == ending) {
      end_season();
    } else if (first == due) {
      tick(wake_.take());
    } else {
      expire();
    }
    flush();
  }
  state.time = now;
}

// One player at one tick. The base stays where it is: only commands settle.
void Ocean::tick(PlayerId id) {
  const Player* player = find(id);
  if (player == nullptr) return;
  const Fix fix = where(planet(), *player, state.time);
  if (const double z = depth_at(planet(), *player, fix); z != player->z) {
    set_depth(planet(), edit(id), z, state.time);
    player = find(id);
  }
  if (out_of_air(planet(), *player, state.time)) set_depth(planet(), edit(id), 0, state.time);
  score_place(id);
  if (dirty_.empty() || dirty_.back() != id) dirty_.push_back(id);
}

// The first tick at which anything could happen to the player. May be too early, never too late: distances over speed,
// the floor flat where no seamount is felt.
WorldTime Ocean::next_due(const Player& player) const {
  constexpr double kNothing = std::numeric_limits<double>::infinity();
  double wait = kNothing;
  if (player.moving()) {
    const Fix fix = where(planet(), player, state.time);
    double way = kNothing;
    if (player.z > 0) {
      const double flat = std::min(config().floor_base, config().floor_trench);
      way = player.z > flat ? 0 : planet().seabed.clear_way(fix.x, fix.y);
    }
    if (scoring()) {
      const auto& mounts = planet().seabed.seamounts();
      for (std::size_t i = 0; i < mounts.size(); ++i) {
        if ((player.deeds.seamounts >> i & 1U) != 0) continue;
        way = std::min(way, planet().torus.flat(fix.x, fix.y, mounts[i].x, mounts[i].y) - config().seamount_near);
      }
      const double dt = to_seconds(state.time - player.since);
      const auto round = [&](bool done, double swum, double v, double length) {
        if (done || v == 0) return;
        const double at = swum + v * dt;
        wait = std::min(wait, std::max(0.0, v > 0 ? length - at : length + at) / std::abs(v));
      };
      round(player.deeds.round_x, player.swum_x, player.vx, planet().torus.width);
      round(player.deeds.round_y, player.swum_y, player.vy, planet().torus.height);
    }
    wait = std::min(wait, std::max(0.0, way) / player.speed);
  }
  if (config().air_enabled && player.z > 0) {
    wait = std::min(wait, air_at(planet(), player, state.time) * config().air_seconds);
  }
  if (wait == kNothing) return Wake::kNever;
  // A hair early, against rounding; and never so far that microseconds overflow.
  const double early = std::clamp(wait * (1 - 1e-9) - 1e-3, 0.0, 1e8);
  const WorldTime from = state.time + WorldTime(static_cast<std::int64_t>(early * 1e6));
  return planet().tick_after(std::max(state.time, from - WorldTime(1)));
}

WorldTime Ocean::expiry_due() const {
  if (config().idle_expire_s <= 0 || state.players.active() == 0) return Wake::kNever;
  return std::max(state.time, quietest_ + WorldTime(std::llround(config().idle_expire_s * 1e6)));
}

void Ocean::expire() {
  const WorldTime allowed(std::llround(config().idle_expire_s * 1e6));
  std::vector<PlayerId> gone;
  WorldTime quietest = state.time;
  state.players.each([&](PlayerId id, const Player& player) {
    if (player.last_command + allowed <= state.time) {
      gone.push_back(id);
    } else {
      quietest = std::min(quietest, player.last_command);
    }
  });
  quietest_ = quietest;
  for (const PlayerId id : gone) remove(id);
}

}  // namespace recess::mocean
