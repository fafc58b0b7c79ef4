#include "mocean/world.h"

#include "mocean/batch.h"
#include "mocean/ocean.h"
#include "mocean/routes.h"
#include "mocean/snapshot.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

Error refusal(const Outcome& outcome) {
  if (!outcome.text.empty()) return refuse(Code::invalid, outcome.text);
  return refuse(outcome.fault == Fault::bad_id ? Code::not_found : Code::conflict,
                std::string(fault_info(outcome.fault).prose));
}

Command plain(Kind kind) {
  Command command;
  command.kind = kind;
  return command;
}

Result<std::string> apply_teacher(Ocean& ocean, const Command& command, WorldTime now) {
  ocean.advance(now);
  const Outcome outcome = ocean.apply(command);
  if (!outcome.changed) return refusal(outcome);
  return encode(command);
}

// A world that has not been made has no rules to answer by.
Answer not_ready() {
  Answer answer;
  answer.status = 503;
  answer.failed = true;
  answer.body = "0 this world is not ready yet";
  return answer;
}

bool same_tick(const Planet& planet, WorldTime a, WorldTime b) { return a / planet.tick == b / planet.tick; }

void freshen(Ocean& ocean) {
  if (!same_tick(ocean.planet(), ocean.grid().refreshed(), ocean.state.time)) ocean.refresh_indexes();
}

}  // namespace

std::string_view season_state_name(SeasonState state) {
  constexpr std::string_view kNames[] = {"open", "running", "over"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view Params::get(std::string_view key) const {
  for (auto at = all_.rbegin(); at != all_.rend(); ++at) {
    if (at->key == key) return is_utf8(at->value) ? trim(at->value) : std::string_view{};
  }
  return {};
}

World::World(std::string name) : World(std::make_unique<Ocean>(), std::move(name)) {}
World::World(std::unique_ptr<Ocean> ocean, std::string name) : name_(std::move(name)), ocean_(std::move(ocean)) {}
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

Result<std::string> World::create(const Creation& creation, WorldTime now) {
  std::string settings = "{\"preset\":" + json::quote(creation.preset);
  for (const auto& [key, value] : creation.settings) {
    if (key == "preset") return refuse(Code::invalid, "the preset is named apart from the settings");
    settings += "," + json::quote(key) + ":" + value;
  }
  Command command = plain(Kind::created);
  command.seed = creation.seed;
  command.text = settings + "}";
  if (!ocean_->state.globals.created) ocean_->state.time = now;
  const Outcome outcome = ocean_->apply(command);
  if (!outcome.changed) return refusal(outcome);
  return encode(command);
}

Result<World> World::restore(std::string name, std::string_view snapshot) {
  auto state = decode_state(snapshot);
  if (!state) return state.error();
  auto ocean = std::make_unique<Ocean>();
  ocean->state = std::move(state.value());
  ocean->rebuild();
  return World(std::move(ocean), std::move(name));
}

Answer World::ask(const Ask& ask, WorldTime now, Random& chance) {
  if (!created()) return not_ready();
  ocean_->advance(now);
  freshen(*ocean_);
  Answer answer;
  answer.time = ocean_->state.time;
  Turn turn(*ocean_, name_, ask, chance, answer);
  run_route(turn);
  return answer;
}

Answer World::ask_batch(std::string_view json_array, const Caller& caller, WorldTime now, Random& chance) {
  if (!created()) return not_ready();
  ocean_->advance(now);
  freshen(*ocean_);
  Answer answer;
  answer.time = ocean_->state.time;
  const Ask ask{"batch", {}, Form::json, {}, caller};
  Turn turn(*ocean_, name_, ask, chance, answer);
  run_posted(turn, json_array);
  return answer;
}

std::size_t World::cost(const Ask& ask) {
  if (ask.route != "batch") return 1;
  return std::min(batch_tokens(ask.params.get("do")).size(), kBatchMost);
}

Result<void> World::replay(std::string_view record, WorldTime t) {
  auto command = decode_command(record);
  if (!command) return command.error();
  if (created() && t < ocean_->state.time) {
    return refuse(Code::invalid, "journal row " + std::string(record.substr(0, 120)) + " is older than the one before");
  }
  if (created()) ocean_->advance(t);
  else ocean_->state.time = t;
  const Outcome outcome = ocean_->apply(command.value());
  if (outcome.changed) return {};
  return refuse(Code::invalid, "journal row " + encode(command.value()).substr(0, 200) +
                                   " cannot have happened: " + refusal(outcome).detail);
}

void World::advance(WorldTime now) {
  if (!created()) return;
  ocean_->advance(now);
  freshen(*ocean_);
}

Result<std::string> World::configure(std::string_view key, std::string_view json_value, WorldTime now) {
  Command command = plain(Kind::config);
  command.name = key;
  command.text = json_value;
  return apply_teacher(*ocean_, command, now);
}

Result<std::string> World::start_season(double minutes, std::int64_t target, WorldTime now) {
  Command command = plain(Kind::season);
  command.x = minutes;
  command.y = static_cast<double>(target);
  return apply_teacher(*ocean_, command, now);
}

Result<std::string> World::reset(WorldTime now) { return apply_teacher(*ocean_, plain(Kind::reset), now); }
Result<std::string> World::pause(WorldTime now) { return apply_teacher(*ocean_, plain(Kind::pause), now); }
Result<std::string> World::resume(WorldTime now) { return apply_teacher(*ocean_, plain(Kind::resume), now); }

Result<std::string> World::release(std::string_view name, WorldTime now) {
  const auto id = id_of(name);
  if (!id) return refuse(Code::not_found, "nobody of that name is in this world");
  Command command = plain(Kind::release);
  command.player = *id;
  return apply_teacher(*ocean_, command, now);
}

std::string World::beat(WorldTime now) {
  ocean_->advance(now);
  return encode(plain(Kind::beat));
}

bool World::wants_beat() const {
  return created() && (moving() > 0 || ocean_->state.globals.season.state == SeasonState::running);
}

UndoMark World::mark() { return ocean_->mark(); }
void World::forget_before(UndoMark mark) { ocean_->forget_before(mark); }
void World::forget_all() { ocean_->forget_all(); }
void World::roll_back_to(UndoMark mark) { ocean_->roll_back_to(mark); }

Snapshot World::snapshot() const {
  return Snapshot(std::make_shared<Snapshot::Source>(Snapshot::Source{ocean_->state.share()}));
}
std::string Snapshot::encode() const { return encode_state(source_->state, false); }
WorldTime Snapshot::time() const { return source_->state.time; }

std::string World::canonical_hash() const {
  return to_hex(sha256(created() ? encode_state(ocean_->state, true) : std::string()));
}

}  // namespace recess::mocean
