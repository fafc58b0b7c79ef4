// The ids of anonymous plays that have been handed out as links but not used yet. An id works once, for the browser it
// was given to, and not for long: what else comes in that place of the address is refused. Pure.
#pragma once

#include "kernel/clock.h"

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

namespace recess::arcade {

class IssuedIds {
 public:
  static constexpr std::chrono::minutes kLife{30};
  static constexpr std::size_t kMost = 10'000;  // beyond, the oldest are forgotten

  void give(std::string id, std::string_view browser, Tick now);
  // True once for an id that this browser was given within kLife.
  bool take(std::string_view id, std::string_view browser, Tick now);

 private:
  struct Given {
    std::string browser;
    Tick at;
  };
  std::unordered_map<std::string, Given> given_;
};

}  // namespace recess::arcade
