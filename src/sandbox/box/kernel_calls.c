#define _GNU_SOURCE
#include "sandbox/box/kernel_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

struct mount_attributes {
  uint64_t set, clear, propagation, userns_fd;
};
struct open_how_bytes {
  uint64_t flags, mode, resolve;
};
struct clone_arguments {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

int recess_open_tree(int at, const char* path, int recursive) {
  unsigned flags = RECESS_TREE_CLONE | RECESS_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW;
  if (*path == '\0') flags |= RECESS_AT_EMPTY_PATH;
  if (recursive) flags |= RECESS_AT_RECURSIVE;
  return (int)syscall(SYS_open_tree, at, path, flags);
}

int recess_attach_tree(int tree, const char* path) {
  return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, path, RECESS_MOVE_FROM_EMPTY);
}

int recess_set_mount(int at, const char* path, unsigned attributes, int recursive) {
  struct mount_attributes wanted = {.set = attributes};
  unsigned flags = (*path == '\0' ? RECESS_AT_EMPTY_PATH : 0) | (recursive ? RECESS_AT_RECURSIVE : 0);
  return (int)syscall(SYS_mount_setattr, at, path, flags, &wanted, sizeof wanted);
}

int recess_open_beneath(int at, const char* path, int flags) {
  const uint64_t no_magic_links = 0x02, no_symlinks = 0x04, beneath = 0x08;
  struct open_how_bytes how = {.flags = (uint64_t)(unsigned)flags | O_CLOEXEC,
                               .resolve = no_magic_links | no_symlinks | beneath};
  return (int)syscall(SYS_openat2, at, path, &how, sizeof how);
}

pid_t recess_clone(uint64_t flags, int* pidfd) {
  const uint64_t want_pidfd = 0x1000;
  struct clone_arguments arguments;
  memset(&arguments, 0, sizeof arguments);
  arguments.flags = flags | (pidfd != NULL ? want_pidfd : 0);
  arguments.pidfd = (uint64_t)(uintptr_t)pidfd;
  arguments.exit_signal = SIGCHLD;
  return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

int recess_close_from(unsigned first) { return (int)syscall(SYS_close_range, first, ~0U, 0U); }
