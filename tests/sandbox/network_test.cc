// The listener inside the box: whoever connects to it is this play, and nobody else can.
#include "playground.h"

#include <array>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class NetworkTest : public Playground {
 protected:
  // Accepts one connection, if there is one by the end of the time.
  UniqueFd accept(const Played& played) {
    UniqueFd peer;
    run_until([&] {
      peer.reset(::accept4(played.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
      return static_cast<bool>(peer);
    });
    return peer;
  }
  std::string read_some(int fd) {
    std::array<char, 256> block{};
    const ssize_t got = ::read(fd, block.data(), block.size());
    return got > 0 ? std::string(block.data(), static_cast<std::size_t>(got)) : "";
  }
};

constexpr const char* kSayHello = R"(
import os, socket
hub = socket.create_connection(('localhost', 5000))
hub.sendall(b'hello from ' + os.environ['RECESS_PLAY_ID'].encode())
print(hub.recv(100).decode())
)";

TEST_F(NetworkTest, TheBoxReachesTheHubThroughItsOwnListener) {
  const auto played = start(kSayHello);
  run_until([&] { return static_cast<bool>(played->listener); });
  const UniqueFd peer = accept(*played);
  EXPECT_EQ(read_some(peer.get()), "hello from game-1700000000000000001");
  ASSERT_EQ(::send(peer.get(), "welcome", 7, 0), 7);
  EXPECT_EQ(end_of(played).output, "welcome\n");
}

TEST_F(NetworkTest, TwoPlaysHaveTwoListeners) {
  const auto one = launch({"game-1", write_game(kSayHello), "main.py", Profile::single});
  const auto two = launch({"game-2", write_game(kSayHello), "main.py", Profile::single});
  run_until([&] { return one->listener && two->listener; });
  const UniqueFd from_one = accept(*one);
  const UniqueFd from_two = accept(*two);
  EXPECT_EQ(read_some(from_one.get()), "hello from game-1");
  EXPECT_EQ(read_some(from_two.get()), "hello from game-2");
}

TEST_F(NetworkTest, NobodyOutsideReachesTheListener) {
  const auto played = start("import time\nprint('up')\ntime.sleep(60)\n");
  wait_for(played, "up");
  sockaddr_in address{};
  socklen_t length = sizeof address;
  ASSERT_EQ(::getsockname(played->listener.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);
  EXPECT_EQ(ntohs(address.sin_port), 5000);
  // Whatever may listen on this port of the host, it is not the box's listener.
  const UniqueFd outside(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int connected = ::connect(outside.get(), reinterpret_cast<sockaddr*>(&address), length);
  run_for(100ms);
  EXPECT_EQ(::accept4(played->listener.get(), nullptr, nullptr, SOCK_CLOEXEC), -1) << connected;
}

TEST_F(NetworkTest, NothingElseIsReachableAndThatAtOnce) {
  const Played played = play(R"(
import errno, socket, time
for family, address in ((socket.AF_INET, ('192.0.2.1', 80)), (socket.AF_INET, ('10.0.0.1', 22)),
                        (socket.AF_INET, ('127.0.0.1', 22)), (socket.AF_INET, ('127.0.0.1', 5001)),
                        (socket.AF_INET6, ('2001:db8::1', 80))):
    begun = time.monotonic()
    try:
        socket.socket(family).connect(address)
        print('connected to', address)
    except OSError as error:
        if time.monotonic() - begun > 0.1:
            print('slow', address)
begun = time.monotonic()
try:
    print(socket.getaddrinfo('example.com', 80))
except OSError:
    print('no names', time.monotonic() - begun < 0.1)
try:
    socket.socket().bind(('127.0.0.1', 6000))
    print('bound')
except PermissionError:
    print('no server')
)");
  EXPECT_THAT(played.output, testing::StartsWith("no names True\n"));
}

}  // namespace
}  // namespace recess::sandbox
