// What the rules know of a socket in a hall. Seat (seat.h) adds what only the shell may touch.
#pragma once

#include "hub/roles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace recess::hub {

// The entry a registration makes in the list of devices.
struct Device {
  std::string device_id;  // the group's name: several devices may share it
  std::string socket_id;
  std::int32_t nr = 0;  // unique in the hall; clients 0, 1, 2 …, scripts -1, -2 … unless renumbered
  bool is_client = false;
  bool is_silent = false;
  bool operator==(const Device&) const = default;
};

struct Room;

// Whether somebody listens. A socket that may come back keeps its number, its rooms and what it was sent: for a short
// while nobody sees that it is gone, then it is left out of the list of devices
// (docs/decisions/0020-absent-devices.md).
enum class Presence : std::uint8_t { here, away, hidden };

struct Member {
  std::string socket_id;
  Role role = Role::open;
  Presence presence = Presence::here;
  std::string visitor{};
  std::optional<Device> device{};
  std::vector<Room*> rooms{};  // kept by Rooms; in order of joining
  std::uint64_t marked = 0;    // by the last delivery that has counted this member
};

}  // namespace recess::hub
