#include "arcade/archive_paths.h"

#include "arcade/unicode.h"
#include "kernel/log.h"
#include "kernel/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace recess::arcade {
namespace {

constexpr int kDescents = 3;

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

bool has_drive(std::string_view name) {
  return name.size() >= 2 && name[1] == ':' && ((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z');
}

// The control characters of Latin-1 as well.
bool has_unprintable(std::string_view name) {
  if (has_control_bytes(name)) return true;
  for (std::size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] == '\xC2' && static_cast<unsigned char>(name[i + 1]) < 0xA0) return true;
  }
  return false;
}

Error bad_path(std::string word, std::string_view name, std::string detail) {
  return Error{Code::invalid, std::move(detail), std::move(word), escape_control(name)};
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "a/b/" of "a/b/c.py"; "" at the top.
std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

}  // namespace

Result<ArchivePath> check_path(std::string_view name, const UploadLimits& limits) {
  if (has_unprintable(name)) return bad_path("zip_name_control", name, "its name holds a control character");
  std::string slashed(name);
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  if (slashed.starts_with('/') || has_drive(slashed)) {
    return bad_path("zip_path_absolute", name, "its name is an absolute path");
  }
  ArchivePath out;
  out.folder = slashed.ends_with('/');
  std::size_t depth = 0;
  for (const std::string_view part : split(slashed)) {
    if (part.empty() || part == ".") continue;
    if (part == "..") return bad_path("zip_path_traversal", name, "its name leads out of the archive");
    if (part.size() > limits.name_bytes) return bad_path("zip_path_too_long", name, "a part of its name is too long");
    if (!out.path.empty()) out.path += '/';
    out.path += part;
    ++depth;
  }
  if (out.path.empty() && !out.folder) return bad_path("zip_corrupt", name, "an entry has no name");
  if (out.path.size() > limits.path_bytes || depth > limits.depth) {
    return bad_path("zip_path_too_long", name, "its path is too long or too deep");
  }
  return out;
}

Result<> check_together(const std::vector<ArchivePath>& paths) {
  std::set<std::string_view> entries;
  std::set<std::string_view> files;
  for (const ArchivePath& path : paths) {
    if (!entries.insert(path.path).second) return bad_path("zip_duplicate", path.path, "the archive holds it twice");
    if (!path.folder) files.insert(path.path);
  }
  std::map<std::string, std::string_view> folded;  // of every path and of every folder on the way to one
  for (const ArchivePath& path : paths) {
    const std::string_view whole = path.path;
    for (std::size_t end = whole.find('/');; end = whole.find('/', end + 1)) {
      const std::string_view prefix = whole.substr(0, end);
      if (end != std::string_view::npos && files.contains(prefix)) {
        return bad_path("zip_file_dir_clash", prefix, "the archive holds it as a file and as a folder");
      }
      const auto [known, fresh] = folded.emplace(fold_case(prefix), prefix);
      if (!fresh && known->second != prefix) {
        return bad_path("zip_case_collision", prefix,
                        "it differs from \"" + std::string(known->second) + "\" only in upper and lower case");
      }
      if (end == std::string_view::npos) break;
    }
  }
  return {};
}

std::vector<std::string> ignored(const std::vector<ArchivePath>& paths) {
  static constexpr std::array<std::string_view, 8> kFolders{"__MACOSX", "__pycache__", ".git",  ".idea",
                                                            ".vscode",  "venv",        ".venv", "node_modules"};
  static constexpr std::array<std::string_view, 3> kFiles{".DS_Store", "Thumbs.db", "desktop.ini"};
  std::set<std::string> environments;  // folders called env that a virtual environment's mark shows to be one
  for (const ArchivePath& path : paths) {
    const std::string folder(folder_of(path.path));
    const bool called_env = folder == "env/" || folder.ends_with("/env/");
    if (called_env && base_name(path.path) == "pyvenv.cfg") environments.insert(folder);
  }
  const auto reason = [&](const ArchivePath& path) -> std::string {
    const auto parts = split(path.path);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool is_folder = path.folder || i + 1 < parts.size();
      if (is_folder && std::find(kFolders.begin(), kFolders.end(), parts[i]) != kFolders.end()) {
        return std::string(parts[i]) + "/";
      }
    }
    for (const std::string& folder : environments) {
      if ((path.path + "/").starts_with(folder)) return "env/";
    }
    const std::string_view name = base_name(path.path);
    if (!path.folder && std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end()) return std::string(name);
    if (!path.folder && name.ends_with(".pyc")) return "*.pyc";
    return {};
  };
  std::vector<std::string> reasons;
  reasons.reserve(paths.size());
  for (const ArchivePath& path : paths) reasons.push_back(reason(path));
  return reasons;
}

std::string game_folder(const std::vector<ArchivePath>& kept) {
  std::string here;
  for (int level = 0; level < kDescents; ++level) {
    std::set<std::string> folders;      // directly below
    std::set<std::string> with_python;  // those of them that hold a .py directly
    for (const ArchivePath& path : kept) {
      if (!path.path.starts_with(here)) continue;
      const std::string_view rest = std::string_view(path.path).substr(here.size());
      const std::size_t slash = rest.find('/');
      if (slash == std::string_view::npos) {
        if (!path.folder && is_python(rest)) return here;
        if (!path.folder) continue;
      }
      const std::string name(rest.substr(0, slash));
      if (name.empty() || name.starts_with("__") || name.starts_with(".")) continue;
      folders.insert(name);
      const bool directly = slash != std::string_view::npos && rest.find('/', slash + 1) == std::string_view::npos;
      if (directly && !path.folder && is_python(rest)) with_python.insert(name);
    }
    if (!with_python.empty()) here += *with_python.begin() + "/";
    else if (folders.size() == 1) here += *folders.begin() + "/";
    else return here;
  }
  return here;
}

bool is_python(std::string_view path) {
  const std::string_view name = base_name(path);
  return name.size() > 3 && equal_ignoring_case(name.substr(name.size() - 3), ".py");
}

}  // namespace recess::arcade
