// Sockets whose link was lost and that may come back: what they keep, and what the others see.
#include "hub/test_rig.h"

#include <fmt/format.h>

namespace recess::hub {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AbsenceTest : public HubRig {
 protected:
  void wait(Millis time) {
    pass(time);
    switchboard_->hide_absent();
    switchboard_->flush_devices();
  }
  static constexpr Millis kLong = kShownWhileAway;
  TestSocket& ana = phone("ana", "Maze");
  TestSocket& program = script("program", "Maze");
};

TEST_F(AbsenceTest, ABlipIsSeenByNobody) {
  lose(ana);
  wait(kLong - Millis{1});
  come_back(ana, true);
  wait(Millis{1000});
  EXPECT_THAT(program.take(), IsEmpty());
  EXPECT_THAT(ana.take(), IsEmpty());
}

TEST_F(AbsenceTest, ALongerAbsenceIsSeenAsLeaving) {
  lose(ana);
  wait(kLong);
  const auto seen = program.take();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].name, "room_left");
  EXPECT_THAT(seen[0].argument, HasSubstr(R"("device_nr":0,"socket_id":"ana")"));
  EXPECT_EQ(seen[1].name, "devices");
  EXPECT_THAT(seen[1].argument, Not(HasSubstr("ana")));
}

TEST_F(AbsenceTest, WhoReturnsFromALongerAbsenceIsTheSamePlayer) {
  lose(ana);
  wait(kLong);
  program.take();
  wait(Millis{60});
  come_back(ana, true);
  const auto seen = program.take();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].name, "devices");
  EXPECT_EQ(seen[1].name, "room_joined");
  EXPECT_THAT(seen[1].argument, HasSubstr(R"("device_nr":0,"socket_id":"ana")"));
}

TEST_F(AbsenceTest, TheSameDeviceLeavesAndJoins) {
  lose(ana);
  wait(kLong);
  const std::string left = program.take().at(0).argument;
  wait(Millis{60});
  come_back(ana, true);
  EXPECT_EQ(program.take().at(1).argument, left) << "programs compare whole devices";
}

TEST_F(AbsenceTest, ItsNumberIsNobodyElses) {
  lose(ana);
  wait(kLong);
  TestSocket& ben = connect("ben");
  ben.take();
  send(ben, "new_device", R"({"device_id":"Maze","is_client":true})");
  EXPECT_THAT(ben.take_only("device"), HasSubstr(R"("device_nr":1)"));
}

TEST_F(AbsenceTest, WhatItsGroupAndItsNumberAreSentIsKeptForIt) {
  lose(ana);
  wait(kLong);
  ana.take();
  send(program, "new_data", R"({"device_id":"Maze","type":"color"})");
  send(program, "new_data", R"({"device_id":"Maze","type":"ping","unicast_to":0})");
  EXPECT_THAT(ana.take_names(), ElementsAre("new_data", "new_data"));
}

TEST_F(AbsenceTest, GoneForGoodAfterALongAbsenceItIsNotSeenToLeaveTwice) {
  lose(ana);
  wait(kLong);
  program.take();
  disconnect(ana);
  wait(Millis{100});
  EXPECT_THAT(program.take(), IsEmpty());
  EXPECT_EQ(switchboard_->public_hall().devices(), 1U);
}

TEST_F(AbsenceTest, GoneForGoodWithinABlipItIsSeenToLeaveOnce) {
  lose(ana);
  disconnect(ana);
  wait(Millis{100});
  EXPECT_THAT(program.take_names(), ElementsAre("room_left", "devices"));
}

TEST_F(AbsenceTest, ItsOpenQuestionsAreStillItsOwn) {
  send(ana, "new_data", R"({"device_id":"Maze","type":"input_prompt","time_stamp":1,"question":"?"})");
  lose(ana);
  wait(kLong);
  EXPECT_THAT(*stored("Maze"), HasSubstr("input_prompt"));
}

TEST_F(AbsenceTest, APageThatKnowsNothingIsToldAtOnceWhoItIsWhoIsHereAndWhatIsStored) {
  send(program, "new_data", R"({"device_id":"Maze","type":"color","color":"red"})");
  ana.take();
  lose(ana);
  come_back(ana, false);
  const auto told = ana.take();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].name, "device") << "the first event tells that it has its seat";
  EXPECT_THAT(told[0].argument, HasSubstr(R"("device_nr":0)"));
  EXPECT_EQ(told[1].name, "devices");
  EXPECT_EQ(told[2].name, "all_data");
  EXPECT_THAT(told[2].argument, HasSubstr("red"));
}

TEST_F(AbsenceTest, WhoNeverRegisteredIsOnlyToldWhoIsHere) {
  TestSocket& guest = connect("guest");
  guest.take();
  lose(guest);
  wait(kLong);
  come_back(guest, false);
  EXPECT_THAT(guest.take_names(), ElementsAre("devices"));
}

TEST_F(AbsenceTest, RegisteringAgainChangesNothingButWhatItAlwaysDoes) {
  lose(ana);
  come_back(ana, true);
  send(ana, "new_device", R"({"device_id":"Maze","is_client":true})");
  EXPECT_THAT(ana.take_only("device"), HasSubstr(R"("device_nr":0)"));
}

TEST_F(AbsenceTest, WhatAPageAnnouncesMayBeAnotherNumberAfterwards) {
  lose(ana);
  come_back(ana, true, R"({"maxAttachments":20})");
  EXPECT_EQ(static_cast<Seat*>(ana.user)->attachment_cap, 20U);
}

// --- over a restart ---

class RestartTest : public HubRig {
 protected:
  // Another life of the server, to which this socket is known from what was saved.
  bool restored(TestSocket& old, std::string saved) {
    next_ = std::make_unique<Switchboard>(nullptr, Options{}, [this] { return now_; });
    return restore(old.id(), std::move(saved));
  }
  bool restore(const std::string& id, std::string saved) {
    auto& socket = later_[id] = std::make_unique<TestSocket>(id, socketio::Handshake{});
    const auto document = json::Document::parse(std::move(saved)).value();
    return next_->restore(*socket, document->root());
  }
  ~RestartTest() override {
    for (auto& [id, socket] : later_) {
      if (next_) next_->on_disconnect(*socket, socketio::Ending::server_stopping);
    }
  }

  std::unique_ptr<Switchboard> next_;
  std::map<std::string, std::unique_ptr<TestSocket>> later_;
};

TEST_F(RestartTest, KeepsNumberRoomsAndIds) {
  phone("ben", "Maze");
  TestSocket& ana = phone("ana", "Maze");
  send(ana, "join_room", R"({"room":"Choir"})");
  EXPECT_EQ(switchboard_->save(ana),
            R"({"device_id":"Maze","device_nr":1,"is_client":true,"is_silent":false,"rooms":["Maze","Choir"]})");
  ASSERT_TRUE(restored(ana, switchboard_->save(ana)));
  EXPECT_EQ(next_->save(*later_["ana"]), switchboard_->save(ana));

  TestSocket newcomer("new", {});
  next_->on_connect(newcomer, {});
  EXPECT_THAT(newcomer.take_only("devices"), HasSubstr(R"("device_nr":1,"socket_id":"ana")"))
      << "it is expected back any moment";
  later_["ana"]->take();
  next_->on_return(*later_["ana"], {}, true);
  EXPECT_THAT(later_["ana"]->take(), IsEmpty());
  next_->on_disconnect(newcomer, socketio::Ending::client_left);
}

TEST_F(RestartTest, KeepsScreens) {
  TestSocket& ana = phone("ana", "Maze");
  TestSocket& program = script("program", "Maze");
  send(program, "new_data", R"({"device_id":"Maze","type":"sprite","sprite":{"id":"a"}})");
  send(program, "new_data", R"({"device_id":"Maze","type":"blob","data":{"_placeholder":true,"num":0}})",
       {binary("\x01\x02")});
  send(program, "new_data", R"({"device_id":"Maze","type":"start_audio","name":"sea","repeat":true})");
  send(program, "new_data", R"({"device_id":"Maze","type":"input_prompt","question":"?","time_stamp":1})");
  const std::string before = *stored("Maze");
  const std::string seat = switchboard_->save(ana);
  const std::string screens = switchboard_->public_hall().picture_stores(1 << 20, true).encode();
  ASSERT_TRUE(restored(ana, seat));
  EXPECT_EQ(next_->public_hall().restore_stores(screens).value(), 1U);
  const Store& store = next_->public_hall().stores().all().find("Maze")->second;
  const std::string after = snapshot_text(store, kPublicStores);
  EXPECT_EQ(after, before.substr(0, before.find(R"(,"input_prompt")")) + "}");
  EXPECT_THAT(after, Not(HasSubstr("question"))) << "the asker did not come back";
  EXPECT_EQ(store.loops.playing().size(), 1U);
  EXPECT_FALSE(store.stale);
}

TEST_F(RestartTest, ScreensOfAKilledServerAreMarkedUntilSomethingChanges) {
  TestSocket& ana = phone("ana", "Maze");
  send(ana, "new_data", R"({"device_id":"Maze","type":"color"})");
  const std::string seat = switchboard_->save(ana);
  const std::string screens = switchboard_->public_hall().picture_stores(1 << 20, false).encode();
  ASSERT_TRUE(restored(ana, seat));
  ASSERT_TRUE(next_->public_hall().restore_stores(screens));
  const Store& store = next_->public_hall().stores().all().find("Maze")->second;
  EXPECT_TRUE(store.stale);
  next_->on_return(*later_["ana"], {}, false);
  const auto event = json::Document::parse(R"(["new_data",{"device_id":"Maze","type":"color"}])").value();
  socketio::InEvent in{"new_data", event, event->root().at(1), {}, false};
  next_->on_event(*later_["ana"], in);
  EXPECT_FALSE(store.stale);
}

TEST_F(RestartTest, ScreensAreSavedAsTheyWereWhenTheyWereNoted) {
  TestSocket& ana = phone("ana", "Maze");
  send(ana, "new_data", R"({"device_id":"Maze","type":"color","color":"red"})");
  send(ana, "new_data", R"({"device_id":"Maze","type":"blob","data":{"_placeholder":true,"num":0}})", {binary("\x01")});
  const StorePicture picture = switchboard_->public_hall().picture_stores(1 << 20, false);
  const std::string then = picture.encode();
  send(ana, "new_data", R"({"device_id":"Maze","type":"color","color":"blue"})");
  send(ana, "clear_data", R"({"device_id":"Maze"})");
  EXPECT_EQ(picture.encode(), then);
  EXPECT_THAT(then, AllOf(HasSubstr("red"), Not(HasSubstr("blue")), HasSubstr("AQ==")));
}

TEST_F(RestartTest, TheScreensThatWereUsedLastAreSavedIfNotAllFit) {
  TestSocket& ana = phone("ana", "Maze");
  for (const char* group : {"Oldest", "Older", "Newest"}) {
    pass(Seconds{1});
    send(ana, "new_data",
         fmt::format(R"({{"device_id":"Maze","deliver_to":"{}","type":"x","text":"{}"}})", group,
                     std::string(1000, 'y')));
  }
  const std::string text = switchboard_->public_hall().picture_stores(3600, false).encode();
  EXPECT_LE(text.size(), 3600U);
  EXPECT_THAT(text, AllOf(HasSubstr("\"Newest\""), HasSubstr("\"Older\""), Not(HasSubstr("\"Oldest\""))));
}

TEST_F(RestartTest, ScreensThatAreDamagedTooOldOrTooManyAreLeftOut) {
  TestSocket& ana = phone("ana", "Maze");
  send(ana, "new_data", R"({"device_id":"Maze","type":"color"})");
  HallCore& hall = switchboard_->public_hall();
  const std::string screens = hall.picture_stores(1 << 20, true).encode();
  EXPECT_THAT(hall.picture_stores(200, true).encode(), Not(HasSubstr("Maze")));
  for (const std::string& bad : {std::string(), std::string("{}"), screens.substr(0, screens.size() / 2)}) {
    EXPECT_EQ(hall.restore_stores(bad).error().code, Code::invalid) << bad;
  }
  pass(std::chrono::minutes{2});
  EXPECT_EQ(hall.restore_stores(screens).error().code, Code::unavailable);
}

TEST_F(AbsenceTest, OnlyAPageThatAsksIsToldLayersAndLoops) {
  const auto say = [&](const std::string& more) { send(program, "new_data", R"({"device_id":"Maze",)" + more + "}"); };
  say(R"("type":"sprite","sprite":{"id":"a"})");
  say(R"("type":"line","line":{"id":"l"})");
  say(R"("type":"sprites","sprites":[{"id":"b","z_index":9},{"id":"c"}])");
  say(R"("type":"sprite","sprite":{"id":"a","pos_x":1})");
  say(R"("type":"start_audio","name":"sea","id":"x","repeat":true,"volume":0.5)");
  say(R"("type":"start_audio","name":"goat","repeat":true)");
  say(R"("type":"start_audio","name":"ping")");
  say(R"("type":"start_audio","name":"mine","repeat":true,"unicast_to":0)");
  say(R"("type":"stop_audio","name":"goat")");
  ana.take();
  send(ana, "get_all_data", R"({"device_id":"Maze"})");
  EXPECT_THAT(ana.take_only("all_data"), Not(HasSubstr("screen")));

  TestSocket& page = connect("page", {.query = http::Query::parse("screen=1")});
  page.take();
  const std::string start = R"("screen":{"sprite":[)";
  const auto screen = [&] {
    send(page, "get_all_data", R"({"device_id":"Maze"})");
    const std::string all = page.take_only("all_data");
    return all.substr(all.find(R"("screen":)"));
  };
  EXPECT_EQ(screen(), start + R"([3,0],[4,3],[1,1]],"line":[[2,2]],"next_layer":4,)"
                              R"("loops":[{"name":"sea","id":"x","volume":0.5}]}})");
  say(R"("type":"clear_playground")");
  say(R"("type":"sprite","sprite":{"id":"a"})");
  EXPECT_EQ(screen(), start + R"([5,1]],"line":[],"next_layer":2,"loops":[]}})");
}

TEST_F(RestartTest, KeepsSocketsThatNeverRegistered) {
  TestSocket& guest = connect("guest");
  ASSERT_TRUE(restored(guest, switchboard_->save(guest)));
  EXPECT_EQ(next_->statistics().sockets, 1U);
  EXPECT_EQ(next_->statistics().devices, 0U);
}

TEST_F(RestartTest, WhatIsNotWhatWeSavedIsRefused) {
  TestSocket& ana = phone("ana", "Maze");
  ASSERT_TRUE(restored(ana, "{}"));
  for (const char* bad : {"[]", "null", R"({"device_id":7,"device_nr":1})", R"({"device_id":"","device_nr":1})",
                          R"({"device_id":"Maze","device_nr":1000001})", R"({"device_id":"Maze"})"}) {
    EXPECT_FALSE(restore("other", bad)) << bad;
  }
  TestSocket twin("ana", {});
  const auto nothing = json::Document::parse("{}").value();
  EXPECT_FALSE(next_->restore(twin, nothing->root())) << "twice the same socket id";
}

}  // namespace
}  // namespace recess::hub
