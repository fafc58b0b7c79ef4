// The server's side of one box, from the wish for it to the moment when nothing of it is left. A box is idle in the
// pool first; attach() brings its game.
#pragma once

#include "kernel/clock.h"
#include "kernel/unique_fd.h"
#include "sandbox/channel.h"
#include "sandbox/control_group.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace recess::sandbox {

// What is known of a box when it is gone.
struct BoxEnd {
  std::optional<int> wait_status;
  std::optional<std::string> failure;
  std::uint64_t peak_bytes = 0;
  std::chrono::milliseconds cpu{0};
};

class BoxLink : public std::enable_shared_from_this<BoxLink> {
 public:
  struct Events {
    std::function<void()> on_ready;
    std::function<void(int landlock_abi)> on_confined;
    std::function<void(const BoxEnd&)> on_gone;
  };

  BoxLink(boost::asio::io_context& loop, UniqueFd boot, std::unique_ptr<ControlGroup> group);
  // Replaces the events; those of an idle box are the pool's, those of a running one the play's.
  void watch(Events events) { events_ = std::move(events); }
  void start();

  // Hands over a game. False: the box has gone meanwhile.
  bool attach(std::string_view payload, int folder, int output, int control);
  // Kills every process of the box. on_gone follows.
  void kill();
  // An idle box that is not wanted any more: it ends by itself when its socket closes. No events follow.
  void discard();

  UniqueFd take_listener() { return std::move(listener_); }
  bool ready() const { return ready_; }
  bool gone() const { return gone_; }
  pid_t game_pid() const { return game_pid_; }
  Tick made() const { return made_; }
  std::uint32_t facts() const { return facts_; }
  const ControlGroup* group() const { return group_.get(); }
  std::unique_ptr<ControlGroup> take_group() { return std::move(group_); }

 private:
  void on_message(Message message);
  void on_socket_end();
  void watch_process();
  void finish();

  boost::asio::io_context& loop_;
  std::shared_ptr<Channel> boot_;
  boost::asio::posix::stream_descriptor process_;  // pidfd of the init
  UniqueFd listener_;
  std::unique_ptr<ControlGroup> group_;
  Events events_;
  BoxEnd end_;
  pid_t game_pid_ = 0;
  std::uint32_t facts_ = 0;
  bool ready_ = false;
  bool gone_ = false;
  const Tick made_ = tick_now();
};

}  // namespace recess::sandbox
