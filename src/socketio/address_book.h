// How many links each address has, and how often it may ask for more. A classroom shares one address.
#pragma once

#include "kernel/clock.h"
#include "socketio/budget.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace recess::socketio {

struct AddressLimits {
  std::size_t links = 500;
  double handshakes_per_second = 50;
  double handshake_burst = 300;
};

class AddressBook {
 public:
  explicit AddressBook(AddressLimits limits) : limits_(limits) {}

  // Counts the attempt. False: over a limit. `links` in place of the usual number where an address has fewer.
  bool admit(std::string_view address, Tick now) { return admit(address, limits_.links, now); }
  bool admit(std::string_view address, std::size_t links, Tick now);
  void link_opened(const std::string& address, Tick now) { ++entry(address, now).links; }
  void link_ended(const std::string& address);
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Budget handshakes;
    std::size_t links = 0;
  };
  Entry& entry(std::string_view address, Tick now);
  void forget_the_idle(Tick now);

  AddressLimits limits_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::size_t tidy_at_ = 1024;
};

}  // namespace recess::socketio
