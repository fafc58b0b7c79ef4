// `recess state ...`: worlds and Steps' progress on disk, looked at, copied and mended from the command line.
#pragma once

#include "cli/command_line.h"
#include "kernel/settings.h"

namespace recess {

cli::Exit state_command(const Settings& settings, const cli::State& command);

}  // namespace recess
