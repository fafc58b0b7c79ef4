// Making the zygote: a copy of the keeper that moves into the base root and becomes Python.
#pragma once

#include "sandbox/keeper/configuration.h"

#include <sys/types.h>

namespace recess::sandbox {

// `channel` becomes descriptor 3, `log` 1 and 2. What goes wrong before Python runs is told on the channel. The child's
// pid, or -1 with errno.
pid_t spawn_zygote(const KeeperConfiguration& configuration, int channel, int log);

}  // namespace recess::sandbox
