#include "worlds/hold.h"

#include <algorithm>

namespace recess::worlds {

boost::asio::awaitable<bool> HoldingWheel::hold(Micros time) {
  if (held_ >= kMost) co_return false;
  const auto slots = static_cast<std::size_t>((time + kSlot - Micros(1)) / Micros(kSlot)) + 1;
  WaitList<bool>& slot = slots_.at((at_ + std::min(slots, slots_.size() - 1)) % slots_.size());
  ++held_;
  if (!turning_) arm();
  co_return co_await slot.wait();
}

void HoldingWheel::arm() {
  turning_ = true;
  timer_.expires_after(kSlot);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) turn();
  });
}

void HoldingWheel::turn() {
  at_ = (at_ + 1) % slots_.size();
  held_ -= slots_.at(at_).size();
  turning_ = false;
  slots_.at(at_).wake(true);
  if (held_ > 0 && !turning_) arm();
}

}  // namespace recess::worlds
