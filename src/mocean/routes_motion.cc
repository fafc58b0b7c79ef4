#include "mocean/routes.h"

#include "mocean/sight.h"

#include "kernel/python_number.h"

#include <array>
#include <cmath>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// Applies and hands back the player as it is then; null after a failure was answered.
const Player* folded(Turn& turn, const Command& command) {
  const Outcome outcome = turn.fold(command);
  if (outcome.fault != Fault::none) {
    turn.fail(outcome.fault);
    return nullptr;
  }
  return turn.ocean.find(turn.id());
}

void tell_place(Turn& turn, const Player& player) {
  if (turn.json()) {
    return turn.members([&](Members& out) { out.number("x", player.x).number("y", player.y).number("z", player.z); });
  }
  turn.numbers({player.x, player.y, player.z});
}

void tell_way(Turn& turn, const Player& player) {
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.number("x", player.x).number("y", player.y).number("z", player.z);
      out.number("vx", player.vx).number("vy", player.vy).number("heading", player.heading);
    });
  }
  turn.numbers({player.x, player.y, player.z, player.vx, player.vy, player.heading});
}

}  // namespace

void handle_location(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  Ocean& ocean = turn.ocean;
  const Fix fix = where(ocean.planet(), *player, ocean.state.time);
  const double z = depth_at(ocean.planet(), *player, fix);
  Laps& reported = ocean.reported(turn.id());
  const bool wrapped = fix.laps != reported;
  reported = fix.laps;
  const bool message = !player->inbox.empty();
  const bool nearby = sees_anything(ocean, turn.id(), fix, z);
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.number("x", fix.x).number("y", fix.y).number("z", z);
      out.yes("wrap", wrapped).yes("message", message).yes("nearby", nearby);
    });
  }
  turn.numbers({fix.x, fix.y, z});
  for (const bool flag : {wrapped, message, nearby}) turn.answer.body += flag ? ",1" : ",0";
}

void handle_velocity(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.number("vx", player->vx).number("vy", player->vy).number("heading", player->heading);
    });
  }
  turn.numbers({player->vx, player->vy, player->heading});
}

void handle_accel(Turn& turn) {
  if (turn.player() == nullptr || turn.paused()) return;
  const bool relativistic = turn.ocean.config().relativistic();
  const std::string_view key = turn.get(relativistic ? "heading" : "ctrl");
  const std::string_view allowed = relativistic ? kThrusters : "wsad";
  if (key.size() != 1 || allowed.find(key[0]) == std::string_view::npos) return turn.fail(Fault::bad_ctrl);
  const Player* player = folded(turn, turn.command(relativistic ? Kind::thrust : Kind::accel, key[0]));
  if (player) tell_way(turn, *player);
}

void handle_stop(Turn& turn) {
  if (turn.player() == nullptr) return;
  if (const Player* player = folded(turn, turn.command(Kind::stop))) tell_way(turn, *player);
}

void handle_dive(Turn& turn) {
  if (turn.player() == nullptr || turn.paused()) return;
  const std::string_view ctrl = turn.get("ctrl");
  if (ctrl != "r" && ctrl != "f") return turn.minus_one(Fault::bad_ctrl);
  if (const Player* player = folded(turn, turn.command(Kind::dive, ctrl[0]))) tell_place(turn, *player);
}

void handle_teleport(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr || turn.paused()) return;
  if (!carries(turn.ocean.planet(), *player, Effect::teleport)) return turn.fail(Fault::no_crystal);
  const auto x = parse_py_float(turn.get("x"));
  const auto y = parse_py_float(turn.get("y"));
  if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y)) return turn.fail(Fault::bad_place);
  Command command = turn.command(Kind::teleport);
  command.x = *x;
  command.y = *y;
  if (const Player* moved = folded(turn, command)) tell_place(turn, *moved);
}

// The depth of the sea floor below, from the surface. The first answer from the trench earns points, and only that one
// is a command.
void handle_ping(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  const Ocean& ocean = turn.ocean;
  const Fix fix = where(ocean.planet(), *player, ocean.state.time);
  const double depth = ocean.planet().seabed.depth(fix.x, fix.y);
  if (!player->deeds.sounded && ocean.scoring() && !ocean.state.globals.paused &&
      ocean.planet().seabed.in_trench(fix.x, fix.y)) {
    turn.fold(turn.command(Kind::sound));
  }
  if (turn.json()) return turn.members([&](Members& out) { out.number("depth", depth); });
  turn.numbers({depth});
}

void handle_move(Turn& turn) {
  struct Way {
    std::string_view word;
    char letter;
  };
  static constexpr std::array kWays{Way{"north", 'n'}, Way{"n", 'n'}, Way{"south", 's'}, Way{"s", 's'},
                                    Way{"east", 'e'},  Way{"e", 'e'}, Way{"west", 'w'},  Way{"w", 'w'}};
  const Player* player = turn.player_named(turn.get("name"));
  if (turn.failed()) return;
  if (player == nullptr) return turn.fail(Fault::no_player);
  if (turn.paused()) return;
  std::string_view heading = turn.get("heading");
  if (heading.empty()) heading = turn.get("direction");
  for (const Way& way : kWays) {
    if (way.word != heading) continue;
    player = folded(turn, turn.command(Kind::move, way.letter));
    if (player == nullptr) return;
    if (turn.json()) return tell_place(turn, *player);
    const Torus& torus = turn.ocean.planet().torus;
    const auto whole = [](double value) { return std::to_string(static_cast<std::int64_t>(std::floor(value + 0.5))); };
    return turn.line(whole(wrap(std::floor(player->x + 0.5), torus.width).value) + "," +
                     whole(wrap(std::floor(player->y + 0.5), torus.height).value) + "," + whole(player->z));
  }
  turn.fail(Fault::bad_heading);
}

}  // namespace recess::mocean
