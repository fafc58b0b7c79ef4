// Where a message goes, and what is stamped on it on the way. Rules only; the numbers (R1 …, D1 …) name the rows of the
// two tables below, which tests name too.
//
// Resolve, in this order. The group is whose store keeps the message, and usually whose room receives it.
//   R1 device_id is a text that is not empty       the group is that one
//   R2 else device_nr is some device's number      the group is that device's; the message stays as it is
//   R3 else                                        the message is ignored
//   R4 deliver_to is a text other than the group   the group is that one; cross_origin: true
//   R5 unicast_to is some device's number          the group is that device's; deliver_to: the group, broadcast: false,
//                                                  cross_origin: true; only that device is meant
//   R6 unicast_to is nobody's number               as if it were not there
//   R7 type is no text                             type: "unknown"
//   R8 a prompt, or a notification with alert      response_id: the sender's socket id
//
// Deliver, the first row that fits; nobody gets a message twice.
//   D1 caller_id      that socket alone; its answer to a prompt or an alert also closes these in the group (cancel)
//   D2 broadcast      every socket of the hall
//   D3 unicast found  that device, and the listeners
//   D4 else           the group's room, and the listeners
// The sender is nobody special: it gets its own message when it is among these.
#pragma once

#include "hub/member.h"
#include "hub/registry.h"
#include "hub/rooms.h"
#include "kernel/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace recess::hub {

constexpr std::string_view kListeners = "GLOBAL_LISTENER";

// Everybody in a hall.
struct Roster {
  std::unordered_map<std::string, Member*, TextHash, std::equal_to<>> by_socket{};
  std::vector<Member*> members{};  // in order of coming
  Registry registry;
  Rooms rooms{};
  std::uint64_t deliveries = 0;

  Member* socket(std::string_view id) const;
};

struct Resolved {
  std::string group;
  std::string type;
  Member* target = nullptr;  // R5
  json::ObjectEditor stamps;
};
// Nothing if the message is to be ignored.
std::optional<Resolved> resolve(json::Value message, std::string_view sender_socket_id, const Roster& roster);

// Who gets the message, once it is stamped.
std::vector<Member*> recipients(json::Value stamped, const Resolved& resolved, Roster& roster);
// What closes an answered question elsewhere, with its recipients: nothing unless the message is such an answer.
struct Cancel {
  std::string argument;
  std::vector<Member*> recipients;
};
std::optional<Cancel> cancel_of(json::Value stamped, const Resolved& resolved, Roster& roster);

}  // namespace recess::hub
