// Who is in a hall: entering, registering, leaving, and what the others are told of it.
#include "hub/events.h"
#include "hub/guard.h"
#include "hub/hall.h"
#include "hub/remember.h"

#include <algorithm>
#include <utility>

namespace recess::hub {

Result<> HallCore::admits(const Seat& seat, Role role) const {
  if (doors_closed_) return refuse(Code::unavailable, "this play has ended", "forbidden");
  const auto others = static_cast<std::size_t>(std::ranges::count_if(roster_.members, [&](const Member* member) {
    const bool counts = member->presence == Presence::here && (member->device || role == Role::script);
    return member != &seat && member->role == role && counts;
  }));
  const std::size_t places = role == Role::controller  ? options_.controllers
                             : role == Role::spectator ? options_.spectators
                             : role == Role::script    ? options_.script_sockets
                                                       : others + 1;
  if (others >= places) return refuse(Code::too_many, "all places of this play are taken", "too_many");
  return {};
}

Result<> HallCore::admits(const Seat& seat, const Registration& wanted) const {
  if (context_.is_socket_id(wanted.device_id)) {
    return refuse(Code::forbidden, "device_id must not be the id of a socket", "forbidden");
  }
  if (wanted.device_id == kListeners && !may(seat, context_.options.reserve_listening)) {
    return refuse(Code::forbidden, "only teachers may listen to everything", "forbidden");
  }
  const bool is_member = roster_.rooms.has_member(wanted.device_id, seat);
  const bool frees_a_place = seat.device && roster_.rooms.has_member(seat.device->device_id, seat);
  const bool no_place = seat.rooms.size() >= kRoomsPerSocket && !frees_a_place;
  const bool no_room = roster_.rooms.size() >= kRooms && !roster_.rooms.occupied(wanted.device_id);
  if (!is_member && (no_place || no_room)) return refuse(Code::too_many, "there are too many rooms", "too_many");
  return {};
}

void HallCore::enter(Seat& seat, Role role, std::string visitor) {
  seat.hall = this;
  seat.role = role;
  seat.visitor = std::move(visitor);
  seat.devices_seen = 0;
  roster_.members.push_back(&seat);
  roster_.by_socket.emplace(seat.socket_id, &seat);
  if (role == Role::script && ++script_sockets_ == 1 && events_ != nullptr) events_->on_script_connected(true);
}

void HallCore::leave(Seat& seat) {
  std::erase(roster_.members, &seat);
  roster_.by_socket.erase(seat.socket_id);
  const bool was_shown = seat.device.has_value() && seat.presence != Presence::hidden;
  while (!seat.rooms.empty()) leave_room(seat, std::string(seat.rooms.front()->name));
  roster_.registry.remove(seat, now().wall);
  forget_questions_of(stores_, seat.socket_id);
  seat.hall = nullptr;
  if (was_shown) spread_devices(nullptr);
  const bool last_script = seat.role == Role::script && --script_sockets_ == 0;
  seat.role = Role::open;
  seat.visitor.clear();
  if (last_script && events_ != nullptr) events_->on_script_connected(false);
  tell_owner();
}

void HallCore::leave_room(Seat& seat, const std::string& room) {
  if (!roster_.rooms.leave(seat, room)) return;
  const bool was_shown = seat.device.has_value() && seat.presence != Presence::hidden;
  if (was_shown) send(roster_.rooms.members(room), "room_left", room_event(room, *seat.device));
  if (!roster_.rooms.occupied(room)) stores_.room_emptied(room, now().tick);
}

void HallCore::unregister(Seat& seat, const std::string& old_device_id) {
  if (!old_device_id.empty()) leave_room(seat, old_device_id);
  if (!seat.device) return;
  leave_room(seat, std::string(seat.device->device_id));
  roster_.registry.remove(seat, now().wall);
}

void HallCore::register_device(Seat& seat, const Registration& wanted, Role role, std::string visitor) {
  // The same device once more is a refresh: it stays who it is.
  std::optional<std::int32_t> wish;
  const bool same = seat.device && seat.device->device_id == wanted.device_id && seat.role == role;
  if (same && seat.device->is_client == wanted.is_client) wish = seat.device->nr;
  unregister(seat, wanted.old_device_id);
  seat.role = role;
  seat.visitor = std::move(visitor);
  if (!wanted.device_id.empty()) {
    const Now at = now();
    stores_.open(wanted.device_id, at.tick, roster_.rooms);
    roster_.registry.add(seat, Device{wanted.device_id, seat.socket_id, 0, wanted.is_client, wanted.is_silent}, wish,
                         at.wall);
    roster_.rooms.join(seat, wanted.device_id);
    seat.ever_registered = true;
  }
  spread_devices(&seat);
  if (seat.device) {
    send(roster_.rooms.members(wanted.device_id), "room_joined", room_event(wanted.device_id, *seat.device));
    send(seat, "device", device_object(*seat.device));
  }
  tell_owner();
}

void HallCore::make_place(const Seat& seat, Role role, std::string_view visitor) {
  const std::size_t places = role == Role::spectator ? options_.spectators : options_.controllers;
  std::size_t taken = 0;
  std::vector<Seat*> absent;
  for (Member* member : roster_.members) {
    if (member == &seat || member->role != role || !member->device) continue;
    ++taken;
    if (member->presence != Presence::here) absent.push_back(static_cast<Seat*>(member));
  }
  std::ranges::stable_sort(absent, {}, &Seat::away_since);
  for (Seat* other : absent) {
    const bool same_person = !visitor.empty() && other->visitor == visitor;
    if (!same_person && taken < places) continue;
    expel(*other);
    --taken;
  }
}

// Its link is lost already, and it will not be let back to its seat.
void HallCore::expel(Seat& seat) {
  leave(seat);
  seat.socket.disconnect(true);
}

void HallCore::tell_owner() {
  if (events_ == nullptr) return;
  const std::size_t count = controllers();
  if (std::exchange(told_controllers_, count) != count) events_->on_controllers(count);
}

}  // namespace recess::hub
