// WebSockets as a client sees them.
#include "fixture.h"

namespace recess::http::test {
namespace {

TEST_F(ServerTest, OpensAWebSocket) {
  start();
  Client phone = client();
  const Reply reply = phone.open_websocket("/ws");
  EXPECT_EQ(reply.status, 101U);
  EXPECT_EQ(reply.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  phone.send(Client::text("hello"));
  const auto frame = phone.frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 1U);
  EXPECT_EQ(frame->payload, "hello");
}

TEST_F(ServerTest, HearsFramesSentBehindTheHandshake) {
  start();
  Client phone = client();
  EXPECT_EQ(phone.open_websocket("/ws", Client::text("early")).status, 101U);
  EXPECT_EQ(phone.frame().value_or(WsFrame{}).payload, "early");
}

TEST_F(ServerTest, EchoesMessagesOfEveryLength) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 100'000U}) {
    const std::string payload(size, 'x');
    phone.send(Client::masked(0x82, payload));
    EXPECT_EQ(phone.frame().value_or(WsFrame{}).payload, payload) << size;
  }
}

TEST_F(ServerTest, ReassemblesFragmentsAroundAPing) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  phone.send(Client::masked(0x01, "one ") + Client::masked(0x89, "ping") + Client::masked(0x00, "two ") +
             Client::masked(0x80, "three"));
  const WsFrame pong = phone.frame().value_or(WsFrame{});
  EXPECT_EQ(pong.opcode, 10U);
  EXPECT_EQ(pong.payload, "ping");
  EXPECT_EQ(phone.frame().value_or(WsFrame{}).payload, "one two three");
}

TEST_F(ServerTest, JoinsTheFramesOfOneTurn) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  phone.send(Client::text("burst 500"));
  const std::string first = phone.read_some();
  EXPECT_EQ(first.size(), 10 * 3 + 90 * 4 + 400 * 5U) << "all frames in one segment";
}

TEST_F(ServerTest, AnswersAClose) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  phone.send(Client::masked(0x88, "\x03\xe8") + Client::text("too late"));
  const WsFrame close = phone.frame().value_or(WsFrame{});
  EXPECT_EQ(close.opcode, 8U);
  EXPECT_EQ(close.close_code(), 1000U);
  EXPECT_TRUE(phone.read_to_end().empty());
  EXPECT_FALSE(phone.was_reset());
}

TEST_F(ServerTest, ClosesWithAReasonAndWaitsForTheAnswer) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  phone.send(Client::text("before") + Client::text("close") + Client::text("after"));
  EXPECT_EQ(phone.frame().value_or(WsFrame{}).payload, "before");
  const WsFrame close = phone.frame().value_or(WsFrame{});
  EXPECT_EQ(close.close_code(), 1008U);
  EXPECT_EQ(close.payload.substr(2), "asked to");
  phone.send(Client::masked(0x88, "\x03\xf0"));
  EXPECT_TRUE(phone.read_to_end().empty());
  EXPECT_FALSE(phone.was_reset());
}

struct Broken {
  const char* name;
  std::string bytes;
  unsigned code;
};

class BrokenFrames : public ServerTest, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenFrames, AreAnsweredWithTheirCode) {
  start();
  Client phone = client();
  phone.open_websocket("/ws");
  phone.send(GetParam().bytes);
  const WsFrame close = phone.frame().value_or(WsFrame{});
  EXPECT_EQ(close.opcode, 8U);
  EXPECT_EQ(close.close_code(), GetParam().code);
  phone.end_output();
  EXPECT_TRUE(phone.closes());
  EXPECT_FALSE(phone.was_reset());
  EXPECT_EQ(client().get("/").body, "hello");
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BrokenFrames,
    testing::Values(
        Broken{"Unmasked", std::string("\x81\x01x", 3), 1002}, Broken{"ReservedBit", Client::masked(0xC1, "x"), 1002},
        Broken{"UnknownOpcode", Client::masked(0x83, "x"), 1002},
        Broken{"UnknownControl", Client::masked(0x8B, "x"), 1002},
        Broken{"LongPing", Client::masked(0x89, std::string(126, 'x')), 1002},
        Broken{"FragmentedPing", Client::masked(0x09, "x"), 1002},
        Broken{"LoneContinuation", Client::masked(0x80, "x"), 1002},
        Broken{"TextInsideMessage", Client::masked(0x01, "x") + Client::masked(0x81, "y"), 1002},
        Broken{"BadText", Client::masked(0x81, "\xff"), 1007},
        Broken{"BadTextInFirstPiece", Client::masked(0x01, "\xc3") + Client::masked(0x00, "x"), 1007},
        Broken{"TextEndsInsideCharacter", Client::masked(0x81, "\xc3"), 1007},
        Broken{"TooBigByHeader", std::string("\x82\xff\0\0\0\0\1\0\0\0", 10) + "mask", 1009},
        Broken{"TooBigInPieces",
               Client::masked(0x02, std::string(60'000, 'x')) + Client::masked(0x80, std::string(60'000, 'x')), 1009},
        Broken{"CloseOfOneByte", Client::masked(0x88, "x"), 1002},
        Broken{"CloseWithBadCode", Client::masked(0x88, "\x03\xec"), 1002},
        Broken{"CloseWithBadText", Client::masked(0x88, "\x03\xe8\xff"), 1007},
        Broken{"HandlerThrows", Client::text("throw"), 1011}),
    [](const auto& one) { return one.param.name; });

TEST_F(ServerTest, RefusesOtherVersionsAndBadKeys) {
  start();
  const std::string start_of =
      "GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ";
  Client old = client();
  old.send(start_of + "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n");
  const Reply reply = old.reply().value_or(Reply{});
  EXPECT_EQ(reply.status, 426U);
  EXPECT_EQ(reply.header("sec-websocket-version"), "13");
  Client bad = client();
  bad.send(start_of + "short\r\nSec-WebSocket-Version: 13\r\n\r\n");
  EXPECT_EQ(bad.reply().value_or(Reply{}).status, 400U);
}

TEST_F(ServerTest, RefusesAWebSocketWithABody) {
  start();
  Client phone = client();
  phone.send(
      "GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 5\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_EQ(phone.reply().value_or(Reply{}).status, 400U);
}

// Everything that a handler can see and do, from the test's own thread.
class SocketLog : public WebSocketHandler {
 public:
  void on_open(WebSocket& opened) override { socket = &opened; }
  void on_text(const LentBytes& text) override { texts += std::string(*text) + ";"; }
  void on_binary(const LentBytes&) override {}
  void on_drained() override { ++drained; }
  void on_closed(bool was_clean) override {
    socket = nullptr;
    ++closed;
    clean = was_clean;
  }
  WebSocket* socket = nullptr;
  std::string texts;
  int drained = 0;
  int closed = 0;
  bool clean = false;
};

class SocketTest : public ServerTest {
 protected:
  SocketTest() {
    limits_.close_time = std::chrono::milliseconds(200);
    router_.add("GET", "/log", [this](Exchange&) { return open_log(); });
  }
  ~SocketTest() override { stop(); }

  asio::awaitable<Response> open_log() {
    Response response;
    response.body = UpgradeBody{log_, 1000};
    co_return response;
  }
  template <class F>
  bool eventually(F holds) {
    for (int i = 0; i < 400; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(5))) {
      if (on_loop([&] { return holds(*log_); })) return true;
    }
    return false;
  }

  std::shared_ptr<SocketLog> log_ = std::make_shared<SocketLog>();
};

TEST_F(SocketTest, KeepsTheOrderForAReaderThatIsSlow) {
  start();
  Client phone = client();
  phone.shrink_receive_buffer(64 * 1024);
  phone.open_websocket("/log");
  std::string expected;
  on_loop([&] {
    for (int i = 0; i < 4000; ++i) {
      // Small and large ones mixed: copied together, or passed by reference.
      const std::string payload(static_cast<std::size_t>(i % 10 == 0 ? 20'000 : i % 300),
                                static_cast<char>('a' + i % 26));
      expected += payload;
      log_->socket->send(i % 2 == 0 ? text_frame(payload) : binary_frame(payload));
    }
    EXPECT_EQ(log_->socket->queued_frames(), 4000U);
    EXPECT_GT(log_->socket->queued_bytes(), expected.size());
  });
  std::string heard;
  for (int i = 0; i < 4000; ++i) heard += phone.frame().value_or(WsFrame{}).payload;
  EXPECT_TRUE(heard == expected);
  EXPECT_TRUE(eventually(
      [](SocketLog& log) { return log.socket != nullptr && log.socket->queued_bytes() == 0 && log.drained > 0; }));
}

TEST_F(SocketTest, EndsAReaderThatTakesNothing) {
  limits_.write_time = std::chrono::milliseconds(200);
  start();
  Client phone = client();
  phone.shrink_receive_buffer();
  phone.open_websocket("/log");
  on_loop([&] {
    const Frame frame = binary_frame(std::string(1'000'000, 'x'));
    for (int i = 0; i < 20; ++i) log_->socket->send(frame);
  });
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.closed == 1 && !log.clean; }));
}

TEST_F(SocketTest, WaitsForTheAnswerToACloseOnlySoLong) {
  start();
  Client phone = client();
  phone.open_websocket("/log");
  on_loop([&] { log_->socket->close(CloseCode::going_away, ""); });
  EXPECT_EQ(phone.frame().value_or(WsFrame{}).close_code(), 1001U);
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.closed == 1 && !log.clean; }));
  EXPECT_TRUE(phone.closes());
}

TEST_F(SocketTest, TellsACleanEndFromALostConnection) {
  start();
  Client polite = client();
  polite.open_websocket("/log");
  polite.send(Client::masked(0x88, "\x03\xe8"));
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.closed == 1 && log.clean; }));
  Client rude = client();
  rude.open_websocket("/log");
  rude.reset();
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.closed == 2 && !log.clean; }));
}

TEST_F(SocketTest, AbortsWithoutCallingBackAtOnce) {
  start();
  Client phone = client();
  phone.open_websocket("/log");
  on_loop([&] {
    log_->socket->send(text_frame("never sent"));
    log_->socket->abort();
    EXPECT_EQ(log_->closed, 0);
  });
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.closed == 1; }));
  EXPECT_TRUE(phone.closes());
}

TEST_F(SocketTest, HearsNothingWhileReadingIsPaused) {
  start();
  Client phone = client();
  phone.open_websocket("/log");
  on_loop([&] { log_->socket->pause_reading(std::chrono::milliseconds(150)); });
  const auto begin = std::chrono::steady_clock::now();
  // The wait for the first bytes was with the loop already, and is not lost.
  phone.send(Client::text("one"));
  phone.send(Client::text("two"));
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.texts == "one;two;"; }));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(100));
  phone.send(Client::text("three"));
  EXPECT_TRUE(eventually([](SocketLog& log) { return log.texts == "one;two;three;"; }));
}

}  // namespace
}  // namespace recess::http::test
