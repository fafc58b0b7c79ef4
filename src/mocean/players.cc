#include "mocean/players.h"

#include <atomic>

namespace recess::mocean {
namespace {

// Marks of ownership, never given twice in a process.
std::uint64_t next_owner() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

Players::Players() : owner_(next_owner()) {}

const Player* Players::find(PlayerId id) const {
  if (id >= ids_) return nullptr;
  const auto& block = blocks_[id / kBlock];
  if (!block) return nullptr;
  const auto& slot = block->slots[id % kBlock];
  return slot ? &*slot : nullptr;
}

Players::Block& Players::writable(PlayerId id) {
  auto& block = blocks_[id / kBlock];
  if (!block || block->owner != owner_) {
    auto copy = block ? std::make_shared<Block>(*block) : std::make_shared<Block>();
    copy->owner = owner_;
    block = std::move(copy);
  }
  return const_cast<Block&>(*block);  // made by us as a Block, and nobody else has it
}

Player& Players::edit(PlayerId id) { return *writable(id).slots[id % kBlock]; }

PlayerId Players::add(Player player) {
  const PlayerId id = ids_;
  grow_to(id + 1);
  put(id, std::move(player));
  return id;
}

void Players::put(PlayerId id, std::optional<Player> player) {
  if (!player && find(id) == nullptr) return;
  Block& block = writable(id);
  auto& slot = block.slots[id % kBlock];
  if (slot) --block.used, --active_;
  slot = std::move(player);
  if (slot) ++block.used, ++active_;
  if (block.used == 0) blocks_[id / kBlock].reset();
}

void Players::cut_to(PlayerId ids) {
  while (ids_ > ids) put(ids_ - 1, std::nullopt), --ids_;
  blocks_.resize((ids_ + kBlock - 1) / kBlock);
}

void Players::grow_to(PlayerId ids) {
  if (ids <= ids_) return;
  ids_ = ids;
  blocks_.resize((ids_ + kBlock - 1) / kBlock);
}

Players Players::share() {
  Players copy;
  copy.ids_ = ids_;
  copy.active_ = active_;
  copy.blocks_ = blocks_;
  owner_ = next_owner();
  return copy;
}

}  // namespace recess::mocean
