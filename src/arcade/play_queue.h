// Who waits for a place: first come, first served, one place in the line per person. Pure.
//
// A ticket is the whole memory of a place in the line: game, person and time of entry, signed. A server that has
// restarted knows nothing, takes the tickets as they are polled, and restores the order from their times.
#pragma once

#include "arcade/secrets.h"
#include "kernel/clock.h"
#include "kernel/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

// A person as far as plays are concerned: "p12" an account, "b<browser>" an anonymous browser.
using Visitor = std::string;

struct Ticket {
  std::int64_t game = 0;
  Visitor visitor;
  Instant entered{};
};

// A text that is safe in URLs as long as the visitor is.
std::string seal_ticket(const Ticket& ticket, const Secrets& secrets);
Result<Ticket> open_ticket(std::string_view sealed, const Secrets& secrets);

class PlayQueue {
 public:
  static constexpr std::size_t kLongest = 200;
  static constexpr Seconds kAbandonedAfter{10};

  struct Waiting {
    Ticket ticket;
    std::string sealed;
    Tick last_polled;
  };

  // Enters or re-enters; polling counts as a sign of life. Refuses (too_many) when the line is full. A person who
  // enters for another game gives up the place for the first.
  Result<> enter(Ticket ticket, std::string sealed, Tick now);
  bool leave(std::string_view sealed);
  void forget(const Visitor& visitor);
  // Drops those who no longer poll; true if anybody was dropped.
  bool drop_abandoned(Tick now);
  // 1 is next; 0 is not in the line.
  std::size_t position(std::string_view sealed) const;
  std::optional<Waiting> take_first();
  bool empty() const { return line_.empty(); }
  const std::vector<Waiting>& line() const { return line_; }

  // A place became free: for the estimate.
  void place_freed(Tick now);
  // The median of the last 20 intervals between places becoming free, times the position; nothing without a history.
  std::optional<double> estimate_seconds(std::size_t position) const;

 private:
  std::vector<Waiting> line_;  // by time of entry
  std::vector<Tick> freed_;
};

}  // namespace recess::arcade
