#include "arcade/uploads.h"

#include "arcade/secrets.h"

#include <algorithm>
#include <utility>

namespace recess::arcade {
namespace {

constexpr int kTries = 3;  // of a single script whose game changes meanwhile

// Checked and staged, ready to be kept.
struct Ready {
  GameValues values;
  std::optional<VersionFacts> version;  // none: only the values change
  Staged files;
  std::optional<Preview> preview;
  Staged preview_file;
  std::vector<std::filesystem::path> placed{};  // moved into place by a transaction that may still fail
};

// After a commit that failed: nobody knows of these files.
void take_back(const Ready& ready) {
  std::error_code ignored;  // the sweep's, then
  for (const auto& path : ready.placed) std::filesystem::remove_all(path, ignored);
}

Result<GameValues> values_of(const Upload& upload) {
  auto values = check_values(upload.typed);
  if (!values) return values;
  values->supports_acc = upload.supports_acc;
  values->supports_key = upload.supports_key;
  values->supports_touch = upload.supports_touch;
  values->supports_gyro = upload.supports_gyro;
  return values;
}

Result<Prepared> prepare_sent(const Upload& upload, const std::optional<GameRow>& active, const Folders& folders,
                              const UploadLimits& limits) {
  auto bytes = read_file(upload.game->path, limits.request_bytes);
  if (!bytes) return bytes.error();
  std::vector<GameFile> base;
  if (is_single_script(*bytes) && active && active->active_version && !active->missing) {
    auto files = read_version(folders, active->id, active->active_number);
    if (!files) return files.error();
    base = std::move(*files);
  }
  return prepare(upload.game->name, std::move(*bytes), std::move(base), upload.main_script, limits);
}

// `active`: the game that is updated; none for a new one.
Result<Ready> make_ready(const Upload& upload, const std::optional<GameRow>& active, const Folders& folders,
                         const UploadLimits& limits) {
  Ready ready;
  auto values = values_of(upload);
  if (!values) return values.error();
  ready.values = std::move(*values);
  if (upload.preview) {
    auto bytes = read_file(upload.preview->path, limits.request_bytes);
    if (!bytes) return bytes.error();
    auto preview = check_preview(std::move(*bytes), limits);
    if (!preview) return preview.error();
    ready.preview = std::move(*preview);
  }
  if (upload.game || !upload.tree.empty()) {
    auto prepared = upload.game ? prepare_sent(upload, active, folders, limits) : prepare_tree(upload.tree, limits);
    if (!prepared) return prepared.error();
    prepared->facts.author = upload.author;
    auto staged = stage_files(folders, prepared->files);
    if (!staged) return staged.error();
    ready.version = std::move(prepared->facts);
    ready.files = std::move(*staged);
    if (!ready.preview) ready.preview = std::move(prepared->preview);
  }
  if (ready.preview) {
    auto staged = stage_preview(folders, ready.preview->bytes);
    if (!staged) return staged.error();
    ready.preview_file = std::move(*staged);
  }
  return ready;
}

// The steps of a transaction that keep what is ready; the game's row exists.
Result<> keep(soci::session& sql, GameId game, const std::string& stem, Ready& ready, const Folders& folders,
              Instant now) {
  if (ready.preview) {
    const std::string hash = sha256_hex(ready.preview->bytes);
    set_preview(sql, game, ready.preview->kind.type, hash, now);
    const auto place = folders.previews / preview_file_name(stem, hash, ready.preview->kind.type);
    if (!std::filesystem::exists(place)) {  // else the same picture is there, under the name that its hash gives
      if (auto moved = ready.preview_file.move_to(place, folders); !moved) return moved;
      ready.placed.push_back(place);
    }
  }
  if (ready.version) {
    const int number = add_version(sql, game, *ready.version, now);
    const auto place = folders.version(game, number);
    if (auto moved = ready.files.move_to(place, folders); !moved) return moved;
    ready.placed.push_back(place);
  }
  return {};
}

// "preview-" and nanoseconds since 1970, as 19 digits; old links to pictures have this form.
std::string fresh_preview_stem(soci::session& sql, Instant now) {
  for (std::int64_t nanos = to_micros(now) * 1000;; ++nanos) {
    const std::string stem = "preview-" + std::to_string(nanos);
    int taken = 0;
    sql << "SELECT COUNT(*) FROM game WHERE preview_img = :stem", soci::use(stem), soci::into(taken);
    if (taken == 0) return stem;
  }
}

bool has_script(const Folders& folders, const GameRow& game, const std::string& script) {
  const auto scripts = list_scripts(folders, game.id, game.active_number);
  return std::find(scripts.begin(), scripts.end(), script) != scripts.end();
}

Error game_is_gone() { return refuse(Code::not_found, "there is no such game", "no_game"); }

}  // namespace

Uploads::Uploads(storage::Store& store, Worker& worker, Folders folders, UploadLimits limits)
    : store_(store), worker_(worker), folders_(std::move(folders)), limits_(limits) {}

boost::asio::awaitable<Result<GameId>> Uploads::create(Upload upload) {
  return worker_.run([this, upload = std::move(upload)] { return create_blocking(upload, ""); });
}

boost::asio::awaitable<Result<>> Uploads::update(GameId game, Upload upload) {
  return worker_.run([this, game, upload = std::move(upload)] { return update_blocking(game, upload); });
}

Result<GameId> Uploads::create_now(const Upload& upload, const std::string& source) {
  return create_blocking(upload, source);
}

Result<GameId> Uploads::create_blocking(const Upload& upload, const std::string& source) {
  if (!upload.game && upload.tree.empty()) return Error{Code::invalid, "a game file is needed", "game_missing", "game"};
  auto ready = make_ready(upload, std::nullopt, folders_, limits_);
  if (!ready) return ready.error();
  if (!source.empty()) ready->version->source = source;
  const Instant now = wall_now();
  const auto created = store_.write_now([&](soci::session& sql) -> Result<GameId> {
    const std::string stem = fresh_preview_stem(sql, now);
    const GameId game = insert_game(sql, ready->values, upload.author, stem, now);
    if (auto kept = keep(sql, game, stem, *ready, folders_, now); !kept) return kept.error();
    return game;
  });
  if (!created) take_back(*ready);
  return created;
}

Result<> Uploads::update_blocking(GameId game, const Upload& upload) {
  for (int attempt = 1;; ++attempt) {
    const auto before = store_.read_now([&](soci::session& sql) { return find_game(sql, game); });
    if (!before) return game_is_gone();
    auto ready = make_ready(upload, before, folders_, limits_);
    if (!ready) return ready.error();
    const bool stands_alone = !ready->version || ready->version->source != "upload_py";
    const Instant now = wall_now();
    std::vector<int> pruned;
    const auto kept = store_.write_now([&](soci::session& sql) -> Result<> {
      const auto current = find_game(sql, game);
      if (!current) return game_is_gone();
      if (!stands_alone && current->active_version != before->active_version) {
        return refuse(Code::conflict, "the game was changed meanwhile; try again", "conflict");
      }
      update_game(sql, game, ready->values, now);
      if (!ready->version && current->active_version && has_script(folders_, *current, upload.main_script)) {
        set_main_script(sql, *current->active_version, upload.main_script, now);
      }
      if (auto done = keep(sql, game, current->preview_stem, *ready, folders_, now); !done) return done;
      pruned = prune_versions(sql, game);
      return {};
    });
    if (!kept) take_back(*ready);
    if (!kept && kept.error().word == "conflict" && attempt < kTries) continue;
    if (!kept) return kept;
    for (const int number : pruned) remove_version_files(folders_, game, number);
    if (ready->preview && !before->preview_type.empty()) {
      const auto old = preview_file_name(before->preview_stem, before->preview_sha256, before->preview_type);
      const auto fresh =
          preview_file_name(before->preview_stem, sha256_hex(ready->preview->bytes), ready->preview->kind.type);
      std::error_code ignored;  // a leftover is the sweep's
      if (old != fresh) std::filesystem::remove(folders_.previews / old, ignored);
    }
    return {};
  }
}

boost::asio::awaitable<void> Uploads::remove(GameId game) {
  return worker_.run([this, game] {
    const auto row = store_.read_now([&](soci::session& sql) { return find_game(sql, game); });
    if (!row) return;
    store_.write_now([&](soci::session& sql) { delete_game(sql, game); });
    remove_game_files(folders_, game);
    std::error_code ignored;
    if (!row->preview_type.empty()) {
      std::filesystem::remove(
          folders_.previews / preview_file_name(row->preview_stem, row->preview_sha256, row->preview_type), ignored);
    }
  });
}

}  // namespace recess::arcade
