// Each layer alone: what holds when another is missing, so that a lost one is noticed and none leans on another.
#include "playground.h"

#include <gmock/gmock.h>

namespace recess::sandbox {
namespace {

using testing::HasSubstr;

constexpr const char* kTryAll = R"(
import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def libc_call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), '')
def attempt(what, action):
    try:
        action()
        print(what, 'possible')
    except OSError as error:
        print(what, errno.errorcode.get(error.errno))
attempt('write', lambda: open('/game/x', 'w'))
attempt('usr', lambda: open('/usr/x', 'w'))
attempt('mountinfo', lambda: open('/proc/self/mountinfo').close())
attempt('bind', lambda: socket.socket().bind(('127.0.0.1', 6000)))
attempt('outside', lambda: socket.socket().connect(('192.0.2.1', 5000)))
attempt('mount', lambda: libc_call('mount', b'x', b'/tmp', b'tmpfs', 0, None))
def in_child(action):
    child = os.fork()  # a process with threads may not change its user namespace
    if child == 0:
        try:
            action()
            os._exit(0)
        except OSError as error:
            os._exit(error.errno)
    number = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if number:
        raise OSError(number, '')
attempt('userns', lambda: in_child(lambda: libc_call('unshare', 0x10000000)))
attempt('init', lambda: open('/proc/1/environ').close())
attempt('shadow', lambda: open('/etc/shadow').close())
)";

class LayersTest : public Playground {};

TEST_F(LayersTest, AllOfThem) {
  const Played played = play(kTryAll);
  EXPECT_EQ(played.output,
            "write EROFS\nusr EROFS\nmountinfo EACCES\nbind EACCES\noutside ENETUNREACH\nmount EPERM\nuserns EPERM\n"
            "init EACCES\nshadow ENOENT\n");
}

TEST_F(LayersTest, WithoutTheFilterNamespacesAndCapabilitiesHold) {
  tuning.filter = false;
  const Played played = play(kTryAll);
  EXPECT_THAT(played.output, HasSubstr("mount EPERM\n"));
  EXPECT_THAT(played.output, HasSubstr("userns ENOSPC\n"));  // their number inside is 0
  EXPECT_THAT(played.output, HasSubstr("outside ENETUNREACH\n"));
}

TEST_F(LayersTest, WithoutLandlockMountsAndNamespacesHold) {
  tuning.landlock = false;
  const Played played = play(kTryAll);
  EXPECT_THAT(played.output, HasSubstr("write EROFS\nusr EROFS\n"));
  EXPECT_THAT(played.output, HasSubstr("outside ENETUNREACH\nmount EPERM\nuserns EPERM\ninit EACCES\nshadow ENOENT\n"));
}

TEST_F(LayersTest, WithNeitherNamespacesHoldAlone) {
  tuning.filter = false;
  tuning.landlock = false;
  const Played played = play(kTryAll);
  EXPECT_THAT(played.output, HasSubstr("write EROFS\nusr EROFS\n"));
  EXPECT_THAT(played.output,
              HasSubstr("outside ENETUNREACH\nmount EPERM\nuserns ENOSPC\ninit EACCES\nshadow ENOENT\n"));
}

}  // namespace
}  // namespace recess::sandbox
