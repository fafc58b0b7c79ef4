#include "sandbox/pidfd.h"

#include <cerrno>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {

UniqueFd open_pidfd(pid_t pid) { return UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))); }

bool signal_pidfd(int pidfd, int signal) { return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0; }

pid_t pid_of(int pidfd) {
  std::ifstream info("/proc/self/fdinfo/" + std::to_string(pidfd));
  for (std::string word; info >> word;) {
    pid_t pid = 0;
    if (word == "Pid:" && info >> pid) return pid > 0 ? pid : 0;
  }
  return 0;
}

bool wait_pidfd(int pidfd, int timeout_ms) {
  pollfd watched{pidfd, POLLIN, 0};
  int ready = 0;
  do {
    ready = poll(&watched, 1, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

void reap_pidfd(int pidfd) {
  constexpr auto by_pidfd = static_cast<idtype_t>(3);  // P_PIDFD, which older headers lack
  siginfo_t ignored{};
  waitid(by_pidfd, static_cast<id_t>(pidfd), &ignored, WEXITED | WNOHANG);
}

}  // namespace recess::sandbox
