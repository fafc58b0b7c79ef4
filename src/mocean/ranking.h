// The order of scores, kept sorted: highest first, then who reached it earlier, then the lower id. Rank of a player and
// the first n in logarithmic time, by the order-statistics tree that comes with the GNU C++ library.
#pragma once

#include "mocean/world.h"

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include <optional>
#include <tuple>
#include <vector>

namespace recess::mocean {

class Ranking {
 public:
  // Nothing: the player is gone.
  void set(PlayerId id, std::optional<std::pair<std::int64_t, WorldTime>> score_and_time) {
    if (id >= present_.size()) present_.resize(id + 1);
    std::optional<Key> key;
    if (score_and_time) key = Key{-score_and_time->first, score_and_time->second.count(), id};
    if (key == present_[id]) return;
    if (present_[id]) tree_.erase(*present_[id]);
    if (key) tree_.insert(*key);
    present_[id] = key;
  }
  // From 1; nothing if the player is not there.
  std::optional<std::uint32_t> rank(PlayerId id) const {
    if (id >= present_.size() || !present_[id]) return std::nullopt;
    return static_cast<std::uint32_t>(tree_.order_of_key(*present_[id])) + 1;
  }
  template <class Visit>
  void first(std::size_t count, Visit&& visit) const {
    for (auto at = tree_.begin(); at != tree_.end() && count > 0; ++at, --count)
      visit(std::get<2>(*at), -std::get<0>(*at));
  }
  void clear() {
    tree_.clear();
    present_.clear();
  }

 private:
  using Key = std::tuple<std::int64_t, std::int64_t, PlayerId>;
  using Tree = __gnu_pbds::tree<Key, __gnu_pbds::null_type, std::less<>, __gnu_pbds::rb_tree_tag,
                                __gnu_pbds::tree_order_statistics_node_update>;
  Tree tree_;
  std::vector<std::optional<Key>> present_;
};

}  // namespace recess::mocean
