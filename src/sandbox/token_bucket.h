// A rate with a burst: how many bytes may be read now. Pure; time is handed in.
#pragma once

#include "kernel/clock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace recess::sandbox {

class TokenBucket {
 public:
  // Full at first; holds at most `burst`.
  TokenBucket(std::uint64_t per_second, std::uint64_t burst, Tick now)
      : per_second_(per_second), burst_(burst), tokens_(burst), filled_(now) {}

  std::uint64_t available(Tick now) {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(now - filled_).count();
    // Whole tokens only; the moment advances by what they took, so that nothing is lost to rounding.
    const auto earned = static_cast<std::uint64_t>(std::max<std::int64_t>(passed, 0)) * per_second_ / 1'000'000U;
    if (earned > 0) {
      tokens_ = std::min(burst_, tokens_ + earned);
      filled_ += std::chrono::microseconds(earned * 1'000'000U / per_second_);
    }
    return tokens_;
  }
  void take(std::uint64_t count) { tokens_ -= std::min(tokens_, count); }

 private:
  std::uint64_t per_second_;
  std::uint64_t burst_;
  std::uint64_t tokens_;
  Tick filled_;
};

}  // namespace recess::sandbox
