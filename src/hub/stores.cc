#include "hub/stores.h"

#include <utility>

namespace recess::hub {

Store* Stores::find(std::string_view group, Tick now) {
  const auto found = stores_.find(group);
  if (found == stores_.end()) return nullptr;
  found->second.used = now;
  return &found->second;
}

Store* Stores::open(std::string_view group, Tick now, const Rooms& rooms) {
  if (Store* known = find(group, now)) return known;
  while (stores_.size() >= limits_.stores) {
    if (!evict_one(group, now, rooms)) return nullptr;
  }
  Row& row = *stores_.emplace(std::string(group), Store(limits_, ledger_)).first;
  row.second.used = now;
  row.second.place.made = ++made_;
  enter(by_use_, row, now);
  return &row.second;
}

void Stores::keep_within_bytes(std::string_view group, Tick now, const Rooms& rooms) {
  while (bytes() > limits_.hall_bytes && evict_one(group, now, rooms)) continue;
  const auto own = stores_.find(group);
  while (bytes() > limits_.hall_bytes && own != stores_.end() && !own->second.empty()) {
    own->second.drop_oldest_of_largest();
  }
}

void Stores::room_emptied(std::string_view group, Tick now) {
  const auto found = stores_.find(group);
  if (found == stores_.end()) return;
  found->second.left = now;
  leave_queue(*found);
  enter(kept_, *found, now + limits_.keep);
}

void Stores::erase_all_but(std::string_view group) {
  for (auto it = stores_.begin(); it != stores_.end();) {
    const auto store = it++;
    if (store->first != group) erase(store);
  }
}

void Stores::erase(Map::iterator store) {
  ledger_.bytes -= store->second.bytes();
  leave_queue(*store);
  stores_.erase(store);
}

void Stores::enter(Queue& queue, Row& row, Tick place) {
  row.second.place.time = place;
  row.second.queued = true;
  queue.emplace(row.second.place, &row);
}

void Stores::leave_queue(Row& row) {
  if (!std::exchange(row.second.queued, false)) return;
  if (by_use_.erase({row.second.place, &row}) == 0) kept_.erase({row.second.place, &row});
}

bool Stores::evict_one(std::string_view except, Tick now, const Rooms& rooms) {
  while (!kept_.empty() && kept_.begin()->first.time <= now) {
    Row& row = *kept_.begin()->second;
    leave_queue(row);
    enter(by_use_, row, row.second.used);
  }
  Row* spared = nullptr;
  Row* leaver = nullptr;
  while (leaver == nullptr && !by_use_.empty()) {
    Row& first = *by_use_.begin()->second;
    const bool used_since = first.second.used > first.second.place.time;
    leave_queue(first);
    if (first.first == except) spared = &first;
    else if (rooms.occupied(first.first)) continue;
    else if (used_since) enter(by_use_, first, first.second.used);
    else leaver = &first;
  }
  if (spared != nullptr) enter(by_use_, *spared, spared->second.used);
  if (leaver == nullptr) return false;
  erase(stores_.find(leaver->first));
  return true;
}

}  // namespace recess::hub
