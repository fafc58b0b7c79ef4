// A socket as the hub's shell sees it. Owned by the Switchboard from connecting to disconnecting.
#pragma once

#include "hub/limits.h"
#include "hub/member.h"
#include "hub/traffic.h"
#include "socketio/server.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace recess::hub {

class HallCore;

struct Seat : Member {
  Seat(socketio::Socket& s, double events_per_second, Tick now) : socket(s), traffic(events_per_second, now) {
    socket_id = s.id();
  }

  socketio::Socket& socket;
  HallCore* hall = nullptr;  // null once its hall has ended; the socket is then about to go
  std::size_t attachment_cap = kAttachments;
  bool has_teacher_token = false;
  bool wants_screen = false;  // `screen=1` in the query: all_data with Snapshot::screen
  bool ever_registered = false;
  Tick away_since{};               // unless it is here
  std::uint64_t devices_seen = 0;  // version of the list of devices that was sent last
  Traffic traffic;
};

}  // namespace recess::hub
