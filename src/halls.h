// Joins the arcade's plays to the hub's halls: the arcade says what it needs in arcade/play_ports.h, the hub offers it
// in hub/hub.h, and only this file knows both.
#pragma once

#include "arcade/play_desk.h"
#include "arcade/play_ports.h"
#include "http/server.h"
#include "hub/hub.h"
#include "socketio/server.h"

#include <memory>
#include <string>
#include <string_view>

namespace recess {

// Lets devices into halls. Made before the hub, told of the others when they exist.
class PlayDoorkeeper final : public hub::Doorkeeper {
 public:
  hub::Admission admit(std::string_view device_id, const socketio::Handshake& handshake) override;

  hub::Hub* hub = nullptr;
  arcade::PlayDesk* desk = nullptr;
};

class PlayHallsOfHub final : public arcade::PlayHalls {
 public:
  // `server` is filled before the first hall is opened.
  PlayHallsOfHub(hub::Hub& hub, const std::unique_ptr<http::Server>& server, socketio::Server& sockets);
  std::unique_ptr<arcade::PlayHall> open(const std::string& play_id, std::size_t controllers,
                                         arcade::PlayHallEvents& events) override;

 private:
  hub::Hub& hub_;
  const std::unique_ptr<http::Server>& server_;
  socketio::Server& sockets_;
};

}  // namespace recess
