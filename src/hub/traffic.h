// How fast one socket may send. Whoever is too fast is slowed down; who stays too fast for long loses sensor samples,
// which are outdated anyway. Rules only: the time is handed in.
#pragma once

#include "hub/limits.h"
#include "kernel/clock.h"
#include "socketio/budget.h"

#include <cstddef>
#include <optional>

namespace recess::hub {

class Pace {
 public:
  Pace(Rate events, Rate bytes, Tick now)
      : events_(events.per_second, events.burst, now), bytes_(bytes.per_second, bytes.burst, now) {}

  // Counts an event that has arrived; returns how long its sender should pause (at most kLongestPause).
  Millis arrived(std::size_t bytes, Tick now);
  // Over the rate of events without a break for longer than kPatience.
  bool incorrigible(Tick now) const { return over_since_ && now - *over_since_ >= kPatience; }

 private:
  socketio::Budget events_;
  socketio::Budget bytes_;
  std::optional<Tick> over_since_{};
};

struct Traffic {
  Traffic(double events_per_second, Tick now);
  // At most one complaint about going over a limit in kComplaintInterval.
  bool may_complain(Tick now);

  Pace pace;
  socketio::Budget broadcasts;
  socketio::Budget registrations;
  socketio::Budget heavy_requests;
  socketio::Budget replies;

 private:
  std::optional<Tick> complained_{};
};

}  // namespace recess::hub
