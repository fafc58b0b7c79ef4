// The devices of a hall: their numbers, their order, and when the list last changed. Rules only.
//
// A client gets the smallest number from 0 up that no device has, a script the largest from -1 down. A number may be
// changed to anything within bounds; whoever had it gets a new one. In a play's hall the number of a visitor is kept
// while they are away: others get it only when every number below the count of places is taken or kept.
#pragma once

#include "hub/member.h"
#include "kernel/clock.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::hub {

class Registry {
 public:
  Registry(Instant started, std::size_t places) : changed_(started), places_(static_cast<std::int32_t>(places)) {}

  // Registers a member that has no device. `wish` is taken if it is free and fits the kind. The device's `nr` is set.
  void add(Member& member, Device device, std::optional<std::int32_t> wish, Instant now);
  // Does nothing for a member without a device. A hidden one was not in the list, so the list stays as it is.
  void remove(Member& member, Instant now);
  // Gives a registered member a number. Returns whom it was taken from, already with another one, or null.
  Member* renumber(Member& target, std::int32_t nr, Instant now);

  Member* by_number(std::int64_t nr) const;
  // The first in the order of the list, so a client rather than a script. Not who is hidden.
  Member* first_of(std::string_view device_id) const;
  // Clients by ascending number, then scripts from -1 down. Without those who are hidden.
  std::vector<const Device*> ordered() const;
  std::size_t size() const { return by_number_.size(); }

  Instant changed() const { return changed_; }
  std::uint64_t version() const { return version_; }
  void touch(Instant now);

 private:
  std::int32_t choose(const Member& member, bool is_client);
  std::int32_t first_free(std::int32_t from, std::int32_t step) const;
  void release(std::int32_t nr);
  bool taken(std::int32_t nr) const { return by_number_.contains(nr); }
  bool kept_for_another(std::int32_t nr, std::string_view visitor) const;
  void keep(const Member& member);

  std::map<std::int32_t, Member*> by_number_;
  std::vector<std::pair<std::string, std::int32_t>> kept_;  // visitor and number, oldest first
  std::int32_t client_from_ = 0;                            // every number from 0 to below this is taken
  std::int32_t script_from_ = -1;                           // every number from -1 to above this is taken
  Instant changed_;
  std::uint64_t version_ = 1;
  std::int32_t places_;
};

}  // namespace recess::hub
