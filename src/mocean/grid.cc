#include "mocean/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace recess::mocean {

void Grid::set_mover(PlayerId id, bool moving) {
  if (id >= mover_of_.size()) mover_of_.resize(id + 1, kNowhere);
  std::uint32_t& mover = mover_of_[id];
  if (moving == (mover != kNowhere)) return;
  if (moving) {
    mover = static_cast<std::uint32_t>(movers_.size());
    movers_.push_back(id);
    return;
  }
  movers_[mover] = movers_.back();
  mover_of_[movers_[mover]] = mover;
  movers_.pop_back();
  mover_of_[id] = kNowhere;
}

void Grid::place(PlayerId id, const Player* player, const Planet& planet, WorldTime time) {
  const bool moving = player != nullptr && player->moving();
  set_mover(id, moving);
  if (!moving) moving_.leave(id);
  if (player == nullptr || moving) still_.leave(id);
  if (player == nullptr) return;
  const Fix fix = where(planet, *player, time);
  if (!moving) return still_.enter({fix.x, fix.y, player->z, id});
  moving_.enter({fix.x, fix.y, player->z, player->vx, player->vy, time, id});
  // This entry may be younger than oldest_; taking it for older only widens queries.
  fastest_ = std::max(fastest_, player->speed);
}

void Grid::refresh(const Players& players, const Planet& planet, WorldTime time) {
  fastest_ = 0;
  for (const PlayerId id : movers_) {
    const Player& player = *players.find(id);
    const Fix fix = where(planet, player, time);
    moving_.enter({fix.x, fix.y, player.z, player.vx, player.vy, time, id});
    fastest_ = std::max(fastest_, player.speed);
  }
  oldest_ = time;
}

double Grid::radius_of(double x, double y, double count) const {
  // One crowded cell says it best: those around it may lie outside of the crowd.
  auto about = static_cast<double>(still_.here(x, y) + moving_.here(x, y));
  if (about < count) about = static_cast<double>(still_.around(x, y) + moving_.around(x, y)) / 9;
  if (about == 0) return std::numeric_limits<double>::infinity();
  return std::sqrt(count * still_.area() / (about * kPi));
}

}  // namespace recess::mocean
