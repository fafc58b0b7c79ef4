// The sea floor: flat, with seamounts (Gaussians cut at three sigma, on purpose: a step of up to 0.28 m) and a trench
// (a union of half-open rectangles, which wins over seamounts). Depth is positive down.
#pragma once

#include "mocean/config.h"
#include "mocean/torus.h"

#include <cstdint>
#include <vector>

namespace recess::mocean {

struct Seamount {
  double x, y;
  double sigma, amplitude;
};

class Seabed {
 public:
  Seabed() = default;
  Seabed(const Config& config, std::uint64_t seed);

  double depth(double x, double y) const;  // x, y wrapped
  bool in_trench(double x, double y) const;
  const std::vector<Seamount>& seamounts() const { return seamounts_; }
  struct Near {
    std::size_t index;
    double distance;  // 2-D
  };
  Near nearest(double x, double y) const;  // first minimum
  // How far one can go from here before any seamount is felt; at most 0 inside one.
  double clear_way(double x, double y) const;
  double base() const { return base_; }
  const Torus& torus() const { return torus_; }

 private:
  struct Rectangle {
    double x0, x1, y0, y1;
  };
  Torus torus_;
  double base_ = 30, trench_ = 50, cut_ = 3;
  std::vector<Seamount> seamounts_;
  std::vector<Rectangle> rectangles_;
};

}  // namespace recess::mocean
