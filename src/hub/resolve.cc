#include "hub/resolve.h"

#include "hub/events.h"
#include "hub/message.h"

namespace recess::hub {
namespace {

Member* device_with(json::Value number, const Registry& registry) {
  const auto nr = number.as_integer();
  return nr ? registry.by_number(*nr) : nullptr;
}

// Collects members, each once.
class Gathering {
 public:
  explicit Gathering(Roster& roster) : roster_(roster), mark_(++roster.deliveries) {}
  void add(Member* member) {
    if (member == nullptr || member->marked == mark_) return;
    member->marked = mark_;
    members_.push_back(member);
  }
  void add_room(std::string_view name) {
    for (Member* member : roster_.rooms.members(name)) add(member);
    add(roster_.socket(name));  // every socket is also a room of its own
  }
  std::vector<Member*> take() { return std::move(members_); }

 private:
  Roster& roster_;
  std::uint64_t mark_;
  std::vector<Member*> members_;
};

std::string_view answered_type(std::string_view answer) {
  if (answer == "input_response") return "input_prompt";
  if (answer == "alert_confirm") return "notification";
  return {};
}

}  // namespace

Member* Roster::socket(std::string_view id) const {
  const auto found = by_socket.find(id);
  return found == by_socket.end() ? nullptr : found->second;
}

std::optional<Resolved> resolve(json::Value message, std::string_view sender_socket_id, const Roster& roster) {
  Resolved resolved{{}, {}, nullptr, json::ObjectEditor(message)};
  if (auto id = short_string(message.find("device_id")); id && !id->empty()) {
    resolved.group = std::move(*id);
  } else if (const Member* sender = device_with(message.find("device_nr"), roster.registry)) {
    resolved.group = sender->device->device_id;
  } else {
    return std::nullopt;
  }
  if (auto other = short_string(message.find("deliver_to")); other && !other->empty() && *other != resolved.group) {
    resolved.group = std::move(*other);
    resolved.stamps.set("cross_origin", "true");
  }
  if (Member* target = device_with(message.find("unicast_to"), roster.registry)) {
    resolved.target = target;
    resolved.group = target->device->device_id;
    resolved.stamps.set("deliver_to", json::quote(resolved.group));
    resolved.stamps.set("broadcast", "false");
    resolved.stamps.set("cross_origin", "true");
  }
  if (auto type = short_string(message.find("type"))) {
    resolved.type = std::move(*type);
  } else {
    resolved.type = "unknown";
    resolved.stamps.set("type", "\"unknown\"");
  }
  const bool alert = resolved.type == "notification" && message.find("alert").truthy();
  if (alert || resolved.type == "input_prompt") resolved.stamps.set("response_id", json::quote(sender_socket_id));
  return resolved;
}

std::vector<Member*> recipients(json::Value stamped, const Resolved& resolved, Roster& roster) {
  Gathering gathering(roster);
  if (const json::Value caller = stamped.find("caller_id"); caller.truthy()) {
    if (const auto id = short_string(caller)) gathering.add(roster.socket(*id));
  } else if (stamped.find("broadcast").truthy()) {
    for (Member* member : roster.members) gathering.add(member);
  } else {
    if (resolved.target != nullptr) gathering.add(resolved.target);
    else gathering.add_room(resolved.group);
    gathering.add_room(kListeners);
  }
  return gathering.take();
}

std::optional<Cancel> cancel_of(json::Value stamped, const Resolved& resolved, Roster& roster) {
  const std::string_view closed = answered_type(resolved.type);
  const json::Value caller = stamped.find("caller_id");
  if (closed.empty() || !caller.truthy()) return std::nullopt;
  Gathering gathering(roster);
  gathering.add_room(resolved.group);
  return Cancel{cancel_user_input(resolved.group, stamped, closed), gathering.take()};
}

}  // namespace recess::hub
