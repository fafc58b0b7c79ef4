// When a player has to be looked at again. Most ticks change nothing for most players; each has a time before which
// nothing can happen to it, and only those whose time has come cost anything. What is due follows from the state, so it
// is never stored.
#pragma once

#include "mocean/world.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

namespace recess::mocean {

class Wake {
 public:
  static constexpr WorldTime kNever = WorldTime::max();

  void set(PlayerId id, WorldTime due) {
    if (id >= due_.size()) due_.resize(id + 1, kNever);
    if (due_[id] == due) return;
    due_[id] = due;
    if (due == kNever) return;
    push(due, id);
    if (heap_.size() > 4 * due_.size() + 1024) tidy();
  }
  // The earliest time at which somebody is due.
  WorldTime next() {
    while (!heap_.empty() && due_[heap_.front().second] != heap_.front().first) pop();
    return heap_.empty() ? kNever : heap_.front().first;
  }
  // Takes one out of those due at next(), lowest id first.
  PlayerId take() {
    const PlayerId id = heap_.front().second;
    pop();
    due_[id] = kNever;
    return id;
  }
  void clear() {
    heap_.clear();
    due_.clear();
  }

 private:
  using Entry = std::pair<WorldTime, PlayerId>;
  void push(WorldTime due, PlayerId id) {
    heap_.emplace_back(due, id);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  }
  void pop() {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.pop_back();
  }
  // Drops what has been overtaken.
  void tidy() {
    heap_.clear();
    for (PlayerId id = 0; id < due_.size(); ++id) {
      if (due_[id] != kNever) heap_.emplace_back(due_[id], id);
    }
    std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
  }

  std::vector<Entry> heap_;  // may hold entries that were overtaken: due_ says what holds
  std::vector<WorldTime> due_;
};

}  // namespace recess::mocean
