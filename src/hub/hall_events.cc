// What a hall does with each event except new_device and new_data.
#include "hub/events.h"
#include "hub/guard.h"
#include "hub/hall.h"
#include "hub/message.h"
#include "hub/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace recess::hub {

std::span<const HallCore::Row> HallCore::handlers() {
  static constexpr std::array kHandlers{
      Row{"new_data", &HallCore::on_new_data},         Row{"get_devices", &HallCore::on_get_devices},
      Row{"get_all_data", &HallCore::on_get_all_data}, Row{"join_room", &HallCore::on_join_room},
      Row{"leave_room", &HallCore::on_leave_room},     Row{"set_new_device_nr", &HallCore::on_set_new_device_nr},
      Row{"clear_data", &HallCore::on_clear_data},     Row{"remove_all", &HallCore::on_remove_all},
      Row{"data_store", &HallCore::on_data_store},
  };
  return kHandlers;
}

void HallCore::handle(Seat& sender, socketio::InEvent& event) {
  const auto row = std::ranges::find(handlers(), event.name, &Row::event);
  if (row != handlers().end()) (this->*row->handler)(sender, event);
}

void HallCore::on_get_devices(Seat& sender, socketio::InEvent&) { send_devices(sender); }

void HallCore::on_join_room(Seat& sender, socketio::InEvent& event) {
  const auto room = short_string(event.first_argument.find("room"));
  const auto refused = [&](std::string_view code, std::string text) {
    complain(sender, event.name, refuse(Code::invalid, std::move(text), std::string(code)));
  };
  if (!room) return refused("bad_request", "room must be a string");
  if (room->empty()) return;
  const std::string text = fmt::format("Could not join room '{}'", *room);
  if (!is_name(*room)) return refused("bad_request", "Could not join room: its name is too long or not a name");
  if (!sender.device) return refused("no_device", text);
  const bool listening = *room == kListeners && !may(sender, context_.options.reserve_listening);
  if (listening || context_.is_socket_id(*room)) return refused("forbidden", text);
  if (!options_.own_id.empty() && *room != options_.own_id && is_reserved(*room)) return refused("forbidden", text);
  switch (roster_.rooms.join(sender, *room)) {
    case Joining::was_member: return;
    case Joining::too_many: return refused("too_many", text);
    case Joining::joined: send(roster_.rooms.members(*room), "room_joined", room_event(*room, *sender.device));
  }
}

void HallCore::on_leave_room(Seat& sender, socketio::InEvent& event) {
  const auto room = short_string(event.first_argument.find("room"));
  const auto refused = [&](std::string_view code, std::string text) {
    complain(sender, event.name, refuse(Code::invalid, std::move(text), std::string(code)));
  };
  if (!room) return refused("bad_request", "room must be a string");
  if (context_.is_socket_id(*room)) return refused("forbidden", fmt::format("Could not leave room '{}'", *room));
  if (!roster_.rooms.has_member(*room, sender)) return;
  leave_room(sender, *room);
  if (sender.device) send(sender, "room_left", room_event(*room, *sender.device));
}

void HallCore::on_get_all_data(Seat& sender, socketio::InEvent& event) {
  if (const auto group = short_string(event.first_argument.find("device_id"))) send_all_data(sender, *group);
}

void HallCore::send_all_data(Seat& seat, std::string_view group) {
  const Now at = now();
  const Store* store = stores_.find(group, at.tick);
  if (store == nullptr) return;
  Snapshot snapshot = snapshot_of(*store, stores_.limits(), seat.attachment_cap);
  charge(seat, snapshot.stored.size());
  Rope argument = all_data(group, std::move(snapshot.stored), at.wall, seat.wants_screen ? snapshot.screen : "");
  post(seat, socketio::make_event("all_data", std::move(argument), std::move(snapshot.attachments)));
  for (Snapshot::Later& part : snapshot.later) {
    post(seat, socketio::make_event("new_data", part.text, std::move(part.attachments)));
  }
}

void HallCore::on_clear_data(Seat& sender, socketio::InEvent& event) {
  const Now at = now();
  if (!sender.traffic.heavy_requests.spend(1, at.tick)) return;
  const auto group = short_string(event.first_argument.find("device_id"));
  Store* store = group ? stores_.find(*group, at.tick) : nullptr;
  if (store == nullptr) return;
  const bool own = sender.device && sender.device->device_id == *group;
  if (!own && !may(sender, context_.options.reserve_clear_data)) {
    return complain(sender, event.name, refuse(Code::forbidden, "only teachers may clear other groups", "forbidden"));
  }
  store->clear_all();
  send(roster_.members, socketio::make_event("all_data", all_data(*group, Rope("{}"), at.wall)));
}

void HallCore::on_remove_all(Seat& sender, socketio::InEvent& event) {
  const Now at = now();
  if (!sender.traffic.heavy_requests.spend(1, at.tick)) return;
  if (!may(sender, context_.options.reserve_remove_all)) {
    return complain(sender, event.name, refuse(Code::forbidden, "only teachers may remove all data", "forbidden"));
  }
  stores_.erase_all_but(sender.device ? sender.device->device_id : std::string());
  for (auto& [group, store] : stores_.all()) store.movements.reset();
  roster_.registry.touch(at.wall);
  send(roster_.members, socketio::make_event("data_store", redacted(stores_)));
}

void HallCore::on_data_store(Seat& sender, socketio::InEvent& event) {
  if (!sender.traffic.heavy_requests.spend(1, now().tick)) return;
  if (!may(sender, context_.options.reserve_data_store)) {
    return complain(sender, event.name, refuse(Code::forbidden, "only teachers may see all data", "forbidden"));
  }
  Rope text = redacted(stores_);
  charge(sender, text.size());
  post(sender, socketio::make_event("data_store", std::move(text)));
}

void HallCore::charge(Seat& asker, std::size_t bytes) {
  const Millis pause = asker.traffic.replies.owe(static_cast<double>(bytes), now().tick);
  if (pause > Millis{0}) asker.socket.slow_down(std::min(pause, kLongestPause));
}

void HallCore::on_set_new_device_nr(Seat& sender, socketio::InEvent& event) {
  const json::Value request = event.first_argument;
  Result<> outcome = renumber(sender, request);
  if (!outcome && outcome.error().code == Code::too_many) complain(sender, event.name, outcome.error());
  const std::string cause = outcome ? std::string() : outcome.error().detail;
  send(sender, "information_msg", information(request, cause, now().wall), event.attachments);
}

Result<> HallCore::renumber(Seat& sender, json::Value request) {
  const Now at = now();
  if (!sender.traffic.registrations.spend(1, at.tick)) {
    return refuse(Code::too_many, "too many requests, try again later", "rate");
  }
  const auto current = request.find("current_device_nr").as_number();
  const auto group = short_string(request.find("device_id"));
  if (!current && !group) return refuse(Code::invalid, "current_device_nr or device_id is needed");
  Member* target = current ? nullptr : roster_.registry.first_of(*group);
  if (const auto nr = request.find("current_device_nr").as_integer()) target = roster_.registry.by_number(*nr);
  if (target == nullptr) return refuse(Code::not_found, "no device found");
  const auto nr = request.find("new_device_nr").as_integer();
  if (!nr || *nr < -kDeviceNrMax || *nr > kDeviceNrMax) {
    return refuse(Code::invalid, "new_device_nr must be a whole number from -1000000 to 1000000");
  }
  const bool own = sender.device && sender.device->device_id == target->device->device_id;
  if (!own && !may(sender, context_.options.reserve_renumbering)) {
    return refuse(Code::forbidden, "only teachers may renumber other groups");
  }
  if (target->device->nr == *nr) return {};
  Member* displaced = roster_.registry.renumber(*target, static_cast<std::int32_t>(*nr), at.wall);
  if (displaced != nullptr) send(*displaced, "device", device_object(*displaced->device));
  send(*target, "device", device_object(*target->device));
  spread_devices(&sender);
  return {};
}

}  // namespace recess::hub
