// libseccomp has a trap: a rule without arguments for a call silently replaces the rules with arguments that the same
// call already has. So every call stands in exactly one place here: in a list, or in one function of its own.
#include "sandbox/seccomp_filter.h"

#include <array>
#include <cerrno>
#include <memory>
#include <span>
#include <string_view>

#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "kernel/unique_fd.h"

namespace recess::sandbox {
namespace {

constexpr std::array kAllowed = std::to_array<const char*>(
    {// files
     "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "open",
     "openat", "openat2", "creat", "close", "close_range", "stat", "fstat", "lstat", "newfstatat", "fstatat64",
     "stat64", "fstat64", "lstat64", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd",
     "chdir", "fchdir", "getdents", "getdents64", "lseek", "_llseek", "truncate", "truncate64", "ftruncate",
     "ftruncate64", "fallocate", "fadvise64", "fadvise64_64", "readahead", "fsync", "fdatasync", "flock", "fcntl",
     "fcntl64", "dup", "dup2", "dup3", "pipe", "pipe2", "rename", "renameat", "renameat2", "link", "linkat", "unlink",
     "unlinkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "fchmodat2",
     "umask", "utime", "utimes", "utimensat", "futimesat", "statfs", "statfs64", "fstatfs", "fstatfs64", "sendfile",
     "sendfile64", "copy_file_range", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr",
     // waiting
     "poll", "ppoll", "select", "_newselect", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait",
     "epoll_pwait", "epoll_pwait2", "eventfd", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime",
     "signalfd", "signalfd4", "pause", "nanosleep", "clock_nanosleep",
     // memory and threads
     "munmap", "mprotect", "mremap", "madvise", "msync", "mincore", "brk", "futex", "futex_waitv", "set_robust_list",
     "get_robust_list", "set_tid_address", "set_thread_area", "rseq", "membarrier", "arch_prctl", "sched_yield",
     "sched_getaffinity", "sched_getparam", "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min",
     "sched_rr_get_interval", "getpriority", "getcpu",
     // the process itself
     "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups",
     "getpgid", "getpgrp", "getsid", "setsid", "setpgid", "kill", "tkill", "tgkill", "rt_sigqueueinfo",
     "rt_tgsigqueueinfo", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "rt_sigpending",
     "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "alarm", "getitimer", "setitimer", "timer_create",
     "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete", "wait4", "waitpid", "waitid", "exit",
     "exit_group", "restart_syscall", "getrlimit", "ugetrlimit", "getrusage", "times", "capget",
     // time, chance, names
     "clock_gettime", "clock_getres", "gettimeofday", "time", "getrandom", "uname", "sysinfo",
     // sockets, once made
     "connect", "bind", "listen", "accept", "accept4", "getsockname", "getpeername", "getsockopt", "setsockopt", "send",
     "recv", "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown"});

constexpr std::array kRefused = std::to_array<const char*>(
    {// other views of the system
     "mount", "umount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount",
     "fspick", "mount_setattr", "setns", "unshare", "name_to_handle_at", "open_by_handle_at", "mknod", "mknodat",
     // other processes
     "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "pidfd_open",
     "pidfd_getfd", "pidfd_send_signal", "kcmp",
     // large and lively parts of the kernel
     "bpf", "perf_event_open", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "add_key",
     "request_key", "keyctl", "seccomp", "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
     "fanotify_init", "fanotify_mark", "splice", "tee", "vmsplice", "io_setup", "io_submit", "io_getevents",
     "io_pgetevents", "io_destroy", "io_cancel", "lookup_dcookie",
     // memory that no limit counts
     "memfd_create", "memfd_secret", "shmget", "shmat", "shmdt", "shmctl", "semget", "semop", "semtimedop", "semctl",
     "msgget", "msgsnd", "msgrcv", "msgctl", "ipc", "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive",
     "mq_notify", "mq_getsetattr", "mlock", "mlock2", "mlockall", "munlock", "munlockall", "setxattr", "lsetxattr",
     "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "remap_file_pages",
     // the machine
     "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
     "settimeofday", "stime", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "acct",
     "quotactl", "quotactl_fd", "syslog", "iopl", "ioperm", "vhangup", "sync", "syncfs", "personality", "uselib",
     "modify_ldt", "vm86", "vm86old", "nfsservctl", "_sysctl", "sysfs", "ustat",
     // other identities, more priority
     "setuid", "setuid32", "setgid", "setgid32", "setreuid", "setreuid32", "setregid", "setregid32", "setresuid",
     "setresuid32", "setresgid", "setresgid32", "setgroups", "setgroups32", "setfsuid", "setfsuid32", "setfsgid",
     "setfsgid32", "capset", "chown", "chown32", "fchown", "fchown32", "lchown", "lchown32", "fchownat", "setrlimit",
     "setpriority", "sched_setscheduler", "sched_setparam", "sched_setattr", "sched_setaffinity", "ioprio_set",
     "migrate_pages", "move_pages", "mbind", "set_mempolicy", "set_mempolicy_home_node"});

constexpr std::array kProcesses = std::to_array<const char*>({"fork", "vfork", "execve", "execveat"});

constexpr std::uint64_t kNamespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr std::uint64_t kLow32 = 0xffffffff;  // the kernel looks at no more of an int; neither may a comparison

class Compiler {
 public:
  Compiler() : context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS))) {
    check(context_ ? 0 : -ENOMEM);
    check(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
    check(seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));  // a binary tree instead of a long row
  }

  void list(std::span<const char* const> calls, std::uint32_t action) {
    for (const char* call : calls) rule(call, action, {});
  }
  // One alternative of a call; all of its alternatives must exclude each other.
  void rule(const char* call, std::uint32_t action, std::initializer_list<scmp_arg_cmp> arguments) {
    const int number = seccomp_syscall_resolve_name(call);
    if (number < 0) return;  // this processor, or this libseccomp, does not have it
    check(seccomp_rule_add_array(context_.get(), action, number, static_cast<unsigned>(arguments.size()),
                                 std::data(arguments)));
  }

  Result<std::string> bytes() {
    int ends[2] = {-1, -1};
    if (error_ == 0 && pipe2(ends, O_CLOEXEC) != 0) error_ = -errno;
    UniqueFd from(ends[0]);
    UniqueFd to(ends[1]);
    if (error_ == 0) check(seccomp_export_bpf(context_.get(), to.get()));  // some KiB: the pipe holds them
    if (error_ != 0) return refuse(Code::internal, "the system call filter cannot be compiled");
    to.reset();
    std::string program;
    std::array<char, 4096> block{};
    for (ssize_t got = 0; (got = read(from.get(), block.data(), block.size())) > 0;) {
      program.append(block.data(), static_cast<std::size_t>(got));
    }
    return program;
  }

 private:
  struct Release {
    void operator()(void* context) const { seccomp_release(context); }
  };
  void check(int result) {
    if (result != 0 && error_ == 0) error_ = result;
  }
  std::unique_ptr<void, Release> context_;
  int error_ = 0;
};

scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, mask, value};
}

constexpr auto kPermissionDenied = SCMP_ACT_ERRNO(EPERM);

// Threads always; processes where the profile has them; new namespaces never. clone3 carries its flags in memory, where
// no filter can look, and stays ENOSYS: every C library then uses clone.
void clone_rules(Compiler& compiler, bool processes) {
  const std::uint64_t thread = CLONE_THREAD;
  compiler.rule("clone", SCMP_ACT_ALLOW, {masked(0, kNamespaces | thread, thread)});
  compiler.rule("clone", processes ? SCMP_ACT_ALLOW : kPermissionDenied, {masked(0, kNamespaces | thread, 0)});
  for (unsigned bit = 0; bit < 32; ++bit) {
    const std::uint64_t flag = std::uint64_t{1} << bit;
    if ((kNamespaces & flag) != 0) compiler.rule("clone", kPermissionDenied, {masked(0, flag, flag)});
  }
}

// Kinds of memory that the data limit does not see: shared without a file, growing downwards, huge pages. With a
// control group that counts them, sharing between processes is what multi is for.
void memory_rules(Compiler& compiler, bool shared) {
  const std::uint64_t evading = MAP_GROWSDOWN | MAP_HUGETLB;
  const std::uint64_t kind = MAP_SHARED | MAP_ANONYMOUS;
  for (const char* call : {"mmap", "mmap2"}) {
    compiler.rule(call, kPermissionDenied, {masked(3, MAP_GROWSDOWN, MAP_GROWSDOWN)});
    compiler.rule(call, kPermissionDenied, {masked(3, evading, MAP_HUGETLB)});
    for (const std::uint64_t plain : {std::uint64_t{0}, std::uint64_t{MAP_SHARED}, std::uint64_t{MAP_ANONYMOUS}}) {
      compiler.rule(call, SCMP_ACT_ALLOW, {masked(3, evading | kind, plain)});
    }
    compiler.rule(call, shared ? SCMP_ACT_ALLOW : kPermissionDenied, {masked(3, evading | kind, kind)});
  }
}

// Streams and datagrams of three families. The others are named so that asking says "not supported" and not "no such
// call"; among them is AF_VSOCK, which reaches the machine's hypervisor out of any network namespace.
void socket_rules(Compiler& compiler) {
  constexpr std::uint64_t kind = 0xf;  // the rest are SOCK_CLOEXEC and SOCK_NONBLOCK
  for (std::uint64_t family = 0; family < 64; ++family) {
    const bool spoken = family == AF_UNIX || family == AF_INET || family == AF_INET6;
    if (!spoken) {
      compiler.rule("socket", SCMP_ACT_ERRNO(EAFNOSUPPORT), {masked(0, kLow32, family)});
      continue;
    }
    for (std::uint64_t type = 0; type <= kind; ++type) {
      const bool plain = type == SOCK_STREAM || type == SOCK_DGRAM;
      compiler.rule("socket", plain ? SCMP_ACT_ALLOW : kPermissionDenied,
                    {masked(0, kLow32, family), masked(1, kind, type)});
    }
  }
  compiler.rule("socketpair", SCMP_ACT_ALLOW, {masked(0, kLow32, AF_UNIX)});
}

void argument_rules(Compiler& compiler) {
  for (const std::uint64_t request : {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, TCGETS, TIOCGWINSZ}) {
    compiler.rule("ioctl", SCMP_ACT_ALLOW, {masked(1, kLow32, request)});
  }
  for (const std::uint64_t option : {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS,
                                     PR_CAPBSET_READ, PR_GET_PDEATHSIG}) {
    compiler.rule("prctl", SCMP_ACT_ALLOW, {masked(0, kLow32, option)});
  }
  compiler.rule("prlimit64", SCMP_ACT_ALLOW, {scmp_arg_cmp{2, SCMP_CMP_EQ, 0, 0}});  // to read
  compiler.rule("prlimit64", kPermissionDenied, {scmp_arg_cmp{2, SCMP_CMP_NE, 0, 0}});
}

}  // namespace

Result<std::string> compile_filter(Profile profile) {
  const bool multi = profile == Profile::multi;
  Compiler compiler;
  compiler.list(kAllowed, SCMP_ACT_ALLOW);
  compiler.list(kRefused, kPermissionDenied);
  compiler.list(kProcesses, multi ? SCMP_ACT_ALLOW : kPermissionDenied);
  clone_rules(compiler, multi);
  memory_rules(compiler, multi);
  socket_rules(compiler);
  argument_rules(compiler);
  return compiler.bytes();
}

}  // namespace recess::sandbox
