#include "hub/guard.h"

#include "hub/limits.h"
#include "hub/message.h"
#include "kernel/text.h"

#include <algorithm>
#include <array>

namespace recess::hub {

bool is_play_id(std::string_view device_id) {
  constexpr std::string_view kPrefix = "game-";
  if (!device_id.starts_with(kPrefix)) return false;
  const std::string_view digits = device_id.substr(kPrefix.size());
  return !digits.empty() && digits.size() <= 19 &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_reserved(std::string_view name) { return is_play_id(name) || name == kScoreCollector || name == kListeners; }

bool may_send(Role role, std::string_view event) {
  static constexpr std::array<std::string_view, 4> kLooking{"new_device", "get_devices", "get_all_data", "data_store"};
  return role != Role::spectator || std::ranges::find(kLooking, event) != kLooking.end();
}

Passage passage(Role role, std::string_view own_id, json::Value message, const Resolved& resolved) {
  if (role == Role::open) return Passage::deliver;
  if (role == Role::spectator) return Passage::drop;
  const auto claimed = short_string(message.find("device_id"));
  if (claimed && !claimed->empty() && *claimed != own_id) return Passage::drop;
  if (resolved.group == own_id) return Passage::deliver;
  const bool is_score = resolved.group == kScoreCollector && resolved.type == "report_score";
  return role == Role::script && is_score ? Passage::score : Passage::drop;
}

bool is_name(std::string_view name) { return !name.empty() && name.size() <= kNameBytes && !has_control_bytes(name); }

}  // namespace recess::hub
