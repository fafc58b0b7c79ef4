// Every bound of the hub in one place. What happens beyond one is said beside it.
#pragma once

#include "kernel/clock.h"

#include <cstddef>
#include <cstdint>

namespace recess::hub {

constexpr std::size_t kNameBytes = 128;           // of a device id or room: refused
constexpr std::int64_t kDeviceNrMax = 1'000'000;  // either way from zero: refused
constexpr std::size_t kRoomsPerSocket = 32;       // refused
constexpr std::size_t kRooms = 10'000;            // of a hall: refused

// What a receiver of Socket.IO 5 takes with one event unless it announced more: split, or not delivered.
constexpr std::size_t kAttachments = 10;

// Per second and at once, for each socket. Over a rate of registrations the request is refused, over that of heavy
// requests it is ignored; over the others the sender is slowed down.
struct Rate {
  double per_second;
  double burst;
};
constexpr Rate event_rate(double per_second) { return {per_second, 2 * per_second}; }  // by Options::events_per_second
constexpr Rate script_event_rate(double per_second) { return {per_second, 4 * per_second}; }  // see kScriptByteRate
constexpr Rate kByteRate{8e6, 64e6};
constexpr Rate kScriptByteRate{8.0 * (1 << 20), 32.0 * (1 << 20)};  // all sockets of a play's program together
constexpr Rate kBroadcastRate{200, 400};
constexpr Rate kRegistrationRate{10, 20};
constexpr Rate kHeavyRate{1, 5};       // requests that touch or show all groups, or clear one
constexpr Rate kReplyRate{8e6, 64e6};  // bytes of stored data that are put together on request

constexpr Millis kLongestPause{1000};       // heartbeats survive a second
constexpr Millis kPatience{10'000};         // over the event rate for so long: sensor events are discarded
constexpr Millis kComplaintInterval{1000};  // between two error_msg about going over a limit
constexpr Millis kDevicesInterval{50};      // between two `devices` to those who did not cause them
// The list is told to everybody, so what it costs grows with the square of the devices. Beyond so many, nobody gets it
// at once, and so many bytes of it leave in one interval.
constexpr std::size_t kPromptDevices = 256;
constexpr std::size_t kDevicesBytes = 8U << 20U;
constexpr Millis kCrowdInterval{200};  // between two such portions

// What one message may have kept of it, so that it does not hold the loop: of many sprites or lines the last ones, and
// of the fields around them so many looks in all; what is known already is merged up to a cost (see remember.cc).
constexpr std::size_t kPartsPerMessage = 2000;
constexpr std::size_t kOuterLooks = 200'000;
constexpr std::size_t kMergeCost = 8'000'000;

// A configuration with more attachments than a receiver takes is sent to it in so many parts at most, which repeat so
// many bytes of the fields around it in all; beyond, it is not delivered to that receiver.
constexpr std::size_t kConfigParts = 256;
constexpr std::size_t kRepeatedBytes = 1U << 20U;

constexpr Seconds kShownWhileAway{10};  // a lost link that lasts longer is seen by the others

constexpr std::int32_t kFirstSpectatorNr = 1000;  // the small numbers are for those who play
constexpr std::size_t kKeptNumbers = 64;          // numbers of absent visitors: the oldest is forgotten

struct StoreLimits {
  std::size_t stores = 2000;    // evicts, else nothing is stored
  std::size_t types = 64;       // per store; further ones are not stored
  std::size_t type_bytes = 64;  // length of a type that is stored
  std::size_t entries = 25;     // per list: the oldest goes
  std::size_t sprites = 25;     // the oldest without collision detection goes
  std::size_t lines = 25;
  std::size_t grid_updates = 25;
  std::size_t message_bytes = 256U << 10U;  // text of one message that is stored
  std::uint64_t store_bytes = 32U << 20U;   // the oldest of the largest list goes
  std::uint64_t hall_bytes = 512U << 20U;   // evicts
  std::size_t reply_bytes = 32U << 20U;     // of all_data and data_store: the oldest are left out
  std::size_t tracked_sprites = 256;        // the oldest is forgotten
  std::size_t movements_per_sprite = 1024;  // likewise
  std::chrono::hours keep{2};               // a store is kept at least so long after its room emptied
  // Keeps all that a page needs that comes back: every sprite and line, configurations merged, open alerts, no removed
  // sprites. Without it a list is what programs made for the public hall have always been given.
  bool for_returning_pages = false;
};

constexpr StoreLimits kPublicStores{};
constexpr StoreLimits kPlayStores{
    .stores = 4,  // a play has one group
    .sprites = 2000,
    .lines = 1000,
    .grid_updates = 1000,
    .store_bytes = 64U << 20U,
    .hall_bytes = 64U << 20U,
    .tracked_sprites = 2000,
    .movements_per_sprite = 256,
    .for_returning_pages = true,
};

}  // namespace recess::hub
