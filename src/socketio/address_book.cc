#include "socketio/address_book.h"

#include <algorithm>
#include <iterator>

namespace recess::socketio {

bool AddressBook::admit(std::string_view address, std::size_t links, Tick now) {
  Entry& known = entry(address, now);
  return known.links < links && known.handshakes.spend(1, now);
}

void AddressBook::link_ended(const std::string& address) {
  const auto found = entries_.find(address);
  if (found != entries_.end() && found->second.links > 0) --found->second.links;
}

AddressBook::Entry& AddressBook::entry(std::string_view address, Tick now) {
  const auto found = entries_.find(address);
  if (found != entries_.end()) return found->second;
  if (entries_.size() >= tidy_at_) forget_the_idle(now);
  const Budget full(limits_.handshakes_per_second, limits_.handshake_burst, now);
  return entries_.emplace(address, Entry{full}).first->second;
}

// An address without links whose budget is full again is as good as new.
void AddressBook::forget_the_idle(Tick now) {
  for (auto one = entries_.begin(); one != entries_.end();) {
    const bool idle = one->second.links == 0 && one->second.handshakes.is_full(now);
    one = idle ? entries_.erase(one) : std::next(one);
  }
  tidy_at_ = std::max<std::size_t>(1024, 2 * entries_.size());
}

}  // namespace recess::socketio
