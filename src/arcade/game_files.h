// The games' files on disk. Everything new is written in the staging folder, synced, and moved into place by one
// rename, so that a crash leaves either all of it or something that sweep() takes away. Blocking; for a Worker.
//
//   <games>/<game id>/v<number>/…   a version's files, never written again (folders 0755, files 0644)
//   <previews>/<stem>.<hash>.<ext>  preview pictures
//   <staging>/…                     what is not yet, or no longer, any of these; same file system as <games>
#pragma once

#include "arcade/schema.h"
#include "arcade/unpack.h"
#include "kernel/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soci {
class session;
}

namespace recess::arcade {

struct Folders {
  std::filesystem::path games;
  std::filesystem::path previews;
  std::filesystem::path staging;
  static Folders beneath(const std::filesystem::path& state);
  // Makes them. Refuses unavailable, naming the folder that cannot be written.
  Result<> make() const;
  std::filesystem::path version(GameId game, int number) const;
  // Relative to `games`, as the sandbox takes it.
  static std::filesystem::path version_within(GameId game, int number);
};

// Something in the staging folder, removed with this unless it has been moved into place.
class Staged {
 public:
  Staged() = default;
  explicit Staged(std::filesystem::path path) : path_(std::move(path)) {}
  Staged(Staged&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Staged& operator=(Staged&& other) noexcept;
  ~Staged();
  const std::filesystem::path& path() const { return path_; }
  bool empty() const { return path_.empty(); }
  // Renames it to `place` and syncs the folders; what lies there without anybody's knowing of it is put away first.
  Result<> move_to(const std::filesystem::path& place, const Folders& folders);

 private:
  std::filesystem::path path_;
};

Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t most_bytes);
Result<Staged> stage_files(const Folders& folders, const std::vector<GameFile>& files);
// One file, staged beside the previews, which may lie on a file system of their own.
Result<Staged> stage_preview(const Folders& folders, std::string_view bytes);

// Every file of a version, by path. Links and special files were never let in; if there are any, they are not followed.
Result<std::vector<GameFile>> read_version(const Folders& folders, GameId game, int number);
std::vector<std::string> list_scripts(const Folders& folders, GameId game, int number);

// Hash over the sorted paths and contents: the same files give the same version hash.
std::string hash_files(const std::vector<GameFile>& files);

void remove_game_files(const Folders& folders, GameId game);
void remove_version_files(const Folders& folders, GameId game, int number);
std::string preview_file_name(std::string_view stem, std::string_view sha256, std::string_view type);

}  // namespace recess::arcade
