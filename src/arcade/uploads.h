// New games, new versions, deletions: files and rows together or not at all.
//
// Theory of operation: what was sent is checked and written to the staging folder on a worker; then one transaction
// makes the rows and, as its last step, moves the files into place. A refusal or a failure before the commit leaves no
// row, and the files are taken away; a crash leaves files without a row, which sweep() takes away at the next start.
// Two updates of one game cannot mix: a single script builds on the active version, so the transaction refuses it if
// that version is no longer the active one, and it is prepared again.
#pragma once

#include "arcade/game_files.h"
#include "arcade/game_rows.h"
#include "arcade/limits.h"
#include "arcade/upload_check.h"
#include "kernel/worker.h"
#include "storage/store.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace recess::arcade {

struct SentFile {
  std::string name;  // as sent
  std::filesystem::path path;
};

struct Upload {
  TypedValues typed;
  bool supports_acc = false;
  bool supports_key = false;
  bool supports_touch = false;
  bool supports_gyro = false;
  std::string main_script;  // wanted; empty: by the rule
  std::optional<SentFile> game;
  std::optional<SentFile> preview;
  PlayerId author = kAnonymous;
  std::vector<GameFile> tree;  // in place of `game`: files that lie ready, as the samples do; checked like an archive
};

class Uploads {
 public:
  // All three outlive this. One thread of `worker` is one upload in memory.
  Uploads(storage::Store& store, Worker& worker, Folders folders, UploadLimits limits);

  // Refusals carry the word and the entry or field to blame; the sent files stay where they are.
  boost::asio::awaitable<Result<GameId>> create(Upload upload);
  boost::asio::awaitable<Result<>> update(GameId game, Upload upload);
  // Rows and files; its plays have been ended by the caller.
  boost::asio::awaitable<void> remove(GameId game);

  // For start-up: the same path, waiting. `source` is stored with the version.
  Result<GameId> create_now(const Upload& upload, const std::string& source);

  const UploadLimits& limits() const { return limits_; }
  const Folders& folders() const { return folders_; }

 private:
  Result<GameId> create_blocking(const Upload& upload, const std::string& source);
  Result<> update_blocking(GameId game, const Upload& upload);

  storage::Store& store_;
  Worker& worker_;
  Folders folders_;
  UploadLimits limits_;
};

// Start-up: empties the staging folder, removes version folders and previews without a row, marks versions without a
// folder as missing. A store without any game removes nothing: then it is more likely the store that is wrong.
void sweep(storage::Store& store, const Folders& folders);

}  // namespace recess::arcade
