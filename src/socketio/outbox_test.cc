#include "socketio/outbox.h"

#include "socketio/test_rig.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace recess::socketio {
namespace {

using testing::bytes;

OutEventRef ordered(const std::string& name) { return make_event(name, ""); }
OutEventRef timer() { return make_event("timer", "1", {}, Lane::disposable, "timer"); }
OutEventRef tilt(const std::string& device, const std::string& value) {
  return make_event("tilt", value, {}, Lane::latest, device);
}

std::vector<std::string> drained(Outbox& outbox) {
  std::vector<std::string> texts;
  while (!outbox.empty()) {
    const Outbox::Packet packet = outbox.pop();
    texts.push_back(packet.event->is_binary(packet.index) ? "binary" : packet.event->text());
  }
  return texts;
}
using Strings = std::vector<std::string>;

TEST(Outbox, KeepsOrderAndCountsBytes) {
  Outbox outbox(1000, 10);
  outbox.push(ordered("a"));
  outbox.push(make_event("b", "", {bytes("12345")}));
  EXPECT_EQ(outbox.events(), 2U);
  EXPECT_EQ(outbox.bytes(), 7U + 9U + 5U);
  EXPECT_EQ(drained(outbox), (Strings{R"(42["a"])", R"(451-["b"])", "binary"}));
  EXPECT_EQ(outbox.bytes(), 0U);
}

TEST(Outbox, HoldsBackASecondTimer) {
  Outbox outbox(1000, 10);
  outbox.push(timer());
  outbox.push(timer());
  EXPECT_EQ(outbox.events(), 1U);
  drained(outbox);
  outbox.push(timer());
  EXPECT_EQ(outbox.events(), 1U);
}

TEST(Outbox, DropsDisposableThenSupersededThenIsFull) {
  Outbox outbox(100'000, 4);
  outbox.push(timer());
  outbox.push(tilt("A", "1"));
  outbox.push(tilt("B", "1"));
  outbox.push(ordered("x"));
  EXPECT_FALSE(outbox.full());
  outbox.push(tilt("A", "2"));  // the timer makes room
  EXPECT_EQ(outbox.events(), 4U);
  outbox.push(tilt("A", "3"));  // both older tilts of A go
  EXPECT_EQ(outbox.events(), 3U);
  outbox.push(ordered("y"));
  EXPECT_FALSE(outbox.full());
  outbox.push(ordered("z"));
  EXPECT_TRUE(outbox.full());
  EXPECT_FALSE(outbox.hopeless());
  EXPECT_EQ(drained(outbox), (Strings{R"(42["tilt",1])", R"(42["x"])", R"(42["tilt",3])", R"(42["y"])", R"(42["z"])"}));
}

TEST(Outbox, KeepsTheRestOfAnEventThatHasBegunToLeave) {
  Outbox outbox(100'000, 2);
  outbox.push(make_event("tilt", "", {bytes("1")}, Lane::latest, "A"));
  outbox.pop();
  outbox.push(tilt("A", "2"));
  outbox.push(tilt("A", "3"));
  EXPECT_EQ(drained(outbox), (Strings{"binary", R"(42["tilt",3])"}));
}

TEST(Outbox, TakesOneEventOfAnySizeWhenEmpty) {
  Outbox outbox(10, 10);
  outbox.push(make_event("big", "", {bytes(std::string(1000, 'x'))}));
  EXPECT_FALSE(outbox.full());
  outbox.push(ordered("a"));
  EXPECT_TRUE(outbox.full());
  EXPECT_TRUE(outbox.hopeless());
}

TEST(Outbox, GivesAResponseAtMostSoManyPackets) {
  Outbox outbox(100'000, 100);
  outbox.push(make_event("a", "", std::vector<Binary>(20, bytes("x"))));
  EXPECT_EQ(outbox.pop(16, 1000).size(), 16U);
  EXPECT_EQ(outbox.pop(16, 1000).size(), 5U) << "one event may spread over several responses";
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, GivesAResponseAtMostSoManyBytesUnlessOnePacketIsLarger) {
  Outbox outbox(100'000, 100);
  outbox.push(make_binary_message(bytes(std::string(500, 'x'))));
  outbox.push(ordered("a"));
  outbox.push(ordered("b"));
  EXPECT_EQ(outbox.pop(16, 100).size(), 1U);
  EXPECT_EQ(outbox.pop(16, 100).size(), 2U);
}

}  // namespace
}  // namespace recess::socketio
