// The hub: phones and Python programs meet here. A device joins a group, gets a number, and what it sends is passed to
// the group, to one number or to everyone. Keeps the newest state per group, in memory only.
//
// One Hub is one hall: devices, numbers, rooms and stores of one hall are unknown to every other. The public hall
// serves programs that pupils run at home or in class; each play has a hall of its own, so that nothing a play sends
// can reach another one, by construction. Not here: framing (socketio), who may enter (Doorkeeper, supplied by the
// arcade).
//
// Where to read on: registry.h numbers devices, rooms.h says who hears whom, resolve.h where a message goes, remember.h
// what is kept of it, events.h how everything looks on the wire. hall.h puts these together for one hall; switchboard.h
// holds the halls and knows which socket is in which; hub.cc adds the timers.
#pragma once

#include "hub/roles.h"
#include "kernel/clock.h"
#include "kernel/json.h"
#include "kernel/result.h"
#include "socketio/server.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

namespace recess::hub {

class Hall;

// Where a registering device goes. Asked on every new_device of a socket of the public port, and once, with an empty
// device_id, for a socket that came through a play's listener.
struct Admission {
  Hall* hall = nullptr;  // null: refused with `refusal` as error_msg
  Role role = Role::open;
  std::string refusal{};
  std::string visitor{};  // stable name of the person behind a controller (browser or account): keeps its number
};

class Doorkeeper {
 public:
  virtual ~Doorkeeper() = default;
  virtual Admission admit(std::string_view device_id, const socketio::Handshake& handshake) = 0;
};

// What a play's hall tells its owner. Called from within the hub's handlers: return soon, do not destroy the hall.
// Notes for the console come once for each kind of thing that is worth one.
class HallEvents {
 public:
  virtual ~HallEvents() = default;
  virtual void on_controllers(std::size_t count) = 0;    // controllers registered now
  virtual void on_script_connected(bool connected) = 0;  // at least one script socket / none any more
  virtual void on_input() = 0;                           // a controller sent something
  virtual void on_score(json::Value score) = 0;          // from the play's own script, addressed to __GAME_RUNNER__
  // What the author should know ("message to another group dropped").
  virtual void on_console_note(std::string_view note) = 0;
};

struct HallOptions {
  std::string own_id{};  // a play's id: its script registers as this, whatever it says; empty: the public hall
  std::size_t controllers = 16;
  std::size_t spectators = 50;
  std::size_t script_sockets = 8;
};

// A hall. Destroying it ends its sockets as "may come back". Halls go before the Hub does.
class Hall {
 public:
  virtual ~Hall() = default;
  virtual std::size_t controllers() const = 0;
  virtual std::size_t devices() const = 0;
  // To every client (not scripts) of the hall.
  virtual void announce(std::string_view event, std::string argument) = 0;
  // {"type":"stop_audio"} to every client, as if the script had sent it.
  virtual void stop_sounds() = 0;
  // Refuses new registrations. What the program still says is read on: a score reported just before the end counts.
  virtual void close_doors() = 0;
};

struct Statistics {
  std::size_t sockets = 0, devices = 0, halls = 0, stores = 0;
  std::uint64_t store_bytes = 0, messages_in = 0, messages_out = 0;
};

// In the public hall everybody is equal: anyone may clear a group, renumber a device or listen to everything. A school
// that minds can reserve these for whoever sends the teacher's token, as `token` in the query or in the CONNECT packet.
struct Options {
  std::string teacher_token{};     // empty: nobody has it
  bool reserve_listening = false;  // registering as GLOBAL_LISTENER, or joining that room
  bool reserve_remove_all = false;
  bool reserve_data_store = false;
  bool reserve_clear_data = false;   // of a group other than one's own
  bool reserve_renumbering = false;  // of a group other than one's own
  // A Python program whose link was lost comes back without registering, and then hears nothing. This registers it
  // again when it sends.
  bool revive_scripts = false;
  // From one socket, and from all sockets of a play's program together: beyond, the sender is slowed down. 0: no limit.
  double events_per_second = 500;
};

class Hub : public socketio::Application {
 public:
  // The hub's timers run on `loop`; it outlives the socketio::Server it is given to. Without a doorkeeper everybody
  // goes to the public hall.
  static std::unique_ptr<Hub> make(boost::asio::io_context& loop, Doorkeeper* doorkeeper, Options options = {});
  virtual Hall& public_hall() = 0;
  // `events` may be null.
  virtual std::unique_ptr<Hall> open_hall(HallOptions options, HallEvents* events) = 0;
  virtual Statistics statistics() const = 0;
  // What the groups of the public hall have stored, across a restart: at most so many bytes. The function puts the
  // text together, on any thread: of what is stored now. `clean`: the server has stopped and nothing changes any more.
  // Restore after the seats. Refusals: damaged, or saved too long ago.
  virtual std::function<std::string()> save_stores(std::size_t most, bool clean) const = 0;
  virtual Result<std::size_t> restore_stores(std::string_view saved) = 0;
};

}  // namespace recess::hub
