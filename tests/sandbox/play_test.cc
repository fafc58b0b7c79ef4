// Plays from the first line to the last, and what is left of them: nothing.
#include "playground.h"

#include <csignal>
#include <fstream>

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class PlayTest : public Playground {};

TEST_F(PlayTest, PrintsItsFirstLineAndFinishes) {
  const Played played = play("print('hello from the box')\n");
  ASSERT_FALSE(played.refusal) << played.refusal->detail;
  EXPECT_EQ(played.output, "hello from the box\n");
  EXPECT_EQ(played.ending->cause, EndCause::exited);
  EXPECT_EQ(played.ending->exit_code, 0);
  EXPECT_EQ(played.ending->output_bytes, played.output.size());
  ASSERT_EQ(played.reports.size(), 1U);
  EXPECT_EQ(played.reports[0].kind, LauncherReport::Kind::finished);
}

TEST_F(PlayTest, DoesNotBeginBeforeGo) {
  std::unique_ptr<Play> play;
  std::string output;
  bool listening = false;
  PlayCallbacks callbacks;
  callbacks.on_listener = [&](const UniqueFd& listener) { listening = static_cast<bool>(listener); };
  callbacks.on_output = [&](std::string_view bytes) { output.append(bytes); };
  LaunchRequest request{"game-1", write_game("print('begun')\n"), "main.py", Profile::single};
  boost::asio::co_spawn(
      loop_, sandbox().launch(std::move(request), std::move(callbacks)),
      [&](const std::exception_ptr&, Result<std::unique_ptr<Play>> launched) { play = std::move(*launched); });
  run_until([&] { return play != nullptr; });
  EXPECT_TRUE(listening);
  run_for(200ms);
  EXPECT_EQ(output, "");
  play->go();
  run_until([&] { return output == "begun\n"; });
}

TEST_F(PlayTest, EndsWithItsExitCode) {
  EXPECT_EQ(play("import sys; sys.exit(3)\n").ending->exit_code, 3);
  EXPECT_EQ(play("import os; os._exit(42)\n").ending->exit_code, 42);
}

TEST_F(PlayTest, ReportsACrashWithItsTraceback) {
  const Played played = play("raise ValueError('bad level')\n");
  EXPECT_EQ(played.ending->cause, EndCause::exited);
  EXPECT_EQ(played.ending->exit_code, 1);
  EXPECT_THAT(played.output, HasSubstr("ValueError: bad level"));
  ASSERT_FALSE(played.reports.empty());
  EXPECT_EQ(played.reports.back().kind, LauncherReport::Kind::crashed);
  EXPECT_EQ(played.reports.back().detail, "ValueError: bad level");
}

TEST_F(PlayTest, EndsByItsOwnSignal) {
  EXPECT_EQ(play("import ctypes; ctypes.string_at(0)\n").ending->signal, SIGSEGV);
  EXPECT_EQ(play("import os; os.abort()\n").ending->signal, SIGABRT);
  const Played kindred = play(R"(
import os
for target in (-1, 1):
    try:
        os.kill(target, 9)
    except OSError:
        pass
print('alone')
)");
  EXPECT_EQ(kindred.output, "alone\n");
  EXPECT_EQ(kindred.ending->exit_code, 0);
  const Played suicide = play("import os; os.kill(os.getpid(), 9)\n");
  EXPECT_EQ(suicide.ending->cause, EndCause::signalled);
  EXPECT_EQ(suicide.ending->signal, SIGKILL);
}

TEST_F(PlayTest, StopsWhenAskedTo) {
  const auto played = start("import time\nprint('up')\ntime.sleep(60)\n");
  wait_for(played, "up");
  EXPECT_GT(played->play->pid(), 0);
  played->play->stop();
  EXPECT_EQ(end_of(played).ending->cause, EndCause::stopped);
}

TEST_F(PlayTest, IsKilledWhateverItIgnores) {
  const auto played = start(R"(
import signal, threading, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
for _ in range(20):
    threading.Thread(target=lambda: time.sleep(600)).start()
print('armed')
while True:
    pass
)");
  wait_for(played, "armed");
  const auto begun = std::chrono::steady_clock::now();
  played->play->kill();
  EXPECT_EQ(end_of(played).ending->cause, EndCause::stopped);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_F(PlayTest, EndsWhenItsHolderLetsGo) {
  const Leftovers before = count_leftovers();
  {
    const auto played = start("import time\nprint('up')\ntime.sleep(60)\n");
    wait_for(played, "up");
    played->play.reset();
    run_for(300ms);
    EXPECT_FALSE(played->ending);  // nobody is called back any more
  }
  shut_down();
  EXPECT_EQ(count_leftovers().processes, before.processes);
}

TEST_F(PlayTest, IsRefusedWhereThereIsNoScript) {
  write_game("print('x')\n");
  for (const auto& [folder, script] : std::vector<std::pair<std::string, std::string>>{{"1/v1", "none.py"},
                                                                                       {"9/v1", "main.py"},
                                                                                       {"../1/v1", "main.py"},
                                                                                       {"1/v1", "../v1/main.py"},
                                                                                       {"1", "v1"},
                                                                                       {"/etc", "passwd"},
                                                                                       {"", "main.py"},
                                                                                       {"1/v1", ""}}) {
    const Played played = end_of(launch({"game-1", folder, script, Profile::single}));
    ASSERT_TRUE(played.refusal) << folder << " " << script;
    EXPECT_EQ(played.refusal->code, Code::not_found) << folder << " " << script;
  }
}

TEST_F(PlayTest, IsNotLedOutOfTheGamesFolderByLinks) {
  const std::string game = write_game("print('x')\n");
  std::filesystem::create_symlink("main.py", games() / game / "link.py");
  std::filesystem::create_directory_symlink("/etc", games() / "etc");
  EXPECT_TRUE(end_of(launch({"game-1", game, "link.py", Profile::single})).refusal);
  EXPECT_TRUE(end_of(launch({"game-1", "etc", "passwd", Profile::single})).refusal);
}

TEST_F(PlayTest, CannotChangeItsOwnFiles) {
  const Played played = play(R"(
import os
def attempt(what, action):
    try:
        action()
        print(what, 'possible')
    except OSError as error:
        print(what, error.strerror)
attempt('make', lambda: open('/game/new.py', 'w'))
attempt('delete', lambda: os.unlink('/game/main.py'))
attempt('rename', lambda: os.rename('/game/main.py', '/game/other.py'))
attempt('chmod', lambda: os.chmod('/game/main.py', 0o777))
attempt('cache', lambda: os.mkdir('/game/__pycache__'))
try:
    open('/game/main.py', 'a')
except OSError as error:
    print('write', error.strerror in ('Read-only file system', 'Permission denied'))
)");
  EXPECT_EQ(played.output,
            "make Read-only file system\ndelete Read-only file system\nrename Read-only file system\n"
            "chmod Read-only file system\ncache Read-only file system\nwrite True\n");
}

TEST_F(PlayTest, SeesNoFolderOfTheServer) {
  const Played played = play(R"(
import os
read = []
for root, folders, files in os.walk('/proc/self'):
    if 'fd' in folders:
        folders.remove('fd')  # among them our own output, which has no end
    for name in files:
        try:
            text = open(os.path.join(root, name), errors='replace').read()
            read.append(name)
        except OSError:
            continue
        for line in text.splitlines():
            if 'recess' + '-games' in line or 'sandbox' + '-runtime' in line:
                print(root, name, line)
print('maps' in read, 'status' in read, 'mountinfo' in read)
)");
  EXPECT_EQ(played.output, "True True False\n");
}

TEST_F(PlayTest, MayWriteItsTemporaryFolderAndNoMoreThanThat) {
  const Played played = play(R"(
import os
with open('/tmp/a', 'w') as file:
    file.write('kept')
print(open('/tmp/a').read())
try:
    with open('/tmp/large', 'wb') as file:
        while True:
            file.write(bytes(1 << 20))
except OSError as error:
    print(error.strerror)
os.unlink('/tmp/large')
try:
    for number in range(100000):
        open('/tmp/%d' % number, 'w').close()
except OSError as error:
    print(error.strerror, number < 1100)
)");
  EXPECT_THAT(played.output, HasSubstr("kept\n"));
  EXPECT_TRUE(played.output.find("File too large") != std::string::npos ||
              played.output.find("No space left") != std::string::npos);
  EXPECT_THAT(played.output, HasSubstr("No space left on device True"));
}

TEST_F(PlayTest, MayBeLetGoOfInItsOwnCallbacks) {
  const auto play = std::make_shared<std::unique_ptr<Play>>();
  PlayCallbacks callbacks;
  const auto text = std::make_shared<std::string>();
  callbacks.on_output = [play, text](std::string_view bytes) {
    play->reset();
    text->append(bytes);  // this very function still lives
  };
  LaunchRequest request{"game-1", write_game("while True: print('x')\n"), "main.py", Profile::single};
  boost::asio::co_spawn(loop_, sandbox().launch(std::move(request), std::move(callbacks)),
                        [play](const std::exception_ptr&, Result<std::unique_ptr<Play>> launched) {
                          *play = std::move(*launched);
                          (*play)->go();
                        });
  run_until([&] { return !text->empty(); });
  EXPECT_EQ(*play, nullptr);
  shut_down();
  EXPECT_TRUE(descendants().empty());
}

TEST_F(PlayTest, StartsFromTheWarmPool) {
  pool = 3;
  sandbox();
  run_until([&] { return sandbox().warm() == 3; });
  const auto played = start("print('quick')\n");
  run_until([&] { return played->play != nullptr; });
  EXPECT_EQ(end_of(played).output, "quick\n");
  run_until([&] { return sandbox().warm() == 3; });
}

TEST_F(PlayTest, StartsWithoutAnyPool) {
  pool = 0;
  EXPECT_EQ(play("print('cold')\n").output, "cold\n");
  EXPECT_EQ(sandbox().warm(), 0U);
}

}  // namespace
}  // namespace recess::sandbox
