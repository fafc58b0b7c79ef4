// One play on the server's side: brings the game into its box, reads its output and its launcher's lines no faster than
// allowed, watches its limits, and says once how it ended.
#pragma once

#include "sandbox/box_link.h"
#include "sandbox/launcher_line.h"
#include "sandbox/limit_watch.h"
#include "sandbox/plan.h"
#include "sandbox/sandbox.h"
#include "sandbox/token_bucket.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess::sandbox {

class PlayRun : public std::enable_shared_from_this<PlayRun> {
 public:
  struct Settings {
    LaunchPlan plan;
    Limits limits;
    std::string filter;    // BPF; empty only in tests of the other layers
    bool landlock = true;  // false only there
  };
  // `on_settled`: confined and waiting for go, or ended before. `on_over`: nothing is left; the owner lets go.
  struct Watchers {
    std::function<void()> on_settled;
    std::function<void()> on_over;
  };

  PlayRun(boost::asio::io_context& loop, Settings settings, std::shared_ptr<BoxLink> box, PlayCallbacks callbacks);
  void watch(Watchers watchers) { watchers_ = std::move(watchers); }

  // Once. False: the box is gone, or no descriptors are left.
  bool begin(const LaunchRequest& request, UniqueFd folder);
  // From here on the play is somebody's: on_ended will be called.
  void accept() { accepted_ = true; }
  void go();
  void stop();
  void kill();
  // Kills and never calls back again, except on_over.
  void abandon();

  bool confined() const { return confined_ && !over_; }
  int pid() const { return box_->game_pid(); }
  Play::Usage usage() const { return usage_; }
  int landlock_abi() const { return landlock_abi_; }
  const std::optional<std::string>& failure() const { return failure_; }
  const std::shared_ptr<BoxLink>& box() const { return box_; }

 private:
  void send_line(std::string_view line);
  void read_output();
  void take_output(std::size_t most);
  void read_control();
  void take_control(std::size_t most);
  void on_line(std::string_view line);
  void look_at_limits();
  Reading read_meters() const;
  void end_by(std::string limit);
  void settle();
  void on_gone(const BoxEnd& end);

  boost::asio::io_context& loop_;
  const Settings settings_;
  const std::shared_ptr<BoxLink> box_;
  std::shared_ptr<const PlayCallbacks> callbacks_;  // shared, because a callback may let go of the play
  Watchers watchers_;

  boost::asio::posix::stream_descriptor output_;
  boost::asio::steady_timer output_pause_;
  TokenBucket output_rate_;
  std::uint64_t output_bytes_ = 0;

  boost::asio::posix::stream_descriptor control_;
  boost::asio::steady_timer control_pause_;
  TokenBucket control_rate_;
  LineCutter lines_;

  boost::asio::steady_timer watch_timer_;
  LimitWatch watch_;
  Play::Usage usage_;
  std::uint64_t peak_bytes_ = 0;

  std::optional<std::string> limit_;
  std::optional<std::string> failure_;
  bool asked_ = false;
  bool confined_ = false;
  bool accepted_ = false;
  bool over_ = false;
  int landlock_abi_ = 0;
};

// What launch() gives out.
std::unique_ptr<Play> make_play(std::shared_ptr<PlayRun> run);

}  // namespace recess::sandbox
