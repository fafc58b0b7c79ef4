#include "hub/hall.h"

#include "hub/events.h"
#include "socketio/out_event.h"

#include <algorithm>
#include <utility>

namespace recess::hub {

HallCore::HallCore(HallOptions options, HallEvents* events, HallContext& context)
    : options_(std::move(options)),
      events_(events),
      context_(context),
      roster_{.registry = Registry(context.clock().wall, options_.controllers)},
      stores_(options_.own_id.empty() ? kPublicStores : kPlayStores),
      unstored_movements_(stores_.limits()),
      script_pace_(script_event_rate(context.options.events_per_second), kScriptByteRate, context.clock().tick) {}

HallCore::~HallCore() {
  events_ = nullptr;
  for (Member* member : roster_.members) {
    auto& seat = static_cast<Seat&>(*member);
    seat.hall = nullptr;
    seat.device.reset();
    seat.rooms.clear();
    seat.socket.disconnect(false);
  }
  context_.closed(*this);
}

std::size_t HallCore::controllers() const {
  return static_cast<std::size_t>(std::ranges::count_if(roster_.members, [](const Member* member) {
    return member->role == Role::controller && member->device && member->presence == Presence::here;
  }));
}

void HallCore::announce(std::string_view event, std::string argument) {
  const auto announced = socketio::make_event(event, argument);
  for (Member* member : roster_.members) {
    const bool is_program = member->role == Role::script || (member->device && !member->device->is_client);
    if (!is_program) post(*member, announced);
  }
}

void HallCore::stop_sounds() { announce("new_data", stop_all_audio(options_.own_id, now().wall)); }

void HallCore::welcome(Seat& seat) {
  if (is_crowded()) devices_pending_ = true;
  else send_devices(seat);
}

void HallCore::send_devices(Seat& seat) {
  const Registry& registry = roster_.registry;
  if (devices_version_ != registry.version()) {
    devices_version_ = registry.version();
    devices_event_ = socketio::make_event("devices", device_list(registry.ordered(), registry.changed()));
  }
  seat.devices_seen = devices_version_;
  post(seat, devices_event_);
}

void HallCore::spread_devices(Seat* actor) {
  if (actor != nullptr && !is_crowded()) send_devices(*actor);
  const Tick at = now().tick;
  if (is_crowded() || (devices_spread_ && at - *devices_spread_ < kDevicesInterval)) {
    devices_pending_ = true;
    return;
  }
  flush_devices();
}

// Goes on next time where it stopped, so everybody has their turn however fast the list changes.
void HallCore::flush_devices() {
  const Tick at = now().tick;
  if (is_crowded() && devices_spread_ && at - *devices_spread_ < kCrowdInterval) return;
  devices_pending_ = false;
  devices_spread_ = at;
  const std::size_t count = roster_.members.size();
  std::size_t sent_bytes = 0;
  for (std::size_t i = 0; i < count; ++i, ++next_told_) {
    auto& seat = static_cast<Seat&>(*roster_.members[next_told_ % count]);
    if (seat.devices_seen == roster_.registry.version()) continue;
    if (sent_bytes > kDevicesBytes) {
      next_told_ %= count;
      devices_pending_ = true;
      return;
    }
    send_devices(seat);
    sent_bytes += devices_event_->bytes();
  }
}

void HallCore::post(Member& member, const socketio::OutEventRef& event) {
  ++context_.messages_out;
  static_cast<Seat&>(member).socket.emit(event);
}

void HallCore::send(std::span<Member* const> members, std::string_view event, std::string argument,
                    std::vector<Binary> attachments) {
  if (!members.empty()) send(members, socketio::make_event(event, argument, std::move(attachments)));
}

void HallCore::send(std::span<Member* const> members, const socketio::OutEventRef& event) {
  for (Member* member : members) post(*member, event);
}

void HallCore::send(Member& member, std::string_view event, std::string argument, std::vector<Binary> attachments) {
  post(member, socketio::make_event(event, argument, std::move(attachments)));
}

void HallCore::complain(Seat& seat, std::string_view event, const Error& error) {
  const bool about_a_limit = error.word == "rate" || error.word == "too_many" || error.word == "too_large";
  if (about_a_limit && !seat.traffic.may_complain(now().tick)) return;
  send(seat, "error_msg", error_message(event, error.word, error.detail));
}

void HallCore::note(std::string_view text) {
  if (events_ == nullptr || noted_.contains(text)) return;
  noted_.emplace(text);
  events_->on_console_note(text);
}

}  // namespace recess::hub
