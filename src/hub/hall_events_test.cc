// Renumbering, stored data on request, and clearing it.
#include "hub/test_rig.h"

namespace recess::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Phones 0 and 1 and program -1 in Maze, a listener elsewhere.
class HallEventsTest : public HubRig {
 protected:
  explicit HallEventsTest(Options options = {}) : HubRig(nullptr, std::move(options)) {
    a_ = &phone("a", "Maze");
    b_ = &phone("b", "Maze");
    game_ = &script("game", "Maze");
    other_ = &script("other", "Quiz");
  }
  std::string renumber(TestSocket& from, std::string request) {
    send(from, "set_new_device_nr", std::move(request));
    auto received = from.take();
    return received.empty() ? "" : received.back().argument;
  }

  TestSocket* a_;
  TestSocket* b_;
  TestSocket* game_;
  TestSocket* other_;
};

TEST_F(HallEventsTest, RenumbersTheDeviceWithANumber) {
  send(*game_, "set_new_device_nr", R"({"time_stamp":1.125001,"new_device_nr":7,"current_device_nr":1})");
  EXPECT_THAT(game_->take_names(), ElementsAre("devices", "information_msg"));
  EXPECT_THAT(b_->take_names(), ElementsAre("device", "devices"));
  EXPECT_THAT(a_->take_names(), ElementsAre("devices"));
  EXPECT_THAT(other_->take_names(), ElementsAre("devices"));
}

TEST_F(HallEventsTest, EchoesTheRequestExactly) {
  set_wall(1700000014.178);
  EXPECT_EQ(renumber(*game_, R"({"time_stamp":1700000014.175001,"new_device_nr":7.0,"device_id":"Maze","x":null})"),
            R"({"time_stamp":1700000014.178,"message":"Success","action":)"
            R"({"time_stamp":1700000014.175001,"new_device_nr":7.0,"device_id":"Maze","x":null}})");
}

TEST_F(HallEventsTest, WithoutANumberTheFirstOfTheGroupIsMeant) {
  renumber(*game_, R"({"new_device_nr":7,"device_id":"Maze","current_device_nr":null})");
  EXPECT_THAT(a_->take_only("device"), HasSubstr(R"("device_nr":7)"));
}

TEST_F(HallEventsTest, TheDisplacedIsToldFirst) {
  send(*a_, "set_new_device_nr", R"({"new_device_nr":0,"current_device_nr":1})");
  EXPECT_THAT(a_->take(), ElementsAre(Received{"device", R"({"device_id":"Maze","is_client":true,"device_nr":1,)"
                                                         R"("socket_id":"a","is_silent":false})"},
                                      ::testing::Field(&Received::name, "devices"),
                                      ::testing::Field(&Received::name, "information_msg")));
  EXPECT_THAT(b_->take_only("device"), HasSubstr(R"("device_nr":0)"));
}

TEST_F(HallEventsTest, RenumberingToTheSameNumberChangesNothing) {
  EXPECT_THAT(renumber(*game_, R"({"new_device_nr":1,"current_device_nr":1})"), HasSubstr(R"("message":"Success")"));
  EXPECT_THAT(b_->take(), IsEmpty());
  EXPECT_THAT(other_->take(), IsEmpty());
}

TEST_F(HallEventsTest, RefusalsNameTheirCause) {
  struct Case {
    const char* request;
    const char* cause;
  };
  for (const auto& [request, cause] :
       {Case{R"({"new_device_nr":7})", "current_device_nr or device_id is needed"},
        Case{R"({"new_device_nr":7,"current_device_nr":"1","device_id":null})", "current_device_nr or device_id"},
        Case{R"({"new_device_nr":7,"current_device_nr":99})", "no device found"},
        Case{R"({"new_device_nr":7,"current_device_nr":0.5,"device_id":"Maze"})", "no device found"},
        Case{R"({"new_device_nr":7,"device_id":"Nowhere"})", "no device found"},
        Case{R"({"device_id":"Maze"})", "new_device_nr must be a whole number"},
        Case{R"({"device_id":"Maze","new_device_nr":"7"})", "new_device_nr must be a whole number"},
        Case{R"({"device_id":"Maze","new_device_nr":1.5})", "new_device_nr must be a whole number"},
        Case{R"({"device_id":"Maze","new_device_nr":1000001})", "new_device_nr must be a whole number"},
        Case{R"({"device_id":"Maze","new_device_nr":-1000001})", "new_device_nr must be a whole number"},
        Case{"", "current_device_nr or device_id is needed"},
        Case{"null", "current_device_nr or device_id is needed"}}) {
    const std::string answer = renumber(*game_, request);
    EXPECT_THAT(answer, HasSubstr(R"("message":"Error","action":)")) << request;
    EXPECT_THAT(answer, HasSubstr(std::string(R"("cause":")") + cause)) << request;
    pass(Seconds{1});
  }
  EXPECT_THAT(other_->take(), IsEmpty());
}

TEST_F(HallEventsTest, NumbersMayBeAMillionEitherWay) {
  EXPECT_THAT(renumber(*game_, R"({"new_device_nr":1000000,"device_id":"Maze"})"), HasSubstr("Success"));
  EXPECT_THAT(renumber(*game_, R"({"new_device_nr":-1000000,"device_id":"Maze"})"), HasSubstr("Success"));
}

TEST_F(HallEventsTest, TooMuchRenumberingIsRefused) {
  for (int i = 0; i < 20; ++i) renumber(*game_, R"({"new_device_nr":0,"current_device_nr":0})");
  send(*game_, "set_new_device_nr", R"({"new_device_nr":0,"current_device_nr":0})");
  EXPECT_THAT(game_->take_names(), ElementsAre("error_msg", "information_msg"));
}

TEST_F(HallEventsTest, AllDataIsForTheCaller) {
  send(*game_, "new_data", R"({"type":"color","color":"red","device_id":"Maze"})");
  settle(*game_);
  set_wall(1700000001.4);
  send(*other_, "get_all_data", R"({"time_stamp":1,"device_id":"Maze"})");
  EXPECT_THAT(other_->take(),
              ElementsAre(Received{"all_data", R"({"device_id":"Maze","type":"all_data","all_data":{"color":[)"
                                               R"({"type":"color","color":"red","device_id":"Maze"}]},)"
                                               R"("time_stamp":1700000001.4,"device_nr":-999})"}));
  EXPECT_THAT(game_->take(), IsEmpty());
}

TEST_F(HallEventsTest, OfAnUnknownGroupThereIsNoData) {
  for (const char* request : {R"({"device_id":"Nowhere"})", R"({"device_id":5})", "{}", "null", "", "[1]"}) {
    send(*game_, "get_all_data", request);
    send(*game_, "clear_data", request);
    pass(Seconds{1});
  }
  EXPECT_THAT(game_->take(), IsEmpty());
}

TEST_F(HallEventsTest, ClearingIsToldToEverySocket) {
  TestSocket& nobody = connect("nobody");
  nobody.take();
  send(*game_, "new_data",
       R"({"type":"sprite","sprite":{"id":"k","movements":{"movements":[{}]}},"device_id":"Maze"})");
  settle(*game_);
  set_wall(1700000020.1);
  send(*other_, "clear_data", R"({"device_id":"Maze"})");
  for (TestSocket* socket : {a_, b_, game_, other_, &nobody}) {
    EXPECT_THAT(socket->take(),
                ElementsAre(Received{"all_data", R"({"device_id":"Maze","type":"all_data","all_data":{},)"
                                                 R"("time_stamp":1700000020.1,"device_nr":-999})"}));
  }
  EXPECT_EQ(stored("Maze"), "{}");
  send(*game_, "new_data",
       R"({"type":"sprite","sprite":{"id":"k","movements":{"movements":[{}]}},"device_id":"Maze"})");
  EXPECT_THAT(a_->take_only("new_data"), HasSubstr(R"("id":"s-1")")) << "the count starts again";
}

TEST_F(HallEventsTest, RemoveAllKeepsTheCallersGroup) {
  send(*game_, "new_data", R"({"type":"color","color":"red","device_id":"Maze"})");
  send(*other_, "new_data", R"({"type":"color","color":"blue","device_id":"Quiz"})");
  settle(*game_);
  set_wall(1700000050);
  send(*game_, "remove_all");
  for (TestSocket* socket : {a_, game_, other_}) {
    EXPECT_THAT(socket->take(), ElementsAre(Received{"data_store", R"({"Maze":{"color":[{"type":"color","color":"red",)"
                                                                   R"("device_id":"Maze"}]}})"}));
  }
  EXPECT_EQ(stored("Quiz"), std::nullopt);
  send(*game_, "get_devices");
  EXPECT_THAT(game_->take_only("devices"), HasSubstr(R"({"time_stamp":1700000050,)"));
}

TEST_F(HallEventsTest, RemoveAllOfABystanderRemovesAll) {
  TestSocket& nobody = connect("nobody");
  nobody.take();
  send(nobody, "remove_all", "{}");
  EXPECT_THAT(nobody.take(), ElementsAre(Received{"data_store", "{}"}));
}

TEST_F(HallEventsTest, DataStoreIsRedactedAndForTheCaller) {
  send(*game_, "new_data",
       R"({"type":"playground_config","config":{"images":[{"name":"a","image":{"_placeholder":true,"num":0}}]},)"
       R"("device_id":"Maze"})",
       {binary("png")});
  settle(*game_);
  send(*other_, "data_store");
  EXPECT_THAT(other_->take_only("data_store"), HasSubstr(R"({"name":"a","image":"raw"})"));
  EXPECT_THAT(a_->take(), IsEmpty());
}

TEST_F(HallEventsTest, HeavyRequestsAreLimitedSilently) {
  for (int i = 0; i < 8; ++i) send(*other_, "data_store");
  EXPECT_EQ(other_->take().size(), 5U);
  send(*other_, "clear_data", R"({"device_id":"Maze"})");
  send(*other_, "remove_all");
  EXPECT_THAT(other_->take(), IsEmpty());
  pass(Seconds{1});
  send(*other_, "data_store");
  EXPECT_EQ(other_->take().size(), 1U);
}

TEST_F(HallEventsTest, WhoAsksForTooMuchHasToWait) {
  const std::string filling(200 << 10, 'x');
  for (int i = 0; i < 20; ++i) {
    send(*game_, "new_data", R"({"type":"key","device_id":"Maze","key":")" + filling + "\"}");
  }
  for (int i = 0; i < 15; ++i) send(*a_, "get_all_data", R"({"device_id":"Maze"})");
  EXPECT_EQ(a_->paused, Millis{0});
  for (int i = 0; i < 5; ++i) send(*a_, "get_all_data", R"({"device_id":"Maze"})");
  EXPECT_GT(a_->paused, Millis{0});
  EXPECT_EQ(b_->paused, Millis{0});
}

TEST_F(HallEventsTest, TheTimerGoesToEverySocket) {
  TestSocket& nobody = connect("nobody");
  nobody.take();
  set_wall(1700000017.001);
  switchboard_->send_timer();
  for (TestSocket* socket : {a_, game_, &nobody}) {
    const auto received = socket->take();
    ASSERT_THAT(received, ElementsAre(Received{"timer", R"({"time":1700000017.001})"}));
    EXPECT_EQ(received.front().lane, socketio::Lane::disposable);
  }
}

TEST_F(HallEventsTest, DroppedPacketsAreComplainedAbout) {
  switchboard_->on_dropped(*a_, "the packet is too large");
  switchboard_->on_dropped(*a_, "the packet is too large");
  EXPECT_THAT(a_->take(), ElementsAre(Received{"error_msg", R"({"type":"new_data","err":"too_large",)"
                                                            R"("msg":"the packet is too large"})"}));
}

class TeacherTest : public HallEventsTest {
 protected:
  TeacherTest()
      : HallEventsTest({.teacher_token = "secret",
                        .reserve_listening = true,
                        .reserve_remove_all = true,
                        .reserve_data_store = true,
                        .reserve_clear_data = true,
                        .reserve_renumbering = true}) {}
  static http::Query query(std::string_view text) { return http::Query::parse(text); }
};

TEST_F(TeacherTest, WhatIsReservedIsRefusedToOthers) {
  for (const auto& [event, request] : {std::pair("new_device", R"({"device_id":"GLOBAL_LISTENER"})"),
                                       {"join_room", R"({"room":"GLOBAL_LISTENER"})"},
                                       {"remove_all", "{}"},
                                       {"data_store", "{}"},
                                       {"clear_data", R"({"device_id":"Quiz"})"}}) {
    send(*a_, event, request);
    EXPECT_THAT(a_->take_only("error_msg"), HasSubstr(R"("err":"forbidden")")) << event;
  }
  EXPECT_THAT(renumber(*a_, R"({"new_device_nr":3,"device_id":"Quiz"})"), HasSubstr(R"("message":"Error")"));
}

TEST_F(TeacherTest, OnesOwnGroupIsOnesOwn) {
  send(*a_, "clear_data", R"({"device_id":"Maze"})");
  EXPECT_THAT(a_->take_names(), ElementsAre("all_data"));
  EXPECT_THAT(renumber(*a_, R"({"new_device_nr":3,"device_id":"Maze"})"), HasSubstr("Success"));
}

TEST_F(TeacherTest, TheTokenOpensAll) {
  TestSocket& by_query = connect("q", {.query = query("token=secret")});
  TestSocket& by_auth = connect("c", {}, R"({"token":"secret"})");
  TestSocket& wrong = connect("w", {.query = query("token=secre")}, R"({"token":"Secret"})");
  for (TestSocket* socket : {&by_query, &by_auth, &wrong}) socket->take();
  send(by_query, "data_store");
  send(by_auth, "new_device", R"({"device_id":"GLOBAL_LISTENER"})");
  send(wrong, "data_store");
  EXPECT_THAT(by_query.take_names(), ::testing::Contains("data_store"));
  EXPECT_THAT(by_auth.take_names(), ::testing::Contains("device"));
  EXPECT_THAT(wrong.take_names(), Not(::testing::Contains("data_store")));
}

TEST_F(HallEventsTest, NobodyHasAnEmptyToken) {
  TestSocket& anyone = connect("anyone", {.query = http::Query::parse("token=")}, R"({"token":""})");
  EXPECT_FALSE(static_cast<Seat*>(anyone.user)->has_teacher_token);
}

}  // namespace
}  // namespace recess::hub
