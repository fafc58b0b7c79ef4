// Boxes that wait for a game. Kept at a wished number, made one at a time and only while nobody waits for one; when
// somebody does, boxes are made at once.
#pragma once

#include "kernel/clock.h"
#include "sandbox/box_link.h"
#include "sandbox/control_group.h"
#include "sandbox/gate.h"
#include "sandbox/keeper_link.h"
#include "sandbox/plan.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess::sandbox {

class Pool {
 public:
  // The three outlive the pool. `plan` gives what every box has from its beginning, whatever it will play.
  Pool(boost::asio::io_context& loop, KeeperLink& keeper, ControlGroups& groups, const LaunchPlan& plan,
       std::size_t wished);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();

  // A ready box, now or by the deadline; null otherwise.
  boost::asio::awaitable<std::shared_ptr<BoxLink>> take(Tick deadline);
  std::size_t warm() const { return ready_.size(); }
  // The zygote is there (again): fill up. Boxes that were asked of the one before will not come.
  void fill();
  // Lets all idle boxes go, and everybody who waits for one, with nothing.
  void clear();
  // Why boxes could not be made lately.
  const std::string& failure() const { return failure_; }

 private:
  struct Waiter {
    explicit Waiter(boost::asio::io_context& loop) : gate(loop) {}
    Gate gate;
    std::shared_ptr<BoxLink> box;
  };
  bool make_one();
  void on_ready(const std::shared_ptr<BoxLink>& box);
  void on_gone(const std::shared_ptr<BoxLink>& box, const BoxEnd& end);
  void refill_after(std::chrono::milliseconds pause);
  void retire_aged();
  void give_up_slow();

  boost::asio::io_context& loop_;
  KeeperLink& keeper_;
  ControlGroups& groups_;
  const LaunchPlan plan_;
  const std::size_t wished_;
  boost::asio::steady_timer refill_;
  std::vector<std::shared_ptr<BoxLink>> coming_;
  std::deque<std::shared_ptr<BoxLink>> ready_;
  std::deque<std::shared_ptr<Waiter>> waiters_;
  std::string failure_;
  const std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace recess::sandbox
