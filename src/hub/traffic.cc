#include "hub/traffic.h"

#include <algorithm>

namespace recess::hub {

Millis Pace::arrived(std::size_t bytes, Tick now) {
  const Millis events = events_.owe(1, now);
  if (events == Millis{0}) over_since_.reset();
  else if (!over_since_) over_since_ = now;
  const Millis pause = std::max(events, bytes_.owe(static_cast<double>(bytes), now));
  return std::min(pause, kLongestPause);
}

Traffic::Traffic(double events_per_second, Tick now)
    : pace(event_rate(events_per_second), kByteRate, now),
      broadcasts(kBroadcastRate.per_second, kBroadcastRate.burst, now),
      registrations(kRegistrationRate.per_second, kRegistrationRate.burst, now),
      heavy_requests(kHeavyRate.per_second, kHeavyRate.burst, now),
      replies(kReplyRate.per_second, kReplyRate.burst, now) {}

bool Traffic::may_complain(Tick now) {
  if (complained_ && now - *complained_ < kComplaintInterval) return false;
  complained_ = now;
  return true;
}

}  // namespace recess::hub
