// Sockets that come back: on another link, or in the server's next life.
#include "hub/guard.h"
#include "hub/switchboard.h"

#include <utility>

namespace recess::hub {

void Switchboard::on_away(socketio::Socket& socket, socketio::Ending) {
  Seat* seat = seat_of(socket);
  if (seat != nullptr && seat->hall != nullptr) seat->hall->went_away(*seat);
}

void Switchboard::on_return(socketio::Socket& socket, json::Value auth, bool complete) {
  Seat* seat = seat_of(socket);
  if (seat == nullptr || seat->hall == nullptr) return;
  read_claims(*seat, auth);
  seat->hall->came_back(*seat, complete);
}

void Switchboard::hide_absent() {
  for (HallCore* hall : std::vector(halls_)) hall->hide_absent();
}

std::string Switchboard::save(const socketio::Socket& socket) const {
  const Seat* seat = seat_of(socket);
  if (seat == nullptr || seat->hall != public_hall_.get()) return {};
  if (!seat->device) return "{}";
  const Device& device = *seat->device;
  std::string text = R"({"device_id":)" + json::quote(device.device_id);
  text += R"(,"device_nr":)" + std::to_string(device.nr);
  text += std::string(R"(,"is_client":)") + (device.is_client ? "true" : "false");
  text += std::string(R"(,"is_silent":)") + (device.is_silent ? "true" : "false");
  text += R"(,"rooms":[)";
  for (const Room* room : seat->rooms) {
    if (text.back() != '[') text += ',';
    text += json::quote(room->name);
  }
  return text + "]}";
}

bool Switchboard::restore(socketio::Socket& socket, json::Value saved) {
  const std::string id = socket.id();
  if (!saved.is(json::Kind::object) || seats_.contains(id)) return false;
  std::optional<Device> device;
  std::vector<std::string> rooms;
  if (saved.find("device_id")) {
    const auto group = saved.find("device_id").as_string();
    const auto nr = saved.find("device_nr").as_integer();
    if (!group || !is_name(*group) || !nr || *nr < -kDeviceNrMax || *nr > kDeviceNrMax) return false;
    device = Device{*group, id, static_cast<std::int32_t>(*nr), saved.find("is_client").truthy(),
                    saved.find("is_silent").truthy()};
    saved.find("rooms").each([&](std::string_view, json::Value room) {
      auto name = room.as_string();
      if (name && is_name(*name)) rooms.push_back(std::move(*name));
    });
  }
  public_hall_->restore(take_seat(socket), std::move(device), rooms);
  return true;
}

}  // namespace recess::hub
