// The desk where plays are handed out: places, the queue, who may enter a play and how, and what the pages want to
// know. Owns every live play. Loop thread only.
#pragma once

#include "arcade/live_play.h"
#include "arcade/play_queue.h"
#include "arcade/names.h"
#include "arcade/ports.h"
#include "arcade/secrets.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace recess::arcade {

struct DeskOptions {
  int places = 15;
  bool spectators = true;
  HiddenNames hidden_names;
};

// What pressing Play led to.
struct Pressed {
  std::string play{};    // its id, when it started
  std::string ticket{};  // otherwise the place in the line
};

struct QueueAnswer {
  std::string_view state;  // waiting, starting, running, gone
  std::size_t position = 0;
  std::optional<double> estimate_s{};
  std::string play{};  // when it has started
};

// How somebody may enter a play's hall.
struct Entry {
  enum class Role : std::uint8_t { refused, controller, spectator, script } role = Role::refused;
  PlayHall* hall = nullptr;
  std::string visitor{};
  std::string refusal{};
};

class PlayDesk final : public Plays {
 public:
  PlayDesk(PlayEnvironment environment, const Secrets& secrets, DeskOptions options);
  ~PlayDesk() override;

  // Before serving: closes what the last run left open, and makes ids go on from the newest. Blocks.
  Result<> recover();

  // Refusals: not_found (no such game), conflict (nothing to play), unavailable (no sandbox), too_many (the line is
  // full).
  boost::asio::awaitable<Result<Pressed>> press(Person person, GameId game, std::string play_id = {});
  QueueAnswer poll_queue(std::string_view sealed);
  void leave_queue(std::string_view sealed);

  std::shared_ptr<LivePlay> find(std::string_view id) const;
  std::shared_ptr<LivePlay> find_by_join_code(std::string_view code) const;
  const std::map<std::string, std::shared_ptr<LivePlay>, std::less<>>& live() const { return live_; }

  // A ticket cookie lets its holder steer one play.
  std::string entry_ticket(std::string_view play, const Visitor& visitor) const;
  Entry admit(std::string_view play, std::string_view ticket) const;

  // Compares the rows with what lives, and closes those that nothing stands behind. Returns how many.
  boost::asio::awaitable<Result<int>> reconcile();

  // Ends every play and waits for them; for a clean stop. Rows end as server_restarted.
  boost::asio::awaitable<void> close();

  int running() const override;
  int places() const override { return options_.places; }
  SandboxState sandbox() const override;
  std::vector<QueuedPress> queue() const override;
  boost::asio::awaitable<boost::json::array> running_plays(const Viewer& viewer) override;
  boost::asio::awaitable<std::optional<PlayPage>> play_page(const Viewer& viewer, std::string id) override;
  boost::asio::awaitable<void> end_all_of(GameId game, EndedBy by) override;
  std::string next_play_id() override;

  PlayEnvironment& environment() { return environment_; }

 private:
  Pressed start(const Person& person, GameToPlay game, std::string play_id, Millis queued);
  boost::asio::awaitable<void> look_after(std::shared_ptr<LivePlay> play);
  boost::asio::awaitable<void> serve_queue();
  boost::asio::awaitable<void> keep_house();
  int taken() const { return running() + reserved_; }
  void tell_waiting();

  PlayEnvironment environment_;
  const Secrets& secrets_;
  DeskOptions options_;
  std::map<std::string, std::shared_ptr<LivePlay>, std::less<>> live_;
  PlayQueue line_;
  // Ticket to play, for those who poll once more; empty while the play is being started.
  std::map<std::string, std::string, std::less<>> started_tickets_;
  std::map<GameId, std::string> waiting_names_;
  std::int64_t last_number_ = 0;
  int reserved_ = 0;  // places given to the first in line while the game is looked up
  bool serving_queue_ = false;
  bool closing_ = false;
  Tick queue_opens_;  // after a restart, those who waited get time to come back before places are given out
  boost::asio::steady_timer house_timer_;
};

}  // namespace recess::arcade
