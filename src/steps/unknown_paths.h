// Scanners ask for thousands of paths that are not there. They are counted by address, and told to the log at most once
// a minute for each. Bounded; takes the time from outside.
#pragma once

#include "kernel/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace recess::steps {

class UnknownPaths {
 public:
  // Counts one. How many since the last time this address was told of, if it is time to tell again.
  std::optional<std::uint64_t> note(const std::string& address, Tick now);
  std::uint64_t total() const { return total_; }

 private:
  struct Entry {
    Tick told{};
    std::uint64_t since = 0;
  };
  std::unordered_map<std::string, Entry> by_address_;
  std::uint64_t total_ = 0;
};

}  // namespace recess::steps
