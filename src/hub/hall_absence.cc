// Members whose link was lost and that may come back: they keep their number and their rooms. For kShownWhileAway the
// others see nothing of it; after that they see it leave, and come again. The owner of a play always knows who is here.
#include "hub/events.h"
#include "hub/hall.h"
#include "hub/store_file.h"

#include <algorithm>
#include <utility>

namespace recess::hub {

void HallCore::went_away(Seat& seat) {
  seat.presence = Presence::away;
  seat.away_since = now().tick;
  tell_owner();
}

void HallCore::hide_absent() {
  const Now at = now();
  bool any = false;
  for (Member* member : roster_.members) {
    auto& seat = static_cast<Seat&>(*member);
    if (seat.presence != Presence::away || at.tick - seat.away_since < kShownWhileAway) continue;
    seat.presence = Presence::hidden;
    if (!seat.device) continue;
    any = true;
    for (const Room* room : seat.rooms) {
      std::vector<Member*> others = room->members;
      std::erase(others, member);
      send(others, "room_left", room_event(room->name, *seat.device));
    }
  }
  if (!any) return;
  roster_.registry.touch(at.wall);
  spread_devices(nullptr);
}

// Who it is comes first: a page that knows nothing reads from the first event after CONNECT whether it has its seat.
void HallCore::came_back(Seat& seat, bool complete) {
  const bool was_hidden = std::exchange(seat.presence, Presence::here) == Presence::hidden;
  if (!complete && seat.device) send(seat, "device", device_object(*seat.device));
  if (was_hidden && seat.device) {
    roster_.registry.touch(now().wall);
    spread_devices(&seat);
    for (const Room* room : seat.rooms) send(room->members, "room_joined", room_event(room->name, *seat.device));
  } else if (!complete) {
    welcome(seat);
  }
  if (!complete && seat.device) send_all_data(seat, seat.device->device_id);
  tell_owner();
}

void HallCore::restore(Seat& seat, std::optional<Device> device, const std::vector<std::string>& rooms) {
  enter(seat, Role::open, {});
  seat.presence = Presence::away;
  seat.away_since = now().tick;
  if (!device) return;
  const std::int32_t nr = device->nr;
  stores_.open(device->device_id, now().tick, roster_.rooms);
  roster_.registry.add(seat, std::move(*device), nr, now().wall);
  seat.ever_registered = true;
  for (const std::string& room : rooms) roster_.rooms.join(seat, room);
}

StorePicture HallCore::picture_stores(std::size_t most, bool clean) const {
  return StorePicture(stores_, most, now().wall, clean);
}

// Without a usable file a page that stayed open knows better than we do, as after any crash.
Result<std::size_t> HallCore::restore_stores(std::string_view saved) {
  for (auto& [group, store] : stores_.all()) store.stale = true;
  const Now at = now();
  return hub::restore_stores(saved, SavedHall{stores_, roster_.rooms, context_.is_socket_id, at.wall, at.tick});
}

}  // namespace recess::hub
