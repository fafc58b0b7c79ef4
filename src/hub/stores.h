// The stores of a hall, one per group, within bounds: the least recently used one of a group without members goes
// first, silently; a group whose store is gone is simply unknown again. Rules only.
#pragma once

#include "hub/rooms.h"
#include "hub/store.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace recess::hub {

class Stores {
 public:
  using Map = std::unordered_map<std::string, Store, TextHash, std::equal_to<>>;

  explicit Stores(const StoreLimits& limits) : limits_(limits) {}
  Stores(const Stores&) = delete;  // stores point to the limits and the ledger
  Stores& operator=(const Stores&) = delete;

  Store* find(std::string_view group, Tick now);
  // Finds or makes it. Null if all places are taken by stores that have to be kept.
  Store* open(std::string_view group, Tick now, const Rooms& rooms);
  // To be called after something was stored for the group.
  void keep_within_bytes(std::string_view group, Tick now, const Rooms& rooms);
  void room_emptied(std::string_view group, Tick now);
  void erase_all_but(std::string_view group);

  const Map& all() const { return stores_; }
  Map& all() { return stores_; }
  const StoreLimits& limits() const { return limits_; }
  std::uint64_t bytes() const { return ledger_.bytes; }

 private:
  void erase(Map::iterator store);
  bool evict_one(std::string_view except, Tick now, const Rooms& rooms);

  StoreLimits limits_;
  Ledger ledger_{};
  Map stores_{};
};

}  // namespace recess::hub
