// Whales swim by a closed formula of world time: where they are needs no state, so nobody has to move them.
#pragma once

#include "mocean/config.h"
#include "mocean/torus.h"

#include "kernel/clock.h"

#include <cstdint>
#include <vector>

namespace recess::mocean {

inline double to_seconds(Micros time) { return static_cast<double>(time.count()) / 1e6; }

struct Whale {
  double x0, y0;
  double heading, speed;         // drift
  double radius, period, phase;  // of the loop on top of it
};

struct Place {
  double x, y;
};

class Whales {
 public:
  Whales() = default;
  Whales(const Config& config, std::uint64_t seed);
  std::size_t size() const { return whales_.size(); }
  const Whale& whale(std::size_t index) const { return whales_[index]; }
  Place at(std::size_t index, Micros time) const;
  double top_speed() const { return top_speed_; }  // no whale is faster

 private:
  Torus torus_;
  bool still_ = false;
  double top_speed_ = 0;
  std::vector<Whale> whales_;
};

}  // namespace recess::mocean
