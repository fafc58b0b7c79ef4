#include "arcade/game_rows.h"

#include "arcade/game_files.h"
#include "storage/optional.h"

namespace recess::arcade {
namespace {

using soci::into;
using soci::use;

// Flags as the integers they are stored as.
struct Flags {
  explicit Flags(const GameValues& v)
      : acc(v.supports_acc ? 1 : 0),
        key(v.supports_key ? 1 : 0),
        touch(v.supports_touch ? 1 : 0),
        gyro(v.supports_gyro ? 1 : 0) {}
  int acc, key, touch, gyro;
};

}  // namespace

std::optional<GameRow> find_game(soci::session& sql, GameId game) {
  GameRow row;
  GameValues& v = row.values;
  int acc = 0, key = 0, touch = 0, gyro = 0;
  std::optional<int> number, missing;
  std::optional<std::string> script, notes;
  sql << "SELECT g.id, g.owner_id, g.name, g.authors, g.description, g.supports_acc, g.supports_key, g.supports_touch, "
         "g.supports_gyro, g.max_players, g.preview_img, g.preview_type, g.preview_sha256, g.active_version_id, "
         "v.number, "
         "v.main_script, v.notes, v.missing FROM game g LEFT JOIN game_version v ON v.id = g.active_version_id "
         "WHERE g.id = :game",
      use(game), into(row.id), into(row.owner), into(v.name), into(v.authors), into(v.description), into(acc),
      into(key), into(touch), into(gyro), into(v.max_players), into(row.preview_stem), into(row.preview_type),
      into(row.preview_sha256), into(row.active_version), into(number), into(script), into(notes), into(missing);
  if (!sql.got_data()) return std::nullopt;
  v.supports_acc = acc != 0;
  v.supports_key = key != 0;
  v.supports_touch = touch != 0;
  v.supports_gyro = gyro != 0;
  row.active_number = number.value_or(0);
  row.main_script = script.value_or("");
  row.notes = notes.value_or("[]");
  row.missing = missing.value_or(0) != 0;
  return row;
}

GameId insert_game(soci::session& sql, const GameValues& values, PlayerId owner, std::string_view preview_stem,
                   Instant now) {
  const Flags flags(values);
  const std::string stem(preview_stem);
  const std::int64_t now_us = to_micros(now);
  GameId id = 0;
  sql << "INSERT INTO game (name, authors, description, owner_id, preview_img, supports_acc, supports_key, "
         "supports_touch, supports_gyro, max_players, created_us, updated_us) VALUES (:name, :authors, :description, "
         ":owner, :stem, :acc, :key, :touch, :gyro, :players, :created, :updated) RETURNING id",
      use(values.name), use(values.authors), use(values.description), use(owner), use(stem), use(flags.acc),
      use(flags.key), use(flags.touch), use(flags.gyro), use(values.max_players), use(now_us), use(now_us), into(id);
  return id;
}

void update_game(soci::session& sql, GameId game, const GameValues& values, Instant now) {
  const Flags flags(values);
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE game SET name = :name, authors = :authors, description = :description, supports_acc = :acc, "
         "supports_key = :key, supports_touch = :touch, supports_gyro = :gyro, max_players = :players, "
         "updated_us = :now WHERE id = :game",
      use(values.name), use(values.authors), use(values.description), use(flags.acc), use(flags.key), use(flags.touch),
      use(flags.gyro), use(values.max_players), use(now_us), use(game);
}

int add_version(soci::session& sql, GameId game, const VersionFacts& facts, Instant now) {
  const std::int64_t now_us = to_micros(now);
  const int reporting = facts.has_reporting ? 1 : 0;
  int number = 0;
  sql << "SELECT COALESCE(MAX(number), 0) + 1 FROM game_version WHERE game_id = :game", use(game), into(number);
  VersionId id = 0;
  sql << "INSERT INTO game_version (game_id, number, source, main_script, files, bytes, sha256, has_reporting, "
         "author_id, notes, created_us, updated_us) VALUES (:game, :number, :source, :script, :files, :bytes, :sha256, "
         ":reporting, :author, :notes, :created, :updated) RETURNING id",
      use(game), use(number), use(facts.source), use(facts.main_script), use(facts.files), use(facts.bytes),
      use(facts.sha256), use(reporting), use(facts.author), use(facts.notes), use(now_us), use(now_us), into(id);
  sql << "UPDATE game SET active_version_id = :version, has_reporting = :reporting, updated_us = :now WHERE id = :game",
      use(id), use(reporting), use(now_us), use(game);
  return number;
}

void set_main_script(soci::session& sql, VersionId version, const std::string& script, Instant now) {
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE game_version SET main_script = :script, updated_us = :now WHERE id = :version", use(script),
      use(now_us), use(version);
}

void set_preview(soci::session& sql, GameId game, std::string_view type, std::string_view sha256, Instant now) {
  const std::string kind(type);
  const std::string hash(sha256);
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE game SET preview_type = :type, preview_sha256 = :hash, updated_us = :now WHERE id = :game", use(kind),
      use(hash), use(now_us), use(game);
}

std::vector<int> prune_versions(soci::session& sql, GameId game) {
  const int kept = kVersionsKept;
  VersionId id = 0;
  int number = 0;
  std::vector<std::pair<VersionId, int>> old;
  soci::statement query =
      (sql.prepare << "SELECT v.id, v.number FROM game_version v JOIN game g ON g.id = v.game_id "
                      "WHERE v.game_id = :game AND v.id <> COALESCE(g.active_version_id, 0) AND v.number <= "
                      "(SELECT MAX(n.number) FROM game_version n WHERE n.game_id = v.game_id) - :kept AND NOT EXISTS "
                      "(SELECT 1 FROM play p WHERE p.version_id = v.id AND p.state <> 'ended')",
       use(game), use(kept), into(id), into(number));
  query.execute();
  while (query.fetch()) old.emplace_back(id, number);
  std::vector<int> numbers;
  for (const auto& [version, its_number] : old) {
    sql << "DELETE FROM game_version WHERE id = :id", use(version);
    numbers.push_back(its_number);
  }
  return numbers;
}

void delete_game(soci::session& sql, GameId game) {
  sql << "UPDATE game SET active_version_id = NULL WHERE id = :game", use(game);
  sql << "DELETE FROM play WHERE game_id = :game", use(game);
  sql << "DELETE FROM game WHERE id = :game", use(game);
}

std::vector<VersionPlace> all_versions(soci::session& sql) {
  VersionPlace at;
  std::vector<VersionPlace> all;
  soci::statement query =
      (sql.prepare << "SELECT id, game_id, number FROM game_version", into(at.id), into(at.game), into(at.number));
  query.execute();
  while (query.fetch()) all.push_back(at);
  return all;
}

void mark_missing(soci::session& sql, VersionId version, bool missing) {
  const int flag = missing ? 1 : 0;
  sql << "UPDATE game_version SET missing = :flag WHERE id = :id AND missing <> :same", use(flag), use(version),
      use(flag);
}

std::vector<std::string> all_preview_files(soci::session& sql) {
  std::string stem, type, hash;
  std::vector<std::string> names;
  soci::statement query = (sql.prepare << "SELECT preview_img, preview_type, preview_sha256 FROM game "
                                          "WHERE preview_type <> ''",
                           into(stem), into(type), into(hash));
  query.execute();
  while (query.fetch()) names.push_back(preview_file_name(stem, hash, type));
  return names;
}

}  // namespace recess::arcade
