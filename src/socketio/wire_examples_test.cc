// Whole conversations, byte for byte, as clients of both generations have them.
#include "socketio/session_rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace recess::socketio {
namespace {

using namespace std::string_literals;
using namespace testing;
using ::testing::ElementsAre;

const std::string kWelcome = R"({"time_stamp":1700000000.5,"devices":[]})";

std::string framed(std::string_view packet) { return binary_record(false, {}, packet); }

TEST(WireRevision3Polling, HandshakeFirstPingAndWelcome) {
  SessionRig rig(3, Transport::polling);
  EXPECT_EQ(rig.opening.size(), 104U);
  EXPECT_EQ(*rig.post("\x00\x01\xFF\x32"s, true).body, "ok");
  rig.application.sockets.at(0)->emit(make_event("devices", kWelcome));
  EXPECT_EQ(rig.get_body(), R"(1:354:42["devices",{"time_stamp":1700000000.5,"devices":[]}])");
}

TEST(WireRevision3Polling, RegistrationGetsThreePacketsInOneResponse) {
  SessionRig rig(3, Transport::polling);
  const std::string post = framed(R"(42["new_device",{"time_stamp":1700000001.25,"device_id":"Maze"}])");
  EXPECT_EQ(post.size(), 68U);
  const std::string device =
      R"({"device_id":"Maze","is_client":false,"device_nr":-1,"socket_id":"pOllPythonAAAAAAAAA5","is_silent":false})";
  rig.application.handler = [&](Socket& socket, InEvent&) {
    socket.emit(make_event("devices", R"({"time_stamp":1700000001.3,"devices":[)" + device + "]}"));
    socket.emit(make_event("room_joined", R"({"room":"Maze","device":)" + device + "}"));
    socket.emit(make_event("device", device));
  };
  rig.post(post, true);
  const std::string answer = rig.get_body();
  EXPECT_EQ(answer.size(), 440U);
  EXPECT_EQ(answer, R"(160:42["devices",{"time_stamp":1700000001.3,"devices":[)" + device +
                        R"(]}]149:42["room_joined",{"room":"Maze","device":)" + device + R"(}]119:42["device",)" +
                        device + "]");
}

TEST(WireRevision3Polling, TextFromJavaScriptCountsUtf16Units) {
  SessionRig rig(3, Transport::polling);
  rig.notes();
  const std::string euro = R"(58:42["new_data",{"type":"key","key":"€","device_id":"Maze"}])";
  const std::string smile = R"(59:42["new_data",{"type":"key","key":"😀","device_id":"Maze"}])";
  EXPECT_EQ(euro.size(), 63U);
  EXPECT_EQ(smile.size(), 64U);
  EXPECT_EQ(rig.post(euro).status, 200U);
  EXPECT_EQ(rig.post(smile).status, 200U);
  EXPECT_THAT(rig.notes(), ElementsAre(R"(event new_data ["new_data",{"type":"key","key":"€","device_id":"Maze"}])",
                                       R"(event new_data ["new_data",{"type":"key","key":"😀","device_id":"Maze"}])"));
}

TEST(WireRevision3Polling, AstralCharactersLeaveEscapedAndFollowedByAPong) {
  SessionRig rig(3, Transport::polling);
  rig.application.sockets.at(0)->emit(make_event("new_data", R"({"type":"key","key":"😀","device_id":"Maze"})"));
  rig.post("\x00\x01\xFF\x32"s, true);
  const std::string answer = rig.get_body();
  EXPECT_EQ(answer.size(), 75U);
  EXPECT_EQ(answer, R"(69:42["new_data",{"type":"key","key":"\ud83d\ude00","device_id":"Maze"}]1:3)");
}

// A picture from Python: one event with eight bytes attached, to every kind of recipient.
class WirePicture : public ::testing::Test {
 protected:
  const std::string argument_ =
      R"({"type":"playground_config","config":{"width":100,"height":50,"shift_x":0,"shift_y":0,"images":[{"name":"a","image":{"_placeholder":true,"num":0},"type":"png"}],"audio_tracks":[]},"time_stamp":1700000002.5,"device_id":"Maze"})";
  const std::string head_ = R"(451-["new_data",)" + argument_ + "]";
  const std::string png_ = "\x89\x50\x4E\x47\x0D\x0A\x1A\x0A";
  const std::string sent_ = "\x00\x02\x04\x02\xFF"s + head_ + "\x01\x09\xFF\x04" + png_;

  // What Python posts comes back as it is emitted to this link.
  static void echo(SessionRig& rig) {
    rig.application.handler = [](Socket& socket, InEvent& event) {
      socket.emit(make_event(event.name, std::string(event.first_argument.raw()), event.attachments));
    };
  }
  Answer polled(int revision, bool base64) {
    LinkRig rig(revision, Transport::polling, base64);
    rig.link.handshake_answer();
    rig.link.send(make_event("new_data", argument_, {bytes(png_)}));
    return rig.get();
  }
  std::vector<std::string> frames(int revision, bool base64) {
    LinkRig rig(revision, Transport::websocket, base64);
    rig.link.websocket_opened();
    rig.sent();
    rig.link.send(make_event("new_data", argument_, {bytes(png_)}));
    return rig.sent();
  }
};

TEST_F(WirePicture, ComesBackToRevision3PollingAsTheIdenticalBytes) {
  EXPECT_EQ(head_.size(), 242U);
  EXPECT_EQ(sent_.size(), 259U);
  SessionRig rig(3, Transport::polling);
  echo(rig);
  EXPECT_EQ(rig.post(sent_, true).status, 200U);
  const Answer answer = rig.get();
  EXPECT_EQ(*answer.body, sent_);
  EXPECT_EQ(answer.content_type, "application/octet-stream");
}

TEST_F(WirePicture, MayBeSpreadOverTwoResponses) {
  SessionRig rig(3, Transport::polling);
  Socket& socket = *rig.application.sockets.at(0);
  for (int i = 0; i < 15; ++i) socket.emit(make_event("x", ""));
  socket.emit(make_event("new_data", argument_, {bytes(png_)}));
  const Answer first = rig.get();
  EXPECT_TRUE(first.body->ends_with("242:" + head_));
  EXPECT_EQ(first.content_type, "text/plain; charset=UTF-8");
  EXPECT_EQ(rig.get_body(), "\x01\x09\xFF\x04" + png_);
}

TEST_F(WirePicture, IsBase64WhereBinaryCannotGo) {
  EXPECT_EQ(*polled(3, true).body, "242:" + head_ + "14:b4iVBORw0KGgo=");
  EXPECT_EQ(polled(3, true).body->size(), 263U);
  EXPECT_EQ(*polled(4, false).body, head_ + "\x1E" + "biVBORw0KGgo=");
  EXPECT_EQ(polled(4, false).body->size(), 256U);
  EXPECT_THAT(frames(3, true), ElementsAre(head_, "b4iVBORw0KGgo="));
  EXPECT_THAT(frames(4, true), ElementsAre(head_, "biVBORw0KGgo="));
}

TEST_F(WirePicture, IsABinaryFrameOnWebSocket) {
  EXPECT_THAT(frames(3, false), ElementsAre(head_, "<\x04" + png_ + ">"));
  EXPECT_THAT(frames(4, false), ElementsAre(head_, "<" + png_ + ">"));
}

TEST(WireRevision3Polling, Leaving) {
  SessionRig rig(3, Transport::polling);
  rig.notes();
  EXPECT_EQ(rig.get_body(), "held");
  EXPECT_EQ(*rig.post("\x00\x02\xFF\x34\x31\x00\x01\xFF\x31"s, true).body, "ok");
  EXPECT_EQ(*rig.port.polls.at(0).body, "1:6");
  EXPECT_THAT(rig.notes(), ElementsAre("disconnect /"));
  EXPECT_EQ(rig.get_body(), R"({"code":1,"message":"Session ID unknown"})");
}

TEST(WireRevision3WebSocket, PythonUpgradesBeforeItsFirstPollAndGoesStraightOn) {
  SessionRig rig(3, Transport::polling);
  rig.application.sockets.at(0)->emit(make_event("devices", kWelcome));
  ASSERT_TRUE(rig.link.begin_probe(rig.now));
  rig.link.probe_text("2probe", rig.now);
  EXPECT_THAT(rig.port.probe_sent, ElementsAre("3probe"));
  rig.link.probe_text("5", rig.now);
  rig.link.websocket_text("2", rig.now);
  EXPECT_THAT(rig.sent(), ElementsAre(R"(42["devices",{"time_stamp":1700000000.5,"devices":[]}])", "3"));
}

TEST(WireRevision4, PollingConnect) {
  SessionRig rig(4, Transport::polling, false);
  EXPECT_EQ(
      rig.opening,
      R"(0{"sid":"pOllPythonAAAAAAAAA5","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":20000000})");
  rig.application.welcome = true;
  EXPECT_EQ(*rig.post("40").body, "ok");
  const std::string id = rig.application.sockets.at(0)->id();
  EXPECT_EQ(rig.get_body(), R"(40{"sid":")" + id + "\"}\x1E" + R"(42["welcome",{}])");
}

TEST(WireRevision4, Heartbeat) {
  SessionRig rig(4);
  rig.pass(25'000);
  EXPECT_THAT(rig.sent(), ElementsAre("2"));
  rig.say("3");
  EXPECT_FALSE(rig.closed());
}

TEST(WireTolerance, ANaNCostsAGameItsMessageOnly) {
  SessionRig rig(3);
  rig.say(R"(42["new_data",{"type":"key","x":NaN,"device_id":"Maze"}])");
  EXPECT_FALSE(rig.closed());
}

}  // namespace
}  // namespace recess::socketio
