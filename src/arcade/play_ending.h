// From how a process ended to why a play ended. The launcher's report comes from a process that the game shares: it may
// only explain an exit status that the kernel reported, never contradict it.
#pragma once

#include "arcade/play_state.h"
#include "sandbox/sandbox.h"

#include <optional>

namespace recess::arcade {

EndNote note_for(const sandbox::Ending& ending, const std::optional<sandbox::LauncherReport>& report,
                 bool connector_made);

}  // namespace recess::arcade
