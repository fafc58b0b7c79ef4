// `recess serve`: builds every part and joins them.
#pragma once

#include "cli/command_line.h"
#include "kernel/settings.h"

namespace recess {

cli::Exit serve(const Settings& settings, bool welcome);

}  // namespace recess
