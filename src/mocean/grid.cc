#include "mocean/grid.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {

Grid::Grid(const Torus& torus) : torus_(torus) {
  const auto count = [](double length) { return static_cast<std::uint32_t>(std::max(1.0, std::floor(length / 25))); };
  nx_ = count(torus.width);
  ny_ = count(torus.height);
  side_x_ = torus.width / nx_;
  side_y_ = torus.height / ny_;
  cells_.resize(static_cast<std::size_t>(nx_) * ny_);
}

std::uint32_t Grid::cell_of(double x, double y) const {
  const auto i = std::min(static_cast<std::uint32_t>(x / side_x_), nx_ - 1);
  const auto j = std::min(static_cast<std::uint32_t>(y / side_y_), ny_ - 1);
  return j * nx_ + i;
}

void Grid::leave(PlayerId id) {
  Home& home = homes_[id];
  if (home.cell == kNowhere) return;
  auto& cell = cells_[home.cell];
  cell[home.slot] = cell.back();
  homes_[cell[home.slot].id].slot = home.slot;
  cell.pop_back();
  home.cell = kNowhere;
}

void Grid::enter(PlayerId id, const Entry& entry) {
  Home& home = homes_[id];
  const std::uint32_t cell = cell_of(entry.x, entry.y);
  if (home.cell == cell) {
    cells_[cell][home.slot] = entry;
    return;
  }
  leave(id);
  home.cell = cell;
  home.slot = static_cast<std::uint32_t>(cells_[cell].size());
  cells_[cell].push_back(entry);
}

void Grid::set_mover(PlayerId id, bool moving) {
  Home& home = homes_[id];
  if (moving == (home.mover != kNowhere)) return;
  if (moving) {
    home.mover = static_cast<std::uint32_t>(movers_.size());
    movers_.push_back(id);
    return;
  }
  movers_[home.mover] = movers_.back();
  homes_[movers_[home.mover]].mover = home.mover;
  movers_.pop_back();
  home.mover = kNowhere;
}

void Grid::place(PlayerId id, const Player* player, const Planet& planet, WorldTime time) {
  if (id >= homes_.size()) homes_.resize(id + 1);
  if (player == nullptr) {
    set_mover(id, false);
    leave(id);
    return;
  }
  const Fix fix = where(planet, *player, time);
  set_mover(id, player->moving());
  enter(id, {fix.x, fix.y, player->z, player->vx, player->vy, time, id, player->moving()});
  // This entry may be younger than oldest_; taking it for older only widens queries.
  if (player->moving()) fastest_ = std::max(fastest_, player->speed);
}

void Grid::refresh(const Players& players, const Planet& planet, WorldTime time) {
  fastest_ = 0;
  for (const PlayerId id : movers_) {
    const Player& player = *players.find(id);
    const Fix fix = where(planet, player, time);
    enter(id, {fix.x, fix.y, player.z, player.vx, player.vy, time, id, true});
    fastest_ = std::max(fastest_, player.speed);
  }
  oldest_ = time;
}

}  // namespace recess::mocean
