#include "socketio/session.h"

#include "socketio/session_rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace recess::socketio {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

constexpr const char* kP0 = R"({"_placeholder":true,"num":0})";
constexpr const char* kP1 = R"({"_placeholder":true,"num":1})";

TEST(Connecting, OnRevision3HappensByItself) {
  SessionRig rig(3);
  EXPECT_THAT(
      rig.opening_frames,
      ElementsAre(R"(0{"sid":"pOllPythonAAAAAAAAA5","upgrades":[],"pingInterval":25000,"pingTimeout":20000})", "40"));
  EXPECT_EQ(rig.application.sockets.at(0)->id(), kSid) << "the socket is known by the link's id";
}

TEST(Connecting, OnRevision3PollingPutsConnectAndNothingElseIntoTheHandshake) {
  SessionRig rig(3, Transport::polling);
  EXPECT_EQ(
      rig.opening,
      R"(97:0{"sid":"pOllPythonAAAAAAAAA5","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}2:40)");
  EXPECT_THAT(rig.notes(), ElementsAre("connect / -"));
}

TEST(Connecting, OnRevision4WaitsToBeAsked) {
  SessionRig rig(4, Transport::websocket, false);
  EXPECT_THAT(rig.notes(), IsEmpty());
  rig.sent();
  rig.application.welcome = true;
  rig.say(R"(40{"token":"123"})");
  EXPECT_THAT(rig.sent(), ElementsAre(MatchesRegex(R"(40\{"sid":"[A-Za-z0-9_-]{20}"\})"), R"(42["welcome",{}])"));
  EXPECT_THAT(rig.notes(), ElementsAre(R"(connect / {"token":"123"})"));
  EXPECT_NE(rig.application.sockets.at(0)->id(), kSid) << "the link's id stays a secret";
}

TEST(Connecting, ToAnotherNamespaceIsAnsweredInIt) {
  SessionRig four(4);
  four.say(R"(40/custom,{"token":"abc"})");
  EXPECT_THAT(four.sent(), ElementsAre(MatchesRegex(R"(40/custom,\{"sid":"[A-Za-z0-9_-]{20}"\})")));
  EXPECT_THAT(four.notes(), ElementsAre(R"(connect /custom {"token":"abc"})"));
  SessionRig three(3);
  three.say("40/custom");
  EXPECT_THAT(three.sent(), ElementsAre("40/custom,"));
  EXPECT_EQ(three.application.sockets.at(1)->id(), "/custom#" + kSid);
}

TEST(Connecting, ToAnUnknownNamespaceIsRefusedInTheWordsOfTheRevision) {
  for (const char* asked : {"40/foo", "40/foo,", "40/foo?token=x"}) {
    SessionRig three(3);
    three.say(asked);
    EXPECT_THAT(three.sent(), ElementsAre(R"(44/foo,"Invalid namespace")"));
    SessionRig four(4);
    four.say(asked);
    EXPECT_THAT(four.sent(), ElementsAre(R"(44/foo,{"message":"Invalid namespace"})"));
  }
}

TEST(Connecting, TwiceIsIgnoredOnRevision3AndClosesOnRevision4) {
  SessionRig three(3);
  three.say("40");
  EXPECT_FALSE(three.closed());
  EXPECT_THAT(three.notes(), IsEmpty());
  SessionRig four(4);
  four.say("40");
  EXPECT_TRUE(four.closed());
}

TEST(Connecting, AgainAfterOwnDisconnect) {
  SessionRig three(3);
  three.application.welcome = true;
  three.say("41");
  three.say("40");
  EXPECT_THAT(three.notes(), ElementsAre("disconnect /", "connect / -"));
  EXPECT_THAT(three.sent(), ElementsAre(R"(42["welcome",{}])")) << "no second CONNECT on revision 3";
  SessionRig four(4);
  const std::string first = four.application.sockets.at(0)->id();
  four.say("41");
  four.say("40");
  EXPECT_NE(four.application.sockets.at(0)->id(), first);
}

TEST(Connecting, HasATimeLimitOnRevision4Only) {
  SessionRig rig(4, Transport::websocket, false);
  rig.pass(25'000);
  rig.say("3");
  rig.pass(19'999);
  EXPECT_FALSE(rig.closed());
  rig.pass(1);
  EXPECT_TRUE(rig.closed());
  SessionRig joined(4);
  joined.say("41");
  joined.pass(25'000);
  joined.say("3");
  joined.pass(20'000);
  EXPECT_FALSE(joined.closed()) << "one that was joined once is no stranger";
}

TEST(Connecting, WithSomethingElseThanAnObjectClosesOnRevision4) {
  for (const char* asked : {R"(40"x")", "40[1]", "40null", "40{"}) {
    SessionRig rig(4, Transport::websocket, false);
    rig.say(asked);
    EXPECT_TRUE(rig.closed()) << asked;
  }
}

TEST(Disconnecting, OneNamespaceLeavesTheOthersAndTheLink) {
  SessionRig rig(4);
  rig.say("40/custom");
  rig.sent();
  rig.notes();
  rig.say("41/custom");
  rig.say(R"(42["message"])");
  EXPECT_THAT(rig.notes(), ElementsAre("disconnect /custom", R"(event message ["message"])"));
  EXPECT_THAT(rig.sent(), IsEmpty()) << "a DISCONNECT has no reply";
  EXPECT_FALSE(rig.closed());
}

TEST(Disconnecting, ByLosingTheLinkTellsEveryNamespaceOnce) {
  SessionRig rig(4);
  rig.say("40/custom");
  rig.notes();
  rig.link.websocket_closed(false);
  rig.link.websocket_closed(false);
  EXPECT_THAT(rig.notes(), ElementsAre("disconnect /custom", "disconnect /"));
  EXPECT_THAT(rig.application.endings, ElementsAre(Ending::transport_lost, Ending::transport_lost));
}

TEST(Disconnecting, ByTheApplicationForGoodSaysSo) {
  SessionRig rig(3);
  rig.application.sockets.at(0)->disconnect(true);
  EXPECT_THAT(rig.notes(), IsEmpty()) << "never from within the call";
  rig.turn();
  EXPECT_THAT(rig.sent(), ElementsAre("41", "1"));
  EXPECT_THAT(rig.port.closed, ElementsAre(1000));
  EXPECT_THAT(rig.notes(), ElementsAre("disconnect /"));
}

TEST(Disconnecting, ByTheApplicationForNowSendsNoPacket) {
  SessionRig rig(4);
  rig.application.sockets.at(0)->disconnect(false);
  rig.application.sockets.at(0)->emit(make_event("late", ""));
  rig.turn();
  EXPECT_THAT(rig.sent(), IsEmpty());
  EXPECT_THAT(rig.port.closed, ElementsAre(1001));
}

TEST(EventsIn, ArriveWithTheirDocument) {
  for (const int revision : {3, 4}) {
    SessionRig rig(revision);
    rig.say(R"(42["message",1,"2",{"3":[true]}])");
    rig.say(R"(42[7,1])");
    rig.say(R"(42["caf\u00e9"])");
    EXPECT_THAT(rig.notes(), ElementsAre(R"(event message ["message",1,"2",{"3":[true]}])", "event 7 [7,1]",
                                         R"(event café ["caf\u00e9"])"));
  }
}

TEST(EventsIn, GatherTheirAttachments) {
  for (const int revision : {3, 4}) {
    SessionRig rig(revision);
    rig.say(std::string(R"(452-["message",)") + kP0 + "," + kP1 + "]");
    rig.send_binary("one");
    EXPECT_THAT(rig.notes(), IsEmpty());
    rig.send_binary("two");
    EXPECT_THAT(rig.notes(),
                ElementsAre(std::string(R"(event message ["message",)") + kP0 + "," + kP1 + "] <one> <two>"));
    rig.say(R"(450-["plain"])");
    EXPECT_THAT(rig.notes(), ElementsAre(R"(event plain ["plain"])"));
  }
}

TEST(EventsIn, ThatAreLongArePassedOnFromWhereTheyArrived) {
  SessionRig rig(4);
  const SharedBytes text(R"(451-["long",{"text":")" + std::string(100'000, 'x') + R"(","data":)" + std::string(kP0) +
                         "}]");
  const SharedBytes data(std::string(100'000, 'y'));
  rig.application.handler = [](Socket& socket, InEvent& event) {
    socket.emit(make_event("back", event.document->share(event.first_argument.raw()), event.attachments));
  };
  rig.link.websocket_text(text, rig.now);
  rig.link.websocket_binary(data, rig.now);
  const std::string_view argument = text->substr(12, text->size() - 13);
  EXPECT_THAT(rig.sent(), ElementsAre(R"(451-["back",)" + std::string(argument) + "]", "<" + std::string(*data) + ">"));
  std::vector<const void*> places;
  for (const http::Frame& piece : rig.port.frames) places.push_back(piece->data());
  EXPECT_THAT(places, Contains(argument.data()));
  EXPECT_THAT(places, Contains(data->data()));
}

TEST(EventsIn, MayBeInterleavedWithHeartbeats) {
  SessionRig rig(3);
  rig.say(std::string(R"(451-["a",)") + kP0 + "]");
  rig.say("2");
  rig.send_binary("x");
  EXPECT_THAT(rig.notes(), SizeIs(1));
}

TEST(EventsIn, OfRevision3MayBeInterleavedWithEachOther) {
  SessionRig rig(3);
  rig.say(std::string(R"(451-["a",)") + kP0 + "]");
  rig.say(R"(42["b"])");
  rig.send_binary("x");
  EXPECT_THAT(rig.notes(), ElementsAre(R"(event b ["b"])", std::string(R"(event a ["a",)") + kP0 + "] <x>"));
}

TEST(EventsIn, OfRevision3DiscardAnUnfinishedOneWhenTheNextBinaryBegins) {
  SessionRig rig(3);
  rig.say(std::string(R"(452-["a",)") + kP0 + "," + kP1 + "]");
  rig.send_binary("x");
  rig.say(std::string(R"(451-["b",)") + kP0 + "]");
  rig.send_binary("y");
  EXPECT_THAT(rig.notes(), ElementsAre(std::string(R"(event b ["b",)") + kP0 + "] <y>"));
}

TEST(EventsIn, OfRevision4CloseWhenTextComesBetween) {
  SessionRig rig(4);
  rig.say(std::string(R"(451-["a",)") + kP0 + "]");
  rig.say(R"(42["b"])");
  EXPECT_TRUE(rig.closed());
}

struct BadCase {
  const char* what;
  std::string message;
  bool closes_4 = true;
};

TEST(BadInput, IsDroppedOnRevision3AndMostlyClosesOnRevision4) {
  const std::vector<BadCase> cases{
      {"unknown type", "47[]"},
      {"not a packet", "4abc"},
      {"empty message", "4"},
      {"NaN", R"(42["new_data",{"x":NaN}])"},
      {"broken JSON", R"(42abc["a"])"},
      {"no JSON", "42"},
      {"trailing text", R"(42["a"]x)"},
      {"object", "42{}"},
      {"empty array", "42[]"},
      {"name is an object", "42[{}]"},
      {"name is null", "42[null]"},
      {"name too long", R"(42[")" + std::string(65, 'x') + R"("])"},
      {"reserved name", R"(42["disconnect"])"},
      {"reserved name escaped", R"(42["dis\u0063onnect"])"},
      {"no attachment count", R"(45["a"])"},
      {"bad attachment count", R"(45x-["a"])"},
      {"raw control byte", "42[\"a\x1F\"]"},
      {"placeholder in a plain event", std::string(R"(42["a",)") + kP0 + "]", false},
      {"bad namespace", "42/" + std::string(200, 'x') + R"(,["a"])"},
  };
  for (const BadCase& bad : cases) {
    SCOPED_TRACE(bad.what);
    SessionRig three(3);
    three.say(bad.message);
    EXPECT_FALSE(three.closed());
    EXPECT_EQ(three.context.statistics.dropped_packets, 1U);
    three.say(R"(42["alive"])");
    EXPECT_THAT(three.notes(), ElementsAre(R"(event alive ["alive"])"));
    SessionRig four(4);
    four.say(bad.message);
    EXPECT_EQ(four.closed(), bad.closes_4);
    EXPECT_EQ(four.context.statistics.dropped_packets, 1U);
  }
}

TEST(BadInput, NamesReservedBySocketIo4ClientsAreFreeOnRevision4) {
  SessionRig four(4);
  four.say(R"(42["reconnect"])");
  EXPECT_THAT(four.notes(), SizeIs(1));
  SessionRig three(3);
  three.say(R"(42["reconnect"])");
  EXPECT_THAT(three.notes(), IsEmpty());
}

TEST(BadInput, BeforeConnectClosesOnRevision4) {
  for (const char* message : {R"(42["a"])", "41", "43[]", "4abc", R"(42/custom,["a"])"}) {
    SessionRig rig(4, Transport::websocket, false);
    rig.say(message);
    EXPECT_TRUE(rig.closed()) << message;
  }
}

TEST(BadInput, ForANamespaceNotJoinedIsIgnoredOnRevision3) {
  SessionRig rig(3);
  for (int i = 0; i < 200; ++i) rig.say(R"(42/custom,["a"])");
  rig.say("41/custom");
  EXPECT_FALSE(rig.closed());
  EXPECT_EQ(rig.context.statistics.dropped_packets, 0U);
}

TEST(BadInput, AStrayBinaryIsDroppedOrCloses) {
  SessionRig three(3);
  three.send_binary("x");
  EXPECT_FALSE(three.closed());
  EXPECT_EQ(three.context.statistics.dropped_packets, 1U);
  SessionRig four(4);
  four.send_binary("x");
  EXPECT_TRUE(four.closed());
}

TEST(BadInput, APlaceholderOutOfRangeTakesItsAttachmentsAlong) {
  SessionRig three(3);
  three.say(std::string(R"(451-["a",)") + kP1 + "]");
  three.send_binary("x");
  EXPECT_EQ(three.context.statistics.dropped_packets, 1U) << "the attachment is no stray of its own";
  three.say(R"(42["alive"])");
  EXPECT_THAT(three.notes(), SizeIs(1));
  SessionRig four(4);
  four.say(std::string(R"(451-["a",)") + kP1 + "]");
  EXPECT_TRUE(four.closed());
}

TEST(BadInput, TooManyAttachmentsAreDroppedTogetherAndTold) {
  SessionRig three(3);
  three.say(R"(45257-["a"])");
  for (int i = 0; i < 257; ++i) three.send_binary("x");
  EXPECT_EQ(three.context.statistics.dropped_packets, 1U);
  EXPECT_THAT(three.notes(), ElementsAre("dropped: packet is too large"));
  three.send_binary("x");
  EXPECT_EQ(three.context.statistics.dropped_packets, 2U) << "from here on they are strays";
}

TEST(BadInput, JsonThatIsTooDeepIsTooLarge) {
  const std::string deep = R"(42["a",)" + std::string(64, '[') + std::string(64, ']') + "]";
  SessionRig three(3);
  three.say(deep);
  EXPECT_THAT(three.notes(), ElementsAre("dropped: packet is too large"));
  EXPECT_FALSE(three.closed());
  SessionRig four(4);
  four.say(deep);
  EXPECT_TRUE(four.closed());
  SessionRig allowed(4);
  allowed.say(R"(42["a",)" + std::string(63, '[') + std::string(63, ']') + "]");
  EXPECT_THAT(allowed.notes(), SizeIs(1));
}

// A message of this many values as an array of empty arrays: the shape that costs most per byte.
std::string dense_message(std::size_t values) {
  std::string text = R"(42["a")";
  for (std::size_t i = 2; i < values; ++i) text += ",[]";  // the outer array and the name are values too
  return text + "]";
}

// Twelve million bytes of small values would hold up everybody for as long as it takes to read them.
TEST(BadInput, JsonOfTooManyValuesIsTooLarge) {
  SessionRig three(3);
  three.say(dense_message(4'000'000));
  EXPECT_THAT(three.notes(), ElementsAre("dropped: packet is too large"));
  EXPECT_FALSE(three.closed());
  SessionRig four(4);
  four.say(dense_message(kMaxJsonNodes + 1));
  EXPECT_TRUE(four.closed());
}

TEST(BadInput, JsonOfJustTheMostValuesIsHeard) {
  SessionRig rig(4);
  rig.say(dense_message(kMaxJsonNodes - 8));
  EXPECT_FALSE(rig.closed());
  EXPECT_THAT(rig.notes(), SizeIs(1));
}

TEST(BadInput, TooManyBytesAreDropped) {
  SessionRig three(3);
  three.say(std::string(R"(453-["a",)") + kP0 + "]");
  const std::string half(kMaxPacketBytes / 2, 'x');
  three.send_binary(half);
  three.send_binary(half);
  three.send_binary("x");
  EXPECT_THAT(three.notes(), ElementsAre("dropped: packet is too large"));
  SessionRig four(4);
  four.say(std::string(R"(453-["a",)") + kP0 + "]");
  four.send_binary(half);
  four.send_binary(half);
  EXPECT_TRUE(four.closed());
}

TEST(BadInput, AttachmentsHaveSixtySeconds) {
  const auto alive_for = [](SessionRig& rig, int seconds) {
    for (int i = 0; i < seconds; i += 10) {
      rig.pass(10'000);
      rig.say(rig.link.revision() == 3 ? "2" : "3");
    }
  };
  SessionRig three(3);
  three.say(std::string(R"(451-["a",)") + kP0 + "]");
  alive_for(three, 50);
  EXPECT_THAT(three.notes(), IsEmpty());
  alive_for(three, 10);
  EXPECT_THAT(three.notes(), ElementsAre("dropped: attachments came too late"));
  three.send_binary("late");
  EXPECT_EQ(three.context.statistics.dropped_packets, 1U);
  EXPECT_FALSE(three.closed());
  SessionRig four(4);
  four.say(std::string(R"(451-["a",)") + kP0 + "]");
  alive_for(four, 60);
  EXPECT_TRUE(four.closed());
}

TEST(BadInput, ClosesAfterAHundredDroppedPacketsAMinute) {
  SessionRig rig(3);
  for (int i = 0; i < 100; ++i) rig.say("4abc");
  EXPECT_FALSE(rig.closed());
  SessionRig patient(3);
  for (int i = 0; i < 100; ++i) patient.say("4abc");
  for (int i = 0; i < 3; ++i) {
    patient.pass(20'000);
    patient.say("2");
  }
  for (int i = 0; i < 100; ++i) patient.say("4abc");
  EXPECT_FALSE(patient.closed()) << "a new minute";
  rig.say("4abc");
  EXPECT_TRUE(rig.closed());
  EXPECT_THAT(rig.application.endings, ElementsAre(Ending::protocol_error));
}

TEST(Acks, AreSentByTheApplicationOrForIt) {
  SessionRig rig(4);
  rig.say(R"(42456["plain"])");
  EXPECT_THAT(rig.sent(), ElementsAre("43456[]"));
  rig.application.handler = [](Socket& socket, InEvent&) {
    socket.acknowledge(R"([1,"2",{"3":[false]}])");
    socket.acknowledge("[9]");
  };
  rig.say(R"(42456["message-with-ack",1,"2",{"3":[false]}])");
  rig.say(R"(42["nobody asks"])");
  EXPECT_THAT(rig.sent(), ElementsAre(R"(43456[1,"2",{"3":[false]}])")) << "once, and only if asked for";
}

TEST(Acks, CarryBinaryAndTheirNamespace) {
  SessionRig rig(4);
  rig.say("40/custom");
  rig.sent();
  rig.application.handler = [](Socket& socket, InEvent& event) {
    socket.acknowledge(std::string("[") + kP0 + "]", {event.attachments.at(0)});
  };
  rig.say(std::string(R"(451-/custom,789["a",)") + kP0 + "]");
  rig.send_binary("x");
  EXPECT_THAT(rig.sent(), ElementsAre(std::string("461-/custom,789[") + kP0 + "]", "<x>"));
}

TEST(Acks, OfClientsAreIgnored) {
  for (const int revision : {3, 4}) {
    SessionRig rig(revision);
    rig.say("43456[1]");
    rig.say(std::string("461-7[") + kP0 + "]");
    rig.send_binary("x");
    EXPECT_FALSE(rig.closed());
    EXPECT_THAT(rig.notes(), IsEmpty());
  }
}

TEST(EventsOut, CarryTheNamespaceOfTheirSocket) {
  SessionRig rig(4);
  rig.say("40/custom");
  rig.sent();
  const auto event = make_event("hello", R"({"a":1})");
  for (Socket* socket : rig.application.sockets) socket->emit(event);
  EXPECT_THAT(rig.sent(), ElementsAre(R"(42["hello",{"a":1}])", R"(42/custom,["hello",{"a":1}])"));
}

TEST(EventsOut, ToManyClientsAreOneFrame) {
  SessionRig one(3);
  SessionRig two(4);
  const auto event = make_event("hello", R"({"a":1})");
  one.application.sockets.at(0)->emit(event);
  two.application.sockets.at(0)->emit(event);
  EXPECT_EQ(one.port.frames.back()->data(), two.port.frames.back()->data()) << "the same bytes, not equal ones";
}

TEST(Statistics, CountEventsBothWays) {
  SessionRig rig(4);
  rig.say(R"(42["a"])");
  rig.application.sockets.at(0)->emit(make_event("b", ""));
  EXPECT_EQ(rig.context.statistics.events_in, 1U);
  EXPECT_EQ(rig.context.statistics.events_out, 1U);
  EXPECT_EQ(rig.context.statistics.sockets, 1U);
  rig.say("41");
  EXPECT_EQ(rig.context.statistics.sockets, 0U);
}

}  // namespace
}  // namespace recess::socketio
