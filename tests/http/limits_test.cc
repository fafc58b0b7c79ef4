// Time and places: slow clients, full houses, and the server's own end.
#include "fixture.h"

#include <atomic>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::http::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// Writes until it is told to stop; counts what it wrote.
asio::awaitable<void> flood(StreamWriter& writer, std::atomic<int>* written, std::atomic<bool>* stopped) {
  for (;;) {
    const bool more = co_await writer.write(std::string(64 * 1024, 'x'));
    if (!more) break;
    ++*written;
  }
  *stopped = true;
}

class LimitsTest : public ServerTest {
 protected:
  LimitsTest() {
    router_.add("GET", "/flood", [this](Exchange&) { return start_flood(); });
    router_.add("GET", "/count", [](Exchange&) { return count_to_three(); });
    router_.add("GET", "/hold", [this](Exchange& exchange) { return hold(exchange); });
  }
  ~LimitsTest() override { stop(); }

  asio::awaitable<Response> start_flood() {
    Response response;
    response.body = StreamBody([this](StreamWriter& writer) { return flood(writer, &written_, &stopped_); });
    co_return response;
  }

  static asio::awaitable<void> write_three(StreamWriter& writer) {
    for (const char* word : {"one ", "two ", "three"}) co_await writer.write(word);
  }
  static asio::awaitable<Response> count_to_three() {
    Response response = text(200, "");
    response.body = StreamBody([](StreamWriter& writer) { return write_three(writer); });
    co_return response;
  }

  // A long poll: answers after `hold_time_`, or when its peer has gone.
  asio::awaitable<Response> hold(Exchange& exchange) {
    asio::steady_timer timer(loop_);
    timer.expires_after(hold_time_);
    exchange.when_peer_gone([&] {
      ++gone_;
      timer.cancel();
    });
    ++held_;
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return text(200, exchange.peer_gone() ? "gone" : "held");
  }

  bool eventually(const std::function<bool()>& holds) {
    for (const auto end = Clock::now() + 2s; Clock::now() < end; std::this_thread::sleep_for(2ms)) {
      if (holds()) return true;
    }
    return false;
  }

  std::atomic<int> written_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> held_ = 0;
  std::atomic<int> gone_ = 0;
  std::chrono::milliseconds hold_time_ = 10s;
};

TEST_F(LimitsTest, ClosesASlowHeadHoweverOftenItSendsAByte) {
  limits_.head_time = 200ms;
  start();
  Client slow = client();
  const auto begin = Clock::now();
  slow.send("GET / HTTP/1.1\r\nX: ");
  while (Clock::now() - begin < 1s && !slow.closes(10ms)) slow.send("x");
  EXPECT_TRUE(slow.closes(0ms));
  EXPECT_GE(Clock::now() - begin, 200ms);
  EXPECT_LT(Clock::now() - begin, 800ms);
}

TEST_F(LimitsTest, SaysWhyASlowRequestEnds) {
  limits_.head_time = 100ms;
  limits_.body_time = 100ms;
  limits_.linger_time = 100ms;
  start();
  Client head = client();
  head.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(head.reply().value_or(Reply{}).status, 408U);
  Client body = client();
  body.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n123");
  EXPECT_EQ(body.reply().value_or(Reply{}).status, 408U);
  EXPECT_TRUE(body.closes(1s));
  Client silent = client();
  EXPECT_EQ(silent.read_to_end(), "");
}

TEST_F(LimitsTest, ClosesIdleConnectionsAfterTheirOwnTime) {
  limits_.head_time = 50ms;
  limits_.idle_time = 300ms;
  start();
  Client idle = client();
  EXPECT_EQ(idle.get("/").status, 200U);
  EXPECT_FALSE(idle.closes(150ms)) << "idle is not a slow head";
  EXPECT_TRUE(idle.closes(1s));
}

TEST_F(LimitsTest, ServesOthersWhileManyAreSlow) {
  start();
  std::vector<Client> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(client());
    slow.back().send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n1");
  }
  const auto begin = Clock::now();
  EXPECT_EQ(client().get("/").body, "hello");
  EXPECT_LT(Clock::now() - begin, 200ms);
}

TEST_F(LimitsTest, TurnsAwayWhoIsTooMany) {
  limits_.connections = 3;
  limits_.connections_per_address = 2;
  start();
  Client first = client();
  EXPECT_EQ(first.get("/").status, 200U);
  {
    Client second = client();
    EXPECT_EQ(second.get("/").status, 200U);
    Client third = client();
    const auto refused = third.reply();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503U);
    EXPECT_EQ(refused->body.size(), 40U);
    EXPECT_TRUE(third.closes());
  }
  EXPECT_TRUE(eventually([&] { return client().get("/").status == 200; })) << "a place that is given back is free";
}

TEST_F(LimitsTest, WritesStreamsInChunks) {
  start();
  Client phone = client();
  const Reply reply = phone.get("/count");
  EXPECT_EQ(reply.body, "one two three");
  EXPECT_EQ(reply.header("transfer-encoding"), "chunked");
  phone.send("GET /count HTTP/1.0\r\n\r\n");
  const Reply old = phone.reply().value_or(Reply{});
  EXPECT_EQ(old.body, "one two three");
  EXPECT_EQ(old.header("transfer-encoding"), "");
}

TEST_F(LimitsTest, WaitsForAReaderAndStopsWhenItLeaves) {
  start();
  Client reader = client();
  reader.shrink_receive_buffer();
  reader.send("GET /flood HTTP/1.1\r\nHost: here\r\n\r\n");
  int before = -1;
  EXPECT_TRUE(eventually([&] {
    std::this_thread::sleep_for(30ms);
    return std::exchange(before, written_.load()) == written_ && written_ > 0;
  })) << "the writer is held back";
  EXPECT_LT(written_, 200) << "by less than a dozen MiB of socket buffers";
  EXPECT_EQ(client().get("/").body, "hello");
  reader.reset();
  EXPECT_TRUE(eventually([&] { return stopped_.load(); }));
}

TEST_F(LimitsTest, EndsAReaderThatStalls) {
  limits_.write_time = 200ms;
  start();
  Client reader = client();
  reader.shrink_receive_buffer();
  reader.send("GET /flood HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return stopped_.load(); }));
}

TEST_F(LimitsTest, TellsAHeldRequestThatItsPeerHasGone) {
  start();
  {
    Client phone = client();
    phone.send("GET /hold HTTP/1.1\r\nHost: here\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return held_ == 1; }));
    EXPECT_EQ(gone_, 0);
  }
  EXPECT_TRUE(eventually([&] { return gone_ == 1; }));
}

TEST_F(LimitsTest, KeepsWhatIsPipelinedBehindAHeldRequest) {
  hold_time_ = 100ms;
  start();
  Client phone = client();
  phone.send("GET /hold HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return held_ == 1; }));
  phone.send("GET /name/next HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "held");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "next");
  EXPECT_EQ(phone.get("/hold").body, "held") << "and can be watched again";
}

TEST_F(LimitsTest, DrainsWithoutCuttingWhatIsUnderWay) {
  hold_time_ = 200ms;
  start();
  Client idle = client();
  EXPECT_EQ(idle.get("/").status, 200U);
  Client socket = client();
  EXPECT_EQ(socket.open_websocket("/ws").status, 101U);
  Client busy = client();
  busy.send("GET /hold HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return held_ == 1; }));
  auto drained = asio::co_spawn(loop_, server_->drain(5s), asio::use_future);
  EXPECT_TRUE(idle.closes());
  EXPECT_EQ(socket.frame().value_or(WsFrame{}).close_code(), 1001U);
  socket.send(Client::masked(0x88, "\x03\xe9"));
  const Reply last = busy.reply().value_or(Reply{});
  EXPECT_EQ(last.body, "held");
  EXPECT_EQ(last.header("connection"), "close");
  busy.end_output();
  socket.end_output();
  EXPECT_EQ(drained.wait_for(2s), std::future_status::ready);
  EXPECT_THROW(client(), std::runtime_error) << "nobody listens";
}

TEST_F(LimitsTest, EndsWhatDoesNotFinishInTime) {
  start();
  Client busy = client();
  busy.send("GET /hold HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return held_ == 1; }));
  auto drained = asio::co_spawn(loop_, server_->drain(100ms), asio::use_future);
  EXPECT_EQ(drained.wait_for(2s), std::future_status::ready);
  EXPECT_TRUE(busy.closes());
  EXPECT_TRUE(eventually([&] { return gone_ == 1; }));
}

// Descriptors of this process up to a number; the old limit comes back at the end.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit now{most, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit before_{};
};

std::chrono::microseconds processor_time() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return std::chrono::seconds(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         std::chrono::microseconds(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

TEST_F(LimitsTest, RestsWhileThereAreNoDescriptors) {
  start();
  std::promise<void> connected;
  std::future<void> go = connected.get_future();
  asio::post(loop_, [&go] { go.wait(); });  // nothing is accepted before the limit is there
  Client waiting = client();
  const int next = ::dup(0);
  ::close(next);
  {
    const DescriptorLimit none(static_cast<rlim_t>(next));
    connected.set_value();
    const auto before = processor_time();
    std::this_thread::sleep_for(300ms);
    EXPECT_LT(processor_time() - before, 100ms) << "asking for the same connection again and again would spin";
  }
  EXPECT_EQ(waiting.get("/").status, 200U);
}

}  // namespace
}  // namespace recess::http::test
