// What the pages show of games, scores and ratings: reading only. Queries gather, plain functions put in order and
// count, so that the orders are tested without a store.
#pragma once

#include "arcade/names.h"
#include "arcade/schema.h"
#include "kernel/clock.h"
#include "kernel/random.h"
#include "kernel/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soci {
class session;
}

namespace recess::arcade {

struct GameCard {
  GameId id = 0;
  PlayerId owner = kAnonymous;
  std::string name;
  std::string authors;
  std::string description;
  std::string preview_sha256;  // empty: no preview
  std::int64_t rating_sum = 0;
  std::int64_t ratings = 0;
  std::int64_t plays = 0;
  bool has_reporting = true;
  bool supports_acc = false;
  bool supports_key = false;
  bool supports_touch = false;
  bool supports_gyro = false;
  int max_players = 1;
  bool playable = false;
  Instant created{};
  std::optional<double> rating() const;  // the mean; nothing without ratings
};

// Best rating first, unrated last; then more plays, then older, then the smaller id.
void sort_games(std::vector<GameCard>& games);
std::vector<GameCard> all_games(soci::session& sql);  // in that order
std::optional<GameCard> find_card(soci::session& sql, GameId game);
// Up to `count` different games that can be played, in random order.
std::vector<GameId> random_games(soci::session& sql, std::size_t count, Random& random);

struct MostPlayedRow {
  GameId game = 0;
  std::string name;
  std::int64_t plays = 0;
  std::int64_t ended_plays = 0;
  Micros time{0};
  std::int64_t max_score = 0;
  Micros longest{0};
};
// Longest time first, games without an ended play last.
void sort_most_played(std::vector<MostPlayedRow>& rows);
std::vector<MostPlayedRow> most_played(soci::session& sql);

struct BoardRow {
  PlayerId player = kAnonymous;
  std::string name;
  std::int64_t score = 0;
  std::int64_t plays = 0;
  Micros time{0};
  Instant reached{};  // start of the earliest play with that score
};
// Highest score first, then who reached it first, then by name.
void sort_board(std::vector<BoardRow>& rows);
std::vector<BoardRow> board_of(soci::session& sql, GameId game, const HiddenNames& names);

struct PlaySummary {
  std::string id;
  Instant start{};
  std::optional<Instant> end;
  std::int64_t score = 0;
  std::string state;
  std::optional<std::string> reason;
  std::optional<std::string> detail;
  std::optional<GameId> game;
  std::string game_name;
  std::string player;
};
Micros time_of(const PlaySummary& play);  // 0 while it has not ended, never negative

std::vector<PlaySummary> plays_of_player(soci::session& sql, GameId game, PlayerId player);  // newest first
std::vector<PlaySummary> plays_of_game(soci::session& sql, GameId game, int newest);
// For administrators: players are their address, or what is shown instead of it.
std::vector<PlaySummary> latest_plays(soci::session& sql, int newest, const HiddenNames& names);
struct ReasonCount {
  std::string reason;
  std::int64_t count = 0;
};
std::vector<ReasonCount> reasons_since(soci::session& sql, Instant since);

struct OwnedGame {
  GameId id = 0;
  std::string name;
  std::string author;  // address or login of the owner
  Instant created{};
  bool playable = false;
  std::optional<int> version;
};
std::vector<OwnedGame> games_of(soci::session& sql, PlayerId owner);  // by id
std::vector<OwnedGame> games_of_all(soci::session& sql);              // in the order of the catalogue

// There is a finished play of more than five seconds.
bool can_rate(soci::session& sql, GameId game, PlayerId player);
std::optional<int> rating_of(soci::session& sql, GameId game, PlayerId player);
// Refuses forbidden (play_first) and invalid (invalid_rating), not_found (no_game).
Result<> rate(soci::session& sql, GameId game, PlayerId player, std::optional<long long> stars, Instant now);

// The name by which others see a player with these columns.
std::string shown_name(const HiddenNames& names, const std::optional<std::string>& email,
                       const std::string& display_name, NameForm form);

}  // namespace recess::arcade
