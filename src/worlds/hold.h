// Requests over their rate are held for a moment. One wheel of slots and one timer for all of them: a held request
// costs a place in a list, no timer of its own. Loop thread only.
#pragma once

#include "kernel/clock.h"
#include "worlds/wait_list.h"

#include <array>
#include <cstddef>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess::worlds {

class HoldingWheel {
 public:
  static constexpr Millis kSlot{10};
  static constexpr std::size_t kMost = 10'000;  // held at once

  explicit HoldingWheel(boost::asio::io_context& loop) : timer_(loop) {}

  // Waits that long, rounded up to slots, at most 1.2 s. False at once: too many are held already.
  boost::asio::awaitable<bool> hold(Micros time);
  std::size_t held() const { return held_; }

 private:
  void arm();
  void turn();

  boost::asio::steady_timer timer_;
  std::array<WaitList<bool>, 128> slots_;
  std::size_t at_ = 0;
  std::size_t held_ = 0;
  bool turning_ = false;
};

}  // namespace recess::worlds
