// The sample games of a fresh installation: they come in by the same checked path as everybody's.
#include "arcade/arcade.h"
#include "kernel/log.h"

#include <algorithm>
#include <vector>

#include <boost/json/parse.hpp>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t kCatalogueBytes = 1024 * 1024;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string number_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_int64() ? std::to_string(value->get_int64()) : "1";
}

// True once: samples that were deleted do not come back at the next start.
bool is_first_time(soci::session& sql, const std::string& name) {
  int games = 0;
  int done = 0;
  sql << "SELECT COUNT(*) FROM game", soci::into(games);
  sql << "SELECT COUNT(*) FROM done_once WHERE name = :name", soci::use(name), soci::into(done);
  const std::int64_t now_us = to_micros(wall_now());
  if (done == 0) {
    sql << "INSERT INTO done_once (name, created_us) VALUES (:name, :now)", soci::use(name), soci::use(now_us);
  }
  return done == 0 && games == 0;
}

Result<std::vector<GameFile>> files_in(const fs::path& folder) {
  std::vector<GameFile> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().filename() == "__pycache__") at.disable_recursion_pending();
    if (!fs::is_regular_file(at->symlink_status())) continue;
    auto bytes = read_file(at->path(), UploadLimits{}.file_bytes);
    if (!bytes) return bytes.error();
    files.push_back({at->path().lexically_relative(folder).generic_string(), std::move(*bytes)});
  }
  if (failed || files.empty()) return refuse(Code::not_found, "the sample's folder is missing or empty");
  std::sort(files.begin(), files.end(), [](auto& a, auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace

int Arcade::install_samples(const fs::path& folder) {
  const auto text = read_file(folder / "catalogue.json", kCatalogueBytes);
  boost::json::error_code failed;
  const json::value catalogue = text ? json::parse(*text, failed) : json::value(nullptr);
  if (!catalogue.is_array()) {
    log_warning("samples.none", {{"why", "no readable catalogue.json"}});
    return 0;
  }
  const bool fresh = store_->write_now([](soci::session& sql) { return is_first_time(sql, "samples"); });
  if (!fresh) return 0;
  int installed = 0;
  for (const json::value& entry : catalogue.get_array()) {
    if (!entry.is_object()) continue;
    const json::object& sample = entry.get_object();
    Upload upload;
    upload.typed = {text_of(sample, "name"), text_of(sample, "authors"), text_of(sample, "description"),
                    number_of(sample, "max_players")};
    upload.supports_acc = flag_of(sample, "supports_acc");
    upload.supports_key = flag_of(sample, "supports_key");
    upload.supports_touch = flag_of(sample, "supports_touch");
    upload.supports_gyro = flag_of(sample, "supports_gyro");
    auto files = files_in(folder / text_of(sample, "folder"));
    if (files) upload.tree = std::move(*files);
    const auto made = files ? uploads_->create_now(upload, "sample") : Result<GameId>(files.error());
    if (made) ++installed;
    else log_warning("samples.refused", {{"folder", text_of(sample, "folder")}, {"why", made.error().detail}});
  }
  return installed;
}

}  // namespace recess::arcade
