#include "arcade/uploads.h"

#include "kernel/log.h"
#include "kernel/text.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;

// "12" and "v3" as the numbers they are: nothing else in these folders is ours to touch.
std::optional<GameId> game_of(const std::string& name) {
  const auto number = parse_integer(name);
  if (!number || *number <= 0 || std::to_string(*number) != name) return std::nullopt;
  return *number;
}
std::optional<int> version_of(const std::string& name) {
  if (!name.starts_with('v')) return std::nullopt;
  const auto number = game_of(name.substr(1));
  if (!number || *number > 1'000'000) return std::nullopt;
  return static_cast<int>(*number);
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    entries.push_back(at->path());
  }
  return entries;
}

void remove_all(const fs::path& path, int& count) {
  std::error_code failed;
  fs::remove_all(path, failed);
  if (!failed) ++count;
}

}  // namespace

void sweep(storage::Store& store, const Folders& folders) {
  int staged = 0;
  for (const fs::path& path : entries_of(folders.staging)) remove_all(path, staged);
  for (const fs::path& path : entries_of(folders.previews)) {
    if (path.filename().string().starts_with(".new-")) remove_all(path, staged);
  }

  const auto versions = store.read_now([](soci::session& sql) { return all_versions(sql); });
  if (versions.empty()) {
    if (!entries_of(folders.games).empty())
      log_warning("sweep.skipped", {{"why", "files without any game in the store"}});
    return;
  }
  std::set<std::pair<GameId, int>> known;
  for (const VersionPlace& version : versions) known.emplace(version.game, version.number);

  int orphans = 0;
  for (const fs::path& folder : entries_of(folders.games)) {
    const auto game = game_of(folder.filename().string());
    if (!game) continue;
    for (const fs::path& path : entries_of(folder)) {
      const auto number = version_of(path.filename().string());
      if (number && !known.contains({*game, *number})) remove_all(path, orphans);
    }
    std::error_code ignored;  // goes only if it is empty
    fs::remove(folder, ignored);
  }
  const auto previews = store.read_now([](soci::session& sql) { return all_preview_files(sql); });
  const std::set<std::string> shown(previews.begin(), previews.end());
  for (const fs::path& path : entries_of(folders.previews)) {
    const std::string name = path.filename().string();
    if (name.starts_with("preview-") && !shown.contains(name)) remove_all(path, orphans);
  }

  int missing = 0;
  store.write_now([&](soci::session& sql) {
    for (const VersionPlace& version : versions) {
      const bool gone = !fs::is_directory(folders.version(version.game, version.number));
      mark_missing(sql, version.id, gone);
      if (gone) ++missing;
    }
  });
  if (staged + orphans > 0) log_info("sweep.removed", {{"staged", staged}, {"orphans", orphans}});
  if (missing > 0) log_warning("sweep.missing", {{"versions", missing}});
}

}  // namespace recess::arcade
