// Who is near: a grid over the torus with cells of 25 m or more. A crowded cell is divided further, so that what a
// query reads follows what it asks for, not how many stand about. Each entry repeats its player's place, so that a
// query reads memory in a row and no player. Movers' entries are as old as the last refresh(); queries search as much
// wider as the fastest may have swum since, and then ask where each is now.
#pragma once

#include "mocean/motion.h"
#include "mocean/players.h"

#include <vector>

namespace recess::mocean {

class Grid {
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

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
    double x, y, z;  // of a mover: as long ago as its course says
    PlayerId id;
    std::uint32_t mover;  // index in courses_, or kNowhere
    bool moving() const { return mover != kNowhere; }
  };
  // Calls visit(entry, x, y, squared) for whoever is within `radius` of (x, y) at `time`, on the map (depths apart),
  // with its place then and the distance squared; false ends it.
  template <class Visit>
  void near(double x, double y, double radius, WorldTime time, Visit&& visit) const;
  // About how far from (x, y) the nearest `count` are, if they are as dense as in the cells around it. A guess:
  // infinite where nobody is.
  double radius_of(double x, double y, double count) const;

 private:
  static constexpr std::uint32_t kMostCells = 256;  // along each side of the planet
  static constexpr std::uint32_t kMostParts = 16;   // along each side of a cell
  struct Cell {
    std::uint32_t parts = 1;  // along each side: 1, 2, 4, ...
    std::uint32_t count = 0;
    std::vector<std::vector<Entry>> lists;  // parts * parts, row by row; none before the first entry
  };
  struct Home {
    std::uint32_t cell = kNowhere;
    std::uint32_t list = 0;
    std::uint32_t slot = 0;
    std::uint32_t mover = kNowhere;  // index in movers_
  };
  struct Course {
    double vx, vy;
    WorldTime at;
  };
  struct Span {
    std::int64_t first, last;
  };
  std::uint32_t cell_of(double x, double y) const;
  std::uint32_t list_of(std::uint32_t cell, double x, double y) const;
  void leave(PlayerId id);
  void enter(PlayerId id, const Entry& entry);
  void put(std::uint32_t cell, const Entry& entry);
  void divide(std::uint32_t cell, std::uint32_t parts);
  void keep_course(PlayerId id, const Course& course);
  void drop_course(PlayerId id);
  // The cells within `reach` of `at` along one side, each once, perhaps beyond the edges: to be wrapped.
  static Span cells_within(double at, double reach, double side, std::uint32_t cells);
  template <class Visit>
  bool near_in_list(const std::vector<Entry>& list, double x, double y, double radius, double reach, WorldTime time,
                    Visit&& visit) const;

  Torus torus_;
  std::uint32_t nx_ = 1, ny_ = 1;
  double side_x_ = 900, side_y_ = 900;
  std::vector<Cell> cells_;
  std::vector<Home> homes_;
  std::vector<PlayerId> movers_;
  std::vector<Course> courses_;  // of movers_
  double fastest_ = 0;           // of all movers since the last refresh
  WorldTime oldest_{};           // no entry of a mover is older
};

inline Grid::Span Grid::cells_within(double at, double reach, double side, std::uint32_t cells) {
  const auto first = static_cast<std::int64_t>(std::floor((at - reach) / side));
  const auto last = static_cast<std::int64_t>(std::floor((at + reach) / side));
  return {first, std::min(last, first + static_cast<std::int64_t>(cells) - 1)};
}

template <class Visit>
bool Grid::near_in_list(const std::vector<Entry>& list, double x, double y, double radius, double reach, WorldTime time,
                        Visit&& visit) const {
  const double near_enough = radius * radius;
  const double may_be = reach * reach;
  for (const Entry& entry : list) {
    double there_x = entry.x, there_y = entry.y;
    double squared = torus_.squared(x, y, there_x, there_y);
    if (squared >= (entry.moving() ? may_be : near_enough)) continue;
    if (entry.moving()) {
      const Course& course = courses_[entry.mover];
      const double since = to_seconds(time - course.at);
      there_x = wrap(entry.x + course.vx * since, torus_.width).value;
      there_y = wrap(entry.y + course.vy * since, torus_.height).value;
      squared = torus_.squared(x, y, there_x, there_y);
      if (squared >= near_enough) continue;
    }
    if (!visit(entry, there_x, there_y, squared)) return false;
  }
  return true;
}

template <class Visit>
void Grid::near(double x, double y, double radius, WorldTime time, Visit&& visit) const {
  const double age = to_seconds(time > oldest_ ? time - oldest_ : oldest_ - time);
  const double drift = fastest_ * age + 1e-6;
  const double reach = radius + drift;
  const Span rows = cells_within(y, reach, side_y_, ny_);
  const Span columns = cells_within(x, reach, side_x_, nx_);
  // All the way round a cell is near from both sides, and then all its parts may be.
  const bool around_x = 2 * (reach + side_x_) >= torus_.width, around_y = 2 * (reach + side_y_) >= torus_.height;
  const auto parts_within = [reach](double at, std::int64_t cell, double side, std::uint32_t parts, bool all) {
    const auto most = static_cast<std::int64_t>(parts) - 1;
    if (all || most == 0) return Span{0, most};
    const double part = side / parts;
    const double inside = at - static_cast<double>(cell) * side;
    return Span{std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor((inside - reach) / part))),
                std::min(most, static_cast<std::int64_t>(std::floor((inside + reach) / part)))};
  };
  for (std::int64_t j = rows.first; j <= rows.last; ++j) {
    const std::int64_t row = ((j % ny_) + ny_) % ny_;
    for (std::int64_t i = columns.first; i <= columns.last; ++i) {
      const std::int64_t column = ((i % nx_) + nx_) % nx_;
      const Cell& cell = cells_[static_cast<std::size_t>(row * nx_ + column)];
      if (cell.count == 0) continue;
      const Span down = parts_within(y, j, side_y_, cell.parts, around_y);
      const Span across = parts_within(x, i, side_x_, cell.parts, around_x);
      for (std::int64_t b = down.first; b <= down.last; ++b) {
        for (std::int64_t a = across.first; a <= across.last; ++a) {
          const auto& list = cell.lists[static_cast<std::size_t>(b * cell.parts + a)];
          if (!near_in_list(list, x, y, radius, reach, time, visit)) return;
        }
      }
    }
  }
}

}  // namespace recess::mocean
