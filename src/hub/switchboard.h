// Which socket is in which hall. A socket of the public port starts in the public hall and may register its way into a
// play's; one that came through a play's own listener is that play's program and stays in its hall. No timers and no
// clock of its own: hub.cc supplies both, tests their own.
#pragma once

#include "hub/hall.h"
#include "hub/hub.h"
#include "hub/seat.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace recess::hub {

class Switchboard final : public socketio::Application {
 public:
  Switchboard(Doorkeeper* doorkeeper, Options options, std::function<Now()> clock);

  void on_connect(socketio::Socket& socket, json::Value auth) override;
  void on_event(socketio::Socket& socket, socketio::InEvent& event) override;
  void on_disconnect(socketio::Socket& socket, socketio::Ending why) override;
  void on_dropped(socketio::Socket& socket, std::string_view why) override;
  void on_away(socketio::Socket& socket, socketio::Ending why) override;
  void on_return(socketio::Socket& socket, json::Value auth, bool complete) override;
  // Seats of the public hall: plays end with the server, and so do their halls.
  std::string save(const socketio::Socket& socket) const override;
  bool restore(socketio::Socket& socket, json::Value saved) override;

  void send_timer();
  void hide_absent();
  bool devices_pending() const;
  void flush_devices();

  HallCore& public_hall() { return *public_hall_; }
  const HallCore& public_hall() const { return *public_hall_; }
  std::unique_ptr<HallCore> open_hall(HallOptions options, HallEvents* events);
  Statistics statistics() const;

 private:
  Seat& take_seat(socketio::Socket& socket);
  void read_claims(Seat& seat, json::Value auth) const;
  Seat* seat_of(const socketio::Socket& socket) const { return static_cast<Seat*>(socket.user); }
  bool has_teacher_token(const socketio::Handshake& handshake, json::Value auth) const;
  // Slows the sender down if need be. False if the event is to be discarded.
  bool within_pace(Seat& seat, const socketio::InEvent& event);
  void seat_script(Seat& seat);
  void on_new_device(Seat& seat, socketio::InEvent& event);
  Result<> register_device(Seat& seat, const Registration& wanted);
  Result<> register_script(Seat& seat, Registration wanted);
  void revive(Seat& seat, const socketio::InEvent& event);

  Doorkeeper* doorkeeper_;
  HallContext context_;
  std::unordered_map<std::string, std::unique_ptr<Seat>, TextHash, std::equal_to<>> seats_{};  // by socket id
  std::vector<HallCore*> halls_{};
  std::unique_ptr<HallCore> public_hall_;
  std::uint64_t events_in_ = 0;
};

}  // namespace recess::hub
