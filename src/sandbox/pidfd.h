// Processes by descriptor: a number may be somebody else's by the time a signal arrives, a descriptor never is.
#pragma once

#include "kernel/unique_fd.h"

#include <sys/types.h>

namespace recess::sandbox {

UniqueFd open_pidfd(pid_t pid);
// False if it is gone already.
bool signal_pidfd(int pidfd, int signal);
// The number this process knows it by; 0 if it is gone.
pid_t pid_of(int pidfd);
// Waits at most so long for its end. True: it ended.
bool wait_pidfd(int pidfd, int timeout_ms);
// For a child: takes its status, so that no zombie stays.
void reap_pidfd(int pidfd);

}  // namespace recess::sandbox
