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

}  // namespace
}  // namespace recess::http::test
