// Which names in an archive are acceptable as paths, which are left out, and which folder of it is the game. Pure rules
// over names.
#pragma once

#include "arcade/limits.h"
#include "kernel/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

struct ArchivePath {
  std::string path;  // "images/cat.png": relative, '/' between parts, no empty, "." or ".." part
  bool folder = false;
};

// From an entry's name as decoded. Backslashes count as separators. Refusals: zip_name_control, zip_path_absolute,
// zip_path_traversal, zip_path_too_long.
Result<ArchivePath> check_path(std::string_view name, const UploadLimits& limits);

// Refuses paths that cannot live in one folder together: zip_duplicate, zip_case_collision (also of folders on the
// way), zip_file_dir_clash.
Result<> check_together(const std::vector<ArchivePath>& paths);

// For each path the name of what it was left out for ("__MACOSX/", ".DS_Store"), or empty: system litter, caches,
// version control, virtual environments.
std::vector<std::string> ignored(const std::vector<ArchivePath>& paths);

// The folder that is the game, "" or ending in '/': the top if a .py lies there; else the first by name of the folders
// that hold one directly, or the only folder, and so on for at most three levels. Never a folder whose name begins with
// "__" or ".". The outcome need not hold a .py.
std::string game_folder(const std::vector<ArchivePath>& kept);

bool is_python(std::string_view path);  // ends in .py, in any case

}  // namespace recess::arcade
