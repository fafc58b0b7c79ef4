// Who is near. Each entry repeats its player's place, so that a query reads no player. Those who move lie apart: their
// entries are as old as the last refresh(), so queries search as much wider among them as the fastest may have swum
// since, and then ask where each is now.
#pragma once

#include "mocean/cells.h"
#include "mocean/motion.h"
#include "mocean/players.h"

#include <vector>

namespace recess::mocean {

class Grid {
 public:
  Grid() = default;
  explicit Grid(const Torus& torus) : torus_(torus), still_(torus), moving_(torus) {}

  // After any change of a player's motion, and when it comes or goes (null).
  void place(PlayerId id, const Player* player, const Planet& planet, WorldTime time);
  // Puts all movers where they are at `time`.
  void refresh(const Players& players, const Planet& planet, WorldTime time);
  std::size_t moving() const { return movers_.size(); }
  WorldTime refreshed() const { return oldest_; }

  struct Seen {
    PlayerId id;
    bool moving;
    double x, y;  // now
    double z;     // as it set out: the floor may have pushed a diver since
    double flat;  // the distance on the map squared, depths apart
  };
  // Calls visit(seen) for whoever is within `radius` of (x, y) at `time` on the map; false ends it.
  template <class Visit>
  void near(double x, double y, double radius, WorldTime time, Visit&& visit) const;
  // The same at once, for looks in a crowd: those strictly within the radius in the sea itself but `self`, in no order.
  // What orders them lies apart from where they are.
  struct Eye {
    PlayerId self;
    double x, y, z, radius;
  };
  struct Found {
    struct Rank {
      double squared;  // of the distance
      PlayerId id;
      std::uint32_t index;  // in spots
    };
    std::size_t count = 0;    // the rest is room
    std::vector<Rank> ranks;  // as found
    std::vector<Spot> spots;
    void make_room(std::size_t more);
  };
  void gather(const Eye& eye, WorldTime time, const Seabed& seabed, Found& found) const;
  // About how far from (x, y) the nearest `count` are, if they are as dense as in the cells there. A guess: infinite
  // where nobody is.
  double radius_of(double x, double y, double count) const;

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  struct Still {
    double x, y, z;
    PlayerId id;
  };
  struct Mover {
    double x, y, z;  // at time `at`
    double vx, vy;
    WorldTime at;
    PlayerId id;
  };
  using Way = CellsWay;
  void set_mover(PlayerId id, bool moving);
  // How far movers may be from where their entries are.
  double drift(WorldTime time) const { return fastest_ * to_seconds(time > oldest_ ? time - oldest_ : oldest_ - time); }

  Torus torus_;
  Cells<Still> still_;
  Cells<Mover> moving_;
  std::vector<PlayerId> movers_;
  std::vector<std::uint32_t> mover_of_;  // index in movers_, by id
  double fastest_ = 0;                   // of all movers since the last refresh
  WorldTime oldest_{};                   // no entry of a mover is older
};

template <class Visit>
void Grid::near(double x, double y, double radius, WorldTime time, Visit&& visit) const {
  const double near_enough = radius * radius;
  const auto among_still = [&](const std::vector<Still>& list, const Way&) {
    for (const Still& entry : list) {
      const double squared = torus_.squared(x, y, entry.x, entry.y);
      if (squared >= near_enough) continue;
      if (!visit(Seen{entry.id, false, entry.x, entry.y, entry.z, squared})) return false;
    }
    return true;
  };
  // A hair more than asked for, against rounding at the edges of cells.
  if (!still_.each_within(x, y, radius + 1e-6, among_still) || movers_.empty()) return;

  const double reach = radius + drift(time) + 1e-6;
  const double may_be = reach * reach;
  moving_.each_within(x, y, reach, [&](const std::vector<Mover>& list, const Way&) {
    for (const Mover& entry : list) {
      if (torus_.squared(x, y, entry.x, entry.y) >= may_be) continue;
      const double since = to_seconds(time - entry.at);
      const double there_x = wrap(entry.x + entry.vx * since, torus_.width).value;
      const double there_y = wrap(entry.y + entry.vy * since, torus_.height).value;
      const double squared = torus_.squared(x, y, there_x, there_y);
      if (squared >= near_enough) continue;
      if (!visit(Seen{entry.id, true, there_x, there_y, entry.z, squared})) return false;
    }
    return true;
  });
}

}  // namespace recess::mocean
