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

TEST(LinkPolling, OfRevision3PutsAGiantIntoItsFormOverSeveralTurns) {
  for (const std::string& text : {std::string(5'000'000, 'x'), "x" + []() {
                                    std::string many;
                                    for (int i = 0; i < 2'500'000; ++i) many += "\xC3\xA9";
                                    return many;
                                  }()}) {
    Rig3 rig;
    rig.link.send(make_text_message(text));
    rig.link.send(make_text_message("next"));
    EXPECT_EQ(rig.get_body(), "held");
    int turns = 0;
    for (; rig.port.polls.empty() && turns < 100; ++turns) rig.turn();
    EXPECT_GT(turns, 3);
    ASSERT_EQ(rig.port.polls.size(), 1U);
    const std::string packet = "4" + json::to_ascii(text);
    EXPECT_TRUE(*rig.port.polls[0].body == std::to_string(packet.size()) + ":" + packet);
    EXPECT_EQ(rig.get_body(), "5:4next");
  }
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
  EXPECT_EQ(rig.finish_post("4x").status, 400U) << "the first one is too late now";
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

TEST(LinkPolling, HearsAPostOfManyPacketsInSeveralTurns) {
  Rig rig;
  std::string body = "4x";
  for (int i = 1; i < 100; ++i)
    body +=
        "\x1e"
        "4x";
  ASSERT_FALSE(rig.link.begin_post());
  Link::Post post;
  ASSERT_FALSE(rig.link.open_post(body, false, rig.now, post));
  EXPECT_FALSE(rig.link.hear_post(post, rig.now));
  EXPECT_THAT(rig.user.heard, ::testing::SizeIs(::testing::AllOf(::testing::Ge(1U), ::testing::Le(50U))));
  while (!rig.link.hear_post(post, rig.now)) continue;
  EXPECT_THAT(rig.user.heard, ::testing::SizeIs(100U));
  EXPECT_FALSE(rig.link.begin_post()) << "the next one may come";
}

TEST(LinkPolling, HearsNoMoreOfAPostWhenItHasEnded) {
  Rig rig;
  std::string body = "4x";
  for (int i = 1; i < 100; ++i)
    body +=
        "\x1e"
        "4x";
  rig.link.begin_post();
  Link::Post post;
  rig.link.open_post(body, false, rig.now, post);
  rig.link.hear_post(post, rig.now);
  const std::size_t heard = rig.user.heard.size();
  rig.link.end(Ending::server_stopping, Farewell::may_return);
  EXPECT_EQ(rig.link.hear_post(post, rig.now)->status, 200U);
  EXPECT_THAT(rig.user.heard, ::testing::SizeIs(heard));
}

}  // namespace
}  // namespace recess::socketio
