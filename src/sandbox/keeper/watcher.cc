#include "sandbox/keeper/watcher.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <system_error>
#include <thread>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {

void remove_group_tree(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  // A group is busy until the kernel has let go of its last process, some milliseconds after that ended.
  for (int attempt = 0; attempt < 100; ++attempt) {
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.is_directory(error)) ::rmdir(entry.path().c_str());
    }
    if (::rmdir(folder.c_str()) == 0 || errno != EBUSY) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

int watch_keeper(pid_t keeper, pid_t server, const std::vector<std::string>& groups) {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGCHLD);
  sigaddset(&watched, SIGTERM);
  sigaddset(&watched, SIGINT);  // a terminal's ^C goes to the whole foreground group; the server decides what it means
  sigprocmask(SIG_BLOCK, &watched, nullptr);
  // From here on the server's end arrives as SIGTERM, however it came about. The server may have ended before: then
  // this process has another parent already, and the keeper sees the end of its socket.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  int status = 0;
  while (waitpid(keeper, &status, WNOHANG) == 0) {
    const int signal = sigwaitinfo(&watched, nullptr);
    if (signal == SIGTERM) kill(keeper, SIGKILL);
  }
  if (getppid() != server) {
    for (const auto& group : groups) remove_group_tree(group);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace recess::sandbox
