// Commands of one world that are decided and applied, but whose rows are not on disk yet. Replies wait here. When a row
// cannot be written, the world goes back to what the disk knows, and everybody who waits behind it is told so.
//
// Rows leave in groups, one for all commands of a turn of the loop. Each group remembers the world as it was before; if
// some of its rows are on disk and the next is not, the world is taken back to before the group and folds the rows that
// are. Loop thread only.
#pragma once

#include "mocean/world.h"
#include "worlds/wait_list.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class Unsaved {
 private:
  struct Group;

 public:
  // Says how the row handed over ended, once, later. Rows end in the order in which they were handed over, and after
  // one that failed, so do all that had been handed over by then.
  using Done = std::function<void(bool saved)>;
  using Send = std::function<void(mocean::WorldTime time, std::string row, Done done)>;

  // What a reply waits for. An empty one waits for nothing.
  class Ticket {
   public:
    bool waits() const { return group_ != nullptr; }

   private:
    friend class Unsaved;
    std::shared_ptr<Group> group_;
    std::size_t rows_ = 0;  // of the group that must be on disk
  };

  // `later` runs a function at the end of this turn of the loop.
  // Rows so far, on disk: `seq`.
  Unsaved(mocean::World& world, std::uint64_t seq, Send send, std::function<void(std::function<void()>)> later);
  ~Unsaved();

  // Before a command is decided: the world may be taken back to here.
  void begin();
  // After it: its rows, perhaps none. The ticket covers them and every row before them, so that nobody is told of a
  // change that may still be undone.
  Ticket keep(std::vector<std::string> rows, mocean::WorldTime time);
  // True once the rows are on disk; false: they will never be, and the world is as if they had not been.
  boost::asio::awaitable<bool> saved(Ticket ticket);

  bool empty() const { return groups_.empty(); }
  // The number of the last row, on disk or not.
  std::uint64_t seq() const { return seq_; }
  // How often the world was taken back.
  std::size_t rolled_back() const { return rolled_back_; }

 private:
  void flush();
  void row_done(const std::shared_ptr<Group>& group, bool saved);
  void group_saved();
  void group_failed();

  mocean::World& world_;
  std::uint64_t seq_;
  Send send_;
  std::function<void(std::function<void()>)> later_;
  mocean::UndoMark mark_{};                    // taken by begin()
  std::deque<std::shared_ptr<Group>> groups_;  // in order; the last may still be open
  std::size_t rolled_back_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace recess::worlds
