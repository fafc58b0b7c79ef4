// One world that runs: the rules, its clock, what is not on disk yet, and its map. It decides commands one after
// another; whoever asked waits for the ticket before answering. Loop thread only.
#pragma once

#include "kernel/clock.h"
#include "kernel/random.h"
#include "kernel/result.h"
#include "mocean/world.h"
#include "worlds/map_feed.h"
#include "worlds/unsaved.h"
#include "worlds/world_clock.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace recess::worlds {

class LiveWorld {
 public:
  struct Decision {
    mocean::Answer answer;
    bool recorded = false;  // it made rows
    Unsaved::Ticket ticket;
  };
  // A row decided by the teacher, or why not.
  struct Change {
    Result<void> outcome;
    Unsaved::Ticket ticket;
  };
  using Decide = std::function<Result<std::string>(mocean::World&, mocean::WorldTime)>;

  // The clock goes on from the world's own time.
  LiveWorld(mocean::World world, Unsaved::Send send);
  LiveWorld(const LiveWorld&) = delete;
  LiveWorld& operator=(const LiveWorld&) = delete;

  const std::string& name() const { return world_.name(); }
  const mocean::World& rules() const { return world_; }
  mocean::WorldTime now() const { return clock_.at(tick_now()); }

  // `command`: may change the world. Plain reads answer at once, commands when what they build on is on disk.
  Decision ask(const mocean::Ask& ask, bool command, Random& chance);
  Decision ask_batch(std::string_view json, const mocean::Caller& caller, Random& chance);
  Change change(const Decide& decide);
  boost::asio::awaitable<bool> saved(Unsaved::Ticket ticket);

  // Four times a second: lets time pass, notes that it did, draws the map.
  void tick();
  MapFeed& feed() { return feed_; }

  // Entries sent since the last picture was taken.
  std::uint64_t sent_since_picture() const { return sent_; }
  // The state now, with everything sent so far.
  mocean::Snapshot picture() {
    sent_ = 0;
    return world_.snapshot();
  }

 private:
  void follow_pause(Tick since);
  void note_season(mocean::WorldTime now);

  mocean::World world_;
  WorldClock clock_;
  std::uint64_t sent_ = 0;
  std::uint64_t ticks_ = 0;
  std::uint32_t season_ = 0;  // as last seen; 0: not yet
  mocean::SeasonState season_state_{};
  Unsaved unsaved_;
  MapFeed feed_;
};

// "main" -> "", "blue" -> "/w/blue": what stands before a route of that world.
std::string world_prefix(std::string_view world);

}  // namespace recess::worlds
