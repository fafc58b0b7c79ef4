// How often a secret may be guessed: kTries a minute for each key (an address, an account), then a pause that doubles
// with every further burst. Pure; time is an argument.
#pragma once

#include "kernel/clock.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace recess::arcade {

class Attempts {
 public:
  static constexpr std::size_t kTries = 10;
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr std::chrono::seconds kLongestPause{15 * 60};
  static constexpr std::chrono::seconds kForgetAfter{60 * 60};
  static constexpr std::size_t kKeys = 20'000;  // remembered at once; beyond, the oldest pauses are forgotten

  // Counts a try now, before its outcome is known, so that many at once are no way around. Returns how long to wait
  // instead; zero means that this try may go on.
  std::chrono::seconds count(std::string_view key, Tick now);
  // It was the owner: the last try no longer counts. A whole class signs in from one address.
  void forgive(std::string_view key);

 private:
  struct Tries {
    std::vector<Tick> recent;
    Tick paused_until{};
    int pauses = 0;
    Tick last{};
  };
  void forget_old(Tick now);

  std::unordered_map<std::string, Tries> by_key_;
};

}  // namespace recess::arcade
