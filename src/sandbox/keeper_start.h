// Starting this binary once more as the keeper.
#pragma once

#include "kernel/unique_fd.h"
#include "sandbox/sandbox.h"

namespace recess::sandbox {

// `socket` becomes descriptor 3 of the new process; nothing else is inherited but standard error. A pidfd, or empty if
// the process could not be made. The calling thread must live as long as the keeper shall: its end is the keeper's.
UniqueFd start_keeper_process(const KeeperCommand& command, int socket);

}  // namespace recess::sandbox
