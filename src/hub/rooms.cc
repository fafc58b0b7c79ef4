#include "hub/rooms.h"

#include "hub/limits.h"

#include <algorithm>

namespace recess::hub {

Joining Rooms::join(Member& member, std::string_view name) {
  auto found = rooms_.find(name);
  if (found != rooms_.end()) {
    if (std::ranges::count(member.rooms, found->second.get()) > 0) return Joining::was_member;
  }
  if (member.rooms.size() >= kRoomsPerSocket) return Joining::too_many;
  if (found == rooms_.end()) {
    if (rooms_.size() >= kRooms) return Joining::too_many;
    found = rooms_.emplace(std::string(name), std::make_unique<Room>(Room{std::string(name)})).first;
  }
  found->second->members.push_back(&member);
  member.rooms.push_back(found->second.get());
  return Joining::joined;
}

bool Rooms::leave(Member& member, std::string_view name) {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return false;
  Room* room = found->second.get();
  if (std::erase(member.rooms, room) == 0) return false;
  std::erase(room->members, &member);
  if (room->members.empty()) rooms_.erase(found);
  return true;
}

std::span<Member* const> Rooms::members(std::string_view name) const {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return {};
  return found->second->members;
}

bool Rooms::has_member(std::string_view name, const Member& member) const {
  return std::ranges::any_of(member.rooms, [&](const Room* room) { return room->name == name; });
}

}  // namespace recess::hub
