#include "arcade/play_queue.h"

#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::arcade {
namespace {

constexpr std::string_view kPurpose = "place in the line";

}  // namespace

std::string seal_ticket(const Ticket& ticket, const Secrets& secrets) {
  return secrets.sign(kPurpose, fmt::format("{}~{}~{}", ticket.game, to_micros(ticket.entered), ticket.visitor));
}

Result<Ticket> open_ticket(std::string_view sealed, const Secrets& secrets) {
  const Error forged = refuse(Code::forbidden, "this is not a ticket of this server");
  const auto text = secrets.open_signed(kPurpose, sealed);
  if (!text) return forged;
  const std::size_t game_end = text->find('~');
  const std::size_t time_end = text->find('~', game_end + 1);
  if (game_end == std::string::npos || time_end == std::string::npos) return forged;
  const auto game = parse_integer(std::string_view(*text).substr(0, game_end));
  const auto micros = parse_integer(std::string_view(*text).substr(game_end + 1, time_end - game_end - 1));
  if (!game || !micros) return forged;
  return Ticket{*game, text->substr(time_end + 1), from_micros(*micros)};
}

Result<> PlayQueue::enter(Ticket ticket, std::string sealed, Tick now) {
  for (Waiting& waiting : line_) {
    if (waiting.sealed == sealed) {
      waiting.last_polled = now;
      return {};
    }
  }
  forget(ticket.visitor);
  if (line_.size() >= kLongest) return refuse(Code::too_many, "too many people are waiting already; try again later");
  const auto place = std::upper_bound(line_.begin(), line_.end(), ticket.entered,
                                      [](Instant entered, const Waiting& w) { return entered < w.ticket.entered; });
  line_.insert(place, Waiting{std::move(ticket), std::move(sealed), now});
  return {};
}

bool PlayQueue::leave(std::string_view sealed) {
  return std::erase_if(line_, [&](const Waiting& w) { return w.sealed == sealed; }) > 0;
}

void PlayQueue::forget(const Visitor& visitor) {
  std::erase_if(line_, [&](const Waiting& w) { return w.ticket.visitor == visitor; });
}

bool PlayQueue::drop_abandoned(Tick now) {
  return std::erase_if(line_, [&](const Waiting& w) { return now - w.last_polled > kAbandonedAfter; }) > 0;
}

std::size_t PlayQueue::position(std::string_view sealed) const {
  for (std::size_t i = 0; i < line_.size(); ++i) {
    if (line_[i].sealed == sealed) return i + 1;
  }
  return 0;
}

std::optional<PlayQueue::Waiting> PlayQueue::take_first() {
  if (line_.empty()) return std::nullopt;
  Waiting first = std::move(line_.front());
  line_.erase(line_.begin());
  return first;
}

void PlayQueue::place_freed(Tick now) {
  freed_.push_back(now);
  if (freed_.size() > 21) freed_.erase(freed_.begin());
}

std::optional<double> PlayQueue::estimate_seconds(std::size_t position) const {
  if (freed_.size() < 2 || position == 0) return std::nullopt;
  std::vector<double> intervals;
  for (std::size_t i = 1; i < freed_.size(); ++i) {
    intervals.push_back(std::chrono::duration<double>(freed_[i] - freed_[i - 1]).count());
  }
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::nth_element(intervals.begin(), middle, intervals.end());
  return *middle * static_cast<double>(position);
}

}  // namespace recess::arcade
