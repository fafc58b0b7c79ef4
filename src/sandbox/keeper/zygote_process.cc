#include "sandbox/keeper/zygote_process.h"

#include "sandbox/box/kernel_calls.h"
#include "sandbox/box/wire.h"
#include "sandbox/keeper/base_root.h"
#include "sandbox/keeper/outer.h"

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

// The interpreter by its real name, and the prefix that must be brought along when that is not under /usr.
struct Interpreter {
  std::string path;
  std::string home;
};

Interpreter find_interpreter(const std::string& python) {
  std::array<char, PATH_MAX> real{};
  if (realpath(python.c_str(), real.data()) == nullptr) return {python, ""};
  const std::string path = real.data();
  if (path.starts_with("/usr/") || path.starts_with("/bin/")) return {path, ""};
  const auto folder = path.rfind('/');
  const auto prefix = folder == 0 || folder == std::string::npos ? std::string::npos : path.rfind('/', folder - 1);
  if (prefix == 0 || prefix == std::string::npos) return {path, path.substr(0, folder)};
  return {path, path.substr(0, prefix)};
}

// All that every game will find in its environment, beside the id of its play.
std::vector<std::string> environment(const std::string& time_zone) {
  std::vector<std::string> lines{"PATH=/usr/bin:/bin",
                                 "HOME=/tmp",
                                 "LANG=C.UTF-8",
                                 "PYTHONUNBUFFERED=1",
                                 "PYTHONDONTWRITEBYTECODE=1",
                                 "PYTHONIOENCODING=utf-8:backslashreplace",
                                 "NO_PROXY=*",
                                 "MALLOC_ARENA_MAX=2"};  // or each thread reserves 64 MB of addresses
  if (!time_zone.empty()) lines.push_back("TZ=" + time_zone);
  return lines;
}

void forget_signals() {
  for (int number = 1; number < _NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool install_descriptors(int channel, int log) {
  const int quiet = open("/dev/null", O_RDWR | O_CLOEXEC);
  const int high_channel = fcntl(channel, F_DUPFD_CLOEXEC, 16);
  const int high_log = fcntl(log, F_DUPFD_CLOEXEC, 16);
  if (quiet < 0 || high_channel < 0 || high_log < 0) return false;
  if (dup2(quiet, 0) < 0 || dup2(high_log, 1) < 0 || dup2(high_log, 2) < 0 || dup2(high_channel, 3) < 0) return false;
  return recess_close_from(4) == 0;
}

struct Arguments {
  std::vector<char*> argv;
  std::vector<char*> envp;
};

[[noreturn]] void become_python(const recess_base_root& base, const Arguments& arguments, int channel, int log) {
  forget_signals();
  setsid();
  const char* step = "";
  if (recess_enter_base_root(&base, &step) != 0) {
    recess_tell_failure(channel, 0, step, errno);
    _exit(1);
  }
  if (!install_descriptors(channel, log)) _exit(1);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // Capabilities end with this call: the account is not root, here or anywhere.
  execve(arguments.argv[0], arguments.argv.data(), arguments.envp.data());
  recess_tell_failure(3, 0, "execute Python", errno);
  _exit(1);
}

}  // namespace

pid_t spawn_zygote(const KeeperConfiguration& configuration, int channel, int log) {
  // Everything that allocates happens before the clone.
  Interpreter interpreter = find_interpreter(configuration.python);
  std::vector<std::string> words{interpreter.path, "-I", "-B", "/runtime/recess_launcher/zygote.py"};
  std::vector<std::string> lines = environment(configuration.time_zone);
  Arguments arguments;
  for (auto& word : words) arguments.argv.push_back(word.data());
  for (auto& line : lines) arguments.envp.push_back(line.data());
  arguments.argv.push_back(nullptr);
  arguments.envp.push_back(nullptr);
  recess_base_root base{};
  base.scratch = kScratch;
  base.runtime = kRuntimePlace;
  base.python_home = interpreter.home.empty() ? nullptr : interpreter.home.c_str();
  base.account = configuration.account_name.c_str();
  base.memory_devices = configuration.memory_devices ? 1 : 0;
  const pid_t child = recess_clone(CLONE_NEWNS, nullptr);
  if (child == 0) become_python(base, arguments, channel, log);
  return child;
}

}  // namespace recess::sandbox
