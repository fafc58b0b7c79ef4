// The outer namespaces, around all boxes: whose account they belong to, and what of the host is seen in them.
#pragma once

#include "kernel/unique_fd.h"
#include "sandbox/keeper/configuration.h"

#include <vector>

#include <sys/types.h>

namespace recess::sandbox {

// First detached mounts, later descriptors of the places they were attached to.
struct FolderTrees {
  UniqueFd games;
  UniqueFd runtime;
};

struct OuterIds {
  uid_t uid = 0;
  gid_t gid = 0;
  bool root = false;  // the server is root, and `uid` is somebody else
};

// Root can reach folders that the keeper's account cannot, so it opens them before the account changes. Without the
// right to (no root, or a container's root) the trees stay empty and attach_trees opens them by name.
FolderTrees open_trees_as_root(const KeeperConfiguration& configuration);

// For root the first of `accounts` that this process can become; for anybody else, themselves.
OuterIds choose_account(const std::vector<uid_t>& accounts);

// Forks into new user, mount, process, network, IPC, host name and control group namespaces, owned by the account. The
// child's pid, 0 in the child, or -1 with errno.
pid_t clone_outer(const OuterIds& ids);

// In the child: maps the account, lets go of every other id, brings up loopback. 0, or -1 with errno and the step.
int enter_outer(const OuterIds& ids, const char** step);

// In the child: puts the two folders where they can be resolved beneath, and makes `trees` descriptors of them.
int attach_trees(const KeeperConfiguration& configuration, FolderTrees& trees, const char** step);

// Where attach_trees puts the runtime.
extern const char* const kRuntimePlace;
// A folder that every system has, covered by scratch file systems.
extern const char* const kScratch;

}  // namespace recess::sandbox
