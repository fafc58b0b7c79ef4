#include "mocean/seabed.h"

#include "mocean/generator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace recess::mocean {

Seabed::Seabed(const Config& config, std::uint64_t seed)
    : torus_{config.width, config.height},
      base_(config.floor_base),
      trench_(config.floor_trench),
      cut_(config.seamount_cut) {
  const Generator chance(seed, "seamount");
  for (std::size_t i = 0; i < config.seamount_names.size(); ++i) {
    const double x = chance.whole(4 * i + 1, config.seamount_low, config.seamount_high);
    const double y = chance.whole(4 * i + 2, config.seamount_low, config.seamount_high);
    seamounts_.push_back({x, y, config.sigma_min + config.sigma_range * chance.unit(4 * i + 3),
                          config.amplitude_min + config.amplitude_range * chance.unit(4 * i + 4)});
  }
  for (std::size_t i = 0; i + 3 < config.trench.size(); i += 4) {
    rectangles_.push_back({config.trench[i], config.trench[i + 1], config.trench[i + 2], config.trench[i + 3]});
  }
}

bool Seabed::in_trench(double x, double y) const {
  return std::any_of(rectangles_.begin(), rectangles_.end(),
                     [&](const Rectangle& r) { return x >= r.x0 && x < r.x1 && y >= r.y0 && y < r.y1; });
}

double Seabed::depth(double x, double y) const {
  if (in_trench(x, y)) return trench_;
  double risen = 0;
  for (const Seamount& mount : seamounts_) {
    const double squared = torus_.squared(x, y, mount.x, mount.y);
    const double reach = cut_ * mount.sigma;
    if (squared > reach * reach) continue;
    risen += mount.amplitude * std::exp(-0.5 * squared / (mount.sigma * mount.sigma));
  }
  return std::max(0.0, base_ - risen);
}

Seabed::Near Seabed::nearest(double x, double y) const {
  Near best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < seamounts_.size(); ++i) {
    const double squared = torus_.squared(x, y, seamounts_[i].x, seamounts_[i].y);
    if (squared < best.distance) best = {i, squared};
  }
  best.distance = std::sqrt(best.distance);
  return best;
}

double Seabed::clear_way(double x, double y) const {
  double clear = std::numeric_limits<double>::infinity();
  for (const Seamount& mount : seamounts_) {
    clear = std::min(clear, torus_.flat(x, y, mount.x, mount.y) - cut_ * mount.sigma);
  }
  return clear;
}

}  // namespace recess::mocean
