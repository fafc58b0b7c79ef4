#include "sandbox_options.h"

#include <algorithm>

namespace recess {

sandbox::Options sandbox_options(const Settings& settings, const std::filesystem::path& games,
                                 const ProgramFiles& files) {
  sandbox::Options options;
  options.games_root = games;
  options.runtime = files.runtime;
  options.python = settings.python;
  options.account = settings.game_runner;
  const std::int64_t pool =
      settings.warm_pool >= 0 ? settings.warm_pool : std::min<std::int64_t>(settings.max_concurrent_plays, 30);
  options.pool = static_cast<std::size_t>(pool);
  options.limits.memory_bytes = static_cast<std::uint64_t>(settings.play_memory_mb) << 20U;
  options.limits.tasks = static_cast<unsigned>(settings.play_tasks);
  options.limits.cpu_percent = static_cast<unsigned>(settings.play_cpu_percent);
  options.limits.output_bytes = static_cast<std::uint64_t>(settings.play_output_mb) << 20U;
  options.allow_weak = settings.allow_weak_sandbox != 0;
  return options;
}

}  // namespace recess
