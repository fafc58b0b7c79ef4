// Who is near: a uniform grid over the torus with cells of about 25 m. Each entry repeats its player's place, so that a
// query reads memory in a row and no player. Movers' entries are as old as the last refresh(); queries search as much
// wider as the fastest may have swum since, and then ask where each is now.
#pragma once

#include "mocean/motion.h"
#include "mocean/players.h"

#include <vector>

namespace recess::mocean {

class Grid {
 public:
  Grid() = default;
  explicit Grid(const Torus& torus);

  // After any change of a player's motion, and when it comes or goes (null).
  void place(PlayerId id, const Player* player, const Planet& planet, WorldTime time);
  // Puts all movers where they are at `time`.
  void refresh(const Players& players, const Planet& planet, WorldTime time);
  std::size_t moving() const { return movers_.size(); }
  WorldTime refreshed() const { return oldest_; }

  struct Entry {
    double x, y, z;  // at time `at`
    double vx, vy;
    WorldTime at;
    PlayerId id;
    bool moving;
  };
  // Calls visit(entry, x, y, squared) for whoever is within `radius` of (x, y) at `time`, on the map (depths apart),
  // with its place then and the distance squared; false ends it.
  template <class Visit>
  void near(double x, double y, double radius, WorldTime time, Visit&& visit) const;

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  struct Home {
    std::uint32_t cell = kNowhere;
    std::uint32_t slot = 0;
    std::uint32_t mover = kNowhere;  // index in movers_
  };
  std::uint32_t cell_of(double x, double y) const;
  void leave(PlayerId id);
  void enter(PlayerId id, const Entry& entry);
  void set_mover(PlayerId id, bool moving);

  Torus torus_;
  std::uint32_t nx_ = 1, ny_ = 1;
  double side_x_ = 900, side_y_ = 900;
  std::vector<std::vector<Entry>> cells_;
  std::vector<Home> homes_;
  std::vector<PlayerId> movers_;
  double fastest_ = 0;  // of all movers since the last refresh
  WorldTime oldest_{};  // no entry of a mover is older
};

template <class Visit>
void Grid::near(double x, double y, double radius, WorldTime time, Visit&& visit) const {
  const double age = to_seconds(time > oldest_ ? time - oldest_ : oldest_ - time);
  const double drift = fastest_ * age + 1e-6;
  const double reach = radius + drift;
  const auto span = [](double at, double side, double how_far, std::uint32_t cells) {
    const auto first = static_cast<std::int64_t>(std::floor((at - how_far) / side));
    const auto last = static_cast<std::int64_t>(std::floor((at + how_far) / side));
    return std::pair(first, std::min(last, first + static_cast<std::int64_t>(cells) - 1));
  };
  const auto [x0, x1] = span(x, side_x_, reach, nx_);
  const auto [y0, y1] = span(y, side_y_, reach, ny_);
  const double near_enough = radius * radius;
  const double may_be = reach * reach;
  for (std::int64_t j = y0; j <= y1; ++j) {
    const std::int64_t row = ((j % ny_) + ny_) % ny_;
    for (std::int64_t i = x0; i <= x1; ++i) {
      const std::int64_t column = ((i % nx_) + nx_) % nx_;
      for (const Entry& entry : cells_[static_cast<std::size_t>(row * nx_ + column)]) {
        double there_x = entry.x, there_y = entry.y;
        double squared = torus_.squared(x, y, there_x, there_y);
        if (squared >= (entry.moving ? may_be : near_enough)) continue;
        if (entry.moving) {
          const double since = to_seconds(time - entry.at);
          there_x = wrap(entry.x + entry.vx * since, torus_.width).value;
          there_y = wrap(entry.y + entry.vy * since, torus_.height).value;
          squared = torus_.squared(x, y, there_x, there_y);
          if (squared >= near_enough) continue;
        }
        if (!visit(entry, there_x, there_y, squared)) return;
      }
    }
  }
}

}  // namespace recess::mocean
