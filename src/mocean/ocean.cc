#include "mocean/ocean.h"

namespace recess::mocean {

std::optional<PlayerId> Ocean::id_of(std::string_view name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

bool Ocean::scoring() const { return config().scoring && state.globals.season.state != SeasonState::over; }

bool Ocean::bloom_alive(WorldTime time) const {
  for (const Bloom& bloom : state.globals.blooms) {
    if (config().bloom_seconds <= 0 || to_seconds(time - bloom.started) < config().bloom_seconds) return true;
  }
  return false;
}

void Ocean::touch(PlayerId id) {
  if (!undo_.wants_player(id)) return;
  const Player* player = find(id);
  undo_.keep(Undo::PlayerImage{id, player ? std::optional(*player) : std::nullopt, false});
}

Player& Ocean::edit(PlayerId id) {
  touch(id);
  if (dirty_.empty() || dirty_.back() != id) dirty_.push_back(id);
  return state.players.edit(id);
}

Globals& Ocean::edit_globals() {
  if (undo_.wants_globals()) undo_.keep(state.globals);
  return state.globals;
}

// For commands that change nearly everything: a shared copy costs little.
void Ocean::keep_everything() {
  if (undo_.active()) undo_.keep(std::make_shared<State>(state.share()));
}

void Ocean::flush() {
  for (std::size_t i = 0; i < dirty_.size(); ++i) {
    const PlayerId id = dirty_[i];
    const Player* player = find(id);
    grid_.place(id, player, planet(), state.time);
    wake_.set(id, player ? next_due(*player) : Wake::kNever);
    std::optional<std::pair<std::int64_t, WorldTime>> score;
    if (player) score = {player->deeds.score, player->deeds.reached};
    ranking_.set(id, score);
  }
  dirty_.clear();
}

void Ocean::refresh_indexes() {
  grid_.refresh(state.players, planet(), state.time);
  for (std::size_t i = 0; i < whales_about_.size(); ++i) whales_about_[i] = planet().whales.at(i, state.time);
  whales_seen_ = state.time;
}

double Ocean::whales_drift() const {
  const WorldTime age = state.time > whales_seen_ ? state.time - whales_seen_ : whales_seen_ - state.time;
  return planet().whales.top_speed() * to_seconds(age) + 1e-6;
}

void Ocean::rebuild() {
  names_.clear();
  ranking_.clear();
  wake_.clear();
  dirty_.clear();
  quietest_ = {};
  if (!state.planet) return;  // gone back to before the world was made: nobody can be anywhere
  grid_ = Grid(planet().torus);
  state.players.each([&](PlayerId id, const Player& player) {
    names_.emplace(player.name, id);
    dirty_.push_back(id);
  });
  flush();
  whales_about_.resize(planet().whales.size());
  refresh_indexes();
}

void Ocean::rebuild_wake() {
  wake_.clear();
  state.players.each([&](PlayerId id, const Player& player) { wake_.set(id, next_due(player)); });
}

Outcome Ocean::apply(const Command& command) {
  Outcome outcome = apply_players(command);
  flush();
  return outcome;
}

UndoMark Ocean::mark() { return undo_.mark(state.time); }
void Ocean::forget_before(UndoMark mark) { undo_.forget_before(mark); }
void Ocean::forget_all() { undo_.forget_all(); }

void Ocean::roll_back_to(UndoMark mark) {
  bool anew = false;
  bool globals = false;
  while (auto image = undo_.take_back(mark)) {
    if (auto* whole = std::get_if<std::shared_ptr<State>>(&*image)) {
      state = std::move(**whole);
      anew = true;
    } else if (auto* before = std::get_if<Globals>(&*image)) {
      state.globals = std::move(*before);
      globals = true;
    } else {
      auto& player = std::get<Undo::PlayerImage>(*image);
      if (const Player* now = find(player.id)) names_.erase(now->name);
      if (player.before) names_.insert_or_assign(player.before->name, player.id);
      state.players.put(player.id, std::move(player.before));
      if (player.joined) {
        state.players.cut_to(player.id);
        state.reported.resize(player.id);
      }
      dirty_.push_back(player.id);
    }
  }
  state.time = mark.time;
  quietest_ = {};  // somebody may be back whose last command is older than anybody's was
  if (anew) return rebuild();
  flush();
  if (globals) rebuild_wake();
}

}  // namespace recess::mocean
