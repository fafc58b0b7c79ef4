// Who outlives whom: zygote, keeper, server; and that nothing piles up.
#include "playground.h"

#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr const char* kTick = "import time\nwhile True:\n    print('tick')\n    time.sleep(0.02)\n";

class LifetimeTest : public Playground {
 protected:
  // The process of this name below us; the pool is empty in these tests, so there is one of each.
  int process(const std::string& name) {
    for (const auto& one : descendants()) {
      if (one.name == name) return one.pid;
    }
    ADD_FAILURE() << "no process named " << name;
    return 0;
  }
  // The game goes on printing.
  bool lives(const std::shared_ptr<Played>& played) {
    const auto before = played->output.size();
    run_until([&] { return played->ending || played->output.size() > before; });
    return !played->ending;
  }
};

TEST_F(LifetimeTest, ADeadZygoteEndsNoPlayAndIsReplaced) {
  pool = 0;
  const auto played = start(kTick);
  wait_for(played, "tick");
  ::kill(process("zygote"), SIGKILL);
  EXPECT_TRUE(lives(played));
  EXPECT_EQ(play("print('another')\n").output, "another\n");
  EXPECT_TRUE(lives(played));
  played->play->kill();
  EXPECT_EQ(end_of(played).ending->cause, EndCause::stopped);
}

TEST_F(LifetimeTest, AZygoteThatStopsAnsweringIsReplaced) {
  pool = 0;
  limits.start_deadline = 40s;
  const auto played = start(kTick);
  wait_for(played, "tick");
  ::kill(process("zygote"), SIGSTOP);
  EXPECT_EQ(play("print('another')\n").output, "another\n");
  EXPECT_TRUE(lives(played));
}

TEST_F(LifetimeTest, ADeadKeeperEndsEveryPlayAndIsReplaced) {
  const auto played = start(kTick);
  wait_for(played, "tick");
  ::kill(process("recess-keeper"), SIGKILL);
  const Played over = end_of(played);
  EXPECT_EQ(over.ending->cause, EndCause::recess_failed);
  EXPECT_EQ(play("print('another')\n").output, "another\n");
}

TEST_F(LifetimeTest, ADeadWatcherEndsEveryPlayAndIsReplaced) {
  const auto played = start(kTick);
  wait_for(played, "tick");
  ::kill(process("recess-watcher"), SIGKILL);
  EXPECT_EQ(end_of(played).ending->cause, EndCause::recess_failed);
  EXPECT_EQ(play("print('another')\n").output, "another\n");
}

TEST_F(LifetimeTest, ADeadInitEndsItsPlayAlone) {
  const auto one = start(kTick);
  const auto two = start(kTick);
  wait_for(one, "tick");
  wait_for(two, "tick");
  ::kill(one->play->pid(), SIGKILL);
  EXPECT_EQ(end_of(one).ending->signal, SIGKILL);
  EXPECT_TRUE(lives(two));
}

TEST_F(LifetimeTest, FiftyPlaysLeaveNothing) {
  pool = 2;
  play("print('first')\n");
  run_until([&] { return sandbox().warm() == 2; });
  run_for(100ms);
  const Leftovers before = count_leftovers();
  for (int i = 0; i < 50; ++i) {
    const std::string text = fmt::format("play {}\n", i);
    ASSERT_EQ(play("print('" + text.substr(0, text.size() - 1) + "')\n").output, text);
  }
  run_until([&] { return sandbox().warm() == 2; });
  run_for(100ms);
  Leftovers after = count_leftovers();
  after.groups = std::min(after.groups, before.groups);  // the last ones go when the next is made
  EXPECT_EQ(after, before);
}

TEST_F(LifetimeTest, ThirtyAtOnceAllPlay) {
  pool = 8;
  std::vector<std::shared_ptr<Played>> all;
  for (int i = 0; i < 30; ++i) all.push_back(start("print('here')\nimport time\ntime.sleep(60)\n"));
  for (const auto& one : all) wait_for(one, "here");
  for (const auto& one : all) one->play->kill();
  for (const auto& one : all) EXPECT_EQ(end_of(one).ending->cause, EndCause::stopped);
}

TEST_F(LifetimeTest, ShuttingDownLeavesNothing) {
  const Leftovers before = count_leftovers();
  const auto played = start(kTick);
  wait_for(played, "tick");
  shut_down();
  ASSERT_TRUE(played->ending);
  EXPECT_EQ(played->ending->cause, EndCause::stopped);
  EXPECT_TRUE(descendants().empty());
  EXPECT_EQ(count_leftovers().mounts, before.mounts);
}

// A server that dies at once, with everything running. Its processes are found again because this process becomes the
// one that orphans go to.
TEST(ServerDeath, LeavesNoProcessAndNoControlGroup) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  int pipe[2] = {-1, -1};
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t server = ::fork();
  if (server == 0) {
    ::dup2(pipe[1], 1);
    ::execl("/proc/self/exe", "recess", "serve-until-killed", nullptr);
    ::_exit(127);
  }
  ::close(pipe[1]);
  char ready = 0;
  ASSERT_EQ(::read(pipe[0], &ready, 1), 1);
  EXPECT_GE(descendants().size(), 8U);  // server, watcher, keeper, zygote and two boxes of two
  ::kill(server, SIGKILL);
  const auto begun = std::chrono::steady_clock::now();
  while (!descendants().empty() && std::chrono::steady_clock::now() - begun < 20s) {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_TRUE(descendants().empty());
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at("/sys/fs/cgroup", error), end; at != end; at.increment(error)) {
    EXPECT_EQ(at->path().string().find(fmt::format("recess-{}-", server)), std::string::npos) << at->path();
  }
  ::close(pipe[0]);
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

}  // namespace

// What ServerDeath starts: a server with two plays, which says so and waits for its end.
class KilledServer : public Playground {
 public:
  void TestBody() override {
    const auto one = start(kTick);
    const auto two = start(kTick);
    wait_for(one, "tick");
    wait_for(two, "tick");
    if (::write(1, "r", 1) != 1) ::_exit(1);
    run_for(60s);
  }
};

void serve_until_killed() {
  KilledServer server;
  server.TestBody();
}

}  // namespace recess::sandbox
