// Making a world, and what the teacher does to it.
#include "mocean/ocean.h"

#include "kernel/json.h"

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

Globals fresh_globals(const Planet& planet, WorldTime now) {
  Globals globals;
  globals.created = true;
  globals.holders.resize(planet.treasures.size());
  globals.riders.resize(planet.whales.size());
  globals.season.started = now;
  return globals;
}

Result<Config> config_of(std::string_view settings) {
  const auto document = json::Document::parse(std::string(settings), {.depth = 8, .nodes = 4096});
  if (!document || !document.value()->root().is(json::Kind::object)) {
    return refuse(Code::invalid, "a world's settings must be a JSON object");
  }
  const json::Value root = document.value()->root();
  auto config = preset(root.find("preset") ? root.find("preset").as_string().value_or("?") : "season");
  if (!config) return config.error();
  std::optional<Error> wrong;
  root.each([&](std::string_view raw_key, json::Value value) {
    if (wrong) return;
    const auto key = json::Document::parse(std::string(raw_key));
    const std::string name = key ? key.value()->root().as_string().value_or("") : "";
    if (name == "preset") return;
    if (auto set = set_key(config.value(), name, value.raw(), true); !set) wrong = set.error();
  });
  if (wrong) return *wrong;
  if (auto good = finish_config(config.value()); !good) return good.error();
  return config;
}

}  // namespace

Outcome Ocean::create(const Command& command) {
  if (state.globals.created) return {.fault = Fault::impossible, .text = "the world has been created before"};
  auto config = config_of(command.text);
  if (!config) return {.fault = Fault::impossible, .text = config.error().detail};
  keep_everything();
  state.planet = std::make_shared<Planet>(std::move(config.value()), command.seed);
  state.globals = fresh_globals(planet(), state.time);
  rebuild();
  return {.changed = true};
}

Outcome Ocean::apply_teacher(const Command& command) {
  switch (command.kind) {
    case Kind::config: return configure(command);
    case Kind::season: return start_season(command);
    case Kind::reset: return reset();
    case Kind::beat: return {.changed = true};
    case Kind::pause:
    case Kind::resume: {
      const bool pausing = command.kind == Kind::pause;
      if (state.globals.paused == pausing) {
        return {.fault = Fault::impossible,
                .text = pausing ? "the world is paused already" : "the world is not paused"};
      }
      edit_globals().paused = pausing;
      return {.changed = true};
    }
    default: return {.fault = Fault::impossible};
  }
}

Outcome Ocean::reset() {
  keep_everything();
  state.players = Players();
  state.reported.clear();
  state.globals = fresh_globals(planet(), state.time);
  rebuild();
  return {.changed = true};
}

Outcome Ocean::configure(const Command& command) {
  Config changed = config();
  if (auto set = set_key(changed, command.name, command.text, false); !set) {
    return {.fault = Fault::impossible, .text = set.error().detail};
  }
  keep_everything();
  const auto before = state.planet;
  state.planet = std::make_shared<Planet>(std::move(changed), before->seed);
  std::vector<PlayerId> everybody;
  // What runs by a formula with the old numbers has to be brought to now before the new ones hold.
  if (command.name.starts_with("air.") || config().relativistic()) {
    state.players.each([&](PlayerId id, const Player&) { everybody.push_back(id); });
  }
  for (const PlayerId id : everybody) {
    Player& player = state.players.edit(id);
    settle(*before, player, state.time);
    set_depth(*before, player, player.z, state.time);
    derive_velocity(planet(), player);
  }
  rebuild();
  return {.changed = true};
}

}  // namespace recess::mocean
