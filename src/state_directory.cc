#include "state_directory.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace recess {

Result<StateDirectory> open_state_directory(const std::filesystem::path& path, std::chrono::seconds patience) {
  StateDirectory state;
  std::error_code failed;
  state.path = std::filesystem::absolute(path, failed).lexically_normal();
  std::filesystem::create_directories(state.path, failed);
  if (failed || ::access(state.path.c_str(), W_OK | X_OK) != 0) {
    const std::string why = failed ? failed.message() : std::strerror(errno);
    return refuse(Code::unavailable,
                  fmt::format("the state directory {} cannot be written: {}; try: chown {}:{} {}", state.path.string(),
                              why, ::getuid(), ::getgid(), state.path.string()));
  }
  // Games are read by another account than the server's; all that is private below here is closed by itself.
  for (const auto& folder : {state.games(), state.consoles()}) std::filesystem::create_directories(folder, failed);
  ::chmod(state.consoles().c_str(), 0700);

  const std::string lock = (state.path / "lock").string();
  state.lock.reset(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!state.lock) {
    return refuse(Code::unavailable, fmt::format("the state directory {} cannot be written: {}", state.path.string(),
                                                 std::strerror(errno)));
  }
  const auto until = std::chrono::steady_clock::now() + patience;
  while (::flock(state.lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= until) {
      return refuse(Code::conflict, fmt::format("another server uses the state directory {}", state.path.string()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return state;
}

}  // namespace recess
