#include "mocean/whales.h"

#include "mocean/generator.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {

Whales::Whales(const Config& config, std::uint64_t seed)
    : torus_{config.width, config.height}, still_(config.whales_motion == "still") {
  const Generator chance(seed, "whale");
  for (std::size_t i = 0; i < config.whale_names.size(); ++i) {
    const std::uint64_t n = 8 * i;
    Whale whale{};
    whale.x0 = chance.whole(n + 1, 0, std::ceil(config.width) - 1);
    whale.y0 = chance.whole(n + 2, 0, std::ceil(config.height) - 1);
    whale.heading = 2 * kPi * chance.unit(n + 3);
    whale.speed = config.whale_speed_min + config.whale_speed_range * chance.unit(n + 4);
    whale.radius = config.whale_loop_min + config.whale_loop_range * chance.unit(n + 5);
    whale.period = config.whale_period_min + config.whale_period_range * chance.unit(n + 6);
    whale.phase = 2 * kPi * chance.unit(n + 7);
    if (!still_) top_speed_ = std::max(top_speed_, whale.speed + 2 * kPi * whale.radius / whale.period);
    whales_.push_back(whale);
  }
}

Place Whales::at(std::size_t index, Micros time) const {
  const Whale& whale = whales_[index];
  if (still_) return {whale.x0, whale.y0};
  const double t = to_seconds(time);
  const double turn = 2 * kPi * t / whale.period + whale.phase;
  const double east =
      whale.speed * t * std::cos(whale.heading) + whale.radius * (std::cos(turn) - std::cos(whale.phase));
  const double north =
      whale.speed * t * std::sin(whale.heading) + whale.radius * (std::sin(turn) - std::sin(whale.phase));
  return {wrap(whale.x0 + east, torus_.width).value, wrap(whale.y0 + north, torus_.height).value};
}

}  // namespace recess::mocean
