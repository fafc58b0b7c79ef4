#include "arcade/play_queue.h"

#include "kernel/text.h"

#include <sodium.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace recess::arcade {
namespace {

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the terminator
  return text;
}

std::optional<std::string> unbase64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &length, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

std::string signature(std::string_view payload, std::string_view key) {
  std::array<unsigned char, 24> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(payload.data()), payload.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return base64({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace

std::string seal_text(std::string_view text, std::string_view key) {
  const std::string payload = base64(text);
  return payload + "." + signature(payload, key);
}

std::optional<std::string> open_text(std::string_view sealed, std::string_view key) {
  const std::size_t dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view payload = sealed.substr(0, dot);
  const std::string right = signature(payload, key);
  const std::string_view given = sealed.substr(dot + 1);
  if (given.size() != right.size() || sodium_memcmp(given.data(), right.data(), right.size()) != 0) return std::nullopt;
  return unbase64(payload);
}

std::string seal_ticket(const Ticket& ticket, std::string_view key) {
  return seal_text(fmt::format("queue {} {} {}", ticket.game, to_micros(ticket.entered), ticket.visitor), key);
}

Result<Ticket> open_ticket(std::string_view sealed, std::string_view key) {
  const Error forged = refuse(Code::forbidden, "this is not a ticket of this server");
  const auto text = open_text(sealed, key);
  if (!text || !text->starts_with("queue ")) return forged;
  const std::size_t game_end = text->find(' ', 6);
  const std::size_t time_end = text->find(' ', game_end + 1);
  const auto game = parse_integer(std::string_view(*text).substr(6, game_end - 6));
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
