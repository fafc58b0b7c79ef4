#include "hub/stores.h"

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
  Store& store = stores_.emplace(std::string(group), Store(limits_, ledger_)).first->second;
  store.used = now;
  return &store;
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
  if (found != stores_.end()) found->second.left = now;
}

void Stores::erase_all_but(std::string_view group) {
  for (auto it = stores_.begin(); it != stores_.end();) {
    const auto store = it++;
    if (store->first != group) erase(store);
  }
}

void Stores::erase(Map::iterator store) {
  ledger_.bytes -= store->second.bytes();
  stores_.erase(store);
}

bool Stores::evict_one(std::string_view except, Tick now, const Rooms& rooms) {
  auto oldest = stores_.end();
  for (auto it = stores_.begin(); it != stores_.end(); ++it) {
    const Store& store = it->second;
    const bool fresh = store.left && now - *store.left < limits_.keep;
    if (it->first == except || fresh || rooms.occupied(it->first)) continue;
    if (oldest == stores_.end() || store.used < oldest->second.used) oldest = it;
  }
  if (oldest == stores_.end()) return false;
  erase(oldest);
  return true;
}

}  // namespace recess::hub
