#include "socketio/outbox.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace recess::socketio {

void Outbox::push(OutEventRef event) {
  if (event->lane() == Lane::disposable) {
    if (disposable_ > 0 && has_disposable(event->latest_key())) return;
    ++disposable_;
  }
  bytes_ += event->bytes();
  waiting_.push_back({std::move(event)});
  // Making room looks at everything that waits, so it is done again only when an eighth has been added.
  const bool grown = events() > tidied_events_ + tidied_events_ / 8 || bytes_ > tidied_bytes_ + tidied_bytes_ / 8;
  if (full() && grown) make_room();
}

Outbox::Packet Outbox::pop() {
  Entry& front = waiting_.front();
  Packet packet{front.event, front.sent};
  bytes_ -= front.event->packet_bytes(front.sent);
  if (++front.sent == front.event->packets()) {
    if (front.event->lane() == Lane::disposable) --disposable_;
    waiting_.pop_front();
  }
  if (waiting_.empty()) tidied_events_ = tidied_bytes_ = 0;
  return packet;
}

std::vector<Outbox::Packet> Outbox::pop(std::size_t max_packets, std::size_t max_bytes) {
  std::vector<Packet> packets;
  std::size_t bytes = 0;
  while (!waiting_.empty() && packets.size() < max_packets) {
    const Entry& front = waiting_.front();
    bytes += front.event->packet_bytes(front.sent);
    if (!packets.empty() && bytes > max_bytes) break;
    packets.push_back(pop());
  }
  return packets;
}

void Outbox::clear() {
  waiting_.clear();
  bytes_ = disposable_ = tidied_events_ = tidied_bytes_ = 0;
}

bool Outbox::has_disposable(const std::string& key) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Entry& entry) {
    return entry.event->lane() == Lane::disposable && entry.event->latest_key() == key;
  });
}

// Never drops an event of which a packet has left: the rest of it is awaited.
template <class Predicate>
void Outbox::drop_if(Predicate dispensable) {
  const auto drop = [&](const Entry& entry) {
    if (entry.sent > 0 || !dispensable(*entry.event)) return false;
    bytes_ -= entry.event->bytes();
    if (entry.event->lane() == Lane::disposable) --disposable_;
    return true;
  };
  std::erase_if(waiting_, drop);
}

void Outbox::make_room() {
  if (disposable_ > 0) drop_if([](const OutEvent& event) { return event.lane() == Lane::disposable; });
  if (full()) {
    std::unordered_set<std::string_view> newer;
    std::unordered_set<const OutEvent*> newest;
    for (auto entry = waiting_.rbegin(); entry != waiting_.rend(); ++entry) {
      const OutEvent& event = *entry->event;
      if (event.lane() == Lane::latest && newer.insert(event.latest_key()).second) newest.insert(&event);
    }
    drop_if([&](const OutEvent& event) { return event.lane() == Lane::latest && !newest.contains(&event); });
  }
  tidied_events_ = events();
  tidied_bytes_ = bytes_;
}

}  // namespace recess::socketio
