// One hall: its members, devices, rooms and stores, and what each event does to them. Every handler is a row of
// kHandlers (hall_events.cc), except new_device, which may lead to another hall and therefore starts at the
// Switchboard.
#pragma once

#include "hub/hub.h"
#include "hub/registration.h"
#include "hub/resolve.h"
#include "hub/seat.h"
#include "hub/store_file.h"
#include "hub/stores.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace recess::hub {

struct Now {
  Instant wall;
  Tick tick;
};

// What halls share. Outlives them.
struct HallContext {
  Options options;
  std::function<Now()> clock;
  std::function<bool(std::string_view)> is_socket_id;  // of any hall
  std::function<void(class HallCore&)> closed;
  std::uint64_t messages_out = 0;
};

class HallCore final : public Hall {
 public:
  HallCore(HallOptions options, HallEvents* events, HallContext& context);
  ~HallCore() override;

  std::size_t controllers() const override;
  std::size_t devices() const override { return roster_.registry.size(); }
  void announce(std::string_view event, std::string argument) override;
  void stop_sounds() override;
  void close_doors() override { doors_closed_ = true; }

  const HallOptions& options() const { return options_; }
  const Stores& stores() const { return stores_; }
  Pace& script_pace() { return script_pace_; }

  // May a seat be in this hall in that role, or register this name? `seat` may be a member already.
  Result<> admits(const Seat& seat, Role role) const;
  Result<> admits(const Seat& seat, const Registration& wanted) const;
  void enter(Seat& seat, Role role, std::string visitor);
  void leave(Seat& seat);
  // For who is about to register: those away who are the same person leave, and the longest away if all places are
  // taken.
  void make_place(const Seat& seat, Role role, std::string_view visitor);

  // hall_absence.cc
  void went_away(Seat& seat);
  // Those away for longer than kShownWhileAway.
  void hide_absent();
  // `complete`: it knows all it has missed. Otherwise it is told who it is, who is here, and what its group has stored.
  void came_back(Seat& seat, bool complete);
  // A member as it was when the server stopped; away, and nobody is told.
  void restore(Seat& seat, std::optional<Device> device, const std::vector<std::string>& rooms);
  // What its groups have stored (store_file.h); after the seats.
  StorePicture picture_stores(std::size_t most, bool clean) const;
  Result<std::size_t> restore_stores(std::string_view saved);
  // The list of devices, for one who has just come.
  void welcome(Seat& seat);
  // Without a device id: only unregisters.
  void register_device(Seat& seat, const Registration& wanted, Role role, std::string visitor);

  void handle(Seat& sender, socketio::InEvent& event);
  // `devices` to everyone who has not seen the newest list, or to some of them if that is much: then it stays pending.
  // Due some time after `devices_pending`.
  void flush_devices();
  bool devices_pending() const { return devices_pending_; }

  void complain(Seat& seat, std::string_view event, const Error& error);
  void note(std::string_view text);

 private:
  using Handler = void (HallCore::*)(Seat&, socketio::InEvent&);
  struct Row {
    std::string_view event;
    Handler handler;
  };
  static std::span<const Row> handlers();

  void on_get_devices(Seat& sender, socketio::InEvent& event);
  void on_join_room(Seat& sender, socketio::InEvent& event);
  void on_leave_room(Seat& sender, socketio::InEvent& event);
  void on_new_data(Seat& sender, socketio::InEvent& event);
  void on_get_all_data(Seat& sender, socketio::InEvent& event);
  void on_clear_data(Seat& sender, socketio::InEvent& event);
  void on_remove_all(Seat& sender, socketio::InEvent& event);
  void on_data_store(Seat& sender, socketio::InEvent& event);
  void on_set_new_device_nr(Seat& sender, socketio::InEvent& event);

  // hall_data.cc
  void deliver(Seat& sender, const Message& message, const Resolved& resolved);
  bool is_let_through(Seat& sender, json::Value message, const Resolved& resolved);
  Result<> renumber(Seat& sender, json::Value request);

  Now now() const { return context_.clock(); }
  bool is_play() const { return !options_.own_id.empty(); }
  bool may(const Seat& seat, bool reserved) const { return !reserved || is_play() || seat.has_teacher_token; }
  void post(Member& member, const socketio::OutEventRef& event);
  void send(std::span<Member* const> members, const socketio::OutEventRef& event);
  void send(std::span<Member* const> members, std::string_view event, std::string argument,
            std::vector<Binary> attachments = {});
  void send(Member& member, std::string_view event, std::string argument, std::vector<Binary> attachments = {});
  // Puts down what was put together for this socket; who asks for too much has to wait.
  void charge(Seat& asker, std::size_t bytes);
  void send_all_data(Seat& seat, std::string_view group);
  void send_devices(Seat& seat);
  bool is_crowded() const { return roster_.registry.size() > kPromptDevices; }
  // To the one who caused the change at once, to the others now or soon.
  void spread_devices(Seat* actor);
  void leave_room(Seat& seat, const std::string& room);
  void unregister(Seat& seat, const std::string& old_device_id);
  void expel(Seat& seat);
  void tell_owner();

  HallOptions options_;
  HallEvents* events_;
  HallContext& context_;
  Roster roster_;
  Stores stores_;
  Movements unstored_movements_;  // numbers movements of groups for which there is no store
  Pace script_pace_;
  std::size_t script_sockets_ = 0;
  std::size_t told_controllers_ = 0;
  bool doors_closed_ = false;
  std::set<std::string, std::less<>> noted_{};
  std::uint64_t devices_version_ = 0;  // of the event below
  socketio::OutEventRef devices_event_{};
  bool devices_pending_ = false;
  std::optional<Tick> devices_spread_{};
  std::size_t next_told_ = 0;
};

}  // namespace recess::hub
