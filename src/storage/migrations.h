// How a store grows: numbered steps, forward only, each in its own transaction, recorded in schema_version. A store
// that is newer than the program is refused: guessing at columns it does not know would damage it.
#pragma once

#include "kernel/result.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace soci {
class session;
}

namespace recess::storage {

struct Migration {
  int number;             // 1, 2, 3 … without a gap
  std::string_view name;  // for the log: "ratings are unique"
  std::string_view sql;   // statements, each ended by ';' at the end of a line
};

// The number of the newest migration applied; 0 for an empty store.
int schema_version(soci::session& session);

// Applies what is missing. Before the first step on a store that holds something, `file` is copied beside itself as
// "<name>.before-<number>". Refusals: unavailable (a newer store), internal (a step failed; nothing of it remains).
Result<int> migrate(soci::session& session, const std::filesystem::path& file, std::span<const Migration> migrations);

}  // namespace recess::storage
