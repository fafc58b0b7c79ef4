#include "socketio/link_rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace recess::socketio {
namespace {

using namespace std::string_literals;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LinkHandshake, SaysWhatIsOffered) {
  EXPECT_EQ(Rig(3).opening,
            R"(93:0{"sid":"pOllPythonAAAAAAAAA5","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200})");
  EXPECT_EQ(
      Rig(4).opening,
      R"(0{"sid":"pOllPythonAAAAAAAAA5","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000})");
  EXPECT_EQ(WebSocketRig(3).opening,
            R"(0{"sid":"pOllPythonAAAAAAAAA5","upgrades":[],"pingInterval":300,"pingTimeout":200})");
  EXPECT_EQ(
      WebSocketRig(4).opening,
      R"(0{"sid":"pOllPythonAAAAAAAAA5","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000})");
}

TEST(LinkWebSocket, EchoesTextAndBinary) {
  WebSocketRig four;
  four.say("4hello");
  four.link.websocket_binary("\x01\x02", four.now);
  EXPECT_THAT(four.sent(), ElementsAre("4hello", "<\x01\x02>"));
  WebSocketRig three(3);
  three.say("4hello");
  three.link.websocket_binary("\x04\x01\x02", three.now);
  EXPECT_THAT(three.sent(), ElementsAre("4hello", "<\x04\x01\x02>"));
}

TEST(LinkWebSocket, TakesBase64OfItsRevisionAndSendsItToWhoAskedForIt) {
  WebSocketRig four(4, true);
  four.say("bAQIDBA==");
  EXPECT_THAT(four.sent(), ElementsAre("bAQIDBA=="));
  WebSocketRig three(3, true);
  three.say("b4AQIDBA==");
  EXPECT_THAT(three.sent(), ElementsAre("b4AQIDBA=="));
}

TEST(LinkWebSocket, ClosesOnWhatIsNoPacket) {
  for (const char* message : {"abc", "", "7", "2"}) {  // a ping in the wrong direction is an error too
    WebSocketRig rig;
    rig.say(message);
    EXPECT_THAT(rig.port.closed, ElementsAre(1002)) << message;
  }
  WebSocketRig three(3);
  three.link.websocket_binary("\x01\x02", three.now);
  EXPECT_THAT(three.port.closed, ElementsAre(1002));
}

TEST(LinkWebSocket, IgnoresWhatIsMerelyUnexpected) {
  WebSocketRig three(3);
  for (const char* message : {"0", "3", "5", "6"}) three.say(message);
  EXPECT_FALSE(three.link.ended());
  WebSocketRig four;
  for (const char* message : {"0", "3", "5", "6"}) four.say(message);
  EXPECT_FALSE(four.link.ended());
}

TEST(LinkWebSocket, EndsWhenTheClientSaysSo) {
  WebSocketRig rig;
  rig.say("1");
  EXPECT_THAT(rig.port.closed, ElementsAre(1000));
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::client_left));
}

TEST(LinkWebSocket, TellsACleanCloseFromALostConnection) {
  WebSocketRig clean;
  clean.link.websocket_closed(true);
  EXPECT_THAT(clean.user.endings, ElementsAre(Ending::client_left));
  WebSocketRig lost;
  lost.link.websocket_closed(false);
  EXPECT_THAT(lost.user.endings, ElementsAre(Ending::transport_lost));
}

TEST(LinkHeartbeat, OfRevision3AnswersPings) {
  WebSocketRig rig(3);
  rig.pass(400);
  rig.say("2");
  EXPECT_THAT(rig.sent(), ElementsAre("3"));
  rig.pass(499);
  EXPECT_FALSE(rig.link.ended());
  rig.pass(1);
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::timed_out));
  EXPECT_THAT(rig.port.closed, ElementsAre(1001)) << "it may come back";
}

TEST(LinkHeartbeat, OfRevision4PingsThreeRounds) {
  Rig rig;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(rig.get_body(), "held");
    rig.pass(300);
    ASSERT_EQ(rig.port.polls.size(), 1U);
    EXPECT_EQ(*rig.port.polls[0].body, "2");
    rig.port.polls.clear();
    EXPECT_EQ(rig.post("3").status, 200U);
  }
}

TEST(LinkHeartbeat, OfRevision4EndsALinkThatWasNeverUsed) {
  Rig rig;
  rig.pass(500);
  EXPECT_EQ(rig.get().status, 400U);
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::timed_out));
}

TEST(LinkHeartbeat, TellsTheNextMomentToLook) {
  Rig rig;
  EXPECT_EQ(rig.link.deadline(), rig.now + Millis{300});
  rig.pass(300);
  EXPECT_EQ(rig.link.deadline(), rig.now + Millis{200});
}

TEST(LinkHeartbeat, AnswersAHeldPollOfADeadLinkAsOneThatMayComeBack) {
  Rig3 rig;
  rig.get();
  rig.pass(500);
  ASSERT_EQ(rig.port.polls.size(), 1U);
  EXPECT_EQ(rig.port.polls[0].status, 503U);
}

TEST(LinkSlowDown, PausesReadingAtMostASecondAndDelaysPostsAtMostTwo) {
  WebSocketRig socket;
  socket.link.slow_down(Millis{400}, socket.now);
  socket.link.slow_down(Millis{5000}, socket.now);
  EXPECT_THAT(socket.port.pauses, ElementsAre(400, 1000));
  Rig polling;
  EXPECT_EQ(polling.link.post_delay(polling.now), Millis{0});
  polling.link.slow_down(Millis{5000}, polling.now);
  EXPECT_EQ(polling.link.post_delay(polling.now), Millis{2000});
}

TEST(LinkSlowDown, KeepsASenderToItsBytesPerSecond) {
  LinkOptions options = quick_options();
  options.incoming_bytes_per_second = 1000;
  options.incoming_burst_bytes = 100;
  WebSocketRig rig(4, false, options);
  rig.say("4" + std::string(99, 'x'));
  EXPECT_THAT(rig.port.pauses, IsEmpty());
  rig.say("4" + std::string(99, 'x'));
  EXPECT_THAT(rig.port.pauses, ElementsAre(101));
}

TEST(LinkTraffic, IsCounted) {
  Rig rig;
  const auto before = rig.traffic.bytes_out;
  rig.post("4hello");
  rig.get();
  EXPECT_EQ(rig.traffic.bytes_in, 6U);
  EXPECT_EQ(rig.traffic.bytes_out - before, 6U);
}

}  // namespace
}  // namespace recess::socketio
