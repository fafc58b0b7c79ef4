#include "sandbox/keeper/keeper.h"

#include "kernel/unique_fd.h"
#include "sandbox/box/kernel_calls.h"
#include "sandbox/box/namespaces.h"
#include "sandbox/box/wire.h"
#include "sandbox/keeper/configuration.h"
#include "sandbox/keeper/outer.h"
#include "sandbox/keeper/watcher.h"
#include "sandbox/keeper/zygote_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

constexpr int kServer = 3;  // the socket to the server, as it was inherited

class Keeper {
 public:
  Keeper(KeeperConfiguration configuration, FolderTrees trees)
      : configuration_(std::move(configuration)), trees_(std::move(trees)) {}

  [[noreturn]] void run() {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    UniqueFd signals(signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    recess_message ready{};
    ready.kind = RECESS_KEEPER_READY;
    if (recess_send(kServer, &ready, nullptr, 0, nullptr, 0) != 0) _exit(0);
    for (;;) {
      std::array<pollfd, 2> watched{{{kServer, POLLIN, 0}, {signals.get(), POLLIN, 0}}};
      poll(watched.data(), watched.size(), -1);
      if (watched[1].revents != 0) reap(signals.get());
      if (watched[0].revents != 0) answer();
    }
  }

 private:
  // Ended zygotes, and the inits of boxes that outlived theirs.
  void reap(int signals) {
    signalfd_siginfo ignored{};
    while (read(signals, &ignored, sizeof ignored) > 0) {
    }
    int status = 0;
    for (pid_t dead = 0; (dead = waitpid(-1, &status, WNOHANG)) > 0;) {
      if (dead != zygote_) continue;
      zygote_ = 0;
      recess_message message{};
      message.kind = RECESS_ZYGOTE_EXITED;
      message.status = status;
      recess_send(kServer, &message, nullptr, 0, nullptr, 0);
    }
  }

  void answer() {
    recess_received received{};
    std::string payload(RECESS_MAX_PAYLOAD, '\0');
    const int got = recess_receive(kServer, &received, payload.data(), payload.size());
    if (got == 0 || (got < 0 && errno != EAGAIN)) _exit(0);  // the server is gone, and with us goes every box
    if (got < 0) return;
    payload.resize(received.payload_bytes);
    std::array<UniqueFd, RECESS_MAX_FDS> fds;
    for (unsigned i = 0; i < received.fd_count; ++i) fds[i].reset(received.fds[i]);
    if (received.message.kind == RECESS_START_ZYGOTE && received.fd_count == 2) {
      start_zygote(received.message.id, fds[0].get(), fds[1].get());
    } else if (received.message.kind == RECESS_OPEN_FOLDER) {
      open_folder(received.message, payload);
    }
  }

  void start_zygote(std::uint32_t id, int channel, int log) {
    if (zygote_ > 0) kill(zygote_, SIGKILL);  // its boxes live on
    zygote_ = spawn_zygote(configuration_, channel, log);
    if (zygote_ < 0) {
      zygote_ = 0;
      recess_tell_failure(kServer, id, "fork the zygote", errno);
    }
  }

  // Answers with a detached mount of one folder, read-only: what the game gets to see, and no way out of it.
  void open_folder(const recess_message& question, const std::string& payload) {
    const std::size_t cut = payload.find('\0');
    if (cut == std::string::npos) return recess_tell_failure(kServer, question.id, "read the question", EBADMSG);
    const std::string folder = payload.substr(0, cut);
    const std::string file = payload.substr(cut + 1);
    const int root = question.facts == RECESS_TREE_RUNTIME ? trees_.runtime.get() : trees_.games.get();
    UniqueFd place(recess_open_beneath(root, folder.c_str(), O_PATH | O_DIRECTORY));
    if (!place) return recess_tell_failure(kServer, question.id, "find the game's folder", errno);
    UniqueFd script(recess_open_beneath(place.get(), file.c_str(), O_RDONLY | O_NONBLOCK));
    struct stat found {};
    if (!script || fstat(script.get(), &found) != 0) {
      return recess_tell_failure(kServer, question.id, "open the main script", errno);
    }
    if (!S_ISREG(found.st_mode)) return recess_tell_failure(kServer, question.id, "open the main script", ENOENT);
    UniqueFd tree(recess_open_tree(place.get(), "", 0));
    if (!tree) return recess_tell_failure(kServer, question.id, "copy the folder's mount", errno);
    const unsigned closed = RECESS_READ_ONLY | RECESS_NO_SUID | RECESS_NO_DEV | RECESS_NO_EXEC;
    if (recess_set_mount(tree.get(), "", closed, 1) != 0) {
      return recess_tell_failure(kServer, question.id, "make the folder read-only", errno);
    }
    recess_message answer{};
    answer.kind = RECESS_FOLDER;
    answer.id = question.id;
    const int fd = tree.get();
    recess_send(kServer, &answer, nullptr, 0, &fd, 1);
  }

  const KeeperConfiguration configuration_;
  FolderTrees trees_;
  pid_t zygote_ = 0;
};

// The first message, before there is anything to keep.
std::optional<KeeperConfiguration> receive_configuration() {
  recess_received received{};
  std::string payload(RECESS_MAX_PAYLOAD, '\0');
  if (recess_receive(kServer, &received, payload.data(), payload.size()) != 1) return std::nullopt;
  if (received.message.kind != RECESS_CONFIGURE) return std::nullopt;
  payload.resize(received.payload_bytes);
  return parse_keeper_configuration(payload);
}

}  // namespace

int keeper_main(int, char**) {
  const pid_t server = getppid();
  auto configuration = receive_configuration();
  if (!configuration) {
    std::fputs("recess internal-keeper is started by the server itself; it has no use by hand.\n", stderr);
    return 2;
  }
  prctl(PR_SET_NAME, "recess-watcher");
  FolderTrees trees = open_trees_as_root(*configuration);
  const char* step = "";
  const OuterIds ids = choose_account(configuration->accounts);
  const pid_t child = clone_outer(ids);
  if (child < 0) {
    recess_tell_failure(kServer, 0, "make the outer namespaces", errno);
    return 1;
  }
  if (child > 0) {
    close(kServer);
    trees = {};
    return watch_keeper(child, server, configuration->groups);
  }
  prctl(PR_SET_NAME, "recess-keeper");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (enter_outer(ids, &step) != 0 || attach_trees(*configuration, trees, &step) != 0) {
    recess_tell_failure(kServer, 0, step, errno);
    _exit(1);
  }
  Keeper(std::move(*configuration), std::move(trees)).run();
}

}  // namespace recess::sandbox
