// Games and their versions as rows: what an upload, an update and a delete change. Queries only; run on the store's
// thread. Reading for the pages is catalogue.h's.
#pragma once

#include "arcade/schema.h"
#include "kernel/clock.h"
#include "kernel/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soci {
class session;
}

namespace recess::arcade {

// What the form says about a game.
struct GameValues {
  std::string name;
  std::string authors;
  std::string description;
  bool supports_acc = false;
  bool supports_key = false;
  bool supports_touch = false;
  bool supports_gyro = false;
  int max_players = 1;
};

struct GameRow {
  GameId id = 0;
  PlayerId owner = kAnonymous;
  GameValues values;
  std::string preview_stem;
  std::string preview_type;  // empty: no preview
  std::string preview_sha256;
  std::optional<VersionId> active_version;
  int active_number = 0;
  std::string main_script;
  std::string notes = "[]";  // of the active version, a JSON array of texts
  bool missing = false;      // the active version's files are gone
};

struct VersionFacts {
  std::string source;  // upload_zip, upload_py, sample
  std::string main_script;
  int files = 0;
  std::int64_t bytes = 0;
  std::string sha256;
  bool has_reporting = false;
  PlayerId author = kAnonymous;
  std::string notes = "[]";
};

inline constexpr int kVersionsKept = 20;

std::optional<GameRow> find_game(soci::session& sql, GameId game);
GameId insert_game(soci::session& sql, const GameValues& values, PlayerId owner, std::string_view preview_stem,
                   Instant now);
void update_game(soci::session& sql, GameId game, const GameValues& values, Instant now);
// Gives the new version the next number and makes it the active one. Returns that number.
int add_version(soci::session& sql, GameId game, const VersionFacts& facts, Instant now);
void set_main_script(soci::session& sql, VersionId version, const std::string& script, Instant now);
void set_preview(soci::session& sql, GameId game, std::string_view type, std::string_view sha256, Instant now);
// Removes the rows of versions beyond the newest kVersionsKept that are neither active nor being played; returns their
// numbers.
std::vector<int> prune_versions(soci::session& sql, GameId game);
void delete_game(soci::session& sql, GameId game);

struct VersionPlace {
  VersionId id = 0;
  GameId game = 0;
  int number = 0;
};
std::vector<VersionPlace> all_versions(soci::session& sql);
void mark_missing(soci::session& sql, VersionId version, bool missing);
std::vector<std::string> all_preview_files(soci::session& sql);

}  // namespace recess::arcade
