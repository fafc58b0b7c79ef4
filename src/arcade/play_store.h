// Plays as rows: what outlives a play and the server. Queries only; blocking; run on the store's thread.
#pragma once

#include "arcade/play_state.h"
#include "arcade/schema.h"
#include "kernel/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soci {
class session;
}

namespace recess::arcade {

// The version of a game that would be played now.
struct GameToPlay {
  GameId id = 0;
  std::string name;
  PlayerId owner = kAnonymous;
  VersionId version = 0;
  int version_number = 0;
  std::string main_script;
  int max_players = 1;
};

struct PlayRow {
  std::string id;
  PlayerId player = kAnonymous;
  std::optional<GameId> game;
  std::optional<VersionId> version;
  std::string browser{};  // of an anonymous starter, else empty
  PlayState state = PlayState::starting;
  Instant started{};
  std::optional<Instant> ended{};
  std::int64_t score = 0;
  int score_reports = 0;
  std::string reason{};
  std::string detail{};
  std::optional<int> exit_code{};
  std::optional<int> signal{};
  std::int64_t queued_ms = 0;
  std::int64_t start_ms = 0;
  std::int64_t cpu_ms = 0;
  std::int64_t peak_bytes = 0;
  std::int64_t output_bytes = 0;
};

// Nothing if there is no such game; version 0 if it has no version that can be played.
std::optional<GameToPlay> find_game_to_play(soci::session& sql, GameId game);

void insert_play(soci::session& sql, const PlayRow& play, Instant now);
void mark_running(soci::session& sql, const std::string& id, Instant started, std::int64_t start_ms, Instant now);
// The first accepted score also marks the game as one that reports.
void store_score(soci::session& sql, const std::string& id, std::int64_t score, int reports, Instant now);
void store_end(soci::session& sql, const PlayRow& play, Instant now);
void beat(soci::session& sql, const std::vector<std::string>& ids, Instant now);

struct ShownPlay {
  PlayRow row;
  std::string game_name;
  PlayerId game_owner = kAnonymous;
  std::optional<int> version_number;
};
std::optional<ShownPlay> find_play(soci::session& sql, const std::string& id);

// Ends every open row but those of `live` plays, at its last heartbeat: a stopped server left it. Returns how many.
int close_open_plays(soci::session& sql, const std::vector<std::string>& live, Instant now);
// The digits of the newest play id, 0 in an empty store.
std::int64_t newest_play_number(soci::session& sql);
// Plays of the game whose console is no longer kept: all but the newest `keep`, and everything older than `oldest`.
// Looks at the newest 100 only: asked at every end, nothing older can still have one.
std::vector<std::string> plays_without_console(soci::session& sql, GameId game, int keep, Instant oldest);

}  // namespace recess::arcade
