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
  rig.finish_post("4late");
  EXPECT_THAT(rig.user.heard, ElementsAre("late"));
}

}  // namespace
}  // namespace recess::socketio
