// System calls by number: the C library of the oldest supported distribution wraps none of the new mount calls, and
// Landlock has no wrappers anywhere. Numbers and structs that its headers lack stand here as the kernel defines them.
#ifndef RECESS_SANDBOX_KERNEL_CALLS_H
#define RECESS_SANDBOX_KERNEL_CALLS_H

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

// As <linux/mount.h>, which cannot be included beside <sys/mount.h> everywhere.
enum {
  RECESS_TREE_CLONE = 1,
  RECESS_TREE_CLOEXEC = 02000000,
  RECESS_AT_RECURSIVE = 0x8000,
  RECESS_AT_EMPTY_PATH = 0x1000,
  RECESS_MOVE_FROM_EMPTY = 0x4,
  RECESS_READ_ONLY = 0x1,
  RECESS_NO_SUID = 0x2,
  RECESS_NO_DEV = 0x4,
  RECESS_NO_EXEC = 0x8,
};

// A detached copy of the mount at `path` (relative to `at`); with an empty path, of `at` itself.
int recess_open_tree(int at, const char* path, int recursive);
// Attaches a detached mount at `path`.
int recess_attach_tree(int tree, const char* path);
// Sets RECESS_READ_ONLY and its like on a mount, with everything below it if `recursive`.
int recess_set_mount(int at, const char* path, unsigned attributes, int recursive);
// Opens `path` (O_PATH) strictly beneath `at`, following no link of any kind.
int recess_open_beneath(int at, const char* path, int flags);

// Like fork(), with namespaces; no at-fork handlers run and the C library keeps a stale thread id, so the child makes
// only system calls, or forks again. `pidfd` may be null.
pid_t recess_clone(uint64_t flags, int* pidfd);
int recess_close_from(unsigned first);

#ifdef __cplusplus
}
#endif
#endif
