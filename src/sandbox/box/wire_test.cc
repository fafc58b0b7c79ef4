#include "sandbox/box/wire.h"

#include "kernel/unique_fd.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

class Wire : public testing::Test {
 protected:
  Wire() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
    ours.reset(ends[0]);
    theirs.reset(ends[1]);
  }
  int receive() { return recess_receive(ours.get(), &received, payload, sizeof payload); }

  UniqueFd ours;
  UniqueFd theirs;
  recess_received received{};
  char payload[256] = {};
};

TEST_F(Wire, CarriesHeaderPayloadAndDescriptors) {
  recess_message message{};
  message.kind = RECESS_FOLDER;
  message.id = 7;
  UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const int fd = file.get();
  ASSERT_EQ(recess_send(theirs.get(), &message, "abc", 3, &fd, 1), 0);
  ASSERT_EQ(receive(), 1);
  EXPECT_EQ(received.message.kind, static_cast<unsigned>(RECESS_FOLDER));
  EXPECT_EQ(received.message.id, 7U);
  EXPECT_EQ(std::string(payload, received.payload_bytes), "abc");
  ASSERT_EQ(received.fd_count, 1U);
  const UniqueFd arrived(received.fds[0]);
  EXPECT_EQ(::fcntl(arrived.get(), F_GETFD), FD_CLOEXEC);
}

TEST_F(Wire, SaysWhoSentItToASocketThatAsks) {
  const int yes = 1;
  ASSERT_EQ(::setsockopt(ours.get(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes), 0);
  recess_message message{};
  ASSERT_EQ(recess_send(theirs.get(), &message, nullptr, 0, nullptr, 0), 0);
  ASSERT_EQ(receive(), 1);
  EXPECT_EQ(received.sender, ::getpid());
}

TEST_F(Wire, TellsAnEmptySocketFromAnEndedOne) {
  EXPECT_EQ(receive(), -1);
  EXPECT_EQ(errno, EAGAIN);
  theirs.reset();
  EXPECT_EQ(receive(), 0);
}

TEST_F(Wire, RefusesAPayloadThatDoesNotFitAndShortMessages) {
  recess_message message{};
  const std::string large(300, 'x');
  ASSERT_EQ(recess_send(theirs.get(), &message, large.data(), large.size(), nullptr, 0), 0);
  EXPECT_EQ(receive(), -1);
  EXPECT_EQ(errno, EBADMSG);
  ASSERT_EQ(::send(theirs.get(), "short", 5, 0), 5);
  EXPECT_EQ(receive(), -1);
  EXPECT_EQ(errno, EBADMSG);
}

TEST_F(Wire, NamesTheStepThatFailed) {
  recess_tell_failure(theirs.get(), 3, "mount /tmp", ENOSPC);
  ASSERT_EQ(receive(), 1);
  EXPECT_EQ(received.message.status, ENOSPC);
  EXPECT_EQ(received.message.id, 3U);
  EXPECT_EQ(std::string(payload, received.payload_bytes), "mount /tmp");
}

}  // namespace
}  // namespace recess::sandbox
