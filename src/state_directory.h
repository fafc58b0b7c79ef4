// The directory that holds everything worth keeping, used by one server at a time.
#pragma once

#include "kernel/result.h"
#include "kernel/unique_fd.h"

#include <chrono>
#include <filesystem>

namespace recess {

struct StateDirectory {
  std::filesystem::path path;  // absolute
  UniqueFd lock;               // held as long as this lives

  std::filesystem::path store() const { return path / "recess.db"; }
  std::filesystem::path games() const { return path / "games"; }
  std::filesystem::path consoles() const { return path / "consoles"; }
  std::filesystem::path sessions() const { return path / "sessions.json"; }
  std::filesystem::path screens() const { return path / "screens.json"; }
};

// Makes what is missing. Refusals: unavailable (not writable, with the command that would help), conflict (another
// server holds it; waits for it up to `patience`).
Result<StateDirectory> open_state_directory(const std::filesystem::path& path, std::chrono::seconds patience);

}  // namespace recess
