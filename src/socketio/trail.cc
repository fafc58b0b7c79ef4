#include "socketio/trail.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace recess::socketio {
namespace {

// The text, its frame as sent, and what holds them. Counted for every trail an event is in, though they share it.
std::size_t cost_of(const OutEvent& event) { return 2 * event.bytes() + 256; }

}  // namespace

std::optional<std::uint64_t> parse_offset(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void Trail::record(OutEventRef event, bool away) {
  if (away && event->lane() == Lane::latest) {
    for (auto older = events_.rbegin(); older != events_.rend() && (*older)->offset() > away_from_; ++older) {
      if ((*older)->lane() != Lane::latest || (*older)->latest_key() != event->latest_key()) continue;
      bytes_ -= cost_of(**older);
      events_.erase(std::next(older).base());
      break;
    }
  }
  bytes_ += cost_of(*event);
  events_.push_back(std::move(event));
  while (events_.size() > limits_.events || bytes_ > limits_.bytes) drop_oldest();
}

std::optional<std::vector<OutEventRef>> Trail::after(std::optional<std::uint64_t> offset) const {
  const std::uint64_t seen = std::max(offset.value_or(born_), born_);
  if (seen < evicted_) return std::nullopt;
  const auto at = std::ranges::lower_bound(events_, seen, {}, [](const OutEventRef& event) { return event->offset(); });
  if (seen == evicted_) return std::vector(at, events_.end());
  if (at == events_.end() || (*at)->offset() != seen) return std::nullopt;
  return std::vector(std::next(at), events_.end());
}

bool Trail::drop_oldest() {
  if (events_.empty()) return false;
  evicted_ = events_.front()->offset();
  bytes_ -= cost_of(*events_.front());
  events_.pop_front();
  return true;
}

}  // namespace recess::socketio
