// The part of catalogue.h that reads plays.
#include "arcade/catalogue.h"

#include "storage/optional.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace recess::arcade {
namespace {

using soci::into;
using soci::use;

// Microseconds of one ended play; 0 while it runs, never negative.
#define RECESS_PLAY_TIME "(CASE WHEN p.end_us > p.start_us THEN p.end_us - p.start_us ELSE 0 END)"

// Where the players' names and the games' names come from, for every query that lists plays.
constexpr const char* kPlayList =
    "SELECT p.id, p.start_us, p.end_us, p.score, p.state, p.end_reason, p.end_detail, p.game_id, g.name, "
    "p.player_id, u.email, u.display_name FROM play p JOIN player u ON u.id = p.player_id "
    "LEFT JOIN game g ON g.id = p.game_id ";

struct PlayListRow {
  PlaySummary play;
  std::int64_t start_us = 0;
  std::optional<std::int64_t> end_us;
  std::optional<std::string> game_name;
  PlayerId player = kAnonymous;
  std::optional<std::string> email;
  std::string display_name;
};

template <class Query>
std::vector<PlaySummary> list_plays(Query query, const HiddenNames& names) {
  PlayListRow row;
  query, into(row.play.id), into(row.start_us), into(row.end_us), into(row.play.score), into(row.play.state),
      into(row.play.reason), into(row.play.detail), into(row.play.game), into(row.game_name), into(row.player),
      into(row.email), into(row.display_name);
  soci::statement statement(query);
  statement.execute();
  std::vector<PlaySummary> plays;
  while (statement.fetch()) {
    PlaySummary play = row.play;
    play.start = from_micros(row.start_us);
    if (row.end_us) play.end = from_micros(*row.end_us);
    play.game_name = row.game_name.value_or("");
    play.player = row.email ? names.mail_of(*row.email) : row.display_name;
    plays.push_back(std::move(play));
  }
  return plays;
}

}  // namespace

Micros time_of(const PlaySummary& play) {
  if (!play.end || *play.end < play.start) return Micros(0);
  return *play.end - play.start;
}

void sort_most_played(std::vector<MostPlayedRow>& rows) {
  std::sort(rows.begin(), rows.end(), [](const MostPlayedRow& a, const MostPlayedRow& b) {
    if ((a.ended_plays > 0) != (b.ended_plays > 0)) return a.ended_plays > 0;
    return std::tuple(-a.time, -a.plays, a.game) < std::tuple(-b.time, -b.plays, b.game);
  });
}

std::vector<MostPlayedRow> most_played(soci::session& sql) {
  MostPlayedRow row;
  std::int64_t time_us = 0;
  std::int64_t longest_us = 0;
  soci::statement query =
      (sql.prepare << "SELECT g.id, g.name, COUNT(*), COUNT(p.end_us), CAST(SUM(" RECESS_PLAY_TIME
                      ") AS BIGINT), MAX(p.score), MAX(" RECESS_PLAY_TIME
                      ") FROM game g JOIN play p ON p.game_id = g.id WHERE p.trial = 0 GROUP BY g.id, g.name",
       into(row.game), into(row.name), into(row.plays), into(row.ended_plays), into(time_us), into(row.max_score),
       into(longest_us));
  query.execute();
  std::vector<MostPlayedRow> rows;
  while (query.fetch()) {
    row.time = Micros(time_us);
    row.longest = Micros(longest_us);
    rows.push_back(row);
  }
  sort_most_played(rows);
  return rows;
}

void sort_board(std::vector<BoardRow>& rows) {
  std::sort(rows.begin(), rows.end(), [](const BoardRow& a, const BoardRow& b) {
    return std::tie(b.score, a.reached, a.name, a.player) < std::tie(a.score, b.reached, b.name, b.player);
  });
}

std::vector<BoardRow> board_of(soci::session& sql, GameId game, const HiddenNames& names) {
  BoardRow row;
  std::optional<std::string> email;
  std::string display_name;
  std::int64_t time_us = 0;
  std::vector<BoardRow> rows;
  soci::statement totals =
      (sql.prepare << "SELECT u.id, u.email, u.display_name, MAX(p.score), COUNT(*), CAST(SUM(" RECESS_PLAY_TIME
                      ") AS BIGINT) FROM play p JOIN player u ON u.id = p.player_id WHERE p.game_id = :game "
                      "AND p.trial = 0 AND p.player_id <> 0 GROUP BY u.id, u.email, u.display_name",
       use(game), into(row.player), into(email), into(display_name), into(row.score), into(row.plays), into(time_us));
  totals.execute();
  while (totals.fetch()) {
    row.name = shown_name(names, email, display_name, NameForm::last_initial);
    row.time = Micros(time_us);
    rows.push_back(row);
  }
  PlayerId player = kAnonymous;
  std::int64_t reached_us = 0;
  std::map<PlayerId, Instant> reached;
  soci::statement firsts =
      (sql.prepare << "SELECT p.player_id, MIN(p.start_us) FROM play p WHERE p.game_id = :game AND p.trial = 0 AND "
                      "p.score = (SELECT MAX(b.score) FROM play b WHERE b.game_id = p.game_id AND b.trial = 0 AND "
                      "b.player_id = p.player_id) GROUP BY p.player_id",
       use(game), into(player), into(reached_us));
  firsts.execute();
  while (firsts.fetch()) reached[player] = from_micros(reached_us);
  for (BoardRow& each : rows) each.reached = reached[each.player];
  sort_board(rows);
  return rows;
}

std::vector<PlaySummary> plays_of_player(soci::session& sql, GameId game, PlayerId player) {
  return list_plays((sql.prepare << kPlayList
                                 << "WHERE p.game_id = :game AND p.player_id = :player AND p.trial = 0 "
                                    "ORDER BY p.start_us DESC, p.id DESC",
                     use(game), use(player)),
                    HiddenNames());
}

std::vector<PlaySummary> plays_of_game(soci::session& sql, GameId game, int newest) {
  return list_plays(
      (sql.prepare << kPlayList << "WHERE p.game_id = :game ORDER BY p.start_us DESC, p.id DESC LIMIT :newest",
       use(game), use(newest)),
      HiddenNames());
}

std::vector<PlaySummary> latest_plays(soci::session& sql, int newest, const HiddenNames& names) {
  return list_plays((sql.prepare << kPlayList << "ORDER BY p.start_us DESC, p.id DESC LIMIT :newest", use(newest)),
                    names);
}

std::vector<ReasonCount> reasons_since(soci::session& sql, Instant since) {
  const std::int64_t since_us = to_micros(since);
  ReasonCount row;
  std::vector<ReasonCount> rows;
  soci::statement query =
      (sql.prepare << "SELECT end_reason, COUNT(*) FROM play WHERE end_us >= :since AND end_reason IS NOT NULL "
                      "GROUP BY end_reason ORDER BY COUNT(*) DESC, end_reason",
       use(since_us), into(row.reason), into(row.count));
  query.execute();
  while (query.fetch()) rows.push_back(row);
  return rows;
}

namespace {

std::vector<OwnedGame> owned(soci::session& sql, bool of_all, PlayerId owner) {
  OwnedGame game;
  std::optional<std::string> email, login;
  std::string display_name;
  std::int64_t created_us = 0;
  const int all = of_all ? 1 : 0;
  std::optional<int> missing;
  std::vector<OwnedGame> games;
  soci::statement query =
      (sql.prepare << "SELECT g.id, g.name, g.created_us, v.number, v.missing, u.email, u.login, u.display_name "
                      "FROM game g JOIN player u ON u.id = g.owner_id LEFT JOIN game_version v ON v.id = "
                      "g.active_version_id WHERE :all = 1 OR g.owner_id = :owner ORDER BY g.id",
       use(all), use(owner), into(game.id), into(game.name), into(created_us), into(game.version), into(missing),
       into(email), into(login), into(display_name));
  query.execute();
  while (query.fetch()) {
    game.author = email ? *email : login.value_or(display_name);
    game.created = from_micros(created_us);
    game.playable = game.version.has_value() && missing.value_or(0) == 0;
    games.push_back(game);
  }
  return games;
}

}  // namespace

std::vector<OwnedGame> games_of(soci::session& sql, PlayerId owner) { return owned(sql, false, owner); }

std::vector<OwnedGame> games_of_all(soci::session& sql) {
  std::map<GameId, OwnedGame> by_id;
  for (OwnedGame& game : owned(sql, true, kAnonymous)) by_id.emplace(game.id, std::move(game));
  std::vector<OwnedGame> games;
  for (const GameCard& card : all_games(sql)) games.push_back(std::move(by_id.at(card.id)));
  return games;
}

}  // namespace recess::arcade
