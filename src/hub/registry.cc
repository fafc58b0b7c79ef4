#include "hub/registry.h"

#include "hub/limits.h"

#include <algorithm>

namespace recess::hub {

void Registry::touch(Instant now) {
  changed_ = now;
  ++version_;
}

void Registry::add(Member& member, Device device, std::optional<std::int32_t> wish, Instant now) {
  const bool granted = wish && !taken(*wish);
  device.nr = granted ? *wish : choose(member, device.is_client);
  by_number_.emplace(device.nr, &member);
  member.device = std::move(device);
  keep(member);
  touch(now);
}

void Registry::remove(Member& member, Instant now) {
  if (!member.device) return;
  release(member.device->nr);
  member.device.reset();
  if (member.presence != Presence::hidden) touch(now);
}

Member* Registry::renumber(Member& target, std::int32_t nr, Instant now) {
  Member* displaced = by_number(nr);
  if (displaced == &target) return nullptr;
  std::erase(kept_, std::pair(target.visitor, target.device->nr));
  release(target.device->nr);
  by_number_[nr] = &target;
  target.device->nr = nr;
  keep(target);
  if (displaced != nullptr) {
    std::erase(kept_, std::pair(displaced->visitor, nr));
    displaced->device->nr = choose(*displaced, displaced->device->is_client);
    by_number_.emplace(displaced->device->nr, displaced);
    keep(*displaced);
  }
  touch(now);
  return displaced;
}

Member* Registry::by_number(std::int64_t nr) const {
  if (nr < -kDeviceNrMax || nr > kDeviceNrMax) return nullptr;
  const auto found = by_number_.find(static_cast<std::int32_t>(nr));
  return found == by_number_.end() ? nullptr : found->second;
}

Member* Registry::first_of(std::string_view device_id) const {
  Member* script = nullptr;
  for (const auto& [nr, member] : by_number_) {
    if (member->presence == Presence::hidden || member->device->device_id != device_id) continue;
    if (member->device->is_client) return member;
    script = member;  // the last one found has the highest number
  }
  return script;
}

std::vector<const Device*> Registry::ordered() const {
  std::vector<const Device*> devices;
  devices.reserve(by_number_.size());
  for (const auto& [nr, member] : by_number_) {
    if (member->device->is_client && member->presence != Presence::hidden) devices.push_back(&*member->device);
  }
  for (auto it = by_number_.rbegin(); it != by_number_.rend(); ++it) {
    const Member& member = *it->second;
    if (!member.device->is_client && member.presence != Presence::hidden) devices.push_back(&*member.device);
  }
  return devices;
}

std::int32_t Registry::choose(const Member& member, bool is_client) {
  if (!is_client) return script_from_ = first_free(script_from_, -1);
  if (member.role == Role::spectator) return first_free(kFirstSpectatorNr, 1);
  for (const auto& [visitor, nr] : kept_) {
    if (visitor == member.visitor && !taken(nr)) return nr;
  }
  for (std::int32_t nr = 0; nr < places_ && !kept_.empty(); ++nr) {
    if (!taken(nr) && !kept_for_another(nr, member.visitor)) return nr;
  }
  return client_from_ = first_free(client_from_, 1);
}

std::int32_t Registry::first_free(std::int32_t from, std::int32_t step) const {
  while (taken(from)) from += step;
  return from;
}

void Registry::release(std::int32_t nr) {
  by_number_.erase(nr);
  if (nr >= 0) client_from_ = std::min(client_from_, nr);
  else script_from_ = std::max(script_from_, nr);
}

bool Registry::kept_for_another(std::int32_t nr, std::string_view visitor) const {
  return std::any_of(kept_.begin(), kept_.end(),
                     [&](const auto& row) { return row.second == nr && row.first != visitor; });
}

void Registry::keep(const Member& member) {
  if (member.visitor.empty() || member.role != Role::controller) return;
  const std::pair<std::string, std::int32_t> row(member.visitor, member.device->nr);
  std::erase_if(kept_, [&](const auto& other) { return other.second == row.second; });
  kept_.push_back(row);
  if (kept_.size() > kKeptNumbers) kept_.erase(kept_.begin());
}

}  // namespace recess::hub
