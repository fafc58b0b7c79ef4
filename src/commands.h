// The commands that do one thing and end.
#pragma once

#include "cli/command_line.h"
#include "kernel/settings.h"

namespace recess {

cli::Exit add_account(const Settings& settings, const cli::AccountAdd& add);
cli::Exit migrate(const Settings& settings);
cli::Exit check_sandbox(const Settings& settings);
cli::Exit check_levels(const cli::LevelsCheck& check);

}  // namespace recess
