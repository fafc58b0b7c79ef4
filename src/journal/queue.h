// What waits to become durable, in order: the rules of group commit, without thread, clock or file. One group is out at
// a time; meanwhile the next one gathers, so no group ever waits for a timer and a lone entry goes out at once.
#pragma once

#include "journal/types.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace recess::journal {

inline constexpr std::size_t kGroupRows = 512;

// The entry's last row number once it is durable, or why it never will be.
using Done = std::function<void(Result<Seq>)>;

class Queue {
 public:
  struct Told {
    Done done;
    Result<Seq> outcome;
  };

  void add(Entry entry, Done done);
  bool out() const { return out_ != 0; }  // a group is at the file
  bool waiting() const { return entries_.size() > out_; }
  std::size_t rows() const { return rows_; }  // at the file or waiting

  // The next group, at most kGroupRows rows (one entry with more goes alone); empty while one is out.
  std::vector<Entry> take();
  // The outcome of the group that was out. A failure is everybody's who waits: what was decided after the failed rows
  // was decided on a state that never came to be. Tell in this order.
  std::vector<Told> settle(const Result<std::vector<Seq>>& outcome);

 private:
  struct Waiting {
    Entry entry;  // taken from here when its group goes out
    std::size_t rows;
    Done done;
  };
  std::deque<Waiting> entries_;
  std::size_t out_ = 0;  // that many at the front are at the file
  std::size_t rows_ = 0;
};

}  // namespace recess::journal
