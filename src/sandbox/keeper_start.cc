#include "sandbox/keeper_start.h"

#include "sandbox/box/kernel_calls.h"
#include "sandbox/pidfd.h"

#include <csignal>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

// Between fork and exec of a process with threads: system calls only.
[[noreturn]] void become_keeper(const char* executable, char* const* argv, int socket) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number = 1; number < _NSIG; ++number) ::signal(number, SIG_DFL);
  ::setsid();  // a terminal's ^C is for the server, which decides what it means
  const int quiet = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const int high = ::fcntl(socket, F_DUPFD_CLOEXEC, 16);
  if (quiet < 0 || high < 0 || ::dup2(quiet, 0) < 0 || ::dup2(quiet, 1) < 0 || ::dup2(high, 3) < 0) ::_exit(126);
  recess_close_from(4);
  char* const nothing[] = {nullptr};
  ::execve(executable, argv, nothing);
  ::_exit(127);
}

}  // namespace

UniqueFd start_keeper_process(const KeeperCommand& command, int socket) {
  std::vector<std::string> words = command.arguments;
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) become_keeper(command.executable.c_str(), argv.data(), socket);
  return child > 0 ? open_pidfd(child) : UniqueFd();
}

}  // namespace recess::sandbox
