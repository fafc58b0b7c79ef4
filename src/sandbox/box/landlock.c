// Landlock: what the mounts and the network namespace say, said once more by another part of the kernel. Uses what the
// running kernel has (its ABI number) and nothing where it has none; the constants stand here because the headers of
// supported distributions end at ABI 3.
#define _GNU_SOURCE
#include "sandbox/box/box_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

struct ruleset {
  uint64_t files, ports, scopes;
};
struct __attribute__((packed)) path_rule {
  uint64_t allowed;
  int32_t parent;
};
struct port_rule {
  uint64_t allowed, port;
};

enum { kPathRule = 1, kPortRule = 2, kAskVersion = 1 };
enum { kBindTcp = 1, kConnectTcp = 2 };
enum { kScopeAbstractSockets = 1, kScopeSignals = 2 };
enum { kNoAuditLines = 1 };

#define EXECUTE (1ULL << 0)
#define WRITE_FILE (1ULL << 1)
#define READ_FILE (1ULL << 2)
#define READ_DIR (1ULL << 3)
#define MAKE_CHAR (1ULL << 6)
#define MAKE_BLOCK (1ULL << 11)
#define TRUNCATE (1ULL << 14)
#define ON_FILES (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | (1ULL << 15))
#define LOOK (READ_FILE | READ_DIR)

static uint64_t every_file_right(int abi) {
  if (abi >= 5) return (1ULL << 16) - 1;  // device ioctls
  if (abi >= 3) return (1ULL << 15) - 1;  // truncation
  if (abi >= 2) return (1ULL << 14) - 1;  // linking across folders
  return (1ULL << 13) - 1;
}

// Of /proc: what a process may want to know of itself. Not mountinfo and mounts, which name folders of the server. A
// rule holds on to an inode, and procfs makes a new one when the old name was forgotten: init.c keeps these in mind.
const char* const kRecessOwnProcFiles[] = {
    "/proc/2/status",  "/proc/2/stat",   "/proc/2/statm",   "/proc/2/cmdline", "/proc/2/comm",
    "/proc/2/environ", "/proc/2/limits", "/proc/2/maps",    "/proc/2/auxv",    "/proc/2/cgroup",
    "/proc/2/io",      "/proc/2/smaps",  "/proc/2/uid_map", "/proc/2/gid_map", NULL};

// A path that this box does not have needs no rule.
static int allow_path(int ruleset, const char* path, uint64_t rights) {
  int fd = open(path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT ? 0 : -1;
  struct stat found;
  struct path_rule rule = {.allowed = rights, .parent = fd};
  if (fstat(fd, &found) == 0 && !S_ISDIR(found.st_mode)) rule.allowed &= ON_FILES;
  int result = (int)syscall(SYS_landlock_add_rule, ruleset, kPathRule, &rule, 0);
  int error = errno;
  close(fd);
  errno = error;
  return result;
}

static int add_rules(int ruleset, int abi, int shared_memory) {
  const uint64_t every = every_file_right(abi);
  const uint64_t private_files = every & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK);
  const uint64_t device = READ_FILE | WRITE_FILE | TRUNCATE;
  // Its mount is read-only; left to say so itself, it says it in the words that authors know.
  const uint64_t game = LOOK | WRITE_FILE | TRUNCATE;
  const struct {
    const char* path;
    uint64_t rights;
  } rows[] = {
      {"/", READ_DIR},  // names are all that there is to see, and few
      {"/usr", LOOK | EXECUTE}, {"/bin", LOOK | EXECUTE}, {"/lib", LOOK | EXECUTE}, {"/lib64", LOOK | EXECUTE},
      {"/opt", LOOK | EXECUTE}, {"/runtime", LOOK},       {"/game", game},          {"/etc", LOOK},
      {"/dev/null", device},    {"/dev/zero", device},    {"/dev/full", device},    {"/dev/random", device},
      {"/dev/urandom", device}, {"/tmp", private_files},
  };
  for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    struct stat found;  // on merged systems /bin and /lib are links into /usr, which has its rule
    if (lstat(rows[i].path, &found) == 0 && S_ISLNK(found.st_mode)) continue;
    if (allow_path(ruleset, rows[i].path, rows[i].rights & every) != 0) return -1;
  }
  for (const char* const* file = kRecessOwnProcFiles; *file != NULL; ++file) {
    if (allow_path(ruleset, *file, READ_FILE) != 0) return -1;
  }
  if (shared_memory && allow_path(ruleset, "/dev/shm", private_files) != 0) return -1;
  if (abi >= 4) {
    struct port_rule hub = {kConnectTcp, RECESS_PORT};
    if (syscall(SYS_landlock_add_rule, ruleset, kPortRule, &hub, 0) != 0) return -1;
  }
  return 0;
}

static int restrict_by(int ruleset, int abi) {
  const unsigned flags = abi >= 7 ? kNoAuditLines : 0;  // or a game could fill the host's audit log
  return (int)syscall(SYS_landlock_restrict_self, ruleset, flags);
}

int recess_restrict_files_and_ports(struct recess_box* box) {
  if (!box->confinement.landlock) return 0;
  int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, kAskVersion);
  if (abi < 1) return 0;  // namespaces and the filter remain; the server notes the 0
  struct ruleset wanted = {.files = every_file_right(abi),
                           .ports = abi >= 4 ? kBindTcp | kConnectTcp : 0,
                           .scopes = abi >= 6 ? kScopeAbstractSockets | kScopeSignals : 0};
  const size_t known = abi >= 6 ? sizeof wanted : abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &wanted, known, 0);
  if (ruleset < 0) return -1;
  int result = add_rules(ruleset, abi, box->confinement.shared_memory_bytes > 0);
  if (result == 0) result = restrict_by(ruleset, abi);
  int error = errno;
  close(ruleset);
  errno = error;
  if (result == 0) box->landlock_abi = abi;
  return result;
}
