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

// Who serves the links would otherwise ask for ever what is due.
TEST(LinkFarewell, ThatWasAskedForLeavesNothingElseDue) {
  WebSocketRig socket;
  EXPECT_NE(socket.link.deadline(), Tick::max());
  socket.link.request_end(Ending::kicked, Farewell::may_return);
  EXPECT_EQ(socket.link.deadline(), Tick::max());
  socket.pass(60'000);
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

}  // namespace
}  // namespace recess::socketio
