// The hall of a play: who gets in, what stays inside, and what its owner is told.
#include "hub/guard.h"
#include "hub/test_rig.h"

#include <fmt/format.h>

#include <stdexcept>

namespace recess::hub {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kPlay = "game-1763724000000000001";

TEST(PlayIds, AreGameAndDigits) {
  for (const char* id : {"game-1", "game-1763724000000000001"}) EXPECT_TRUE(is_play_id(id)) << id;
  for (const char* id : {"game-", "game-x", "game-1x", "Game-1", " game-1", "game-12345678901234567890", "game", ""}) {
    EXPECT_FALSE(is_play_id(id)) << id;
  }
}

// Lets visitors in by their address: "ana" and "ben" steer, "guest…" watch, others are refused; ordinary ids go to the
// public hall.
class TestDoor : public Doorkeeper {
 public:
  Admission admit(std::string_view device_id, const socketio::Handshake& handshake) override {
    if (device_id.empty()) return {handshake.listener == "play" ? hall : nullptr, Role::script};
    if (!is_play_id(device_id)) return {public_hall};
    const std::string& who = handshake.remote_address;
    if (hall == nullptr || device_id != kPlay) return {nullptr, Role::open, "no such play"};
    if (who.starts_with("guest")) return {hall, Role::spectator, "", who};
    if (who.starts_with("ana") || who.starts_with("ben")) return {hall, Role::controller, "", who};
    return {};
  }
  Hall* hall = nullptr;
  Hall* public_hall = nullptr;
};

class Owner : public HallEvents {
 public:
  void on_controllers(std::size_t count) override { controllers.push_back(count); }
  void on_script_connected(bool connected) override { script.push_back(connected); }
  void on_input() override { ++inputs; }
  void on_score(json::Value score) override { scores.emplace_back(score.raw()); }
  void on_console_note(std::string_view note) override { notes.emplace_back(note); }

  std::vector<std::size_t> controllers;
  std::vector<bool> script;
  int inputs = 0;
  std::vector<std::string> scores;
  std::vector<std::string> notes;
};

class PlayHallTest : public HubRig {
 protected:
  PlayHallTest() : HubRig(&door_) {
    door_.public_hall = &switchboard_->public_hall();
    hall_ = switchboard_->open_hall(
        {.own_id = std::string(kPlay), .controllers = 2, .spectators = 2, .script_sockets = 2}, &owner_);
    door_.hall = hall_.get();
  }
  ~PlayHallTest() override {
    for (auto& [id, socket] : sockets_) switchboard_->on_disconnect(*socket, socketio::Ending::server_stopping);
    sockets_.clear();
  }
  TestSocket& visitor(const std::string& id, std::string address) {
    TestSocket& socket = connect(id, {.remote_address = std::move(address)});
    socket.take();
    return socket;
  }
  void register_as(TestSocket& socket, std::string_view device_id, std::string_view more = R"(,"is_client":true)") {
    send(socket, "new_device", R"({"device_id":")" + std::string(device_id) + '"' + std::string(more) + "}");
  }
  TestSocket& player(const std::string& id, std::string address) {
    TestSocket& socket = visitor(id, std::move(address));
    register_as(socket, kPlay);
    return settle(socket);
  }
  TestSocket& program(const std::string& id = "program") {
    TestSocket& socket = connect(id, {.engine_revision = 3, .listener = "play"});
    register_as(socket, kPlay, "");
    return settle(socket);
  }
  static std::string data(std::string_view more) {
    return R"({"device_id":")" + std::string(kPlay) + R"(",)" + std::string(more) + "}";
  }

  TestDoor door_;
  Owner owner_;
  std::unique_ptr<HallCore> hall_;
};

TEST_F(PlayHallTest, APhoneMovesFromThePublicHallToThePlays) {
  TestSocket& bystander = phone("bystander", "Maze");
  TestSocket& game = program();
  TestSocket& a = phone("a", "Maze");  // no visitor yet: the public hall
  sockets_["p"] = std::make_unique<TestSocket>("p", socketio::Handshake{.remote_address = "ana"});
  switchboard_->on_connect(*sockets_["p"], {});
  TestSocket& p = *sockets_["p"];
  EXPECT_THAT(p.take_only("devices"), HasSubstr("Maze")) << "the welcome is of the public hall";
  register_as(p, kPlay);
  EXPECT_THAT(p.take_names(), ElementsAre("devices", "room_joined", "device"));
  EXPECT_THAT(game.take_names(), ElementsAre("devices", "room_joined"));
  EXPECT_THAT(bystander.take(), IsEmpty()) << "halls know nothing of each other";
  EXPECT_THAT(a.take(), IsEmpty());
}

TEST_F(PlayHallTest, MovingIsLeavingForThoseWhoStay) {
  TestSocket& stays = phone("stays", "Maze");
  TestSocket& goes = visitor("goes", "ana");
  register_as(goes, "Maze");
  settle(goes);
  register_as(goes, kPlay);
  EXPECT_THAT(stays.take_names(), ElementsAre("room_left", "devices"));
  settle(goes);
  register_as(goes, "Maze");
  EXPECT_THAT(stays.take_names(), ElementsAre("devices", "room_joined"));
  EXPECT_THAT(owner_.controllers, ElementsAre(1, 0));
}

TEST_F(PlayHallTest, DevicesAreNumberedPerPlay) {
  phone("outside", "Maze");
  TestSocket& a = visitor("a", "ana");
  register_as(a, kPlay);
  EXPECT_THAT(a.take_only("device"), HasSubstr(R"("device_nr":0)"));
  send(a, "get_devices");
  EXPECT_THAT(a.take_only("devices"), Not(HasSubstr("Maze")));
}

TEST_F(PlayHallTest, StrangersAreRefusedAndStayWhereTheyAre) {
  TestSocket& stranger = visitor("s", "stranger");
  register_as(stranger, "Maze");
  settle(stranger);
  register_as(stranger, kPlay);
  EXPECT_EQ(stranger.take_only("error_msg"),
            R"({"type":"new_device","err":"forbidden","msg":"this device_id is not open to you"})");
  register_as(stranger, "game-5");
  EXPECT_THAT(stranger.take_only("error_msg"), HasSubstr("no such play"));
  send(stranger, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(stranger.take_names(), ElementsAre("new_data")) << "still registered as before";
}

TEST_F(PlayHallTest, TheProgramGetsItsOwnIdWhateverItSays) {
  TestSocket& game = connect("program", {.listener = "play"});
  game.take();
  register_as(game, "Maze", R"(,"is_client":true)");
  EXPECT_EQ(game.take_only("device"),
            R"({"device_id":")" + std::string(kPlay) +
                R"(","is_client":false,"device_nr":-1,"socket_id":"program","is_silent":false})");
  EXPECT_THAT(owner_.notes, SizeIs(1));
  register_as(game, "Other");
  EXPECT_THAT(owner_.notes, SizeIs(1)) << "said once";
}

TEST_F(PlayHallTest, ListenersOfNoPlayAreTurnedAway) {
  EXPECT_EQ(connect("program", {.listener = "another"}).ended, "for good");
  door_.hall = nullptr;
  EXPECT_EQ(connect("late", {.listener = "play"}).ended, "for good");
}

TEST_F(PlayHallTest, PlacesAreLimitedPerRole) {
  program("p1");
  program("p2");
  EXPECT_EQ(connect("p3", {.listener = "play"}).ended, "for good");
  player("a", "ana");
  player("b", "ben");
  TestSocket& c = visitor("c", "ana2");
  register_as(c, kPlay);
  EXPECT_THAT(c.take_only("error_msg"), HasSubstr(R"("err":"too_many")"));
  for (const char* guest : {"guest1", "guest2"}) EXPECT_THAT(player(guest, guest).ended, "");
  TestSocket& full = visitor("g3", "guest3");
  register_as(full, kPlay);
  EXPECT_THAT(full.take_names(), ElementsAre("error_msg"));
  EXPECT_EQ(hall_->controllers(), 2U);
  EXPECT_EQ(hall_->devices(), 6U);
}

TEST_F(PlayHallTest, ARefreshNeedsNoFurtherPlace) {
  TestSocket& a = player("a", "ana");
  player("b", "ben");
  register_as(a, kPlay);
  EXPECT_THAT(a.take_names(), ElementsAre("devices", "room_joined", "device"));
  EXPECT_THAT(owner_.controllers, ElementsAre(1, 2)) << "the owner does not see the refresh";
}

TEST_F(PlayHallTest, AReturningPlayerGetsItsNumberBack) {
  disconnect(player("a", "ana"));
  TestSocket& b = visitor("b", "ben");
  register_as(b, kPlay);
  EXPECT_THAT(b.take_only("device"), HasSubstr(R"("device_nr":1)"));
  TestSocket& a = visitor("a2", "ana");
  register_as(a, kPlay);
  EXPECT_THAT(a.take_only("device"), HasSubstr(R"("device_nr":0)"));
  EXPECT_THAT(owner_.controllers, ElementsAre(1, 0, 1, 2));
}

TEST_F(PlayHallTest, SpectatorsAreSilentAndReadOnly) {
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  TestSocket& guest = visitor("g", "guest");
  register_as(guest, kPlay, R"(,"is_client":false,"is_silent":false)");
  EXPECT_THAT(guest.take_only("device"), HasSubstr(R"("is_client":true,"device_nr":1000,)"));
  settle(guest);
  send(guest, "new_data", data(R"("type":"key")"));
  send(guest, "new_data", data(R"("type":"key","broadcast":true)"));
  send(guest, "clear_data", data(R"("x":1)"));
  send(guest, "remove_all");
  send(guest, "set_new_device_nr", R"({"new_device_nr":5,"current_device_nr":0})");
  send(guest, "join_room", R"({"room":"R"})");
  for (TestSocket* socket : {&game, &ana, &guest}) EXPECT_THAT(socket->take(), IsEmpty());
  send(game, "new_data", data(R"("type":"color","color":"red")"));
  EXPECT_THAT(guest.take_names(), ElementsAre("new_data"));
  send(guest, "get_all_data", data(R"("x":1)"));
  EXPECT_THAT(guest.take_only("all_data"), HasSubstr("red"));
  EXPECT_THAT(owner_.controllers, ElementsAre(1));
  EXPECT_EQ(owner_.inputs, 0);
}

TEST_F(PlayHallTest, APlayersSilentPageOnlyWatches) {
  TestSocket& a = visitor("a", "ana");
  register_as(a, kPlay, R"(,"is_client":true,"is_silent":true)");
  EXPECT_THAT(a.take_only("device"), HasSubstr(R"("is_silent":true)"));
  EXPECT_THAT(owner_.controllers, IsEmpty());
  register_as(a, kPlay);
  EXPECT_THAT(owner_.controllers, ElementsAre(1));
}

TEST_F(PlayHallTest, AProgramReachesOnlyItsOwnGroup) {
  TestSocket& outside = phone("outside", "Maze");
  TestSocket& listener = phone("listener", "GLOBAL_LISTENER");
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  for (const std::string& message :
       {std::string(R"({"type":"x","device_id":"Maze"})"), data(R"("type":"x","deliver_to":"Maze")"),
        data(R"("type":"x","deliver_to":"GLOBAL_LISTENER")"), data(R"("type":"x","deliver_to":"__GAME_RUNNER__")"),
        data(R"("type":"x","deliver_to":"outside")"),
        std::string(R"({"type":"x","device_id":"Maze","broadcast":true})"),
        std::string(R"({"type":"x","device_id":"Maze","unicast_to":0})")}) {
    send(game, "new_data", message);
    for (TestSocket* socket : {&outside, &listener, &game, &ana}) EXPECT_THAT(socket->take(), IsEmpty()) << message;
  }
  EXPECT_THAT(owner_.notes, SizeIs(1)) << "said once";
  EXPECT_EQ(stored("Maze", hall_.get()), std::nullopt);
}

TEST_F(PlayHallTest, BroadcastsAndNumbersStayInside) {
  TestSocket& outside = phone("outside", "Maze");
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  send(game, "new_data", data(R"("type":"x","broadcast":true)"));
  EXPECT_THAT(ana.take(), SizeIs(1));
  EXPECT_THAT(game.take(), SizeIs(1));
  send(game, "new_data", data(R"("type":"x","unicast_to":0)"));
  EXPECT_THAT(ana.take_only("new_data"), HasSubstr(R"("cross_origin":true)"));
  send(game, "set_new_device_nr", data(R"("new_device_nr":4,"current_device_nr":0)"));
  EXPECT_THAT(ana.take_names(), ElementsAre("device", "devices"));
  send(game, "remove_all");
  send(game, "clear_data", R"({"device_id":"Maze"})");
  EXPECT_THAT(outside.take(), IsEmpty());
  EXPECT_TRUE(stored("Maze"));
}

TEST_F(PlayHallTest, AnAnswerFindsOnlySocketsInside) {
  TestSocket& outside = phone("outside", "Maze");
  TestSocket& game = program();
  send(game, "new_data", data(R"("type":"x","caller_id":"outside")"));
  EXPECT_THAT(outside.take(), IsEmpty());
}

TEST_F(PlayHallTest, ScoresGoToTheOwnerAndNobodyElse) {
  TestSocket& collector = phone("collector", "__GAME_RUNNER__");
  TestSocket& listener = phone("listener", "GLOBAL_LISTENER");
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  const std::string report = data(R"("type":"report_score","score":12.50,"deliver_to":"__GAME_RUNNER__")");
  send(game, "new_data", report);
  EXPECT_THAT(owner_.scores, ElementsAre("12.50"));
  for (TestSocket* socket : {&collector, &listener, &game, &ana}) EXPECT_THAT(socket->take(), IsEmpty());
  EXPECT_EQ(hall_->stores().all().size(), 1U);

  send(ana, "new_data", report);
  send(collector, "new_data", report);
  send(game, "new_data", R"({"type":"report_score","score":1,"device_id":"game-7","deliver_to":"__GAME_RUNNER__"})");
  send(game, "new_data", data(R"("type":"report_score","score":99)"));
  EXPECT_THAT(owner_.scores, SizeIs(1)) << "from the play's own program, addressed to the collector, only";
  hall_->close_doors();
  send(game, "new_data", report);
  EXPECT_THAT(owner_.scores, SizeIs(2)) << "its owner decides what still counts";
}

TEST_F(PlayHallTest, AFloodOfScoresDoesNotHoldUpTheLastOne) {
  TestSocket& game = program();
  for (int i = 0; i < 10'000; ++i) {
    send(game, "new_data", data(R"("type":"report_score","score":1,"deliver_to":"__GAME_RUNNER__")"));
  }
  EXPECT_EQ(game.paused, Millis{0});
  EXPECT_THAT(owner_.scores, SizeIs(10'000));
}

TEST_F(PlayHallTest, AFloodOnlyDressedAsScoresIsSlowedDown) {
  const std::string to_phones = data(R"("type":"report_score","score":1)");
  const std::string long_ones =
      data(R"("type":"report_score","deliver_to":"__GAME_RUNNER__","score":")" + std::string(2000, '1') + '"');
  for (const std::string& message : {to_phones, long_ones}) {
    TestSocket& game = program();
    for (int i = 0; i < 3000; ++i) send(game, "new_data", message);
    EXPECT_GT(game.paused, Millis{0});
    disconnect(game);
    pass(Seconds{60});
  }
}

TEST_F(PlayHallTest, ReservedNamesAreNoRoomsOfAPlay) {
  TestSocket& game = program();
  for (const char* room : {"game-1", "__GAME_RUNNER__", "GLOBAL_LISTENER"}) {
    send(game, "join_room", fmt::format(R"({{"room":"{}"}})", room));
    EXPECT_THAT(game.take_only("error_msg"), HasSubstr("forbidden")) << room;
  }
  send(game, "join_room", R"({"room":"MyOwnRoom"})");
  EXPECT_THAT(game.take_only("room_joined"), HasSubstr("MyOwnRoom"));
}

TEST_F(PlayHallTest, AScoreWithoutAValueIsAbsent) {
  send(program(), "new_data", data(R"("type":"report_score","deliver_to":"__GAME_RUNNER__")"));
  EXPECT_THAT(owner_.scores, ElementsAre(""));
}

TEST_F(PlayHallTest, ThePublicHallCollectsScoresAsAnyGroup) {
  TestSocket& collector = phone("collector", "__GAME_RUNNER__");
  TestSocket& home = script("home", "Maze");
  send(home, "new_data", R"({"type":"report_score","score":3,"deliver_to":"__GAME_RUNNER__","device_id":"Maze"})");
  EXPECT_THAT(collector.take_only("new_data"), HasSubstr(R"("cross_origin":true)"));
  EXPECT_THAT(home.take(), IsEmpty());
}

TEST_F(PlayHallTest, TheOwnerHearsOfProgramsAndInput) {
  TestSocket& first = program("p1");
  TestSocket& second = program("p2");
  disconnect(first);
  EXPECT_THAT(owner_.script, ElementsAre(true));
  disconnect(second);
  EXPECT_THAT(owner_.script, ElementsAre(true, false));
  send(player("a", "ana"), "new_data", data(R"("type":"key")"));
  EXPECT_EQ(owner_.inputs, 1);
}

TEST_F(PlayHallTest, ClosedDoorsRefuseNewcomers) {
  TestSocket& a = player("a", "ana");
  hall_->close_doors();
  TestSocket& b = visitor("b", "ben");
  register_as(b, kPlay);
  EXPECT_THAT(b.take_only("error_msg"), HasSubstr("ended"));
  EXPECT_EQ(connect("p", {.listener = "play"}).ended, "for good");
  hall_->announce("play_state", R"({"state":"ended"})");
  EXPECT_THAT(a.take(), ElementsAre(Received{"play_state", R"({"state":"ended"})"}));
}

TEST_F(PlayHallTest, AnnouncementsAreForPagesNotForPrograms) {
  TestSocket& outside = phone("outside", "Maze");
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  TestSocket& guest = player("g", "guest");
  set_wall(1700000060);
  hall_->stop_sounds();
  const Received stop{"new_data",
                      R"({"type":"stop_audio","time_stamp":1700000060,"device_id":")" + std::string(kPlay) + "\"}"};
  EXPECT_THAT(ana.take(), ElementsAre(stop));
  EXPECT_THAT(guest.take(), ElementsAre(stop));
  EXPECT_THAT(game.take(), IsEmpty());
  EXPECT_THAT(outside.take(), IsEmpty());
}

TEST_F(PlayHallTest, TheEndOfAHallEndsItsSockets) {
  TestSocket& outside = phone("outside", "Maze");
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  const auto heard = owner_.controllers.size();
  door_.hall = nullptr;
  hall_.reset();
  EXPECT_EQ(game.ended, "may come back");
  EXPECT_EQ(ana.ended, "may come back");
  EXPECT_EQ(outside.ended, "");
  EXPECT_EQ(switchboard_->statistics().halls, 1U);
  send(ana, "new_data", data(R"("type":"key")"));
  disconnect(ana);
  disconnect(game);
  EXPECT_EQ(owner_.controllers.size(), heard) << "the owner has closed the hall itself";
}

TEST_F(PlayHallTest, AReturningPageFindsAlertsAndSprites) {
  TestSocket& game = program();
  disconnect(player("a", "ana"));
  for (int i = 0; i < 60; ++i) {
    send(game, "new_data", data(R"("type":"sprite","sprite":{"id":)" + std::to_string(i) + "}"));
  }
  send(game, "new_data", data(R"("type":"notification","alert":true,"message":"Ready?","time_stamp":5)"));
  TestSocket& ana = player("a2", "ana");
  send(ana, "get_all_data", data(R"("x":1)"));
  const std::string all = ana.take_only("all_data");
  EXPECT_THAT(all, HasSubstr(R"({"id":0})"));
  EXPECT_THAT(all, HasSubstr(R"("response_id":"program")"));
  send(ana, "new_data", data(R"("type":"alert_confirm","time_stamp":5,"caller_id":"program")"));
  EXPECT_THAT(game.take_names(), Contains("new_data"));
  EXPECT_THAT(*stored(kPlay, hall_.get()), HasSubstr(R"("notification":[])"));
}

TEST_F(PlayHallTest, ProgramsShareOneLargerBudgetAndLoseNothing) {
  TestSocket& game = program();
  TestSocket& ana = player("a", "ana");
  for (int i = 0; i < 1900; ++i) send(game, "new_data", data(R"("type":"color")"));
  EXPECT_EQ(game.paused, Millis{0});
  for (int i = 0; i < 6000; ++i) {
    send(game, "new_data", data(R"("type":"gyro")"));
    now_.tick += Micros{1900};
  }
  EXPECT_GT(game.paused, Millis{0});
  EXPECT_EQ(ana.take_count(), 7900U);
}

// --- players whose link was lost ---

TEST_F(PlayHallTest, TheOwnerKnowsAtOnceWhoIsHere) {
  TestSocket& ana = player("1", "ana");
  lose(ana);
  come_back(ana, true);
  EXPECT_THAT(owner_.controllers, ElementsAre(1, 0, 1));
}

TEST_F(PlayHallTest, TheSamePersonOnAnotherWayGetsItsNumberBack) {
  TestSocket& ana = player("1", "ana");
  lose(ana);
  TestSocket& again = visitor("2", "ana");
  register_as(again, kPlay);
  EXPECT_THAT(again.take_only("device"), HasSubstr(R"("device_nr":0)"));
  EXPECT_EQ(ana.ended, "for good");
  EXPECT_EQ(hall_->devices(), 1U);
}

TEST_F(PlayHallTest, WhoIsAwayKeepsTheirPlaceUntilItIsNeeded) {
  TestSocket& ana = player("1", "ana");
  player("2", "ben");
  lose(ana);
  TestSocket& bens = visitor("3", "ben2");
  register_as(bens, kPlay);
  EXPECT_THAT(bens.take_only("device"), HasSubstr(R"("device_nr")"));
  EXPECT_EQ(ana.ended, "for good");
  EXPECT_EQ(hall_->controllers(), 2U);
}

TEST_F(PlayHallTest, APlayThatEndsForgetsWhoIsAway) {
  TestSocket& ana = player("1", "ana");
  lose(ana);
  hall_.reset();
  door_.hall = nullptr;
  EXPECT_EQ(ana.ended, "may come back");
  come_back(ana, true);
  EXPECT_EQ(switchboard_->save(ana), "");
}

}  // namespace
}  // namespace recess::hub
