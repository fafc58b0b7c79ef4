// The sandbox's options from the settings: one place for `serve` and `sandbox-check`.
#pragma once

#include "kernel/settings.h"
#include "paths.h"
#include "sandbox/sandbox.h"

#include <filesystem>

namespace recess {

sandbox::Options sandbox_options(const Settings& settings, const std::filesystem::path& games,
                                 const ProgramFiles& files);

}  // namespace recess
