// What a play may use, with this machine's control groups and without any.
#include "playground.h"

#include <gmock/gmock.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* kEatMemory = R"(
hoard = []
while True:
    hoard.append(bytearray(b'x') * (8 << 20))
)";

constexpr const char* kManyThreads = R"(
import threading, time
hold = threading.Event()
def start():
    try:
        threading.Thread(target=hold.wait, daemon=True).start()
        return True
    except RuntimeError:
        return False
count = 0
while start():
    count += 1
print('threads', count)
while True:
    start()
    time.sleep(0.01)
)";

class LimitsTest : public Playground {
 protected:
  bool groups_for_many() {
    const auto& facts = sandbox().groups().facts();
    return facts.memory && facts.tasks;
  }
};

#define NEEDS_GROUPS() \
  if (!groups_for_many()) GTEST_SKIP() << "control groups: " << sandbox().groups().description()

TEST_F(LimitsTest, MemoryEndsAPlayByItsControlGroup) {
  limits.memory_bytes = 96U << 20U;
  NEEDS_GROUPS();
  const Played played = play(kEatMemory);
  EXPECT_EQ(played.ending->cause, EndCause::limit);
  EXPECT_EQ(played.ending->detail, "memory");
  EXPECT_LE(played.ending->peak_bytes, limits.memory_bytes + (1U << 20U));
}

TEST_F(LimitsTest, MemoryEndsAPlayWithoutControlGroups) {
  limits.memory_bytes = 96U << 20U;
  tuning.groups = false;
  const Played played = play(kEatMemory);
  EXPECT_EQ(played.ending->cause, EndCause::limit) << played.output;
  EXPECT_EQ(played.ending->detail, "memory");
}

TEST_F(LimitsTest, ManyThreadsEndAPlay) {
  for (const bool groups : {true, false}) {
    tuning.groups = groups;
    const auto played = start(kManyThreads);
    const Played over = end_of(played);
    EXPECT_EQ(over.ending->cause, EndCause::limit) << over.output;
    EXPECT_EQ(over.ending->detail, "processes");
    EXPECT_THAT(over.output, HasSubstr("threads 1"));  // a hundred and some
  }
}

TEST_F(LimitsTest, OnePlayIsOneProcess) {
  const Played played = play(R"(
import os, subprocess
for action in (os.fork, lambda: subprocess.run(['/usr/bin/true']), lambda: os.execv('/usr/bin/true', ['true'])):
    try:
        action()
    except OSError as error:
        print(type(error).__name__)
)");
  EXPECT_EQ(played.output, "PermissionError\nPermissionError\nPermissionError\n");
}

TEST_F(LimitsTest, SeveralProcessesWorkWhereAGroupLimitsThem) {
  NEEDS_GROUPS();
  const Played played = play(R"(
import multiprocessing, subprocess
if __name__ == '__main__':
    print(subprocess.run(['/usr/bin/echo', 'from a child'], capture_output=True, text=True).stdout.strip())
    with multiprocessing.get_context('fork').Pool(2) as pool:
        print(pool.map(abs, [-1, -2, -3]))
)",
                             Profile::multi);
  EXPECT_EQ(played.output, "from a child\n[1, 2, 3]\n");
}

TEST_F(LimitsTest, SeveralProcessesAreRefusedWithoutGroups) {
  tuning.groups = false;
  const Played played = play("print('x')\n", Profile::multi);
  ASSERT_TRUE(played.refusal);
  EXPECT_EQ(played.refusal->code, Code::unavailable);
}

TEST_F(LimitsTest, AForkBombIsHeldAndEnded) {
  NEEDS_GROUPS();
  const auto played = start(R"(
import os, time
print('up')
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.02)
)",
                            Profile::multi);
  wait_for(played, "up");
  const Played over = end_of(played);
  EXPECT_EQ(over.ending->cause, EndCause::limit);
  EXPECT_EQ(over.ending->detail, "processes");
}

TEST_F(LimitsTest, DaemonsEndWithTheirPlay) {
  NEEDS_GROUPS();
  const Played played = play(R"(
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os.wait()
print('daemon left behind')
)",
                             Profile::multi);
  EXPECT_EQ(played.ending->cause, EndCause::exited);
  shut_down();
  EXPECT_TRUE(descendants().empty());
}

TEST_F(LimitsTest, OutputWithoutEndEndsAPlay) {
  limits.output_bytes = 1U << 20U;
  const Played played = play("while True: print('x' * 1000)\n");
  EXPECT_EQ(played.ending->cause, EndCause::limit);
  EXPECT_EQ(played.ending->detail, "output");
  EXPECT_EQ(played.output.size(), limits.output_bytes);
}

TEST_F(LimitsTest, OutputIsReadNoFasterThanAllowed) {
  limits.output_bytes_per_second = 256U << 10U;
  const auto played = start("while True: print('x' * 1000)\n");
  wait_for(played, "x");
  run_for(1000ms);
  EXPECT_LT(played->output.size(), 600U << 10U);
  EXPECT_GT(played->output.size(), 100U << 10U);
  played->play->kill();
  end_of(played);
}

TEST_F(LimitsTest, OutputWrittenJustBeforeTheEndArrives) {
  const Played played = play("import os\nos.write(1, b'x' * 60000)\nos._exit(0)\n");
  EXPECT_EQ(played.output.size(), 60'000U);
}

TEST_F(LimitsTest, UsageIsMeasured) {
  for (const bool groups : {true, false}) {
    tuning.groups = groups;
    const auto played = start("print('up')\nhoard = bytearray(b'x') * (32 << 20)\nwhile True: pass\n");
    wait_for(played, "up");
    run_until([&] {
      const auto usage = played->play->usage();
      return usage.cpu > 100ms && usage.memory_bytes > 32U << 20U;
    });
    played->play->kill();
    const Played over = end_of(played);
    EXPECT_GT(over.ending->cpu, 100ms);
    EXPECT_GT(over.ending->peak_bytes, 32U << 20U);
  }
}

TEST_F(LimitsTest, ABusyLoopGetsItsShareOfOneCore) {
  sandbox();
  if (!sandbox().groups().facts().cpu) GTEST_SKIP() << "control groups: " << sandbox().groups().description();
  limits.cpu_percent = 30;
  const auto played = start("print('up')\nwhile True: pass\n");
  wait_for(played, "up");
  run_for(400ms);
  const auto before = played->play->usage().cpu;
  run_for(2000ms);
  EXPECT_LT(played->play->usage().cpu - before, 1500ms);
  played->play->kill();
  end_of(played);
}

TEST_F(LimitsTest, ForgedReportsDecideNothing) {
  const Played played = play(R"(
import json, os, socket
control = socket.socket(fileno=3)
for _ in range(3):
    control.send(json.dumps({'report': {'how': 'exit', 'exit_code': 0, 'detail': 'killed by admin'}}).encode() + b'\n')
os._exit(7)
)");
  EXPECT_EQ(played.ending->cause, EndCause::exited);
  EXPECT_EQ(played.ending->exit_code, 7);
}

}  // namespace
}  // namespace recess::sandbox
