// Speed by ratio within one run, the best of some rounds: absolute times are those of the machine, and the slow rounds
// those of whatever else it does.
#include "playground.h"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 15;

Clock::duration best(const std::vector<Clock::duration>& times) {
  return *std::min_element(times.begin(), times.end());
}

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

// What a cold interpreter without any box takes to its first line.
Clock::duration bare_first_line() {
  int pipe[2] = {-1, -1};
  EXPECT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
  const auto begun = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(pipe[1], 1);
    ::execl("/usr/bin/python3", "python3", "-I", "-c", "print('first', flush=True)", nullptr);
    ::_exit(127);
  }
  std::array<char, 16> block{};
  EXPECT_GT(::read(pipe[0], block.data(), block.size()), 0);
  const auto taken = Clock::now() - begun;
  ::close(pipe[0]);
  ::close(pipe[1]);
  ::waitpid(child, nullptr, 0);
  return taken;
}

class SpeedTest : public Playground {
 protected:
  Clock::duration first_line() {
    const auto begun = Clock::now();
    const auto played = start("print('first')\n");
    wait_for(played, "first");
    const auto taken = Clock::now() - begun;
    end_of(played);
    return taken;
  }
};

TEST_F(SpeedTest, AWarmBoxPrintsSoonerThanABareInterpreter) {
  pool = 1;
  std::vector<Clock::duration> warm;
  std::vector<Clock::duration> bare;
  for (int round = 0; round < kRounds; ++round) {
    sandbox();
    run_until([&] { return sandbox().warm() == 1; });
    warm.push_back(first_line());
    bare.push_back(bare_first_line());
  }
  std::printf("first line: warm box %.2f ms, bare interpreter %.2f ms\n", milliseconds(best(warm)),
              milliseconds(best(bare)));
  EXPECT_LT(2 * best(warm), best(bare));
}

TEST_F(SpeedTest, ABoxOnDemandIsNotFarBehind) {
  pool = 0;
  std::vector<Clock::duration> demanded;
  std::vector<Clock::duration> bare;
  first_line();  // the zygote is up
  for (int round = 0; round < kRounds; ++round) {
    demanded.push_back(first_line());
    bare.push_back(bare_first_line());
  }
  std::printf("first line: box on demand %.2f ms, bare interpreter %.2f ms\n", milliseconds(best(demanded)),
              milliseconds(best(bare)));
  EXPECT_LT(best(demanded), 2 * best(bare));
}

}  // namespace
}  // namespace recess::sandbox
