#include "http/outbox.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

namespace recess::http {
namespace {

class SocketPair {
 public:
  explicit SocketPair(int type) { EXPECT_EQ(::socketpair(AF_UNIX, type, 0, ends_.data()), 0); }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;
  ~SocketPair() {
    ::close(ends_[0]);
    close_peer();
  }
  int ours() const { return ends_[0]; }
  void close_peer() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  // What is there: of a SOCK_SEQPACKET pair the bytes of one sendmsg(), of a stream everything.
  std::string take() {
    std::string got(4 * 1024 * 1024, '\0');
    const ssize_t size = ::recv(ends_[1], got.data(), got.size(), MSG_DONTWAIT);
    got.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return got;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

Frame frame(std::string bytes) { return Frame(std::move(bytes)); }

struct OutboxTest : testing::Test {
  Outbox::Write write() { return outbox.write(sockets.ours(), scratch, budget); }

  SocketPair sockets{SOCK_STREAM};
  Outbox outbox;
  std::array<char, 64 * 1024> scratch{};
  std::size_t budget = 1'000'000'000;
};

TEST_F(OutboxTest, CountsWhatTheKernelDoesNotHave) {
  EXPECT_EQ(outbox.bytes(), 0U);
  EXPECT_EQ(outbox.frames(), 0U);
  outbox.push(frame("one"));
  outbox.push(frame("three"));
  EXPECT_EQ(outbox.bytes(), 8U);
  EXPECT_EQ(outbox.frames(), 2U);
  budget = 100;
  EXPECT_EQ(write(), Outbox::Write::taken);
  EXPECT_EQ(outbox.bytes(), 0U);
  EXPECT_EQ(outbox.frames(), 0U);
  EXPECT_EQ(budget, 92U);
  EXPECT_EQ(sockets.take(), "onethree");
}

TEST_F(OutboxTest, TakesNoMoreFromTheBudgetThanIsInIt) {
  outbox.push(frame("four"));
  budget = 3;
  EXPECT_EQ(write(), Outbox::Write::taken);
  EXPECT_EQ(budget, 0U);
}

TEST(Outbox, SendsSmallAndLargeFramesInOneCall) {
  SocketPair records(SOCK_SEQPACKET);
  Outbox outbox;
  std::array<char, 64 * 1024> scratch{};
  std::size_t budget = 1'000'000;
  const std::string large(5000, 'L');
  std::string all;
  for (const std::string& bytes : {std::string("a"), std::string("bc"), large, std::string("d"), large}) {
    outbox.push(frame(bytes));
    all += bytes;
  }
  EXPECT_EQ(outbox.write(records.ours(), scratch, budget), Outbox::Write::taken);
  EXPECT_EQ(outbox.bytes(), 0U);
  EXPECT_EQ(records.take(), all);
}

TEST(Outbox, OneCallTakesWhatFitsIntoTheScratchBuffer) {
  SocketPair records(SOCK_SEQPACKET);
  Outbox outbox;
  std::array<char, 1000> scratch{};
  std::size_t budget = 1'000'000;
  for (int i = 0; i < 25; ++i) outbox.push(frame(std::string(100, static_cast<char>('a' + i))));
  EXPECT_EQ(outbox.write(records.ours(), scratch, budget), Outbox::Write::taken);
  EXPECT_EQ(records.take().size(), 1000U);
  EXPECT_EQ(outbox.frames(), 15U);
}

TEST_F(OutboxTest, ReportsAFullKernelAndGoesOnInOrder) {
  std::mt19937 random(1);
  std::string all;
  for (int i = 0; i < 2000; ++i) {
    const std::size_t size = i % 50 == 0 ? 100'000 + random() % 1'000'000 : 1 + random() % 4000;
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    all += bytes;
    outbox.push(frame(std::move(bytes)));
  }
  std::string got;
  int full = 0;
  while (outbox.bytes() > 0) {
    const auto outcome = write();
    ASSERT_NE(outcome, Outbox::Write::gone);
    ASSERT_LE(outbox.bytes(), all.size() - got.size());
    if (outcome != Outbox::Write::full) continue;
    ++full;
    got += sockets.take();
  }
  for (std::string more = sockets.take(); !more.empty(); more = sockets.take()) got += more;
  EXPECT_GT(full, 10);
  EXPECT_EQ(outbox.frames(), 0U);
  EXPECT_TRUE(got == all);
}

TEST_F(OutboxTest, FramesPushedBehindACutOneFollowIt) {
  const std::string large(3'000'000, 'x');
  outbox.push(frame(large));
  while (write() == Outbox::Write::taken) {
  }
  ASSERT_GT(outbox.bytes(), 0U);
  ASSERT_LT(outbox.bytes(), large.size());
  EXPECT_EQ(outbox.frames(), 1U);
  outbox.push(frame("behind"));
  std::string got;
  while (outbox.bytes() > 0) {
    got += sockets.take();
    while (outbox.bytes() > 0 && write() == Outbox::Write::taken) {
    }
  }
  for (std::string more = sockets.take(); !more.empty(); more = sockets.take()) got += more;
  EXPECT_TRUE(got == large + "behind");
}

TEST_F(OutboxTest, SendsThousandsOfPiecesInOrder) {
  std::string all;
  for (int i = 0; i < 20'000; ++i) {
    std::string piece = std::to_string(i) + (i % 3 == 0 ? std::string(3000, '.') : ",");
    all += piece;
    outbox.push(frame(std::move(piece)));
  }
  std::string got;
  while (outbox.bytes() > 0) {
    ASSERT_NE(write(), Outbox::Write::gone);
    got += sockets.take();
  }
  for (std::string more = sockets.take(); !more.empty(); more = sockets.take()) got += more;
  EXPECT_EQ(outbox.frames(), 0U);
  EXPECT_TRUE(got == all);
}

TEST_F(OutboxTest, LetsGoOfAFrameThatTheKernelHas) {
  const Frame shared = frame("shared with others");
  outbox.push(shared);
  EXPECT_EQ(shared.owner().use_count(), 2);
  EXPECT_EQ(write(), Outbox::Write::taken);
  EXPECT_EQ(shared.owner().use_count(), 1);
}

TEST_F(OutboxTest, ReportsAPeerThatIsGone) {
  sockets.close_peer();
  outbox.push(frame("nobody hears this"));
  EXPECT_EQ(write(), Outbox::Write::gone);
}

}  // namespace
}  // namespace recess::http
