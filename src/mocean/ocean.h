// The fold: a state, the commands that change it, and time. apply() decides and does in one place, so a command that is
// folded again from the journal takes the same way as the first time.
//
// Every change goes through edit() and edit_globals(): they keep pre-images while undo is wanted, and note which
// players' indexes have to follow (settled at the end of each command and tick by flush()).
#pragma once

#include "mocean/command.h"
#include "mocean/faults.h"
#include "mocean/grid.h"
#include "mocean/motion.h"
#include "mocean/ranking.h"
#include "mocean/state.h"
#include "mocean/undo.h"
#include "mocean/wake.h"

#include <string>
#include <unordered_map>

namespace recess::mocean {

struct Outcome {
  Fault fault = Fault::none;
  bool changed = false;        // worth a journal row
  PlayerId player = 0;         // join: who it is
  std::optional<Item> item{};  // get: what it was
  std::string text{};          // popchat: the letter; refused settings: why
};

struct Ocean {
  State state;

  // --- the fold ---
  Outcome apply(const Command& command);  // at state.time
  void advance(WorldTime now);

  // --- undo ---
  UndoMark mark();
  void forget_before(UndoMark mark);
  void forget_all();
  void roll_back_to(UndoMark mark);

  // --- questions ---
  const Planet& planet() const { return *state.planet; }
  const Config& config() const { return state.planet->config; }
  const Player* find(PlayerId id) const { return state.players.find(id); }
  std::optional<PlayerId> id_of(std::string_view name) const;
  bool scoring() const;
  bool bloom_alive(WorldTime time) const;
  const Grid& grid() const { return grid_; }
  const Ranking& ranking() const { return ranking_; }
  // Brings the indexes of what moves to the present. Queries are right without it, but slower the older they are.
  void refresh_indexes();
  // Where whales were a moment ago, and how far they may have come since: most need no sine to be ruled out.
  const std::vector<Place>& whales_about() const { return whales_about_; }
  double whales_drift() const;
  std::vector<ScoreRow> table(std::size_t count) const;
  // All derived parts anew, from a state that was put here.
  void rebuild();
  Laps& reported(PlayerId id) { return state.reported[id]; }

 private:
  Player& edit(PlayerId id);
  Globals& edit_globals();
  void touch(PlayerId id);
  void keep_everything();
  void flush();
  void rebuild_wake();

  Outcome apply_players(const Command& command);
  Outcome apply_motion(const Command& command, const Player& player);
  Outcome apply_items(const Command& command, const Player& player);
  Outcome apply_chat(const Command& command, const Player& player);
  Outcome apply_teacher(const Command& command);
  Outcome create(const Command& command);
  Outcome join(const Command& command);
  void remove(PlayerId id);
  Outcome get_treasure(PlayerId id, const Player& player);
  Outcome get_whale(PlayerId id, const Player& player);
  Outcome use(PlayerId id, const Player& player, const std::string& item);
  Outcome configure(const Command& command);
  Outcome start_season(const Command& command);
  Outcome reset();

  // --- competition, in deeds.cc ---
  void score_place(PlayerId id);
  void award(Player& player, std::int64_t points);
  void reward_letter(const Letter& letter, PlayerId reader);
  void end_season();

  // --- time, in advance.cc ---
  void tick(PlayerId id);
  WorldTime next_due(const Player& player) const;
  WorldTime expiry_due() const;
  void expire();

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, PlayerId, Hash, std::equal_to<>> names_;
  Grid grid_;
  Ranking ranking_;
  Wake wake_;
  std::vector<Place> whales_about_;
  WorldTime whales_seen_{};
  Undo undo_;
  std::vector<PlayerId> dirty_;
  WorldTime quietest_{};  // no player's last command is older
};

}  // namespace recess::mocean
