#include "arcade/schema.h"

#include <array>

namespace recess::arcade {
namespace {

// AUTOINCREMENT keeps a deleted id from coming back: old links and score tables must not start to mean another game.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE player (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('anonymous', 'oidc', 'local', 'class')),
  email TEXT UNIQUE,
  login TEXT UNIQUE,
  password_hash TEXT,
  display_name TEXT NOT NULL DEFAULT '',
  admin INTEGER NOT NULL DEFAULT 0,
  teacher INTEGER NOT NULL DEFAULT 0,
  blocked INTEGER NOT NULL DEFAULT 0,
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL
);
INSERT INTO player (id, kind, created_us, updated_us) VALUES (0, 'anonymous', 0, 0);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  player_id BIGINT NOT NULL REFERENCES player (id) ON DELETE CASCADE,
  expires_us BIGINT NOT NULL,
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL
);
CREATE INDEX session_player ON session (player_id);
CREATE INDEX session_expires ON session (expires_us);

CREATE TABLE done_once (
  name TEXT PRIMARY KEY,
  created_us BIGINT NOT NULL
);

CREATE TABLE first_admin (
  token_hash TEXT PRIMARY KEY,
  created_us BIGINT NOT NULL
);

CREATE TABLE game (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  authors TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  owner_id BIGINT NOT NULL REFERENCES player (id),
  preview_img TEXT NOT NULL UNIQUE,
  preview_type TEXT NOT NULL DEFAULT '',
  preview_sha256 TEXT NOT NULL DEFAULT '',
  has_reporting INTEGER NOT NULL DEFAULT 1,
  supports_acc INTEGER NOT NULL DEFAULT 1,
  supports_key INTEGER NOT NULL DEFAULT 1,
  supports_gyro INTEGER NOT NULL DEFAULT 1,
  supports_touch INTEGER NOT NULL DEFAULT 1,
  max_players INTEGER NOT NULL DEFAULT 1 CHECK (max_players BETWEEN 1 AND 16),
  active_version_id BIGINT REFERENCES game_version (id),
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL
);
CREATE INDEX game_name ON game (name);
CREATE INDEX game_owner ON game (owner_id);

CREATE TABLE game_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  game_id BIGINT NOT NULL REFERENCES game (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('upload_zip', 'upload_py', 'edit', 'import', 'sample')),
  main_script TEXT NOT NULL,
  files INTEGER NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  has_reporting INTEGER NOT NULL,
  author_id BIGINT NOT NULL REFERENCES player (id),
  notes TEXT NOT NULL DEFAULT '[]',
  missing INTEGER NOT NULL DEFAULT 0,
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL,
  UNIQUE (game_id, number)
);

CREATE TABLE play (
  id TEXT PRIMARY KEY,
  player_id BIGINT NOT NULL REFERENCES player (id),
  game_id BIGINT REFERENCES game (id) ON DELETE CASCADE,
  version_id BIGINT REFERENCES game_version (id) ON DELETE SET NULL,
  browser TEXT,
  state TEXT NOT NULL CHECK (state IN ('starting', 'running', 'ending', 'ended')),
  trial INTEGER NOT NULL DEFAULT 0,
  start_us BIGINT NOT NULL,
  end_us BIGINT,
  heartbeat_us BIGINT NOT NULL,
  score BIGINT NOT NULL DEFAULT 0,
  score_us BIGINT,
  score_reports INTEGER NOT NULL DEFAULT 0,
  end_reason TEXT,
  end_detail TEXT,
  exit_code INTEGER,
  signal INTEGER,
  queued_ms BIGINT NOT NULL DEFAULT 0,
  start_ms BIGINT NOT NULL DEFAULT 0,
  join_code TEXT,
  cpu_ms BIGINT NOT NULL DEFAULT 0,
  peak_bytes BIGINT NOT NULL DEFAULT 0,
  output_bytes BIGINT NOT NULL DEFAULT 0,
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL
);
CREATE INDEX play_game_player ON play (game_id, player_id);
CREATE INDEX play_player ON play (player_id);
CREATE INDEX play_version ON play (version_id);
CREATE INDEX play_start ON play (start_us);
CREATE INDEX play_open ON play (state) WHERE state <> 'ended';
CREATE UNIQUE INDEX play_join_code ON play (join_code) WHERE state <> 'ended';

CREATE TABLE rating (
  player_id BIGINT NOT NULL REFERENCES player (id),
  game_id BIGINT NOT NULL REFERENCES game (id) ON DELETE CASCADE,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_us BIGINT NOT NULL,
  updated_us BIGINT NOT NULL,
  PRIMARY KEY (player_id, game_id)
);
CREATE INDEX rating_game ON rating (game_id);
)sql";

constexpr std::array kMigrations{
    storage::Migration{1, "players, sessions, games, plays, ratings", kFirst},
};

}  // namespace

std::span<const storage::Migration> schema() { return kMigrations; }

}  // namespace recess::arcade
