// All players by id, in blocks that are shared between copies until one of them writes: a copy for a snapshot costs a
// pointer per block, and the world goes on while the copy is encoded on another thread.
#pragma once

#include "mocean/player.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace recess::mocean {

class Players {
 public:
  Players();
  Players(Players&&) = default;
  Players& operator=(Players&&) = default;

  PlayerId ids() const { return ids_; }  // given so far
  std::size_t active() const { return active_; }
  const Player* find(PlayerId id) const;  // null: never given, or quit
  // To change a player that find() finds. Valid until the next call of edit(), put() or share().
  Player& edit(PlayerId id);
  PlayerId add(Player player);
  // Nothing: the slot is empty from now on, and its memory goes when its neighbours are empty too.
  void put(PlayerId id, std::optional<Player> player);
  void cut_to(PlayerId ids);
  // Gives out ids up to `ids` as empty slots.
  void grow_to(PlayerId ids);

  // A copy that later changes here do not reach, nor the other way round.
  Players share();

  template <class Visit>
  void each(Visit&& visit) const;

 private:
  static constexpr PlayerId kBlock = 32;
  struct Block {
    std::uint64_t owner;
    std::array<std::optional<Player>, kBlock> slots;
    unsigned used = 0;
  };
  Block& writable(PlayerId id);

  std::uint64_t owner_;  // blocks marked so are ours alone
  PlayerId ids_ = 0;
  std::size_t active_ = 0;
  std::vector<std::shared_ptr<const Block>> blocks_;
};

template <class Visit>
void Players::each(Visit&& visit) const {
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (!blocks_[b] || blocks_[b]->used == 0) continue;
    for (PlayerId i = 0; i < kBlock; ++i) {
      if (const auto& slot = blocks_[b]->slots[i]) {
        if constexpr (std::is_same_v<decltype(visit(PlayerId{}, *slot)), bool>) {
          if (!visit(static_cast<PlayerId>(b * kBlock + i), *slot)) return;  // false: enough
        } else {
          visit(static_cast<PlayerId>(b * kBlock + i), *slot);
        }
      }
    }
  }
}

}  // namespace recess::mocean
