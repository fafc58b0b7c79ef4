#include "socketio/recovery_rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::socketio {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct RecoveryTest : ::testing::Test {
  // A client that asked for recovery, got two events, and of which we know what it knows.
  void connect() {
    first.emplace(server);
    sid = first->told("sid");
    pid = first->told("pid");
    first->sent();
    say("one");
    say("two");
    first->sent();
    server.application.taken();
  }
  void say(std::string_view name) { server.application.broadcast(make_event(name, "{}")); }
  std::vector<std::string> notes() { return server.application.taken(); }

  RecoveryServer server;
  std::optional<RecoveryLink> first;
  std::string sid, pid;
};

// --- what is offered to whom ---

TEST_F(RecoveryTest, IsOfferedToThoseWhoAskInTheirConnect) {
  RecoveryLink link(server);
  const std::string connect = link.sent().at(0);
  EXPECT_THAT(connect, ::testing::MatchesRegex(R"(40\{"sid":"[^"]+","pid":"[^"]+"\})"));
  say("hello");
  EXPECT_THAT(link.sent(), ElementsAre(R"(42["hello",{},"1001"])"));
}

TEST_F(RecoveryTest, OthersGetOneKeyAndOneArgument) {
  RecoveryLink link(server, "40");
  EXPECT_THAT(link.sent().at(0), ::testing::MatchesRegex(R"(40\{"sid":"[^"]+"\})"));
  say("hello");
  EXPECT_THAT(link.sent(), ElementsAre(R"(42["hello",{}])"));
  link.cut();
  EXPECT_THAT(notes(), ElementsAre(::testing::_, "disconnect /"));
}

TEST_F(RecoveryTest, IsNotOfferedWhenItIsSwitchedOff) {
  RecoveryServer without{RecoveryLimits{.keep = Millis{0}}};
  RecoveryLink link(without);
  EXPECT_EQ(link.told("pid"), "");
}

TEST_F(RecoveryTest, APrivateIdIsNeitherTheSocketsNorTheLinks) {
  RecoveryLink link(server);
  EXPECT_NE(link.told("pid"), link.told("sid"));
  EXPECT_NE(link.told("pid"), kSid);
  EXPECT_EQ(link.told("pid").size(), 32U);
}

TEST_F(RecoveryTest, ABroadcastHasOneNumberAndIsBuiltOnceForAllWhoRecover) {
  RecoveryLink one(server), other(server);
  one.port.frames.clear();
  other.port.frames.clear();
  say("hello");
  EXPECT_EQ(one.port.frames.at(0)->data(), other.port.frames.at(0)->data()) << "the very same bytes";
}

TEST_F(RecoveryTest, AnEventSentTwiceHasTwoNumbers) {
  RecoveryLink link(server);
  link.sent();
  const auto event = make_event("list", "{}");
  server.application.broadcast(event);
  server.application.broadcast(event);
  EXPECT_THAT(link.sent(), ElementsAre(R"(42["list",{},"1001"])", R"(42["list",{},"1002"])"));
}

TEST_F(RecoveryTest, TheTimeHasNoOffsetAndIsNotMadeUpFor) {
  connect();
  const auto timer = make_event("timer", "{}", {}, Lane::disposable, "timer");
  server.application.broadcast(timer);
  EXPECT_THAT(first->sent(), ElementsAre(R"(42["timer",{}])"));
  first->cut();
  server.application.broadcast(timer);
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_THAT(second.sent().size(), 1U);
}

// --- coming back ---

TEST_F(RecoveryTest, WhoReturnsHasItsIdsAndGetsWhatItMissedInOrder) {
  connect();
  first->cut();
  EXPECT_THAT(notes(), ElementsAre("away"));
  say("three");
  say("four");
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_EQ(second.told("sid"), sid);
  EXPECT_EQ(second.told("pid"), pid);
  say("five");
  EXPECT_THAT(second.sent(), ElementsAre(::testing::_, R"(42["three",{},"1003"])", R"(42["four",{},"1004"])",
                                         R"(42["five",{},"1005"])"));
  EXPECT_THAT(notes(), ElementsAre("back"));
}

TEST_F(RecoveryTest, WhatWasSentAndLostOnTheWayIsSentAgain) {
  connect();
  first->cut();
  RecoveryLink second(server, returning(pid, "1001"));
  EXPECT_THAT(second.sent(), ElementsAre(::testing::_, R"(42["two",{},"1002"])"));
}

TEST_F(RecoveryTest, BeforeTheFirstEventThereIsNoOffsetAndEverythingIsMissing) {
  connect();
  first->cut();
  RecoveryLink second(server, returning(pid));
  EXPECT_EQ(second.told("pid"), pid);
  EXPECT_THAT(second.sent(), ElementsAre(::testing::_, R"(42["one",{},"1001"])", R"(42["two",{},"1002"])"));
}

TEST_F(RecoveryTest, AnOffsetFromAnEarlierSessionMeansTheSame) {
  connect();
  first->cut();
  RecoveryLink second(server, returning(pid, "999"));
  EXPECT_EQ(second.told("pid"), pid);
  EXPECT_THAT(second.sent().size(), 3U);
}

TEST_F(RecoveryTest, ComesBackAnyNumberOfTimes) {
  connect();
  first->cut();
  for (int i = 0; i < 5; ++i) {
    RecoveryLink again(server, returning(pid, "1002"));
    EXPECT_EQ(again.told("pid"), pid);
  }
}

TEST_F(RecoveryTest, AttachmentsComeBackWithTheirEvent) {
  connect();
  first->cut();
  server.application.broadcast(make_event("picture", R"({"_placeholder":true,"num":0})", {bytes("png")}));
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_THAT(second.sent(),
              ElementsAre(::testing::_, R"(451-["picture",{"_placeholder":true,"num":0},"1003"])", "<png>"));
}

TEST_F(RecoveryTest, OtherNamespacesRecoverToo) {
  RecoveryLink link(server, R"(40/custom,{"recovery":true})");
  const std::string reply = link.sent().at(0);
  const auto document = json::Document::parse(reply.substr(reply.find('{'))).value();
  const std::string its_pid = document->root().find("pid").as_string().value();
  link.cut();
  say("hello");
  RecoveryLink second(server, R"(40/custom,{"recovery":true,"pid":")" + its_pid + "\"}");
  EXPECT_THAT(second.sent(), ElementsAre(::testing::_, R"(42/custom,["hello",{},"1001"])"));
}

TEST_F(RecoveryTest, OfSamplesMissedOnlyTheNewestOfEachKindIsSent) {
  connect();
  const auto sample = [&](std::string_view value, std::string key) {
    server.application.broadcast(make_event("tilt", std::string(value), {}, Lane::latest, std::move(key)));
  };
  sample("0", "a");  // sent, perhaps received: it stays
  first->cut();
  sample("1", "a");
  sample("2", "b");
  say("three");
  sample("3", "a");
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_THAT(second.sent(), ElementsAre(::testing::_, R"(42["tilt",0,"1003"])", R"(42["tilt",2,"1005"])",
                                         R"(42["three",{},"1006"])", R"(42["tilt",3,"1007"])"));
}

TEST_F(RecoveryTest, ASocketThatIsBackHasNotBeenTaughtToBeAway) {
  connect();
  RecoveryLink second(server, returning(pid, "1002"));  // its old link still looks alive
  EXPECT_EQ(second.told("pid"), pid);
  EXPECT_TRUE(first->link.ended());
  EXPECT_THAT(first->sent(), ElementsAre("41", "1")) << "whoever is there must not come back and throw this one out";
  EXPECT_THAT(notes(), ElementsAre("back"));
  say("three");
  EXPECT_THAT(first->sent(), IsEmpty());
  EXPECT_EQ(second.sent().back(), R"(42["three",{},"1003"])");
}

TEST_F(RecoveryTest, APrivateIdUsedTwiceAtOnceBelongsToTheLastWhoShowedIt) {
  connect();
  RecoveryLink second(server, returning(pid, "1002"));
  RecoveryLink third(server, returning(pid, "1002"));
  EXPECT_TRUE(second.link.ended());
  EXPECT_EQ(server.application.sockets.size(), 1U);
  EXPECT_EQ(server.recovery.enrolled(), 1U);
}

TEST_F(RecoveryTest, TheOtherNamespacesOfAnOldLinkAreLostWithIt) {
  connect();
  first->say("40/custom,");
  notes();
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_THAT(notes(), ElementsAre("disconnect /custom", "back"));
}

// --- the seat alone ---

struct SeatCase {
  std::string name, offset, more;
};
void PrintTo(const SeatCase& c, std::ostream* out) { *out << c.name; }

struct SeatAlone : RecoveryTest, ::testing::WithParamInterface<SeatCase> {};

TEST_P(SeatAlone, IsGivenUnderANewPrivateIdAndWithoutHistory) {
  connect();
  first->cut();
  notes();
  say("three");
  RecoveryLink second(server, returning(pid, GetParam().offset, GetParam().more));
  EXPECT_EQ(second.told("sid"), sid);
  EXPECT_NE(second.told("pid"), pid) << "the client must see that it missed something";
  EXPECT_EQ(second.sent().size(), 1U);
  EXPECT_THAT(notes(), ElementsAre("seat"));
  RecoveryLink late(server, returning(pid));
  EXPECT_NE(late.told("sid"), sid) << "the old one is worth nothing any more";
  EXPECT_FALSE(second.link.ended());
}

INSTANTIATE_TEST_SUITE_P(Reasons, SeatAlone,
                         ::testing::Values(SeatCase{"a reloaded page", "1002", R"(,"reloaded":true)"},
                                           SeatCase{"an offset that was never sent", "1999", ""},
                                           SeatCase{"an offset that is no number", "abc", ""},
                                           SeatCase{"an offset with a tail", "1002x", ""}));

TEST_F(RecoveryTest, AnOffsetThatIsTooOldGivesTheSeatAlone) {
  RecoveryServer small{RecoveryLimits{.trail = {.events = 3}}};
  RecoveryLink link(small);
  const std::string its_pid = link.told("pid");
  for (int i = 0; i < 5; ++i) small.application.broadcast(make_event("n", std::to_string(i)));  // 1001 to 1005
  link.cut();
  RecoveryLink unlucky(small, returning(its_pid, "1001"));
  EXPECT_NE(unlucky.told("pid"), its_pid);
  EXPECT_EQ(unlucky.sent().size(), 1U);
}

TEST_F(RecoveryTest, TheLastOffsetThatIsNotTooOldGivesAll) {
  RecoveryServer small{RecoveryLimits{.trail = {.events = 3}}};
  RecoveryLink link(small);
  const std::string its_pid = link.told("pid");
  for (int i = 0; i < 5; ++i) small.application.broadcast(make_event("n", std::to_string(i)));
  link.cut();
  RecoveryLink lucky(small, returning(its_pid, "1002"));
  EXPECT_EQ(lucky.told("pid"), its_pid);
  EXPECT_THAT(lucky.sent().size(), 4U);
}

// --- refused: a new session ---

TEST_F(RecoveryTest, AnUnknownPrivateIdIsANewSession) {
  connect();
  first->cut();
  RecoveryLink second(server, returning("nobody's", "1002"));
  EXPECT_NE(second.told("sid"), sid);
  EXPECT_NE(second.told("pid"), pid);
  EXPECT_EQ(server.recovery.away(), 1U);
}

TEST_F(RecoveryTest, APrivateIdOfAnotherNamespaceIsANewSession) {
  connect();
  first->cut();
  RecoveryLink second(server, R"(40/custom,{"recovery":true,"pid":")" + pid + "\"}");
  EXPECT_THAT(notes(), ElementsAre("away", ::testing::StartsWith("connect /custom")));
}

TEST_F(RecoveryTest, ASocketIdIsNoPrivateId) {
  connect();
  first->cut();
  RecoveryLink second(server, returning(sid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, APrivateIdThatIsNoTextIsANewSession) {
  connect();
  first->cut();
  RecoveryLink second(server, R"(40{"recovery":true,"pid":17,"offset":{}})");
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, WhoDoesNotAskIsNotRecoveredEvenWithAPrivateId) {
  connect();
  first->cut();
  RecoveryLink second(server, R"(40{"pid":")" + pid + "\"}");
  EXPECT_THAT(second.sent().at(0), ::testing::MatchesRegex(R"(40\{"sid":"[^"]+"\})"));
}

TEST_F(RecoveryTest, AfterItsTimeItIsGone) {
  connect();
  first->cut();
  server.pass(Millis{119'999});
  EXPECT_THAT(notes(), ElementsAre("away"));
  server.pass(Millis{1});
  EXPECT_THAT(notes(), ElementsAre("disconnect /"));
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, ATimerThatIsLateDoesNotLengthenTheTime) {
  connect();
  first->cut();
  server.now += Millis{120'000};
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, WhoSaysGoodbyeIsNotKept) {
  connect();
  first->say("41");
  EXPECT_THAT(notes(), ElementsAre("disconnect /"));
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, ClosingTheLinkIsNoGoodbye) {
  connect();
  first->link.websocket_closed(true);
  EXPECT_THAT(notes(), ElementsAre("away"));
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_EQ(second.told("sid"), sid);
}

TEST_F(RecoveryTest, WhoIsThrownOutIsNotKept) {
  connect();
  server.application.sockets.front()->disconnect(false);
  if (std::exchange(first->port.awake, false)) first->link.settle(server.now);
  EXPECT_THAT(notes(), ElementsAre("disconnect /"));
  EXPECT_EQ(server.recovery.enrolled(), 0U);
}

TEST_F(RecoveryTest, WhoIsThrownOutCannotReturnBeforeItIsOut) {
  connect();
  server.application.sockets.front()->disconnect(false);
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
}

TEST_F(RecoveryTest, WhoIsThrownOutWhileAwayLeavesAtOnce) {
  connect();
  first->cut();
  bool woken = false;
  server.recovery.wake = [&] { woken = true; };
  server.application.sockets.front()->disconnect(true);
  EXPECT_THAT(notes(), ElementsAre("away")) << "not from within a call of the application";
  EXPECT_TRUE(woken);
  RecoveryLink second(server, returning(pid, "1002"));
  EXPECT_NE(second.told("sid"), sid);
  notes();
  server.pass(Millis{0});
  EXPECT_THAT(notes(), ElementsAre("disconnect /"));
}

TEST_F(RecoveryTest, WhoBreaksTheProtocolIsNotKept) {
  connect();
  first->say("42{}");
  EXPECT_THAT(notes(), ElementsAre("disconnect /"));
}

TEST_F(RecoveryTest, APlaysProgramIsNotOfferedIt) {
  RecoveryLink link(server, "");
  Session session(server.context, link.link,
                  std::make_shared<const Handshake>(Handshake{.query = {}, .headers = {}, .listener = "game-1"}),
                  server.now);
  link.link.attach(session);
  link.say(R"(40{"recovery":true})");
  EXPECT_EQ(link.told("pid"), "");
  link.link.end(Ending::transport_lost, Farewell::may_return);
}

// --- bounds ---

TEST_F(RecoveryTest, TheLongestAwayMakesPlaceForOneMore) {
  RecoveryServer small{RecoveryLimits{.away = 2}};
  std::vector<std::string> pids;
  for (int i = 0; i < 3; ++i) {
    RecoveryLink link(small);
    pids.push_back(link.told("pid"));
  }
  EXPECT_EQ(small.recovery.away(), 3U) << "the application has not been told yet";
  EXPECT_EQ(small.recovery.find(pids[0], "/"), nullptr);
  EXPECT_NE(small.recovery.find(pids[1], "/"), nullptr);
  small.pass(Millis{0});
  EXPECT_EQ(small.recovery.away(), 2U);
}

TEST_F(RecoveryTest, HistoryInAllIsBoundedAndTheLongestAwayLoseTheirsFirst) {
  const std::string text(1000, 'x');
  RecoveryServer small{RecoveryLimits{.bytes = 40'000}};
  std::optional<RecoveryLink> one(small), two(small);
  const std::string first_pid = one->told("pid"), second_pid = two->told("pid");
  one->cut();
  small.application.sockets.at(0)->emit(make_event("a", json::quote(text)));
  two->cut();
  small.application.sockets.at(1)->emit(make_event("b", json::quote(text)));
  RecoveryLink busy(small);
  for (int i = 0; i < 100; ++i) {
    small.application.sockets.at(2)->emit(make_event("c", json::quote(text)));
    ASSERT_LE(small.recovery.bytes(), 40'000U);
  }
  RecoveryLink back(small, returning(first_pid));
  EXPECT_NE(back.told("pid"), first_pid) << "honest: its history is gone";
  EXPECT_THAT(small.application.taken().back(), "seat");
}

TEST_F(RecoveryTest, NothingIsLeftWhenEverybodyHasGone) {
  connect();
  first->cut();
  say("three");
  server.pass(Millis{120'000});
  EXPECT_EQ(server.recovery.bytes(), 0U);
  EXPECT_EQ(server.recovery.enrolled(), 0U);
  EXPECT_EQ(server.recovery.deadline(), Tick::max());
}

}  // namespace
}  // namespace recess::socketio
