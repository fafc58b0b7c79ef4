#include "sandbox/keeper/outer.h"

#include "sandbox/box/kernel_calls.h"
#include "sandbox/box/namespaces.h"
#include "sandbox/box/wire.h"

#include <cerrno>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace recess::sandbox {

const char* const kScratch = "/tmp";
const char* const kRuntimePlace = "/tmp/runtime";

namespace {
constexpr const char* kGamesPlace = "/tmp/games";

// Takes or leaves the effective ids only: the real ones, root's, come back afterwards. A process that changed its ids
// is not "dumpable", and its /proc files, through which the child maps its account, would belong to root.
bool take_effective(uid_t uid, gid_t gid) {
  const bool taken = setegid(gid) == 0 && seteuid(uid) == 0;
  prctl(PR_SET_DUMPABLE, 1);
  return taken;
}

bool leave_effective() { return seteuid(0) == 0 && setegid(0) == 0; }

}  // namespace

FolderTrees open_trees_as_root(const KeeperConfiguration& configuration) {
  FolderTrees trees;
  if (geteuid() != 0) return trees;
  trees.games.reset(recess_open_tree(AT_FDCWD, configuration.games_root.c_str(), 1));
  trees.runtime.reset(recess_open_tree(AT_FDCWD, configuration.runtime.c_str(), 1));
  return trees;
}

OuterIds choose_account(const std::vector<uid_t>& accounts) {
  if (geteuid() != 0) return {geteuid(), getegid(), false};
  for (const uid_t account : accounts) {
    const bool possible = take_effective(account, account);
    if (leave_effective() && possible) return {account, account, true};
  }
  return {0, 0, true};
}

pid_t clone_outer(const OuterIds& ids) {
  if (ids.uid == 0) {  // a box mapped to root would have no process limit and read root's files
    errno = EPERM;
    return -1;
  }
  if (ids.root) {
    setgroups(0, nullptr);
    if (!take_effective(ids.uid, ids.gid)) return -1;
  }
  const pid_t child = recess_clone(
      CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
      nullptr);
  const int error = errno;
  if (child != 0 && ids.root && !leave_effective()) _exit(1);
  errno = error;
  return child;
}

int enter_outer(const OuterIds& ids, const char** step) {
  *step = "map the account";
  if (recess_map_account(ids.uid, ids.gid) != 0) return -1;
  constexpr unsigned inner = RECESS_INNER_ID;
  if (setresgid(inner, inner, inner) != 0 || setresuid(inner, inner, inner) != 0) return -1;
  prctl(PR_SET_DUMPABLE, 1);
  *step = "bring up loopback";
  if (sethostname("recess", 6) != 0) return -1;
  return recess_bring_up_loopback();
}

int attach_trees(const KeeperConfiguration& configuration, FolderTrees& trees, const char** step) {
  *step = "make host mounts slaves";  // mounts made later on the host arrive; ours never go there
  if (mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) return -1;
  *step = "open the games folder";
  if (!trees.games) trees.games.reset(recess_open_tree(AT_FDCWD, configuration.games_root.c_str(), 1));
  if (!trees.games) return -1;
  *step = "open the runtime folder";
  if (!trees.runtime) trees.runtime.reset(recess_open_tree(AT_FDCWD, configuration.runtime.c_str(), 1));
  if (!trees.runtime) return -1;
  *step = "attach games and runtime";
  if (mount("tmpfs", kScratch, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,nr_inodes=16,mode=0755") != 0) return -1;
  if (mkdir(kGamesPlace, 0755) != 0 || mkdir(kRuntimePlace, 0755) != 0) return -1;
  if (recess_attach_tree(trees.games.get(), kGamesPlace) != 0) return -1;
  if (recess_attach_tree(trees.runtime.get(), kRuntimePlace) != 0) return -1;
  trees.games.reset(open(kGamesPlace, O_PATH | O_DIRECTORY | O_CLOEXEC));
  trees.runtime.reset(open(kRuntimePlace, O_PATH | O_DIRECTORY | O_CLOEXEC));
  return trees.games && trees.runtime ? 0 : -1;
}

}  // namespace recess::sandbox
