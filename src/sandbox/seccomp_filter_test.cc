// Each rule is tried in a process of its own under the real filter; the kernel gives the answer.
#include "sandbox/seccomp_filter.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <string>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

constexpr int kKilled = 1000;  // the process did not survive the call

// What the call came to under the filter: 0, an error number, or kKilled.
int under_filter(Profile profile, const std::function<long()>& call) {
  const std::string program = compile_filter(profile).value();
  const pid_t child = ::fork();
  if (child == 0) {
    sock_fprog filter{static_cast<unsigned short>(program.size() / sizeof(sock_filter)),
                      reinterpret_cast<sock_filter*>(const_cast<char*>(program.data()))};
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) ::_exit(255);
    errno = 0;
    ::_exit(call() == -1 ? errno : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kKilled;
}

long fork_and_reap() {
  const long child = ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) ::_exit(0);
  if (child > 0) ::waitpid(static_cast<pid_t>(child), nullptr, 0);
  return child;
}

long map(int flags) {
  void* at = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  return at == MAP_FAILED ? -1 : 0;
}

struct Case {
  const char* name;
  std::function<long()> call;
  int single;
  int multi;
};

TEST(SystemCallFilter, AnswersEachCallAsItsProfileSays) {
  const auto number = [](long n) { return [n] { return ::syscall(n, 0, 0, 0, 0, 0, 0); }; };
  const auto cloned = [](unsigned long flags) { return [flags] { return ::syscall(SYS_clone, flags | SIGCHLD, 0); }; };
  const auto opened = [](int family, int type) { return [=] { return long{::socket(family, type, 0)}; }; };
  const Case cases[] = {
      {"getpid", [] { return long{::getpid()}; }, 0, 0},
      {"fork", fork_and_reap, EPERM, 0},
      {"execve", [] { return long{::execl("/nowhere", "nowhere", nullptr)}; }, EPERM, ENOENT},
      {"clone into a user namespace", cloned(CLONE_NEWUSER), EPERM, EPERM},
      {"clone into a network namespace", cloned(CLONE_NEWNET), EPERM, EPERM},
      {"clone a thread into a namespace", cloned(CLONE_NEWNS | CLONE_THREAD), EPERM, EPERM},
      {"clone3", number(SYS_clone3), ENOSYS, ENOSYS},
      {"unshare", [] { return long{::syscall(SYS_unshare, CLONE_NEWUSER)}; }, EPERM, EPERM},
      {"setns", number(SYS_setns), EPERM, EPERM},
      {"mount", number(SYS_mount), EPERM, EPERM},
      {"open_tree", number(428), EPERM, EPERM},
      {"ptrace", number(SYS_ptrace), EPERM, EPERM},
      {"process_vm_readv", number(SYS_process_vm_readv), EPERM, EPERM},
      {"bpf", number(SYS_bpf), EPERM, EPERM},
      {"io_uring_setup", number(425), EPERM, EPERM},
      {"keyctl", number(SYS_keyctl), EPERM, EPERM},
      {"userfaultfd", number(SYS_userfaultfd), EPERM, EPERM},
      {"memfd_create", number(SYS_memfd_create), EPERM, EPERM},
      {"shmget", number(SYS_shmget), EPERM, EPERM},
      {"setuid", number(SYS_setuid), EPERM, EPERM},
      {"personality", number(SYS_personality), EPERM, EPERM},
      {"a call of the future", number(1023), ENOSYS, ENOSYS},
      {"private memory", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS); }, 0, 0},
      {"shared memory", [] { return map(MAP_SHARED | MAP_ANONYMOUS); }, EPERM, 0},
      {"memory that grows down", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN); }, EPERM, EPERM},
      {"huge pages", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB); }, EPERM, EPERM},
      {"huge pages that grow", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_GROWSDOWN); }, EPERM,
       EPERM},
      {"stream socket", opened(AF_INET, SOCK_STREAM | SOCK_CLOEXEC), 0, 0},
      {"datagram socket", opened(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK), 0, 0},
      {"raw socket", opened(AF_INET, SOCK_RAW), EPERM, EPERM},
      {"sequenced socket", opened(AF_UNIX, SOCK_SEQPACKET), EPERM, EPERM},
      {"netlink", opened(AF_NETLINK, SOCK_RAW), EAFNOSUPPORT, EAFNOSUPPORT},
      {"packet", opened(AF_PACKET, SOCK_DGRAM), EAFNOSUPPORT, EAFNOSUPPORT},
      {"hypervisor", opened(40, SOCK_STREAM), EAFNOSUPPORT, EAFNOSUPPORT},
      {"crypto", opened(38, SOCK_SEQPACKET), EAFNOSUPPORT, EAFNOSUPPORT},
      {"push a character into the terminal", [] { return long{::ioctl(0, TIOCSTI, "x")}; }, ENOSYS, ENOSYS},
      {"read a limit",
       [] {
         rlimit limit{};
         return long{::getrlimit(RLIMIT_NPROC, &limit)};
       },
       0, 0},
      {"raise a limit",
       [] {
         rlimit limit{1, 1};
         return ::syscall(SYS_prlimit64, 0, RLIMIT_NPROC, &limit, nullptr);
       },
       EPERM, EPERM},
      {"ask whether filtered", [] { return ::prctl(PR_GET_SECCOMP) == 2 ? 0L : -1L; }, 0, 0},
      {"another filter", [] { return long{::prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT)}; }, ENOSYS, ENOSYS},
      {"seccomp", number(SYS_seccomp), EPERM, EPERM},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(under_filter(Profile::single, c.call), c.single) << c.name << " in single";
    EXPECT_EQ(under_filter(Profile::multi, c.call), c.multi) << c.name << " in multi";
  }
}

// The kernel reads the low half of an int argument; a comparison of all 64 bits would be talked around.
TEST(SystemCallFilter, IsNotTalkedAroundByTheHighHalfOfAnArgument) {
  constexpr std::uint64_t high = 1ULL << 40U;
  auto call = [](long number, std::uint64_t a, std::uint64_t b, std::uint64_t c = 0) {
    return [=] { return ::syscall(number, a, b, c, 0, 0, 0); };
  };
  EXPECT_EQ(under_filter(Profile::single, call(SYS_socket, high | AF_NETLINK, SOCK_RAW)), EAFNOSUPPORT);
  EXPECT_EQ(under_filter(Profile::single, call(SYS_socket, AF_INET, high | SOCK_RAW)), EPERM);
  EXPECT_EQ(under_filter(Profile::single, call(SYS_ioctl, 0, high | TIOCSTI)), ENOSYS);
  EXPECT_EQ(under_filter(Profile::single, call(SYS_prctl, high | PR_SET_SECCOMP, 1)), ENOSYS);
}

#ifdef __x86_64__
TEST(SystemCallFilter, KillsCallsByAnotherNumbering) {
  EXPECT_EQ(under_filter(Profile::single, [] { return ::syscall(0x40000000 | SYS_getpid); }), kKilled);
  EXPECT_EQ(under_filter(Profile::multi,
                         [] {
                           long result = 0;
                           __asm__ volatile("int $0x80" : "=a"(result) : "a"(20));  // getpid of 32-bit programs
                           return result;
                         }),
            kKilled);
}
#endif

TEST(SystemCallFilter, IsSmall) {
  for (const Profile profile : {Profile::single, Profile::multi}) {
    const auto program = compile_filter(profile);
    ASSERT_TRUE(program);
    EXPECT_EQ(program->size() % sizeof(sock_filter), 0U);
    EXPECT_LT(program->size(), 16'384U);
  }
}

}  // namespace
}  // namespace recess::sandbox
