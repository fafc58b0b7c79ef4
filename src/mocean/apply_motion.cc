#include "mocean/ocean.h"

#include <cmath>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// One metre, as the oldest clients know it.
void step(const Planet& planet, Player& player, char towards) {
  const double dx = towards == 'e' ? 1 : towards == 'w' ? -1 : 0;
  const double dy = towards == 'n' ? 1 : towards == 's' ? -1 : 0;
  const Wrapped x = wrap(player.x + dx, planet.torus.width);
  const Wrapped y = wrap(player.y + dy, planet.torus.height);
  player.x = x.value;
  player.y = y.value;
  player.laps.x += x.laps;
  player.laps.y += y.laps;
}

}  // namespace

Outcome Ocean::apply_motion(const Command& command, const Player& player) {
  const PlayerId id = command.player;
  const WorldTime now = state.time;
  if (command.kind == Kind::accel && config().relativistic()) return {.fault = Fault::bad_ctrl};
  if (command.kind == Kind::thrust && !config().relativistic()) return {.fault = Fault::bad_ctrl};
  if (command.kind == Kind::teleport) {
    if (!carries(planet(), player, Effect::teleport)) return {.fault = Fault::no_crystal};
    const bool on_map = command.x >= 0 && command.x < config().width && command.y >= 0 && command.y < config().height;
    if (!on_map) return {.fault = Fault::bad_place};
  }

  Player& mover = edit(id);
  settle(planet(), mover, now);
  switch (command.kind) {
    case Kind::accel: press(planet(), mover, command.letter); break;
    case Kind::thrust: thrust(planet(), mover, static_cast<unsigned>(kThrusters.find(command.letter))); break;
    case Kind::stop: stop(mover); break;
    case Kind::dive: {
      stop(mover);
      const double down = std::min(mover.z + config().dive_step, planet().seabed.depth(mover.x, mover.y));
      const double up = std::max(mover.z - config().dive_step, 0.0);
      set_depth(planet(), mover, command.letter == 'f' ? down : up, now);
      break;
    }
    case Kind::teleport:
      stop(mover);
      mover.x = command.x == 0 ? 0 : command.x;  // no negative zero
      mover.y = command.y == 0 ? 0 : command.y;
      set_depth(planet(), mover, 0, now);
      state.reported[id] = mover.laps;
      break;
    case Kind::move: {
      step(planet(), mover, command.letter);
      const double floor = planet().seabed.depth(mover.x, mover.y);
      if (mover.z > floor) set_depth(planet(), mover, floor, now);
      break;
    }
    default: return {.fault = Fault::impossible};
  }
  return {.changed = true};
}

}  // namespace recess::mocean
