#include "arcade/play_store.h"

#include "kernel/text.h"
#include "storage/optional.h"

#include <soci/soci.h>

#include <algorithm>

namespace recess::arcade {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

PlayState state_from(const std::string& name) {
  for (const PlayState state : {PlayState::starting, PlayState::running, PlayState::ending}) {
    if (state_name(state) == name) return state;
  }
  return PlayState::ended;
}

}  // namespace

std::optional<GameToPlay> find_game_to_play(soci::session& sql, GameId game) {
  GameToPlay found;
  std::optional<VersionId> version;
  std::optional<int> number;
  std::optional<std::string> script;
  sql << "SELECT g.id, g.name, g.owner_id, g.max_players, v.id, v.number, v.main_script FROM game g "
         "LEFT JOIN game_version v ON v.id = g.active_version_id AND v.missing = 0 WHERE g.id = :game",
      soci::use(game), soci::into(found.id), soci::into(found.name), soci::into(found.owner),
      soci::into(found.max_players), soci::into(version), soci::into(number), soci::into(script);
  if (!sql.got_data()) return std::nullopt;
  found.version = version.value_or(0);
  found.version_number = number.value_or(0);
  found.main_script = script.value_or("");
  return found;
}

void insert_play(soci::session& sql, const PlayRow& play, Instant now) {
  const std::int64_t now_us = to_micros(now);
  const std::int64_t start_us = to_micros(play.started);
  const std::string state(state_name(play.state));
  const std::optional<std::string> browser = unless_empty(play.browser);
  sql << "INSERT INTO play (id, player_id, game_id, version_id, browser, state, start_us, heartbeat_us, queued_ms, "
         "created_us, updated_us) VALUES (:id, :player, :game, :version, :browser, :state, :start, :now, :queued, "
         ":created, "
         ":updated)",
      soci::use(play.id), soci::use(play.player), soci::use(play.game), soci::use(play.version), soci::use(browser),
      soci::use(state), soci::use(start_us), soci::use(now_us), soci::use(play.queued_ms), soci::use(now_us),
      soci::use(now_us);
}

void mark_running(soci::session& sql, const std::string& id, Instant started, std::int64_t start_ms, Instant now) {
  const std::int64_t start_us = to_micros(started);
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE play SET state = 'running', start_us = :start, start_ms = :ms, heartbeat_us = :beat, updated_us = "
         ":now "
         "WHERE id = :id AND state = 'starting'",
      soci::use(start_us), soci::use(start_ms), soci::use(now_us), soci::use(now_us), soci::use(id);
}

void store_score(soci::session& sql, const std::string& id, std::int64_t score, int reports, Instant now) {
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE play SET score_us = CASE WHEN score < :higher THEN :at ELSE score_us END, score = :score, "
         "score_reports = :reports, updated_us = :now WHERE id = :id",
      soci::use(score), soci::use(now_us), soci::use(score), soci::use(reports), soci::use(now_us), soci::use(id);
  sql << "UPDATE game SET has_reporting = 1 WHERE has_reporting = 0 AND id = (SELECT game_id FROM play WHERE id = :id)",
      soci::use(id);
}

void store_end(soci::session& sql, const PlayRow& play, Instant now) {
  const std::int64_t now_us = to_micros(now);
  const std::int64_t end_us = to_micros(play.ended.value_or(now));
  const std::optional<std::string> detail = unless_empty(play.detail);
  sql << "UPDATE play SET state = 'ended', end_us = :end, end_reason = :reason, end_detail = :detail, exit_code = "
         ":code, "
         "signal = :signal, cpu_ms = :cpu, peak_bytes = :peak, output_bytes = :output, heartbeat_us = :beat, "
         "updated_us = :now WHERE id = :id",
      soci::use(end_us), soci::use(play.reason), soci::use(detail), soci::use(play.exit_code), soci::use(play.signal),
      soci::use(play.cpu_ms), soci::use(play.peak_bytes), soci::use(play.output_bytes), soci::use(now_us),
      soci::use(now_us), soci::use(play.id);
}

void beat(soci::session& sql, const std::vector<std::string>& ids, Instant now) {
  const std::int64_t now_us = to_micros(now);
  for (const std::string& id : ids) {
    sql << "UPDATE play SET heartbeat_us = :now WHERE id = :id AND state <> 'ended'", soci::use(now_us), soci::use(id);
  }
}

std::optional<ShownPlay> find_play(soci::session& sql, const std::string& id) {
  ShownPlay found;
  PlayRow& row = found.row;
  std::string state;
  std::int64_t start_us = 0;
  std::optional<std::int64_t> end_us;
  std::optional<std::string> browser;
  std::optional<std::string> reason;
  std::optional<std::string> detail;
  std::optional<std::string> game_name;
  std::optional<PlayerId> owner;
  sql << "SELECT p.id, p.player_id, p.game_id, p.version_id, p.browser, p.state, p.start_us, p.end_us, p.score, "
         "p.score_reports, p.end_reason, p.end_detail, p.exit_code, p.signal, p.queued_ms, p.start_ms, p.cpu_ms, "
         "p.peak_bytes, p.output_bytes, g.name, g.owner_id, v.number FROM play p LEFT JOIN game g ON g.id = p.game_id "
         "LEFT JOIN game_version v ON v.id = p.version_id WHERE p.id = :id",
      soci::use(id), soci::into(row.id), soci::into(row.player), soci::into(row.game), soci::into(row.version),
      soci::into(browser), soci::into(state), soci::into(start_us), soci::into(end_us), soci::into(row.score),
      soci::into(row.score_reports), soci::into(reason), soci::into(detail), soci::into(row.exit_code),
      soci::into(row.signal), soci::into(row.queued_ms), soci::into(row.start_ms), soci::into(row.cpu_ms),
      soci::into(row.peak_bytes), soci::into(row.output_bytes), soci::into(game_name), soci::into(owner),
      soci::into(found.version_number);
  if (!sql.got_data()) return std::nullopt;
  row.browser = browser.value_or("");
  row.state = state_from(state);
  row.started = from_micros(start_us);
  if (end_us) row.ended = from_micros(*end_us);
  row.reason = reason.value_or("");
  row.detail = detail.value_or("");
  found.game_name = game_name.value_or("");
  found.game_owner = owner.value_or(kAnonymous);
  return found;
}

int close_open_plays(soci::session& sql, const std::vector<std::string>& live, Instant now) {
  std::vector<std::string> open;
  std::string id;
  soci::statement query = (sql.prepare << "SELECT id FROM play WHERE state <> 'ended'", soci::into(id));
  query.execute();
  while (query.fetch()) {
    if (std::find(live.begin(), live.end(), id) == live.end()) open.push_back(id);
  }
  const std::int64_t now_us = to_micros(now);
  for (const std::string& left : open) {
    sql << "UPDATE play SET state = 'ended', end_us = CASE WHEN heartbeat_us > start_us THEN heartbeat_us ELSE "
           "start_us "
           "END, end_reason = 'server_restarted', updated_us = :now WHERE id = :id",
        soci::use(now_us), soci::use(left);
  }
  return static_cast<int>(open.size());
}

std::int64_t newest_play_number(soci::session& sql) {
  std::optional<std::string> id;
  sql << "SELECT MAX(id) FROM play WHERE id LIKE 'game-%'", soci::into(id);
  if (!id) return 0;
  return parse_integer(std::string_view(*id).substr(5)).value_or(0);
}

std::vector<std::string> plays_without_console(soci::session& sql, GameId game, int keep, Instant oldest) {
  const std::int64_t oldest_us = to_micros(oldest);
  std::vector<std::string> ids;
  std::string id;
  std::int64_t start_us = 0;
  soci::statement query = (sql.prepare << "SELECT id, start_us FROM play WHERE game_id = :game AND state = 'ended' "
                                          "ORDER BY start_us DESC, id DESC LIMIT 100",
                           soci::use(game), soci::into(id), soci::into(start_us));
  query.execute();
  for (int place = 0; query.fetch(); ++place) {
    if (place >= keep || start_us < oldest_us) ids.push_back(id);
  }
  return ids;
}

}  // namespace recess::arcade
