// Theory of operation. Everything the new root takes from the host is first opened as a detached mount, because the new
// tmpfs may cover the very folder it comes from. Then the tmpfs is mounted, filled with empty folders and small files,
// the detached mounts are attached read-only, and pivot_root makes it all there is. The tmpfs itself ends read-only: a
// writable one would be memory without bound.
#define _GNU_SOURCE
#include "sandbox/keeper/base_root.h"

#include "sandbox/box/kernel_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { kTreeCount = 16 };

// A thing taken from the host: where it is, where it goes (relative to the new root), how it is mounted.
struct taken {
  const char* from;
  const char* to;
  unsigned attributes;
  int is_file;
  int optional;
  int tree;
};

struct text_file {
  const char* path;
  const char* text;
};

static const struct text_file kFiles[] = {
    {"etc/hosts", "127.0.0.1 localhost game\n"},
    {"etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n"},
    {"etc/resolv.conf", ""},
};

static const char* const kFolders[] = {"usr", "etc", "dev", "dev/shm", "game", "runtime", "tmp", "proc"};
// Links into /usr where the host has merged them, folders of their own elsewhere.
static const char* const kLibraryFolders[] = {"bin", "sbin", "lib", "lib32", "lib64", "libx32"};
static const struct text_file kDeviceLinks[] = {
    {"dev/fd", "/proc/self/fd"}, {"dev/stdin", "fd/0"}, {"dev/stdout", "fd/1"}, {"dev/stderr", "fd/2"}};
// Copied, not bound: they are replaced by renaming on the host, and a bound one would stay the old.
static const char* const kCopies[] = {"etc/ld.so.cache", "etc/localtime"};

static int open_trees(struct taken* trees, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    if (trees[i].from == NULL) continue;
    trees[i].tree = recess_open_tree(AT_FDCWD, trees[i].from, !trees[i].is_file);
    if (trees[i].tree < 0 && !(trees[i].optional && errno == ENOENT)) return -1;
  }
  return 0;
}

// mkdir -p for a relative path.
static int make_folders(const char* path) {
  char part[1024];
  if (strlen(path) >= sizeof part) {
    errno = ENAMETOOLONG;
    return -1;
  }
  for (size_t i = 0;; ++i) {
    if ((path[i] == '/' && i > 0) || path[i] == '\0') {
      memcpy(part, path, i);
      part[i] = '\0';
      if (mkdir(part, 0755) != 0 && errno != EEXIST) return -1;
      if (path[i] == '\0') return 0;
    }
  }
}

static int make_file(const char* path, const char* text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return -1;
  size_t length = strlen(text);
  int result = write(fd, text, length) == (ssize_t)length ? 0 : -1;
  close(fd);
  return result;
}

// The account that games run as, beside root and nobody.
static int make_accounts(const char* account) {
  char text[512];
  int length = snprintf(text, sizeof text,
                        "root:x:0:0:root:/:/usr/sbin/nologin\n%s:x:1000:1000:game:/tmp:/usr/sbin/nologin\n"
                        "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n",
                        account);
  if (length < 0 || (size_t)length >= sizeof text || make_file("etc/passwd", text) != 0) return -1;
  snprintf(text, sizeof text, "root:x:0:\n%s:x:1000:\nnogroup:x:65534:\n", account);
  return make_file("etc/group", text);
}

static int copy_file(int from, const char* to) {
  char block[16384];
  int fd = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return -1;
  ssize_t got;
  int result = 0;
  while (result == 0 && (got = read(from, block, sizeof block)) > 0) {
    if (write(fd, block, (size_t)got) != got) result = -1;
  }
  close(fd);
  return result;
}

static int fill(const struct recess_base_root* base, const struct taken* trees, unsigned count, const int* copies) {
  for (unsigned i = 0; i < sizeof kFolders / sizeof kFolders[0]; ++i) {
    if (mkdir(kFolders[i], 0755) != 0) return -1;
  }
  if (make_accounts(base->account) != 0) return -1;
  for (unsigned i = 0; i < sizeof kFiles / sizeof kFiles[0]; ++i) {
    if (make_file(kFiles[i].path, kFiles[i].text) != 0) return -1;
  }
  for (unsigned i = 0; i < sizeof kDeviceLinks / sizeof kDeviceLinks[0]; ++i) {
    if (symlink(kDeviceLinks[i].text, kDeviceLinks[i].path) != 0) return -1;
  }
  for (unsigned i = 0; i < sizeof kCopies / sizeof kCopies[0]; ++i) {
    if (copies[i] >= 0 && copy_file(copies[i], kCopies[i]) != 0) return -1;
  }
  for (unsigned i = 0; i < count; ++i) {
    if (trees[i].from == NULL || trees[i].tree < 0) continue;
    if ((trees[i].is_file ? make_file(trees[i].to, "") : make_folders(trees[i].to)) != 0) return -1;
    if (recess_attach_tree(trees[i].tree, trees[i].to) != 0) return -1;
    if (recess_set_mount(AT_FDCWD, trees[i].to, trees[i].attributes, !trees[i].is_file) != 0) return -1;
  }
  return 0;
}

// Either a link like the host's, or (added to `trees`) the folder itself.
static unsigned add_library_folders(struct taken* trees, unsigned count, char links[][64]) {
  for (unsigned i = 0; i < sizeof kLibraryFolders / sizeof kLibraryFolders[0]; ++i) {
    static char paths[sizeof kLibraryFolders / sizeof kLibraryFolders[0]][16];
    snprintf(paths[i], sizeof paths[i], "/%s", kLibraryFolders[i]);
    struct stat found;
    links[i][0] = '\0';
    if (lstat(paths[i], &found) != 0) continue;
    if (S_ISLNK(found.st_mode)) {
      ssize_t length = readlink(paths[i], links[i], 63);
      links[i][length > 0 ? length : 0] = '\0';
    } else if (count < kTreeCount) {
      trees[count++] =
          (struct taken){paths[i], kLibraryFolders[i], RECESS_READ_ONLY | RECESS_NO_SUID | RECESS_NO_DEV, 0, 0, -1};
    }
  }
  return count;
}

// A new procfs for the zygote's process namespace, which boxes need to see before the kernel lets them mount theirs;
// where it is refused, the old one, for trusted code only: boxes cover it.
static int mount_proc(int host_proc) {
  if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0) return 0;
  return host_proc < 0 ? -1 : recess_attach_tree(host_proc, "proc");
}

static int pivot(void) {
  if (syscall(SYS_pivot_root, ".", ".") != 0) return -1;
  if (umount2(".", MNT_DETACH) != 0) return -1;  // the old root lies on top of the new one
  return chdir("/");
}

int recess_enter_base_root(const struct recess_base_root* base, const char** step) {
  const unsigned library = RECESS_READ_ONLY | RECESS_NO_SUID | RECESS_NO_DEV;
  const unsigned device = RECESS_READ_ONLY | RECESS_NO_SUID | RECESS_NO_EXEC;
  struct taken trees[kTreeCount] = {
      {"/usr", "usr", library, 0, 0, -1},
      {base->runtime, "runtime", library, 0, 0, -1},
      {"/etc/alternatives", "etc/alternatives", library | RECESS_NO_EXEC, 0, 1, -1},
      {"/dev/null", "dev/null", device, 1, 0, -1},
      {"/dev/random", "dev/random", device, 1, 0, -1},
      {"/dev/urandom", "dev/urandom", device, 1, 0, -1},
      {base->memory_devices ? "/dev/zero" : NULL, "dev/zero", device, 1, 1, -1},
      {base->memory_devices ? "/dev/full" : NULL, "dev/full", device, 1, 1, -1},
      {base->python_home, base->python_home != NULL ? base->python_home + 1 : NULL, library, 0, 0, -1},
  };
  enum { kFixed = 9 };
  char links[sizeof kLibraryFolders / sizeof kLibraryFolders[0]][64];
  unsigned count = add_library_folders(trees, kFixed, links);
  int copies[sizeof kCopies / sizeof kCopies[0]] = {open("/etc/ld.so.cache", O_RDONLY | O_CLOEXEC),
                                                    open("/etc/localtime", O_RDONLY | O_CLOEXEC)};
  int host_proc = recess_open_tree(AT_FDCWD, "/proc", 1);
  umask(022);

  *step = "open the system folders";
  if (open_trees(trees, count) != 0) return -1;
  *step = "mount the base root";
  if (mount("tmpfs", base->scratch, "tmpfs", MS_NOSUID, "size=2m,nr_inodes=512,mode=0755") != 0) return -1;
  if (chdir(base->scratch) != 0) return -1;
  *step = "fill the base root";
  if (fill(base, trees, count, copies) != 0) return -1;
  for (unsigned i = 0; i < sizeof kLibraryFolders / sizeof kLibraryFolders[0]; ++i) {
    if (links[i][0] != '\0' && symlink(links[i], kLibraryFolders[i]) != 0) return -1;
  }
  *step = "mount /proc in the base root";
  if (mount_proc(host_proc) != 0) return -1;
  *step = "leave the host's root";
  if (pivot() != 0) return -1;
  *step = "close the base root";
  return recess_set_mount(AT_FDCWD, "/", RECESS_READ_ONLY | RECESS_NO_SUID | RECESS_NO_DEV, 0);
}
