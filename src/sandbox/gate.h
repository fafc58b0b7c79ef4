// Waiting in a coroutine for something that a callback will say, with a deadline.
#pragma once

#include "kernel/clock.h"

#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::sandbox {

class Gate {
 public:
  explicit Gate(boost::asio::io_context& loop) : timer_(loop) {}
  void open() {
    open_ = true;
    timer_.cancel();
  }
  // True: it was opened in time. One waiter at a time.
  boost::asio::awaitable<bool> wait(Tick deadline) {
    if (open_) co_return true;
    timer_.expires_at(deadline);
    boost::system::error_code ignored;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    co_return open_;
  }

 private:
  boost::asio::steady_timer timer_;
  bool open_ = false;
};

}  // namespace recess::sandbox
