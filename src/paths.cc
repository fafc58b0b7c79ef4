#include "paths.h"

namespace recess {

ProgramFiles program_files() {
  std::error_code failed;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", failed);
  std::filesystem::path share = executable.parent_path() / "share";
  if (!std::filesystem::exists(share / "web", failed)) share = executable.parent_path() / "../share/recess";
  return {share / "web", share / "runtime", share / "examples", share / "docs"};
}

}  // namespace recess
