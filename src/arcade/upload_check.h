// From what was sent to a version that may be stored: kind of file, archive or single script, main script, preview.
// Blocking reads of the sent files apart, these are rules; nothing is written here.
#pragma once

#include "arcade/game_rows.h"
#include "arcade/images.h"
#include "arcade/limits.h"
#include "arcade/unpack.h"
#include "kernel/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

// The texts of the form as typed.
struct TypedValues {
  std::string name;
  std::string authors;
  std::string description;
  std::string max_players;
};
// Trimmed, composed, cut to 32 and 64 characters. Refusals name the field: name_length, authors_length,
// description_length, max_players.
Result<GameValues> check_values(const TypedValues& typed);

struct Preview {
  ImageKind kind;
  std::string bytes;
};
// Refuses preview_type and preview_too_big.
Result<Preview> check_preview(std::string bytes, const UploadLimits& limits);

struct Prepared {
  std::vector<GameFile> files;  // by path
  VersionFacts facts;
  std::optional<Preview> preview;  // found among an archive's files
};

// Files that lie ready instead of an archive: the same rules for their paths and sizes.
Result<Prepared> prepare_tree(std::vector<GameFile> files, const UploadLimits& limits);

bool is_single_script(std::string_view bytes);  // that is: no archive

// `active` are the files of the version that is active now, for a single script, which replaces its scripts at the top
// and keeps the rest. Refusals: not_zip, unsupported_type, and those of an archive.
Result<Prepared> prepare(std::string_view file_name, std::string bytes, std::vector<GameFile> active,
                         std::string_view wanted_script, const UploadLimits& limits);

}  // namespace recess::arcade
