#include "mocean/ocean.h"

#include <algorithm>
#include <limits>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;
constexpr std::size_t kMostBlooms = 256;

std::uint64_t bit(std::size_t index) { return std::uint64_t{1} << index; }

bool carries_name(const Planet& planet, const Player& player, std::uint8_t treasure) {
  return std::ranges::any_of(player.items, [&](Item item) {
    return item.what == Item::What::treasure && planet.treasures[item.index].first == planet.treasures[treasure].first;
  });
}

}  // namespace

Outcome Ocean::apply_items(const Command& command, const Player& player) {
  const PlayerId id = command.player;
  switch (command.kind) {
    case Kind::get: return command.letter == 't' ? get_treasure(id, player) : get_whale(id, player);
    case Kind::use: return use(id, player, command.text);
    case Kind::grant: {
      Outcome outcome;
      for (std::uint8_t i = 0; i < planet().treasures.size(); ++i) {
        if (state.globals.holders[i] || carries_name(planet(), *find(id), i)) continue;
        edit(id).items.push_back({Item::What::treasure, i});
        outcome.changed = true;
      }
      return outcome;
    }
    case Kind::sound: {
      const Fix fix = where(planet(), player, state.time);
      if (player.deeds.sounded || !scoring() || !planet().seabed.in_trench(fix.x, fix.y)) return {};
      Player& sounder = edit(id);
      sounder.deeds.sounded = true;
      award(sounder, config().points_sound);
      return {.changed = true};
    }
    default: return {.fault = Fault::impossible};
  }
}

Outcome Ocean::get_treasure(PlayerId id, const Player& player) {
  const Fix fix = where(planet(), player, state.time);
  const double z = depth_at(planet(), player, fix);
  const double reach = grab_radius(planet(), player);
  const auto& treasures = planet().treasures;
  double nearest = reach * reach;
  std::optional<std::uint8_t> found;
  bool refused = false;
  for (std::uint8_t i = 0; i < treasures.size(); ++i) {
    if (state.globals.holders[i]) continue;
    const Treasure& treasure = treasures[i];
    const double dz = treasure.z - z;
    const double squared = planet().torus.squared(fix.x, fix.y, treasure.x, treasure.y) + dz * dz;
    if (squared >= nearest) continue;
    if (treasure.kind->pile && carries_name(planet(), player, i)) {
      refused = true;
      continue;
    }
    nearest = squared;
    found = i;
  }
  if (!found) return {.fault = refused ? Fault::already_carried : Fault::no_treasure};
  const Treasure& treasure = treasures[*found];
  const Item item{Item::What::treasure, *found};
  if (!treasure.kind->pile) edit_globals().holders[*found] = id;
  Player& finder = edit(id);
  finder.items.push_back(item);
  if (scoring() && (finder.deeds.treasures & bit(treasure.first)) == 0) {
    finder.deeds.treasures |= bit(treasure.first);
    award(finder, static_cast<std::int64_t>(config().points_treasure[treasure.first]));
  }
  return {.changed = true, .item = item};
}

Outcome Ocean::get_whale(PlayerId id, const Player& player) {
  if (player.whale) return {.fault = Fault::already_riding};
  if (!bloom_alive(state.time)) return {.fault = Fault::hungry};
  const Fix fix = where(planet(), player, state.time);
  const double z = depth_at(planet(), player, fix);
  const double reach = grab_radius(planet(), player);
  double nearest = reach * reach;
  std::optional<std::uint8_t> found;
  for (std::uint8_t i = 0; i < planet().whales.size(); ++i) {
    if (state.globals.riders[i]) continue;
    const Place whale = planet().whales.at(i, state.time);
    const double squared = planet().torus.squared(fix.x, fix.y, whale.x, whale.y) + z * z;
    if (squared >= nearest) continue;
    nearest = squared;
    found = i;
  }
  if (!found) return {.fault = Fault::no_whales};
  const Item item{Item::What::whale, *found};
  edit_globals().riders[*found] = id;
  Player& rider = edit(id);
  rider.whale = *found;
  rider.items.push_back(item);
  if (scoring() && (rider.deeds.whales & bit(*found)) == 0) {
    rider.deeds.whales |= bit(*found);
    award(rider, config().points_whale);
  }
  return {.changed = true, .item = item};
}

// Only what changes the world: items that just tell something are answered by the route.
Outcome Ocean::use(PlayerId id, const Player& player, const std::string& item) {
  const auto carried = std::ranges::find_if(player.items, [&](Item each) { return planet().item_name(each) == item; });
  if (carried == player.items.end()) return {.fault = Fault::no_item};
  const auto index = carried - player.items.begin();
  if (carried->what == Item::What::whale) {
    Player& rider = edit(id);
    settle(planet(), rider, state.time);
    edit_globals().riders[*rider.whale].reset();
    rider.whale.reset();
    rider.items.erase(rider.items.begin() + index);
    if (const double cap = speed_cap(planet(), rider); rider.speed > cap && !config().relativistic()) {
      set_speed(rider, cap);
    }
    return {.changed = true};
  }
  if (planet().kind_of(*carried).effect != Effect::bloom) return {.fault = Fault::impossible};
  Player& user = edit(id);
  settle(planet(), user, state.time);
  user.items.erase(user.items.begin() + index);
  Globals& globals = edit_globals();
  if (config().bloom_seconds > 0) {
    std::erase_if(globals.blooms,
                  [&](const Bloom& old) { return to_seconds(state.time - old.started) >= config().bloom_seconds; });
  }
  if (globals.blooms.size() >= kMostBlooms) globals.blooms.erase(globals.blooms.begin());
  globals.blooms.push_back({user.x, user.y, state.time, id});
  if (scoring()) award(user, config().points_bloom);
  return {.changed = true};
}

}  // namespace recess::mocean
