// What people do with the file from the command line: look, copy, check, mend, carry elsewhere. All of it blocks.
#pragma once

#include "journal/types.h"

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace recess::journal {

inline constexpr int kExportMajor = 1;  // a reader refuses a higher one
inline constexpr int kExportMinor = 0;

using Progress = std::function<void(std::string_view what, std::int64_t done, std::int64_t all)>;

// Reads everything: SQLite's own check, every row, every snapshot. Empty: nothing is wrong. Works beside a server.
Result<std::vector<std::string>> find_damage(const std::filesystem::path& file, const Progress& progress);

// A consistent copy, while a server writes or not; appears under its name only when it is whole. Refuses to overwrite.
Result<> back_up(const std::filesystem::path& file, const std::filesystem::path& copy, const Progress& progress);

// Writes what can be read and fits into the new file `mended`: per stream the snapshots that fit and the rows up to the
// first damage behind the newest of them. The lines say what was kept and what was lost.
Result<std::vector<std::string>> mend(const std::filesystem::path& file, const std::filesystem::path& mended,
                                      const Progress& progress);

// One JSON document with every stream, snapshot and row.
Result<> export_to(const std::filesystem::path& file, std::FILE* out, const Progress& progress);
// Refuses what is not such a document, or has a newer major version; then there is no new file.
Result<> import_from(std::string document, const std::filesystem::path& new_file, const Progress& progress);

// Drops rows that no kept snapshot needs, whatever the size, and gives the space back.
Result<> compact(const std::filesystem::path& file);

// "worlds.db.KIND-1", or the next number that is free: a name beside the file for what must not be lost.
std::filesystem::path name_beside(const std::filesystem::path& file, std::string_view kind);
// Copies the file with its -wal; for before a repair, when SQLite may not be able to read it. Blocks.
Result<> copy_as_is(const std::filesystem::path& file, const std::filesystem::path& copy);
// Puts `fresh` in the file's place.
Result<> replace(const std::filesystem::path& file, const std::filesystem::path& fresh);

}  // namespace recess::journal
