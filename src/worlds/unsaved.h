// Commands of one world that are decided and applied, but whose rows are not on disk yet. Replies wait here. When rows
// cannot be written, the world goes back to what it was before them, and everybody who waits for them or for anything
// decided since is told so: that was decided on a state that never came to be. Loop thread only.
#pragma once

#include "mocean/world.h"
#include "worlds/wait_list.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class Unsaved {
 private:
  struct Entry;

 public:
  // Called once, later: true when the rows are on disk, false when they never will be. Entries end in the order in
  // which they were sent, and after one that failed so do all that had been sent by then.
  using Done = std::function<void(bool saved)>;
  // Keeps all of these rows, or none.
  using Send = std::function<void(mocean::WorldTime time, std::vector<std::string> rows, Done done)>;

  // What a reply waits for. An empty one waits for nothing.
  class Ticket {
   public:
    bool waits() const { return entry_ != nullptr; }

   private:
    friend class Unsaved;
    std::shared_ptr<Entry> entry_;
  };

  Unsaved(mocean::World& world, Send send) : world_(world), send_(std::move(send)) {}
  ~Unsaved();
  Unsaved(const Unsaved&) = delete;
  Unsaved& operator=(const Unsaved&) = delete;

  // Before a command is decided: the world may be taken back to here.
  void begin() { mark_ = world_.mark(); }
  // After it: its rows, perhaps none. The ticket covers them and every row before them, so that nobody is told of a
  // change that may still be undone.
  Ticket keep(std::vector<std::string> rows, mocean::WorldTime time);
  // True once the rows are on disk; false: they will never be, and the world is as if they had not been.
  boost::asio::awaitable<bool> saved(Ticket ticket);

  std::size_t size() const { return entries_.size(); }

 private:
  void done(const std::shared_ptr<Entry>& entry, bool saved);
  void take_back();

  mocean::World& world_;
  Send send_;
  mocean::UndoMark mark_{};                     // by begin()
  std::deque<std::shared_ptr<Entry>> entries_;  // in order
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace recess::worlds
