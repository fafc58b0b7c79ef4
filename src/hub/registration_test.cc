// Registering, rooms, leaving: who is told what, in which order.
#include "hub/test_rig.h"

namespace recess::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RegistrationTest : public HubRig {};

TEST_F(RegistrationTest, ANewSocketIsToldTheDevices) {
  EXPECT_THAT(connect("s1").take(), ElementsAre(Received{"devices", R"({"time_stamp":1700000000.5,"devices":[]})"}));
}

TEST_F(RegistrationTest, TheJoinerSeesDevicesThenRoomThenItself) {
  TestSocket& socket = connect("s1");
  socket.take();
  set_wall(1700000001.3);
  send(socket, "new_device", R"({"time_stamp":1700000001.25,"device_id":"Maze"})");
  const std::string device =
      R"({"device_id":"Maze","is_client":false,"device_nr":-1,"socket_id":"s1","is_silent":false})";
  EXPECT_THAT(
      socket.take(),
      ElementsAre(Received{"devices", R"({"time_stamp":1700000001.3,"devices":[)" + device + "]}"},
                  Received{"room_joined", R"({"room":"Maze","device":)" + device + "}"}, Received{"device", device}));
  EXPECT_EQ(stored("Maze"), "{}") << "the group has a store from now on";
}

TEST_F(RegistrationTest, OthersSeeDevicesAndMembersTheRoom) {
  TestSocket& member = script("m", "Maze");
  TestSocket& stranger = script("s", "Quiz");
  TestSocket& nobody = connect("n");
  nobody.take();
  TestSocket& phone = connect("p");
  send(phone, "new_device", R"({"device_id":"Maze","is_client":true,"is_silent":true,"old_device_id":"Maze"})");
  EXPECT_THAT(member.take_names(), ElementsAre("devices", "room_joined"));
  EXPECT_THAT(stranger.take_names(), ElementsAre("devices"));
  EXPECT_THAT(nobody.take_names(), ElementsAre("devices"));
  EXPECT_EQ(phone.take_only("device"),
            R"({"device_id":"Maze","is_client":true,"device_nr":0,"socket_id":"p","is_silent":true})");
}

TEST_F(RegistrationTest, StampsOfDevicesAreOfTheChangeNotOfTheSending) {
  script("m", "Maze");
  set_wall(1700000099);
  EXPECT_THAT(connect("late").take_only("devices"), HasSubstr(R"({"time_stamp":1700000000.5,)"));
}

TEST_F(RegistrationTest, ChangingTheGroupLeavesTheOldOne) {
  TestSocket& a = phone("a", "R");
  TestSocket& in_r = phone("r", "R");
  TestSocket& in_s = phone("s", "S");
  send(a, "new_device", R"({"device_id":"S","old_device_id":"R","is_client":true})");
  EXPECT_THAT(a.take_names(), ElementsAre("devices", "room_joined", "device"));
  EXPECT_THAT(in_r.take(),
              ElementsAre(Received{"room_left", R"({"room":"R","device":{"device_id":"R","is_client":true,)"
                                                R"("device_nr":0,"socket_id":"a","is_silent":false}})"},
                          ::testing::Field(&Received::name, "devices")));
  EXPECT_THAT(in_s.take_names(), ElementsAre("devices", "room_joined"));
}

TEST_F(RegistrationTest, WithoutTheOldIdThePresentOneIsLeftJustSo) {
  TestSocket& a = phone("a", "R");
  TestSocket& in_r = phone("r", "R");
  send(a, "new_device", R"({"device_id":"S","is_client":true})");
  EXPECT_THAT(in_r.take_names(), ElementsAre("room_left", "devices"));
  send(in_r, "new_data", R"({"device_id":"R","type":"key"})");
  EXPECT_THAT(a.take_names(), ::testing::Not(::testing::Contains("new_data")));
}

TEST_F(RegistrationTest, RegisteringAgainIsARefreshThatKeepsTheNumber) {
  phone("first", "Maze");
  TestSocket& a = phone("a", "Maze");
  disconnect(*sockets_["first"]);
  settle(a);
  send(a, "new_device", R"({"device_id":"Maze","old_device_id":"Maze","is_client":true})");
  EXPECT_THAT(a.take_only("device"), HasSubstr(R"("device_nr":1)")) << "although 0 is free";
  send(a, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(a.take_names(), ElementsAre("new_data")) << "still a member of its room";
}

TEST_F(RegistrationTest, ARefreshOfAnotherKindGetsANumberOfThatKind) {
  TestSocket& a = phone("a", "Maze");
  send(a, "new_device", R"({"device_id":"Maze"})");
  EXPECT_THAT(a.take_only("device"), HasSubstr(R"("device_nr":-1)"));
}

TEST_F(RegistrationTest, MembersSeeARefreshAsLeavingAndJoining) {
  TestSocket& a = phone("a", "Maze");
  TestSocket& b = phone("b", "Maze");
  send(a, "new_device", R"({"device_id":"Maze","is_client":true})");
  EXPECT_THAT(b.take_names(), ElementsAre("room_left", "devices", "room_joined"));
}

TEST_F(RegistrationTest, AnEmptyIdUnregisters) {
  TestSocket& a = phone("a", "Maze");
  TestSocket& b = phone("b", "Maze");
  send(a, "new_device", R"({"device_id":"","old_device_id":"Maze"})");
  EXPECT_THAT(a.take_names(), ElementsAre("devices"));
  EXPECT_THAT(b.take_names(), ElementsAre("room_left", "devices"));
  EXPECT_EQ(switchboard_->public_hall().devices(), 1U);
}

TEST_F(RegistrationTest, RefusesWhatIsNoId) {
  TestSocket& a = connect("a");
  a.take();
  for (const char* bad : {"", "null", "5", R"("Maze")", "{}", R"({"device_id":null})", R"({"device_id":5})"}) {
    send(a, "new_device", bad);
    EXPECT_THAT(a.take(), ElementsAre(Received{"error_msg", R"({"type":"new_device","err":"bad_request",)"
                                                            R"("msg":"device_id must be a string"})"}))
        << bad;
    pass(Seconds{1});
  }
}

TEST_F(RegistrationTest, RefusesNamesThatAreTooLongOrHaveControlCharacters) {
  TestSocket& a = phone("a", "Maze");
  for (const std::string& bad : {std::string(129, 'x'), std::string("a\\u0000b"), std::string("tab\\t")}) {
    send(a, "new_device", R"({"device_id":")" + bad + "\"}");
    EXPECT_THAT(a.take_names(), ElementsAre("error_msg"));
  }
  send(a, "new_device", R"({"device_id":")" + std::string(128, 'x') + "\"}");
  EXPECT_THAT(a.take_names(), ElementsAre("devices", "room_joined", "device"));
}

TEST_F(RegistrationTest, ASocketIdIsNobodysDeviceId) {
  TestSocket& victim = phone("victim", "Maze");
  TestSocket& a = phone("a", "Maze");
  for (const char* event : {"new_device", "join_room", "leave_room"}) {
    send(a, event, R"({"device_id":"victim","room":"victim"})");
    EXPECT_THAT(a.take_only("error_msg"), HasSubstr(R"("err":"forbidden")")) << event;
  }
  EXPECT_THAT(victim.take(), IsEmpty());
}

TEST_F(RegistrationTest, ARefusedRegistrationChangesNothing) {
  phone("victim", "Quiz");
  TestSocket& a = phone("a", "Maze");
  send(a, "new_device", R"({"device_id":"victim","old_device_id":"Maze"})");
  a.take();
  send(a, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(a.take_names(), ElementsAre("new_data"));
}

TEST_F(RegistrationTest, TooManyRegistrationsAreRefused) {
  TestSocket& a = phone("a", "Maze");
  pass(Seconds{5});
  for (int i = 0; i < 30; ++i) send(a, "new_device", R"({"device_id":"Maze","is_client":true})");
  const auto names = a.take_names();
  EXPECT_EQ(std::count(names.begin(), names.end(), "device"), 20) << "a burst";
  EXPECT_EQ(std::count(names.begin(), names.end(), "error_msg"), 1) << "at most one complaint a second";
  pass(Seconds{1});
  send(a, "new_device", R"({"device_id":"Maze","is_client":true})");
  EXPECT_THAT(a.take_names(), ::testing::Contains("device"));
}

TEST_F(RegistrationTest, JoiningARoomIsToldToTheRoom) {
  TestSocket& a = phone("a", "A");
  TestSocket& b = phone("b", "B");
  TestSocket& c = phone("c", "C");
  send(a, "join_room", R"({"room":"B"})");
  const Received joined{"room_joined", R"({"room":"B","device":{"device_id":"A","is_client":true,"device_nr":0,)"
                                       R"("socket_id":"a","is_silent":false}})"};
  EXPECT_THAT(a.take(), ElementsAre(joined));
  EXPECT_THAT(b.take(), ElementsAre(joined));
  EXPECT_THAT(c.take(), IsEmpty());
  send(a, "join_room", R"({"room":"B"})");
  EXPECT_THAT(a.take(), IsEmpty()) << "was a member already";
}

TEST_F(RegistrationTest, LeavingARoomIsToldToTheRoomAndTheLeaver) {
  TestSocket& a = phone("a", "A");
  TestSocket& b = phone("b", "B");
  send(a, "join_room", R"({"room":"B"})");
  settle(a);
  send(a, "leave_room", R"({"room":"B"})");
  const Received left{"room_left", R"({"room":"B","device":{"device_id":"A","is_client":true,"device_nr":0,)"
                                   R"("socket_id":"a","is_silent":false}})"};
  EXPECT_THAT(a.take(), ElementsAre(left));
  EXPECT_THAT(b.take(), ElementsAre(left));
  send(a, "leave_room", R"({"room":"B"})");
  EXPECT_THAT(a.take(), IsEmpty()) << "was no member any more";
}

TEST_F(RegistrationTest, LeavingOnesOwnRoomKeepsTheDevice) {
  TestSocket& a = phone("a", "A");
  send(a, "leave_room", R"({"room":"A"})");
  EXPECT_THAT(a.take_names(), ElementsAre("room_left"));
  send(a, "new_data", R"({"device_id":"A","type":"key"})");
  EXPECT_THAT(a.take(), IsEmpty());
  EXPECT_EQ(switchboard_->public_hall().devices(), 1U);
}

TEST_F(RegistrationTest, RoomsNeedADevice) {
  TestSocket& a = connect("a");
  a.take();
  send(a, "join_room", R"({"room":"B"})");
  EXPECT_THAT(a.take(), ElementsAre(Received{"error_msg", R"({"type":"join_room","err":"no_device",)"
                                                          R"("msg":"Could not join room 'B'"})"}));
}

TEST_F(RegistrationTest, OddRoomRequestsAreRefusedOrIgnored) {
  TestSocket& a = phone("a", "A");
  for (const char* event : {"join_room", "leave_room"}) {
    for (const char* bad : {"", "null", "[]", "{}", R"({"room":5})"}) {
      send(a, event, bad);
      EXPECT_THAT(a.take_names(), ElementsAre("error_msg")) << event << bad;
    }
    send(a, event, R"({"room":""})");
    EXPECT_THAT(a.take(), IsEmpty());
  }
}

TEST_F(RegistrationTest, ASocketIsInAtMost32Rooms) {
  TestSocket& a = phone("a", "A");
  for (int i = 0; i < 31; ++i) send(a, "join_room", R"({"room":"R)" + std::to_string(i) + "\"}");
  a.take();
  send(a, "join_room", R"({"room":"one more"})");
  EXPECT_THAT(a.take_only("error_msg"), HasSubstr(R"("err":"too_many")"));
  send(a, "new_device", R"({"device_id":"B","is_client":true})");
  EXPECT_THAT(a.take_names(), ::testing::Contains("device")) << "the old room makes place for the new one";
}

TEST_F(RegistrationTest, DisconnectingLeavesEverything) {
  TestSocket& a = phone("a", "A");
  TestSocket& b = phone("b", "B");
  TestSocket& c = phone("c", "C");
  send(a, "join_room", R"({"room":"B"})");
  send(b, "join_room", R"({"room":"A"})");
  settle(a);
  disconnect(a);
  EXPECT_THAT(b.take_names(), ElementsAre("room_left", "room_left", "devices"));
  EXPECT_THAT(c.take_names(), ElementsAre("devices"));
}

TEST_F(RegistrationTest, AnUnregisteredSocketLeavesUnnoticed) {
  TestSocket& b = phone("b", "B");
  disconnect(connect("nobody"));
  EXPECT_THAT(b.take(), IsEmpty());
}

TEST_F(RegistrationTest, DisconnectingRemovesOpenPrompts) {
  TestSocket& game = script("game", "Maze");
  send(game, "new_data", R"({"device_id":"Maze","type":"input_prompt","time_stamp":1})");
  EXPECT_THAT(*stored("Maze"), HasSubstr(R"("response_id":"game")"));
  disconnect(game);
  EXPECT_EQ(stored("Maze"), R"({"input_prompt":[]})") << "the store itself stays";
}

TEST_F(RegistrationTest, ADisconnectThatComesTwiceHarmsNothing) {
  TestSocket& a = phone("a", "A");
  switchboard_->on_disconnect(a, socketio::Ending::client_left);
  switchboard_->on_disconnect(a, socketio::Ending::transport_lost);
  EXPECT_EQ(switchboard_->statistics().sockets, 0U);
}

TEST_F(RegistrationTest, DevicesToOthersAreGatheredWithin50Ms) {
  TestSocket& a = phone("a", "A");
  for (int i = 0; i < 10; ++i) {
    TestSocket& b = connect("b" + std::to_string(i));
    send(b, "new_device", R"({"device_id":"B"})");
  }
  EXPECT_THAT(a.take_names(), ElementsAre("devices")) << "the first at once";
  EXPECT_TRUE(switchboard_->devices_pending());
  switchboard_->flush_devices();
  EXPECT_THAT(a.take_only("devices"), HasSubstr(R"("device_nr":-10)"));
  EXPECT_FALSE(switchboard_->devices_pending());
}

TEST_F(RegistrationTest, GetDevicesAnswersTheCallerAlone) {
  TestSocket& a = phone("a", "A");
  TestSocket& b = phone("b", "A");
  send(a, "get_devices");
  EXPECT_THAT(a.take_names(), ElementsAre("devices"));
  send(a, "get_devices", "7");
  EXPECT_THAT(a.take_names(), ElementsAre("devices"));
  EXPECT_THAT(b.take(), IsEmpty());
}

TEST_F(RegistrationTest, EventsOfTheServerAndUnknownOnesAreIgnored) {
  TestSocket& a = phone("a", "A");
  for (const char* event : {"devices", "device", "timer", "all_data", "room_joined", "nonsense", ""}) {
    send(a, event, R"({"device_id":"A"})");
  }
  EXPECT_THAT(a.take(), IsEmpty());
}

TEST_F(RegistrationTest, AcksAreEmpty) {
  TestSocket& a = phone("a", "A");
  send(a, "get_devices", "", {}, true);
  send(a, "nonsense", "1", {}, true);
  send(a, "get_devices", "", {}, false);
  EXPECT_THAT(a.acks, ElementsAre("[]", "[]"));
}

TEST_F(RegistrationTest, InACrowdTheListComesInPortionsAndEverybodyGetsTheNewest) {
  std::vector<TestSocket*> crowd;
  for (std::size_t i = 0; i < 2 * kPromptDevices; ++i) {
    crowd.push_back(&connect("s" + std::to_string(i)));
    send(*crowd.back(), "new_device", R"({"device_id":"A","is_client":true})");
  }
  TestSocket& last = *crowd.back();
  EXPECT_THAT(last.take_names(), ElementsAre("room_joined", "device")) << "the list follows";
  for (TestSocket* socket : crowd) socket->take_count();
  int portions = 0;
  for (; switchboard_->devices_pending(); ++portions) {
    ASSERT_LT(portions, 100);
    pass(Millis{200});
    switchboard_->flush_devices();
  }
  EXPECT_GT(portions, 1);
  for (TestSocket* socket : crowd) {
    EXPECT_THAT(socket->take_only("devices"), HasSubstr(R"("device_nr":511,)"));
  }
}

class ReviveTest : public HubRig {
 protected:
  ReviveTest() : HubRig(nullptr, Options{.revive_scripts = true}) {}
};

TEST_F(ReviveTest, AProgramThatCameBackWithoutRegisteringIsRegistered) {
  TestSocket& game = connect("game", {.engine_revision = 3});
  game.take();
  send(game, "new_data", R"({"device_id":"Maze","type":"color"})");
  EXPECT_THAT(game.take_names(), ElementsAre("devices", "room_joined", "device", "new_data"));
  send(game, "new_data", R"({"device_id":"Other","type":"color"})");
  EXPECT_THAT(game.take(), IsEmpty()) << "once is enough";
}

TEST_F(ReviveTest, OthersAreNot) {
  TestSocket& page = connect("page", {.engine_revision = 4});
  page.take();
  send(page, "new_data", R"({"device_id":"Maze","type":"color"})");
  EXPECT_THAT(page.take(), IsEmpty());
}

}  // namespace
}  // namespace recess::hub
