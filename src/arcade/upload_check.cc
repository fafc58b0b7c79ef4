#include "arcade/upload_check.h"

#include "arcade/archive_paths.h"
#include "arcade/game_files.h"
#include "arcade/scripts.h"
#include "arcade/unicode.h"
#include "arcade/zip_directory.h"
#include "kernel/text.h"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace recess::arcade {
namespace {

constexpr std::size_t kShortest = 2;
constexpr std::size_t kName = 32;
constexpr std::size_t kAuthors = 64;
constexpr std::size_t kDescription = 1024;

Error bad_value(std::string word, std::string field, std::string detail) {
  return Error{Code::invalid, std::move(detail), std::move(word), std::move(field)};
}

// One line: control characters become blanks.
std::string one_line(std::string_view typed, std::size_t most) {
  std::string text = to_nfc(trim(typed));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return std::string(trim(first_code_points(text, most)));
}

// Browsers send line ends as CR LF, and count them as one character.
std::string unix_lines(std::string_view typed) {
  std::string text;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == '\r' && i + 1 < typed.size() && typed[i + 1] == '\n') continue;
    text += typed[i] == '\r' ? '\n' : typed[i];
  }
  std::erase_if(text,
                [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
  return text;
}

bool is_top(std::string_view path) { return path.find('/') == std::string_view::npos; }

// The first by name whose stem begins with "preview" and whose content is a picture that may be one.
std::optional<Preview> find_preview(const std::vector<GameFile>& files, const UploadLimits& limits) {
  for (const GameFile& file : files) {
    if (!is_top(file.path) || !to_lower(file.path).starts_with("preview")) continue;
    if (auto preview = check_preview(file.bytes, limits)) return std::move(*preview);
  }
  return std::nullopt;
}

void note_own_library(const std::vector<GameFile>& files, std::vector<std::string>& notes) {
  const bool own = std::any_of(files.begin(), files.end(), [](const GameFile& file) {
    return file.path == "smartphone_connector.py" || file.path.starts_with("smartphone_connector/");
  });
  if (own) notes.emplace_back("the game's own copy of smartphone_connector is not used: the server has its own");
}

VersionFacts facts_of(const std::vector<GameFile>& files, std::string source, std::string_view wanted_script,
                      const std::vector<std::string>& notes) {
  VersionFacts facts;
  facts.source = std::move(source);
  facts.main_script = main_script(files, wanted_script);
  facts.files = static_cast<int>(files.size());
  for (const GameFile& file : files) facts.bytes += static_cast<std::int64_t>(file.bytes.size());
  facts.sha256 = hash_files(files);
  facts.has_reporting = has_reporting(files);
  facts.notes = boost::json::serialize(boost::json::array(notes.begin(), notes.end()));
  return facts;
}

Result<Prepared> prepare_archive(std::string_view bytes, std::string_view wanted_script, const UploadLimits& limits) {
  auto unpacked = unpack(bytes, limits);
  if (!unpacked) return unpacked.error();
  note_own_library(unpacked->files, unpacked->notes);
  Prepared prepared;
  prepared.facts = facts_of(unpacked->files, "upload_zip", wanted_script, unpacked->notes);
  prepared.preview = find_preview(unpacked->files, limits);
  prepared.files = std::move(unpacked->files);
  return prepared;
}

Result<Prepared> prepare_script(std::string_view file_name, std::string bytes, std::vector<GameFile> active,
                                const UploadLimits& limits) {
  if (auto text = decode_python(bytes); !text) return text.error();
  if (bytes.size() > limits.file_bytes) return refuse(Code::invalid, "the script is too big", "zip_entry_too_big");
  const std::string name = safe_script_name(file_name);
  std::vector<std::string> notes;
  std::erase_if(active, [&](const GameFile& file) {
    const bool script = is_top(file.path) && is_python(file.path);
    if (script && file.path != name) notes.push_back("removed: " + file.path + " (the new script stands alone)");
    return script || file.path == name;
  });
  active.push_back({name, std::move(bytes)});
  std::sort(active.begin(), active.end(), [](auto& a, auto& b) { return a.path < b.path; });
  Prepared prepared;
  prepared.facts = facts_of(active, "upload_py", name, notes);
  prepared.files = std::move(active);
  return prepared;
}

}  // namespace

Result<GameValues> check_values(const TypedValues& typed) {
  GameValues values;
  values.name = one_line(typed.name, kName);
  if (code_points(values.name) < kShortest) return bad_value("name_length", "name", "a name has 2 to 32 characters");
  values.authors = one_line(typed.authors, kAuthors);
  if (code_points(values.authors) < kShortest) {
    return bad_value("authors_length", "authors", "the authors have 2 to 64 characters");
  }
  values.description = to_nfc(unix_lines(typed.description));
  if (trim(values.description).empty()) {
    return bad_value("description_length", "description", "a description has 1 to 1024 characters");
  }
  if (code_points(values.description) > kDescription) {
    return bad_value("description_length", "description", "a description has 1 to 1024 characters");
  }
  const auto players = typed.max_players.empty() ? 1 : parse_integer(trim(typed.max_players)).value_or(0);
  if (players < 1 || players > 16) return bad_value("max_players", "max_players", "1 to 16 players can play");
  values.max_players = static_cast<int>(players);
  return values;
}

Result<Preview> check_preview(std::string bytes, const UploadLimits& limits) {
  if (bytes.size() > limits.preview_bytes) {
    return bad_value("preview_too_big", "preview", "a preview has at most 5 MiB");
  }
  const auto kind = image_kind(bytes);
  if (!kind) return bad_value("preview_type", "preview", "a preview is a PNG, JPEG, GIF, WebP or BMP picture");
  if (kind->width > limits.preview_side || kind->height > limits.preview_side) {
    return bad_value("preview_too_big", "preview", "a preview has at most 8192 by 8192 pixels");
  }
  return Preview{*kind, std::move(bytes)};
}

Result<Prepared> prepare_tree(std::vector<GameFile> files, const UploadLimits& limits) {
  std::vector<ArchivePath> paths;
  std::uint64_t total = 0;
  for (const GameFile& file : files) {
    auto path = check_path(file.path, limits);
    if (!path) return path.error();
    paths.push_back(std::move(*path));
    total += file.bytes.size();
  }
  if (auto fine = check_together(paths); !fine) return fine.error();
  if (files.size() > limits.entries || total > limits.unpacked_bytes) {
    return refuse(Code::invalid, "the game is too big", "zip_total_too_big");
  }
  if (top_scripts(files).empty()) return refuse(Code::invalid, "there is no Python script in it", "no_main_script");
  Prepared prepared;
  prepared.facts = facts_of(files, "upload_zip", "", {});
  prepared.preview = find_preview(files, limits);
  prepared.files = std::move(files);
  return prepared;
}

bool is_single_script(std::string_view bytes) { return !looks_like_zip(bytes); }

Result<Prepared> prepare(std::string_view file_name, std::string bytes, std::vector<GameFile> active,
                         std::string_view wanted_script, const UploadLimits& limits) {
  if (!is_single_script(bytes)) return prepare_archive(bytes, wanted_script, limits);
  if (to_lower(file_name).ends_with(".zip")) {
    return refuse(Code::invalid, "the file is called .zip but is no ZIP archive", "not_zip");
  }
  if (!is_python(file_name)) {
    return refuse(Code::invalid, "a game is a ZIP archive or a Python script (.py)", "unsupported_type");
  }
  return prepare_script(file_name, std::move(bytes), std::move(active), limits);
}

}  // namespace recess::arcade
