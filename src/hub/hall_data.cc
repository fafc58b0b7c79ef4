// `new_data`: from the sender through the tables of resolve.h and the store to the receivers. What needs no stamp is
// forwarded as the text it came as.
#include "hub/guard.h"
#include "hub/hall.h"
#include "hub/outgoing.h"
#include "hub/remember.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::hub {
namespace {

// Samples of which only the newest matters to a receiver that lags behind.
bool is_sensor(std::string_view type) { return type == "acceleration" || type == "gyro"; }

json::Value movable_part(json::Value message, std::string_view type) {
  return type == "sprite" || type == "sprites" ? message.find(type) : json::Value{};
}

}  // namespace

void HallCore::on_new_data(Seat& sender, socketio::InEvent& event) {
  const json::Value body = event.first_argument;
  if (!is_plain_object(body)) return;
  if (sender.role == Role::controller && events_ != nullptr) events_->on_input();
  auto resolved = resolve(body, sender.socket_id, roster_);
  if (!resolved || !is_let_through(sender, body, *resolved)) return;
  if (!is_name(resolved->group)) {
    const std::string text = "device_id and deliver_to must have 1 to 128 bytes and no control characters";
    return complain(sender, event.name, refuse(Code::too_large, text, "too_large"));
  }

  const Remembering hall{stores_, roster_.rooms, now().tick};
  if (const json::Value part = movable_part(body, resolved->type)) {
    Store* store = stores_.open(resolved->group, hall.now, hall.rooms);
    Movements& movements = store != nullptr ? store->movements : unstored_movements_;
    if (auto numbered = movements.number(resolved->type, part)) {
      resolved->stamps.set(resolved->type, std::move(*numbered));
    }
  }
  Message message{event.document, body, event.attachments};
  if (!resolved->stamps.empty()) message = read_message(resolved->stamps.text(), event.attachments).value();

  const bool goes_on = remember(hall, resolved->group, resolved->type, message);
  if (!goes_on || message.body.find("stop_propagation").truthy()) return;
  deliver(sender, message, *resolved);
}

bool HallCore::is_let_through(Seat& sender, json::Value message, const Resolved& resolved) {
  switch (passage(sender.role, options_.own_id, message, resolved)) {
    case Passage::deliver: return true;
    case Passage::score:
      if (events_ != nullptr) events_->on_score(message.find("score"));
      return false;
    case Passage::drop:
      if (sender.role == Role::script) {
        note("A message to another group was dropped: a play can reach only its own devices.");
      }
      return false;
  }
  return false;
}

void HallCore::deliver(Seat& sender, const Message& message, const Resolved& resolved) {
  if (message.body.find("broadcast").truthy() && !message.body.find("caller_id").truthy()) {
    const Millis pause = sender.traffic.broadcasts.owe(1, now().tick);
    if (pause > Millis{0}) sender.socket.slow_down(std::min(pause, kLongestPause));
  }
  const bool sample = is_sensor(resolved.type) && sender.device && sender.device->is_client;
  Outgoing outgoing(message, sample ? socketio::Lane::latest : socketio::Lane::ordered,
                    sample ? fmt::format("{} {} {}", sender.socket_id, resolved.type, resolved.group) : "");
  bool all_could_take_it = true;
  for (Member* receiver : recipients(message.body, resolved, roster_)) {
    const auto& events = outgoing.for_receiver(static_cast<Seat*>(receiver)->attachment_cap);
    all_could_take_it = all_could_take_it && !events.empty();
    for (const socketio::OutEventRef& event : events) post(*receiver, event);
  }
  if (!all_could_take_it) {
    complain(sender, "new_data",
             refuse(Code::too_large, "some devices take only 10 attachments with one message", "too_large"));
  }
  if (const auto cancel = cancel_of(message.body, resolved, roster_)) {
    send(cancel->recipients, "new_data", cancel->argument);
  }
}

}  // namespace recess::hub
