// A token bucket: so much a second on average, so much at once. May go into debt; the debt says how long to wait. A
// rate of 0 is no limit.
#pragma once

#include "kernel/clock.h"

#include <algorithm>

namespace recess::socketio {

class Budget {
 public:
  Budget(double per_second, double burst, Tick now)
      : per_second_(per_second), burst_(burst), tokens_(burst), filled_(now) {}

  // Takes the cost if there is enough.
  bool spend(double cost, Tick now) {
    if (per_second_ <= 0) return true;
    fill(now);
    if (tokens_ < cost) return false;
    tokens_ -= cost;
    return true;
  }

  // Takes the cost in any case, and returns how long it takes until the debt is paid.
  Millis owe(double cost, Tick now) {
    if (per_second_ <= 0) return Millis{0};
    fill(now);
    tokens_ -= cost;
    if (tokens_ >= 0) return Millis{0};
    return Millis{static_cast<Millis::rep>(-tokens_ / per_second_ * 1000) + 1};
  }

  bool is_full(Tick now) {
    if (per_second_ <= 0) return true;
    fill(now);
    return tokens_ >= burst_;
  }

 private:
  void fill(Tick now) {
    const double seconds = std::chrono::duration<double>(now - filled_).count();
    if (seconds <= 0) return;
    tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
    filled_ = now;
  }

  double per_second_;
  double burst_;
  double tokens_;
  Tick filled_;
};

}  // namespace recess::socketio
