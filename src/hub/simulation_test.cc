// A class that does everything at random, hostile things too, and what must hold after every step whatever happens.
#include "hub/test_rig.h"

#include "kernel/random.h"

#include <set>

namespace recess::hub {
namespace {

class Door : public Doorkeeper {
 public:
  Admission admit(std::string_view device_id, const socketio::Handshake& handshake) override {
    if (!handshake.listener.empty()) return {play, Role::script};
    if (!is_play_id(device_id)) return {public_hall};
    const bool plays = handshake.remote_address == "player";
    return {play, plays ? Role::controller : Role::spectator, "", plays ? "ana" : ""};
  }
  Hall* play = nullptr;
  Hall* public_hall = nullptr;
};

class SimulationTest : public HubRig, public ::testing::WithParamInterface<std::uint64_t> {
 protected:
  SimulationTest() : HubRig(&door_) {
    door_.public_hall = &switchboard_->public_hall();
    play_ = switchboard_->open_hall({.own_id = "game-1"}, nullptr);
    door_.play = play_.get();
  }
  ~SimulationTest() override {
    for (auto& [id, socket] : sockets_) switchboard_->on_disconnect(*socket, socketio::Ending::server_stopping);
    sockets_.clear();
  }

  template <std::size_t N>
  std::string pick(const char* const (&choices)[N]) {
    return choices[random_.below(N)];
  }
  std::string value() {
    return pick({"1",
                 "0",
                 "-1",
                 "7",
                 "1000001",
                 "0.5",
                 "1e999",
                 "null",
                 "true",
                 "false",
                 R"("")",
                 R"("A")",
                 R"("B")",
                 R"("game-1")",
                 R"("GLOBAL_LISTENER")",
                 R"("__GAME_RUNNER__")",
                 R"("s1")",
                 "[]",
                 "{}",
                 R"(["x",{}])",
                 R"("\ud83d")",
                 R"({"id":"k"})",
                 R"([{"id":1},{"id":"k","movements":{"movements":[{},3]}}])",
                 R"({"id":"k","movements":{"movements":[{}],"repeat":1}})",
                 R"({"images":[{"name":"a","image":"x"}]})",
                 R"({"width":1,"images":{"a":1}})",
                 R"("s-1-0r")",
                 R"("init")"});
  }
  std::string key() {
    return pick({"type",      "device_id",     "device_nr",   "deliver_to", "unicast_to",    "broadcast",
                 "caller_id", "time_stamp",    "sprite",      "sprites",    "line",          "lines",
                 "id",        "config",        "movement_id", "x",          "alert",         "stop_propagation",
                 "room",      "old_device_id", "is_client",   "is_silent",  "new_device_nr", "current_device_nr"});
  }
  std::string type() {
    return pick({"key", "sprite", "sprites", "line", "lines", "remove_sprite", "remove_line", "clean_playground",
                 "clear_playground", "playground_config", "auto_movement_pos", "notification", "input_prompt",
                 "input_response", "alert_confirm", "report_score", "acceleration", "grid", "sprite_removed"});
  }
  std::string argument() {
    if (random_.below(12) == 0) return value();
    std::string text = "{";
    if (random_.below(4) > 0) append_member(text, R"("type")", '"' + type() + '"');
    if (random_.below(4) > 0) append_member(text, R"("device_id")", pick({R"("A")", R"("B")", R"("game-1")"}));
    for (std::uint64_t n = random_.below(5); n > 0; --n) append_member(text, '"' + key() + '"', value());
    return text + "}";
  }
  // The same with binary data somewhere.
  std::string argument_with(std::size_t attachments) {
    std::string text = R"({"type":")" + type() + R"(","device_id":"A","config":{"images":[)";
    for (std::size_t i = 0; i < attachments; ++i) {
      append_comma(text);
      text += R"({"name":)" + std::to_string(random_.below(5)) + R"(,"image":{"_placeholder":true,"num":)" +
              std::to_string(i) + "}}";
    }
    return text + R"(]},"sprite":{"id":"k","x":{"_placeholder":true,"num":0}}})";
  }

  void step() {
    const std::string id = "s" + std::to_string(random_.below(8));
    const auto known = sockets_.find(id);
    if (known == sockets_.end()) {
      const bool is_program = id == "s7";
      connect(id, {.engine_revision = random_.below(2) == 0 ? 3 : 4,
                   .remote_address = random_.below(2) == 0 ? "player" : "guest",
                   .listener = is_program ? "play" : ""});
      return;
    }
    TestSocket& socket = *known->second;
    const std::string event = pick({"new_device", "new_device", "new_data", "new_data", "new_data", "new_data",
                                    "new_data", "new_data", "join_room", "leave_room", "get_all_data", "clear_data",
                                    "remove_all", "data_store", "get_devices", "set_new_device_nr", "nonsense"});
    if (random_.below(40) == 0) return disconnect(socket);
    if (random_.below(10) == 0) {
      const std::size_t attachments = 1 + random_.below(24);
      return send(socket, event, argument_with(attachments), std::vector<Binary>(attachments, binary("data")));
    }
    send(socket, event, random_.below(20) == 0 ? "" : argument());
  }

  void check_devices(HallCore& hall) {
    TestSocket* witness = nullptr;
    for (auto& [id, socket] : sockets_) {
      if (static_cast<Seat*>(socket->user)->hall == &hall) witness = socket.get();
    }
    if (witness == nullptr) return;
    witness->take_count();
    send(*witness, "get_devices");
    const auto list = json::Document::parse(witness->take_only("devices")).value();
    std::set<std::int64_t> numbers;
    bool scripts_began = false;
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    list->root().find("devices").each([&](std::string_view, json::Value device) {
      const std::int64_t nr = *device.find("device_nr").as_integer();
      const bool is_client = device.find("is_client").truthy();
      EXPECT_TRUE(numbers.insert(nr).second) << "two devices share number " << nr;
      if (!is_client && !scripts_began) {
        scripts_began = true;
        last = std::numeric_limits<std::int64_t>::max();
      }
      EXPECT_EQ(!is_client, scripts_began) << "clients come first";
      EXPECT_TRUE(scripts_began ? nr < last : nr > last);
      last = nr;
    });
  }

  void check_stores(HallCore& hall) {
    std::uint64_t bytes = 0;
    for (const auto& [group, store] : hall.stores().all()) {
      std::uint64_t of_store = 0;
      for (const auto& [type, list] : store.lists()) {
        std::uint64_t of_list = 0;
        for (const Entry& entry : list.entries()) {
          of_list += entry.bytes();
          const auto document = json::Document::parse(entry.text);
          ASSERT_TRUE(document) << *entry.text;
          EXPECT_TRUE(socketio::placeholders_fit((*document)->root(), entry.attachments.size())) << *entry.text;
        }
        EXPECT_EQ(of_list, list.bytes());
        of_store += of_list;
        if (!hall.stores().limits().for_returning_pages) {
          EXPECT_LE(list.entries().size(), 25U);
        }
      }
      EXPECT_EQ(of_store, store.bytes());
      bytes += of_store;
    }
    EXPECT_EQ(bytes, hall.stores().bytes());
  }

  Door door_;
  std::unique_ptr<HallCore> play_;
  SeededRandom random_{GetParam()};
};

TEST_P(SimulationTest, InvariantsHold) {
  for (int i = 0; i < 1500 && !HasFailure(); ++i) {
    step();
    pass(Millis{random_.below(300)});
    if (i % 7 == 0) switchboard_->flush_devices();
    for (auto& [id, socket] : sockets_) {
      int copies = 0;
      for (const Received& received : socket->take()) {  // take() checks that attachments and placeholders agree
        const bool is_cancel = received.argument.find("cancel_user_input") != std::string::npos;
        const bool is_part = received.argument.find(R"("images")") != std::string::npos;
        if (received.name == "new_data" && !is_cancel && !is_part) ++copies;
        EXPECT_TRUE(json::Document::parse(received.argument)) << received.argument;
      }
      EXPECT_LE(copies, 1) << "a message reached " << id << " twice";
    }
    if (i % 20 == 0) {
      for (HallCore* hall : {&switchboard_->public_hall(), play_.get()}) {
        check_devices(*hall);
        check_stores(*hall);
      }
    }
  }
  EXPECT_FALSE(HasFailure()) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimulationTest, ::testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace recess::hub
