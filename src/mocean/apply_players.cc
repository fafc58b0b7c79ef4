// Coming, going and what the teacher does. The other families of commands are in the apply_*.cc files beside this one.
#include "mocean/ocean.h"

#include "kernel/text.h"

#include <algorithm>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;
constexpr PlayerId kMostIds = 20'000'000;  // a bound on what joins and quits can make a world remember

bool for_one_player(Kind kind) { return (kind >= Kind::claim && kind <= Kind::popchat) || kind == Kind::release; }

}  // namespace

Outcome Ocean::apply_players(const Command& command) {
  if (command.kind == Kind::created) return create(command);
  if (!state.globals.created) return {.fault = Fault::impossible, .text = "the world has not been created yet"};
  if (command.kind == Kind::join) return join(command);
  if (!for_one_player(command.kind)) return apply_teacher(command);

  const Player* player = find(command.player);
  if (player == nullptr) return {.fault = Fault::bad_id};
  if (command.kind == Kind::release) {
    if (!player->claimed && !player->token) return {.fault = Fault::impossible, .text = "that player is not claimed"};
    Player& released = edit(command.player);
    released.claimed = false;
    released.token.reset();  // the next join by that name gets a new one
    return {.changed = true};
  }
  if (command.kind == Kind::claim) {
    if (player->claimed || !player->token) return {.fault = Fault::impossible};
    edit(command.player).claimed = true;
    return {.changed = true};
  }
  if (state.globals.paused) return {.fault = Fault::paused};

  Outcome outcome;
  switch (command.kind) {
    case Kind::quit: remove(command.player); return {.changed = true};
    case Kind::get:
    case Kind::use:
    case Kind::grant:
    case Kind::sound: outcome = apply_items(command, *player); break;
    case Kind::sendchat:
    case Kind::popchat: outcome = apply_chat(command, *player); break;
    default: outcome = apply_motion(command, *player); break;
  }
  if (outcome.changed) {
    edit(command.player).last_command = state.time;
    score_place(command.player);
  }
  return outcome;
}

Outcome Ocean::join(const Command& command) {
  if (const auto known = id_of(command.name)) {
    const Player& player = *find(*known);
    Outcome outcome{.player = *known};
    // After a release the player has no token: this join brings a new one.
    const bool renews = command.token && !player.token;
    const bool claims = command.flag && !player.claimed && (player.token || renews);
    if (!renews && !claims) return outcome;
    Player& changed = edit(*known);
    if (renews) changed.token = command.token;
    if (claims) changed.claimed = true;
    outcome.changed = true;
    return outcome;
  }
  if (command.name.empty() || !is_utf8(command.name) || code_points(command.name) > 32 ||
      has_control_bytes(command.name)) {
    return {.fault = Fault::name_refused};
  }
  if (config().clem && command.name == "Clem") return {.fault = Fault::name_refused};
  if (state.globals.paused) return {.fault = Fault::paused};
  if (state.players.active() >= static_cast<std::size_t>(config().max_players) || state.players.ids() >= kMostIds) {
    return {.fault = Fault::world_full};
  }
  const PlayerId id = state.players.ids();
  const Start start = planet().start(state.globals.season.number, id);
  Player player;
  player.name = command.name;
  player.token = command.token;
  player.claimed = command.flag && command.token.has_value();
  player.x = start.x;
  player.y = start.y;
  player.heading = start.heading;
  player.since = player.last_command = player.air_since = player.deeds.reached = state.time;

  if (undo_.wants_player(id)) undo_.keep(Undo::PlayerImage{id, std::nullopt, true});
  names_.emplace(player.name, id);
  state.players.add(std::move(player));
  state.reported.emplace_back();
  dirty_.push_back(id);
  score_place(id);
  return {.changed = true, .player = id};
}

// What the player alone had goes back to where it was.
void Ocean::remove(PlayerId id) {
  const Player* player = find(id);
  if (player == nullptr) return;
  const auto has = [&](const std::optional<PlayerId>& holder) { return holder == id; };
  if (std::ranges::any_of(state.globals.holders, has) || std::ranges::any_of(state.globals.riders, has)) {
    Globals& globals = edit_globals();
    for (auto& holder : globals.holders) {
      if (has(holder)) holder.reset();
    }
    for (auto& rider : globals.riders) {
      if (has(rider)) rider.reset();
    }
  }
  touch(id);
  names_.erase(player->name);
  state.players.put(id, std::nullopt);
  dirty_.push_back(id);
}

}  // namespace recess::mocean
