// The arcade: the games. Upload, catalogue, accounts, scores and ratings are put together here; the life of a play is
// in plays.h. Not here: phones (hub), confinement (sandbox). Start with schema.cc for what is remembered, uploads.h for
// how games come in, pages.h for what is shown.
#pragma once

#include "arcade/game_files.h"
#include "arcade/pages.h"
#include "arcade/ports.h"
#include "arcade/site.h"
#include "arcade/uploads.h"
#include "http/server.h"
#include "kernel/result.h"
#include "kernel/worker.h"
#include "storage/store.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace recess::arcade {

struct ArcadeOptions {
  std::filesystem::path state;  // exists, writable
  std::string secret_key;       // empty: made once and kept in the state directory
  SiteOptions site;
};

class Arcade {
 public:
  // Opens the store, migrates it, and clears up after a crash. Blocks; before the loop runs. Refusals: unavailable
  // (not writable; a newer store: word store_newer), internal (damaged).
  static Result<std::unique_ptr<Arcade>> open(ArcadeOptions options);

  // Adds the games that examples/catalogue.json in this folder describes, if there has never been a game here. Returns
  // how many.
  int install_samples(const std::filesystem::path& folder);
  // A fresh path and query for the first administrator ("/first-admin?token=…"); nothing once there is one.
  std::optional<std::string> first_admin_path();

  // Adds the catalogue's routes, the error pages and the fallback. `plays` outlives the router.
  void mount(http::Router& router, Plays& plays);

  storage::Store& store() { return *store_; }
  Site& site() { return *site_; }
  const Folders& folders() const { return folders_; }
  Worker& worker() { return worker_; }

 private:
  Arcade(ArcadeOptions options, Folders folders, std::unique_ptr<storage::Store> store, Secrets secrets);

  Folders folders_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<Pages> pages_;
  Worker worker_{2};  // passwords and uploads; last, so that its work ends before what it uses
};

// For `recess account add`: also while the server runs on the same state directory. Refusals as check_credentials and
// add_account, and those of opening the store.
Result<PlayerId> add_account_now(const std::filesystem::path& state, std::string login, std::string password,
                                 bool admin);
// For `recess migrate`: opens, migrates, closes. Returns the schema's number.
Result<int> migrate_now(const std::filesystem::path& state);

}  // namespace recess::arcade
