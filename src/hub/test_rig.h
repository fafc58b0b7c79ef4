// For tests: a hub on a clock of its own, with sockets that write down what they are given. Only the Socket interface
// is played here; events are encoded by the real library, and read back from what it encoded.
#pragma once

#include "hub/switchboard.h"
#include "socketio/base64.h"
#include "socketio/out_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::hub {

struct Received {
  std::string name;
  std::string argument;
  std::vector<std::string> attachments{};
  socketio::Lane lane = socketio::Lane::ordered;
  std::string latest_key{};
  bool operator==(const Received& other) const { return name == other.name && argument == other.argument; }
};
inline void PrintTo(const Received& received, std::ostream* out) { *out << received.name << " " << received.argument; }

inline Received read_event(const socketio::OutEvent& event) {
  const std::string packet(event.text());
  const auto document = json::Document::parse(packet.substr(packet.find('['))).value();
  Received received{document->root().at(0).as_string().value(),
                    std::string(document->root().at(1).raw()),
                    {},
                    event.lane(),
                    event.latest_key()};
  EXPECT_LE(document->root().size(), 2U) << "every event has exactly one argument";
  for (std::size_t i = 1; i < event.packets(); ++i) {
    received.attachments.push_back(
        socketio::decode_base64(event.encoded(i, socketio::Form::polling_4)->substr(1)).value());
  }
  EXPECT_TRUE(socketio::placeholders_fit(document->root(), received.attachments.size())) << packet;
  return received;
}

class TestSocket final : public socketio::Socket {
 public:
  TestSocket(std::string id, socketio::Handshake handshake) : id_(std::move(id)), handshake_(std::move(handshake)) {}

  const std::string& id() const override { return id_; }
  const socketio::Handshake& handshake() const override { return handshake_; }
  const std::string& name_space() const override { return name_space_; }
  void emit(const socketio::OutEventRef& event) override { received_.push_back(event); }
  void acknowledge(std::string arguments, std::vector<Binary>) override { acks.push_back(std::move(arguments)); }
  void disconnect(bool final) override { ended = final ? "for good" : "may come back"; }
  void slow_down(Millis duration) override { paused = std::max(paused, duration); }
  std::size_t queued_bytes() const override { return 0; }

  // What came since the last time it was asked.
  std::vector<Received> take() {
    std::vector<Received> read;
    for (const auto& event : std::exchange(received_, {})) read.push_back(read_event(*event));
    return read;
  }
  std::size_t take_count() { return std::exchange(received_, {}).size(); }
  std::vector<std::string> take_names() {
    std::vector<std::string> names;
    for (const Received& received : take()) names.push_back(received.name);
    return names;
  }
  // The argument of the only event of that name since the last time.
  std::string take_only(std::string_view name) {
    std::vector<std::string> found;
    for (Received& received : take()) {
      if (received.name == name) found.push_back(received.argument);
    }
    EXPECT_EQ(found.size(), 1U) << name << " for " << id_;
    return found.empty() ? std::string() : found.front();
  }

  std::string ended{};
  Millis paused{0};
  std::vector<std::string> acks{};

 private:
  std::string id_;
  socketio::Handshake handshake_;
  std::string name_space_ = "/";
  std::vector<socketio::OutEventRef> received_{};
};

class HubRig : public ::testing::Test {
 protected:
  explicit HubRig(Doorkeeper* doorkeeper = nullptr, Options options = {})
      : switchboard_(std::make_unique<Switchboard>(doorkeeper, std::move(options), [this] { return now_; })) {}
  ~HubRig() override {
    for (auto& [id, socket] : sockets_) switchboard_->on_disconnect(*socket, socketio::Ending::server_stopping);
  }

  TestSocket& connect(const std::string& id, socketio::Handshake handshake = {}, std::string auth = "{}") {
    auto& socket = sockets_[id] = std::make_unique<TestSocket>(id, std::move(handshake));
    const auto document = json::Document::parse(std::move(auth)).value();
    switchboard_->on_connect(*socket, document->root());
    return *socket;
  }
  // Sends one event; `argument` is empty for none.
  void send(TestSocket& from, std::string_view event, std::string argument = "", std::vector<Binary> attachments = {},
            bool wants_ack = false) {
    std::string text = "[" + json::quote(event) + (argument.empty() ? "" : "," + argument) + "]";
    const auto document = json::Document::parse(std::move(text)).value();
    const std::string name(event);
    socketio::InEvent in{name, document, document->root().at(1), std::move(attachments), wants_ack};
    switchboard_->on_event(from, in);
  }
  void disconnect(TestSocket& socket) {
    switchboard_->on_disconnect(socket, socketio::Ending::client_left);
    sockets_.erase(socket.id());
  }
  // Its link is lost; it may come back.
  void lose(TestSocket& socket) { switchboard_->on_away(socket, socketio::Ending::transport_lost); }
  void come_back(TestSocket& socket, bool complete, std::string auth = "{}") {
    const auto document = json::Document::parse(std::move(auth)).value();
    switchboard_->on_return(socket, document->root(), complete);
  }
  // A registered phone or program, with what that caused already taken by everyone.
  TestSocket& phone(const std::string& id, std::string_view group) {
    TestSocket& socket = connect(id);
    send(socket, "new_device", R"({"device_id":")" + std::string(group) + R"(","is_client":true})");
    return settle(socket);
  }
  TestSocket& script(const std::string& id, std::string_view group) {
    TestSocket& socket = connect(id, {.engine_revision = 3});
    send(socket, "new_device", R"({"device_id":")" + std::string(group) + R"("})");
    return settle(socket);
  }
  TestSocket& settle(TestSocket& socket) {
    pass(Millis{60});
    switchboard_->flush_devices();
    for (auto& [id, other] : sockets_) other->take_count();
    return socket;
  }
  void pass(Millis time) {
    now_.wall += time;
    now_.tick += time;
  }
  void set_wall(double seconds) {
    now_.wall = Instant{} + std::chrono::round<Millis>(std::chrono::duration<double>(seconds));
  }
  // The text of `all_data` for a group, or nothing if the hub knows none.
  std::optional<std::string> stored(std::string_view group, HallCore* hall = nullptr) {
    auto& stores = (hall != nullptr ? *hall : switchboard_->public_hall()).stores();
    const auto found = stores.all().find(group);
    if (found == stores.all().end()) return std::nullopt;
    return snapshot_text(found->second, stores.limits());
  }
  static std::string snapshot_text(const Store& store, const StoreLimits& limits);

  Now now_{Instant{Millis{1'700'000'000'500}}, Tick{std::chrono::hours{1}}};
  std::unique_ptr<Switchboard> switchboard_;
  std::map<std::string, std::unique_ptr<TestSocket>> sockets_;
};

inline Binary binary(std::string bytes) { return Binary(std::move(bytes)); }

}  // namespace recess::hub

#include "hub/snapshot.h"

inline std::string recess::hub::HubRig::snapshot_text(const Store& store, const StoreLimits& limits) {
  return snapshot_of(store, limits, 1'000'000).stored.text();
}
