// The console of an ended play on disk: JSON lines, one object a console line, the first one saying what is missing and
// how the program failed. Blocking; for a Worker.
#pragma once

#include "arcade/console_log.h"
#include "kernel/result.h"
#include "sandbox/sandbox.h"

#include <filesystem>
#include <optional>

namespace recess::arcade {

struct KeptConsole {
  ConsoleLog log;
  std::optional<sandbox::LauncherReport> failure{};
};

// Replaces the file as a whole.
Result<> save_console(const std::filesystem::path& file, const KeptConsole& console);
// Refuses (not_found) what is not kept (any more).
Result<KeptConsole> load_console(const std::filesystem::path& file);

}  // namespace recess::arcade
