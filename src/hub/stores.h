// The stores of a hall, one per group, within bounds: the least recently used one of a group without members goes
// first, silently; a group whose store is gone is simply unknown again. Rules only.
//
// Theory of operation: those that might go stand in a queue, by when they were used when they were put there. Whoever
// comes to its front is looked at: one that was used since goes back to its right place; one whose room has members
// leaves until they have left, and then waits in a second queue for the end of the time that it is kept. So a use costs
// nothing, and neither does a full house in which nobody can go.
#pragma once

#include "hub/rooms.h"
#include "hub/store.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

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
  using Row = Map::value_type;
  using Queue = std::set<std::pair<Store::Place, Row*>>;
  void erase(Map::iterator store);
  bool evict_one(std::string_view except, Tick now, const Rooms& rooms);
  void enter(Queue& queue, Row& row, Tick place);
  void leave_queue(Row& row);

  StoreLimits limits_;
  Ledger ledger_{};
  Map stores_{};
  std::uint64_t made_ = 0;
  Queue by_use_{};
  Queue kept_{};  // by when that ends
};

}  // namespace recess::hub
