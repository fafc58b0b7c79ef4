// The clock of one world: whole microseconds that grow while the server runs and the world is not paused. It knows no
// wall clock: setting the machine's clock back or forth changes nothing here. Pure.
#pragma once

#include "kernel/clock.h"
#include "mocean/world.h"

#include <algorithm>

namespace recess::worlds {

class WorldClock {
 public:
  // Stands still at `from` until start().
  explicit WorldClock(mocean::WorldTime from = {}) : from_(from) {}

  void start(Tick now) {
    if (running_) return;
    running_ = true;
    since_ = now;
  }
  void stop(Tick now) {
    from_ = at(now);
    running_ = false;
  }
  mocean::WorldTime at(Tick now) const {
    if (!running_) return from_;
    return from_ + std::max(std::chrono::duration_cast<Micros>(now - since_), Micros::zero());
  }
  bool running() const { return running_; }

 private:
  mocean::WorldTime from_;
  Tick since_{};
  bool running_ = false;
};

}  // namespace recess::worlds
