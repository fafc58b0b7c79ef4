// The system call filter: an allow list, compiled once per profile to the kernel's own bytes, which boxes install.
#pragma once

#include "kernel/result.h"
#include "sandbox/sandbox.h"

#include <string>

namespace recess::sandbox {

// A classic BPF program for this processor. Calls that are not listed get ENOSYS, so that newer C libraries fall back
// to what is; calls known to be dangerous get EPERM, so that a game's author sees a PermissionError; calls of another
// processor's numbering kill the process.
Result<std::string> compile_filter(Profile profile);

}  // namespace recess::sandbox
