#include "socketio/link.h"

#include "socketio/test_rig.h"

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

// A link with a user that echoes, its handshake done.
struct Rig : LinkRig {
  explicit Rig(int revision = 4, Transport transport = Transport::polling, bool base64 = false,
               LinkOptions with = quick_options())
      : LinkRig(revision, transport, base64, std::move(with)), user(link) {
    user.echoes = true;
    link.attach(user);
    if (transport == Transport::polling) opening = *link.handshake_answer().body;
    else link.websocket_opened();
    if (transport == Transport::websocket) opening = sent().front();
  }
  void upgrade() {
    link.begin_probe(now);
    link.probe_text("2probe", now);
    link.probe_text("5", now);
  }
  RecordingUser user;
  std::string opening;
};
struct Rig3 : Rig {
  explicit Rig3(bool base64 = false) : Rig(3, Transport::polling, base64) {}
};
struct WebSocketRig : Rig {
  explicit WebSocketRig(int revision = 4, bool base64 = false, LinkOptions with = quick_options())
      : Rig(revision, Transport::websocket, base64, std::move(with)) {}
  void say(std::string_view message) {
    link.websocket_text(message, now);
    turn();
  }
};

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

TEST(LinkPolling, AnswersAtOnceWhatWaits) {
  Rig rig;
  EXPECT_EQ(*rig.post("4hello").body, "ok");
  EXPECT_EQ(rig.get_body(), "4hello");
}

TEST(LinkPolling, GivesBackSeveralPacketsInOnePoll) {
  Rig rig;
  rig.post(
      "4test1\x1E"
      "4test2\x1E"
      "4test3");
  EXPECT_EQ(rig.get_body(),
            "4test1\x1E"
            "4test2\x1E"
            "4test3");
  rig.post(
      "4hello\x1E"
      "bAQIDBA==");
  EXPECT_EQ(rig.get_body(),
            "4hello\x1E"
            "bAQIDBA==");
}

TEST(LinkPolling, HoldsAGetUntilTheTurnInWhichSomethingCame) {
  Rig rig;
  EXPECT_EQ(rig.get_body(), "held");
  rig.post(
      "4a\x1E"
      "4b");
  ASSERT_EQ(rig.port.polls.size(), 1U);
  EXPECT_EQ(*rig.port.polls[0].body,
            "4a\x1E"
            "4b");
  EXPECT_EQ(rig.get_body(), "held");
}

TEST(LinkPolling, NeverPutsMoreThanSixteenPacketsInAResponse) {
  Rig rig;
  for (int i = 0; i < 20; ++i) rig.link.send(make_text_message("x"));
  const std::string first = rig.get_body();
  EXPECT_EQ(std::count(first.begin(), first.end(), kRecordSeparator), 15);
  const std::string second = rig.get_body();
  EXPECT_EQ(std::count(second.begin(), second.end(), kRecordSeparator), 3);
}

TEST(LinkPolling, OfRevision3UsesBinaryFramingOnlyForBinary) {
  Rig3 rig;
  rig.post("\x00\x02\xFF\x34\x61"s);
  Answer answer = rig.get();
  EXPECT_EQ(*answer.body, "2:4a");
  EXPECT_EQ(answer.content_type, "text/plain; charset=UTF-8");
  rig.post("2:4a10:b4AQIDBA==");
  answer = rig.get();
  EXPECT_EQ(*answer.body, "\x00\x02\xFF\x34\x61\x01\x05\xFF\x04\x01\x02\x03\x04"s);
  EXPECT_EQ(answer.content_type, "application/octet-stream");
}

TEST(LinkPolling, OfRevision3SendsBase64ToWhoAskedForIt) {
  Rig3 rig(true);
  rig.post("2:4a10:b4AQIDBA==");
  const Answer answer = rig.get();
  EXPECT_EQ(*answer.body, "2:4a10:b4AQIDBA==");
  EXPECT_EQ(answer.content_type, "text/plain; charset=UTF-8");
}

TEST(LinkPolling, ASecondGetEndsTheLink) {
  for (const int revision : {3, 4}) {
    Rig rig(revision);
    rig.get();
    EXPECT_EQ(rig.get().status, 400U);
    ASSERT_EQ(rig.port.polls.size(), 1U);
    EXPECT_EQ(*rig.port.polls[0].body, revision == 3 ? "1:1" : "1");
    EXPECT_EQ(rig.get_body(), R"({"code":1,"message":"Session ID unknown"})");
    EXPECT_THAT(rig.user.endings, ElementsAre(Ending::protocol_error));
    EXPECT_EQ(rig.port.endings, 1);
  }
}

TEST(LinkPolling, ASecondPostEndsTheLink) {
  Rig rig;
  EXPECT_FALSE(rig.link.begin_post());
  EXPECT_EQ(rig.link.begin_post()->status, 400U);
  EXPECT_TRUE(rig.link.ended());
  EXPECT_EQ(rig.link.post("4x", false, rig.now).status, 400U) << "the first one is too late now";
  EXPECT_THAT(rig.user.heard, IsEmpty());
}

TEST(LinkPolling, AnAbortedRequestLosesTheLink) {
  Rig get;
  get.get();
  get.link.poll_aborted();
  EXPECT_THAT(get.user.endings, ElementsAre(Ending::transport_lost));
  Rig post;
  post.link.begin_post();
  post.link.post_aborted();
  EXPECT_THAT(post.user.endings, ElementsAre(Ending::transport_lost));
  Rig idle;
  idle.link.poll_aborted();
  EXPECT_FALSE(idle.link.ended()) << "a GET that was answered before is nobody's loss";
}

TEST(LinkPolling, AClosePacketFinishesTheHeldPollWithANoop) {
  for (const int revision : {3, 4}) {
    Rig rig(revision);
    rig.get();
    const Answer answer = revision == 3 ? rig.post("\x00\x02\xFF\x34\x61\x00\x01\xFF\x31"s)
                                        : rig.post(
                                              "4a\x1E"
                                              "1");
    EXPECT_EQ(*answer.body, "ok");
    EXPECT_THAT(rig.user.heard, ElementsAre("a")) << "what came before it counts";
    ASSERT_EQ(rig.port.polls.size(), 1U);
    EXPECT_EQ(*rig.port.polls[0].body, revision == 3 ? "1:6" : "6");
    EXPECT_THAT(rig.user.endings, ElementsAre(Ending::client_left));
  }
}

TEST(LinkPolling, AnUndecodableBodyEndsTheLink) {
  Rig rig;
  EXPECT_EQ(rig.post("abc").status, 400U);
  EXPECT_EQ(rig.get().status, 400U);
}

TEST(LinkPolling, ABodyThatIsTooLargeEndsTheLink) {
  Rig rig;
  rig.link.begin_post();
  EXPECT_EQ(rig.link.post_too_large().status, 413U);
  EXPECT_TRUE(rig.link.ended());
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

TEST(LinkUpgrade, MovesToTheWebSocketWithoutLossOrDuplicate) {
  Rig rig;
  EXPECT_EQ(rig.get_body(), "held");
  ASSERT_TRUE(rig.link.begin_probe(rig.now));
  rig.link.probe_text("2probe", rig.now);
  EXPECT_THAT(rig.port.probe_sent, ElementsAre("3probe"));
  ASSERT_EQ(rig.port.polls.size(), 1U);
  EXPECT_EQ(*rig.port.polls[0].body, "6");
  rig.link.send(make_text_message("waits"));
  rig.turn();
  EXPECT_EQ(rig.get_body(), "6") << "a poll during the upgrade gets a noop, never the queue";
  EXPECT_THAT(rig.sent(), IsEmpty());
  rig.link.probe_text("5", rig.now);
  EXPECT_EQ(rig.port.probes_adopted, 1);
  EXPECT_EQ(rig.link.transport(), Transport::websocket);
  rig.link.websocket_text("4hello", rig.now);
  EXPECT_THAT(rig.sent(), ElementsAre("4waits", "4hello"));
}

TEST(LinkUpgrade, AnswersWithNoopInTheFramingOfRevision3) {
  Rig3 rig;
  rig.get();
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  EXPECT_EQ(*rig.port.polls.at(0).body, "1:6");
}

TEST(LinkUpgrade, ThatIsNotOneLeavesThePollingAlone) {
  for (const char* message : {"4hello", "5", "2", "3probe", ""}) {
    Rig rig;
    rig.link.begin_probe(rig.now);
    rig.link.send(make_text_message("waits"));
    rig.link.probe_text(message, rig.now);
    EXPECT_EQ(rig.port.probes_dropped, 1) << message;
    EXPECT_EQ(rig.get_body(), "4waits");
    EXPECT_TRUE(rig.link.begin_probe(rig.now)) << "another may try";
  }
}

TEST(LinkUpgrade, ThatBreaksOffResumesPolling) {
  Rig rig;
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  rig.link.send(make_text_message("waits"));
  rig.link.probe_closed();
  EXPECT_EQ(rig.get_body(), "4waits");
}

TEST(LinkUpgrade, IsGivenTenSeconds) {
  LinkOptions options;  // with the usual heartbeat
  Rig rig(4, Transport::polling, false, options);
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  EXPECT_EQ(rig.get_body(), "6");
  rig.link.send(make_text_message("waits"));
  rig.pass(10'000);
  EXPECT_EQ(rig.port.probes_dropped, 1);
  EXPECT_EQ(rig.get_body(), "4waits");
}

TEST(LinkUpgrade, IsRefusedToASecondWebSocket) {
  Rig rig;
  rig.link.begin_probe(rig.now);
  EXPECT_FALSE(rig.link.begin_probe(rig.now)) << "one is trying";
  rig.link.probe_text("2probe", rig.now);
  rig.link.probe_text("5", rig.now);
  EXPECT_FALSE(rig.link.begin_probe(rig.now)) << "one has arrived";
  EXPECT_FALSE(rig.link.ended());
}

TEST(LinkUpgrade, HearsWhatWasPostedBeforeIt) {
  Rig rig;
  rig.link.begin_post();
  rig.upgrade();
  rig.link.post("4late", false, rig.now);
  EXPECT_THAT(rig.user.heard, ElementsAre("late"));
}

TEST(LinkOutbox, WaitsBehindASlowWebSocketAndGoesOnWhenItDrains) {
  LinkOptions options = quick_options();
  options.websocket_window_bytes = 10;
  WebSocketRig rig(4, false, options);
  rig.port.slow = true;
  for (const char* text : {"0123456789", "a", "b"}) rig.link.send(make_text_message(text));
  EXPECT_THAT(rig.sent(), ElementsAre("40123456789"));
  EXPECT_GT(rig.link.queued_bytes(), 10U);
  rig.port.backlog = 0;
  rig.port.slow = false;
  rig.link.websocket_drained();
  EXPECT_THAT(rig.sent(), ElementsAre("4a", "4b"));
}

TEST(LinkOutbox, ThatStaysFullForTenSecondsEndsTheLinkAsOneThatMayComeBack) {
  LinkOptions options;
  options.outbox_events = 3;
  Rig rig(4, Transport::polling, false, options);
  for (int i = 0; i < 5; ++i) rig.link.send(make_text_message("x"));
  rig.turn();
  rig.pass(9'999);
  EXPECT_FALSE(rig.link.ended());
  rig.pass(1);
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::overflow));
}

TEST(LinkOutbox, ThatWasEmptiedInTimeIsForgiven) {
  LinkOptions options;
  options.outbox_events = 3;
  Rig rig(4, Transport::polling, false, options);
  for (int i = 0; i < 5; ++i) rig.link.send(make_text_message("x"));
  rig.turn();
  rig.pass(5'000);
  rig.get();
  rig.pass(5'000);
  EXPECT_FALSE(rig.link.ended());
}

TEST(LinkOutbox, ThatIsHopelessEndsTheLinkInTheSameTurnButNeverInsideSend) {
  LinkOptions options;
  options.outbox_events = 3;
  Rig rig(4, Transport::polling, false, options);
  for (int i = 0; i < 50; ++i) rig.link.send(make_text_message("x"));
  EXPECT_THAT(rig.user.endings, IsEmpty());
  rig.turn();
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::overflow));
}

TEST(LinkFarewell, IsAClosePacketForGood) {
  WebSocketRig socket;
  socket.link.send(make_packet("41"));
  socket.link.request_end(Ending::kicked, Farewell::final);
  EXPECT_THAT(socket.user.endings, IsEmpty()) << "never from within the request";
  socket.turn();
  EXPECT_THAT(socket.sent(), ElementsAre("41", "1"));
  EXPECT_THAT(socket.port.closed, ElementsAre(1000));
  EXPECT_THAT(socket.user.endings, ElementsAre(Ending::kicked));
}

TEST(LinkFarewell, OnPollingLingersUntilItIsFetched) {
  Rig rig;
  rig.link.send(make_packet("41"));
  rig.link.request_end(Ending::kicked, Farewell::final);
  rig.turn();
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::kicked));
  EXPECT_EQ(rig.port.endings, 0);
  EXPECT_EQ(rig.post("4ignored").status, 200U);
  EXPECT_THAT(rig.user.heard, IsEmpty());
  EXPECT_EQ(rig.get_body(),
            "41\x1E"
            "1");
  EXPECT_EQ(rig.port.endings, 1);
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::kicked)) << "told once";
}

TEST(LinkFarewell, OnPollingAnswersAHeldGet) {
  Rig3 rig;
  rig.get();
  rig.link.send(make_packet("41"));
  rig.link.request_end(Ending::kicked, Farewell::final);
  rig.turn();
  EXPECT_EQ(*rig.port.polls.at(0).body, "2:411:1");
  EXPECT_EQ(rig.port.endings, 1);
}

TEST(LinkFarewell, OnPollingIsNotWaitedForForLong) {
  Rig rig;
  rig.link.request_end(Ending::kicked, Farewell::final);
  rig.turn();
  rig.pass(10'000);
  EXPECT_EQ(rig.port.endings, 1);
}

// Found with the JavaScript client 2.x: kicked between "3probe" and "5" it had stopped polling and never heard of it.
TEST(LinkFarewell, DuringTheUpgradeIsSaidOnTheWebSocket) {
  Rig rig;
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  rig.link.send(make_packet("41"));
  rig.link.request_end(Ending::kicked, Farewell::final);
  rig.turn();
  EXPECT_THAT(rig.user.endings, ElementsAre(Ending::kicked));
  EXPECT_EQ(rig.get_body(), "6");
  rig.link.probe_text("5", rig.now);
  EXPECT_THAT(rig.sent(), ElementsAre("41", "1"));
  EXPECT_THAT(rig.port.closed, ElementsAre(1000));
  EXPECT_EQ(rig.port.endings, 1);
}

TEST(LinkFarewell, DuringAnUpgradeThatFailsIsFetchedAfterAll) {
  Rig rig;
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  rig.link.request_end(Ending::kicked, Farewell::final);
  rig.turn();
  rig.link.probe_closed();
  EXPECT_EQ(rig.get_body(), "1");
  EXPECT_EQ(rig.port.endings, 1);
}

TEST(LinkFarewell, OfOneThatMayComeBackWaitsForTheUpgradeToo) {
  Rig rig;
  rig.link.begin_probe(rig.now);
  rig.link.probe_text("2probe", rig.now);
  rig.link.request_end(Ending::kicked, Farewell::may_return);
  rig.turn();
  rig.link.probe_text("5", rig.now);
  EXPECT_THAT(rig.sent(), IsEmpty());
  EXPECT_THAT(rig.port.closed, ElementsAre(1001));
  Rig failing;
  failing.link.begin_probe(failing.now);
  failing.link.probe_text("2probe", failing.now);
  failing.link.request_end(Ending::kicked, Farewell::may_return);
  failing.turn();
  failing.link.probe_closed();
  EXPECT_EQ(failing.get().status, 503U);
}

TEST(LinkFarewell, OfOneThatMayComeBackCarriesNoClosePacket) {
  WebSocketRig socket;
  socket.link.request_end(Ending::server_stopping, Farewell::may_return);
  socket.turn();
  EXPECT_THAT(socket.sent(), IsEmpty());
  EXPECT_THAT(socket.port.closed, ElementsAre(1001));
  Rig polling;
  polling.get();
  polling.link.request_end(Ending::server_stopping, Farewell::may_return);
  polling.turn();
  EXPECT_EQ(polling.port.polls.at(0).status, 503U);
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
