#include "halls.h"

#include "arcade/play_info.h"
#include "arcade/play_routes.h"

#include <optional>

namespace recess {
namespace {

constexpr std::size_t kScriptConnections = 8;

// The hub's words for events, handed on in the arcade's.
class Relay final : public hub::HallEvents {
 public:
  explicit Relay(arcade::PlayHallEvents& events) : events_(events) {}
  void on_controllers(std::size_t count) override { events_.on_controllers(count); }
  void on_script_connected(bool connected) override { events_.on_script_connected(connected); }
  void on_input() override { events_.on_input(); }
  void on_score(json::Value score) override { events_.on_score(score); }
  void on_console_note(std::string_view note) override { events_.on_console_note(note); }

 private:
  arcade::PlayHallEvents& events_;
};

class HallOfPlay final : public arcade::PlayHall {
 public:
  HallOfPlay(hub::Hub& hub, http::Server& server, socketio::Server& sockets, const std::string& id,
             std::size_t controllers, arcade::PlayHallEvents& events)
      : server_(server), sockets_(sockets), id_(id), relay_(events) {
    sockets_.mount(*routes_, id);
    hub::HallOptions options;
    options.own_id = id;
    options.controllers = controllers;
    options.script_sockets = kScriptConnections;
    hall_ = hub.open_hall(options, &relay_);
  }
  ~HallOfPlay() override {
    sockets_.close_listener(id_);
    if (listener_) server_.close_listener(*listener_);
  }

  void adopt_listener(UniqueFd listener) override {
    listener_ = server_.adopt_listener(listener.release(), routes_, kScriptConnections, id_);
  }
  std::size_t devices() const override { return hall_->devices(); }
  void announce(std::string_view event, std::string argument) override { hall_->announce(event, std::move(argument)); }
  void stop_sounds() override { hall_->stop_sounds(); }
  void close_doors() override { hall_->close_doors(); }
  hub::Hall* hall() { return hall_.get(); }

 private:
  http::Server& server_;
  socketio::Server& sockets_;
  std::string id_;
  // Nothing but Socket.IO: a play's program sees no page and no other endpoint.
  std::shared_ptr<http::Router> routes_ = std::make_shared<http::Router>();
  Relay relay_;
  std::unique_ptr<hub::Hall> hall_;  // after the relay it calls
  std::optional<std::uint64_t> listener_;
};

}  // namespace

PlayHallsOfHub::PlayHallsOfHub(hub::Hub& hub, const std::unique_ptr<http::Server>& server, socketio::Server& sockets)
    : hub_(hub), server_(server), sockets_(sockets) {}

std::unique_ptr<arcade::PlayHall> PlayHallsOfHub::open(const std::string& play_id, std::size_t controllers,
                                                       arcade::PlayHallEvents& events) {
  return std::make_unique<HallOfPlay>(hub_, *server_, sockets_, play_id, controllers, events);
}

hub::Admission PlayDoorkeeper::admit(std::string_view device_id, const socketio::Handshake& handshake) {
  hub::Admission admission;
  if (!handshake.listener.empty()) {  // came through a play's own listener: it is that play's program
    const auto play = desk->find(handshake.listener);
    if (play && play->hall() != nullptr) {
      admission.hall = static_cast<HallOfPlay*>(play->hall())->hall();
      admission.role = hub::Role::script;
    } else {
      admission.refusal = "this play is over";
    }
    return admission;
  }
  if (!arcade::is_play_id(device_id)) {
    admission.hall = &hub->public_hall();
    return admission;
  }
  const arcade::Entry entry = desk->admit(device_id, arcade::ticket_in(handshake.headers, device_id));
  admission.refusal = entry.refusal;
  admission.visitor = entry.visitor;
  if (entry.role == arcade::Entry::Role::refused) return admission;
  admission.hall = static_cast<HallOfPlay*>(entry.hall)->hall();
  admission.role = entry.role == arcade::Entry::Role::controller ? hub::Role::controller : hub::Role::spectator;
  return admission;
}

}  // namespace recess
