// What was sent to one recoverable socket, newest last: a bounded ring, so that a client that returns and names the
// last event it had gets the rest. Rules only.
//
// Every event in it carries its number as its last argument: the offset. Numbers grow within a socket and are shared by
// everybody a broadcast goes to, so that its bytes are still built once.
#pragma once

#include "socketio/out_event.h"
#include "socketio/recovery_limits.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace recess::socketio {

// The number in a client's `offset`, or nothing if this was never one of ours.
std::optional<std::uint64_t> parse_offset(std::string_view text);

class Trail {
 public:
  // `born`: every number given so far is not above it.
  Trail(TrailLimits limits, std::uint64_t born) : limits_(limits), born_(born), evicted_(born), away_from_(born) {}

  // `event` has an offset above last(). While the socket is away a newer sample replaces an older one of the same key,
  // which nobody has seen. Over a bound the oldest go.
  void record(OutEventRef event, bool away);
  // From now on nothing that is recorded has been sent to anybody.
  void went_away() { away_from_ = last(); }
  // What the client has missed. No offset, or one from before this trail: it has had nothing of it yet. Nothing: the
  // offset is too old, or was never sent here.
  std::optional<std::vector<OutEventRef>> after(std::optional<std::uint64_t> offset) const;
  bool drop_oldest();

  std::uint64_t last() const { return events_.empty() ? evicted_ : events_.back()->offset(); }
  std::size_t bytes() const { return bytes_; }
  const std::deque<OutEventRef>& events() const { return events_; }

  // For a trail that outlives its process.
  std::uint64_t born() const { return born_; }
  std::uint64_t evicted() const { return evicted_; }
  void set_evicted(std::uint64_t number) { evicted_ = number; }

 private:
  TrailLimits limits_;
  std::uint64_t born_;
  std::uint64_t evicted_;  // the newest number that is no longer here, at least born_
  std::uint64_t away_from_;
  std::deque<OutEventRef> events_{};
  std::size_t bytes_ = 0;
};

}  // namespace recess::socketio
