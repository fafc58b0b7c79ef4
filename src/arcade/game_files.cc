#include "arcade/game_files.h"

#include "arcade/scripts.h"
#include "arcade/secrets.h"
#include "kernel/log.h"
#include "kernel/random.h"
#include "kernel/unique_fd.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0755;
constexpr mode_t kFileMode = 0644;

Error disk_failure(std::string_view what) {
  log_error("files.failed", {{"what", what}, {"why", std::strerror(errno)}});
  return refuse(Code::internal, "the files could not be stored; nothing was changed");
}

Result<> write_file(const fs::path& file, std::string_view bytes) {
  const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!fd) return disk_failure("open");
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return disk_failure("write");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (::fchmod(fd.get(), kFileMode) != 0) return disk_failure("chmod");  // whatever the umask took away
  return {};
}

Result<> make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST) return disk_failure("mkdir");
  if (::chmod(folder.c_str(), kFolderMode) != 0) return disk_failure("chmod");
  return {};
}

Result<> sync_path(const fs::path& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return disk_failure("fsync");
  return {};
}

// One call for a tree of two thousand files, instead of two thousand.
Result<> sync_file_system_of(const fs::path& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd || ::syncfs(fd.get()) != 0) return disk_failure("syncfs");
  return {};
}

fs::path fresh_name(const fs::path& folder) { return folder / (".new-" + secure_random().token(20)); }

void remove_quietly(const fs::path& path) {
  std::error_code failed;
  fs::remove_all(path, failed);
  if (failed) log_warning("files.not_removed", {{"why", failed.message()}});
}

}  // namespace

Folders Folders::beneath(const fs::path& state) { return {state / "games", state / "previews", state / "staging"}; }

Result<> Folders::make() const {
  for (const fs::path* folder : {&games, &previews, &staging}) {
    std::error_code failed;
    fs::create_directories(*folder, failed);
    if (failed || ::access(folder->c_str(), W_OK | X_OK) != 0) {
      return refuse(Code::unavailable, "the folder " + folder->string() + " cannot be written");
    }
  }
  return {};
}

fs::path Folders::version_within(GameId game, int number) {
  return fs::path(std::to_string(game)) / ("v" + std::to_string(number));
}
fs::path Folders::version(GameId game, int number) const { return games / version_within(game, number); }

Staged& Staged::operator=(Staged&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

Staged::~Staged() {
  if (!path_.empty()) remove_quietly(path_);
}

Result<> Staged::move_to(const fs::path& place, const Folders& folders) {
  const fs::path parent = place.parent_path();
  if (auto made = make_folder(parent); !made) return made;
  if (fs::exists(fs::symlink_status(place))) {
    const Staged forgotten(fresh_name(folders.staging));
    if (::rename(place.c_str(), forgotten.path().c_str()) != 0) return disk_failure("rename");
  }
  if (::rename(path_.c_str(), place.c_str()) != 0) return disk_failure("rename");
  path_.clear();
  if (auto synced = sync_path(parent); !synced) return synced;
  return sync_path(parent.parent_path());
}

Result<std::string> read_file(const fs::path& file, std::uint64_t most_bytes) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  if (!stream || failed) return refuse(Code::not_found, "the file cannot be read");
  if (size > most_bytes) return refuse(Code::too_large, "the file is too big");
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!stream) return refuse(Code::internal, "the file cannot be read");
  return bytes;
}

Result<Staged> stage_files(const Folders& folders, const std::vector<GameFile>& files) {
  Staged staged(fresh_name(folders.staging));
  if (auto made = make_folder(staged.path()); !made) return made.error();
  for (const GameFile& file : files) {
    const fs::path relative(file.path);
    fs::path folder = staged.path();
    for (const fs::path& part : relative.parent_path()) {
      folder /= part;
      if (auto made = make_folder(folder); !made) return made.error();
    }
    if (auto wrote = write_file(staged.path() / relative, file.bytes); !wrote) return wrote.error();
  }
  if (auto synced = sync_file_system_of(staged.path()); !synced) return synced.error();
  return staged;
}

Result<Staged> stage_preview(const Folders& folders, std::string_view bytes) {
  Staged staged(fresh_name(folders.previews));
  if (auto wrote = write_file(staged.path(), bytes); !wrote) return wrote.error();
  if (auto synced = sync_path(staged.path()); !synced) return synced.error();
  return staged;
}

Result<std::vector<GameFile>> read_version(const Folders& folders, GameId game, int number) {
  const fs::path root = folders.version(game, number);
  std::vector<GameFile> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(root, failed), end; !failed && at != end; at.increment(failed)) {
    if (!fs::is_regular_file(at->symlink_status())) continue;
    auto bytes = read_file(at->path(), UploadLimits{}.file_bytes);
    if (!bytes) return bytes.error();
    files.push_back({at->path().lexically_relative(root).generic_string(), std::move(*bytes)});
  }
  if (failed) return refuse(Code::not_found, "the game's files cannot be read");
  std::sort(files.begin(), files.end(), [](auto& a, auto& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string> list_scripts(const Folders& folders, GameId game, int number) {
  std::vector<GameFile> names;
  std::error_code failed;
  for (fs::directory_iterator at(folders.version(game, number), failed), end; !failed && at != end;
       at.increment(failed)) {
    if (fs::is_regular_file(at->symlink_status())) names.push_back({at->path().filename().string(), {}});
  }
  return top_scripts(names);
}

std::string hash_files(const std::vector<GameFile>& files) {
  std::string lines;  // each file's own hash, so that no content can pretend to be a boundary
  for (const GameFile& file : files) lines += sha256_hex(file.bytes) + "  " + file.path + "\n";
  return sha256_hex(lines);
}

void remove_game_files(const Folders& folders, GameId game) { remove_quietly(folders.games / std::to_string(game)); }

void remove_version_files(const Folders& folders, GameId game, int number) {
  remove_quietly(folders.version(game, number));
}

std::string preview_file_name(std::string_view stem, std::string_view sha256, std::string_view type) {
  const std::string_view kind = type.substr(type.find('/') + 1);
  return std::string(stem) + "." + std::string(sha256.substr(0, 16)) + "." + std::string(kind == "jpeg" ? "jpg" : kind);
}

}  // namespace recess::arcade
