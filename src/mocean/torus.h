// Geometry of the torus: no edges, every difference is taken the short way round.
#pragma once

#include <cmath>
#include <cstdint>

namespace recess::mocean {

inline constexpr double kPi = 3.141592653589793;

// d reduced to (-length/2, length/2]. The differences of two places on the torus need one step.
inline double wrapped_difference(double d, double length) {
  const double half = length / 2;
  if (d > half) d -= length;
  if (d <= -half) d += length;
  if (d > -half && d <= half) return d;
  return d - length * std::ceil(d / length - 0.5);
}

struct Wrapped {
  double value;       // in [0, length)
  std::int64_t laps;  // whole lengths taken away
};

// The place and the laps of an unwrapped coordinate; rounding that yields `length` counts as the next lap's 0.
inline Wrapped wrap(double v, double length) {
  if (v > 0 && v < length) return {v, 0};  // what the rest would find as well, but takes two divisions for
  double laps = std::floor(v / length);
  double value = v - length * laps;
  if (value >= length) {
    value = 0;
    laps += 1;
  }
  if (value < 0) value = 0;
  return {value, static_cast<std::int64_t>(laps)};
}

// [0, 2 pi)
inline double wrapped_heading(double h) {
  const double reduced = h - 2 * kPi * std::floor(h / (2 * kPi));
  return reduced >= 2 * kPi || reduced < 0 ? 0 : reduced;
}

// The planet's size, and distances on it.
struct Torus {
  double width = 900;
  double height = 900;

  double dx(double from, double to) const { return wrapped_difference(to - from, width); }
  double dy(double from, double to) const { return wrapped_difference(to - from, height); }
  double squared(double x1, double y1, double x2, double y2) const {
    const double east = dx(x1, x2);
    const double north = dy(y1, y2);
    return east * east + north * north;
  }
  double flat(double x1, double y1, double x2, double y2) const { return std::sqrt(squared(x1, y1, x2, y2)); }
};

}  // namespace recess::mocean
