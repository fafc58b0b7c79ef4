#include "mocean/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace recess::mocean {

Grid::Grid(const Torus& torus) : torus_(torus) {
  const auto count = [](double length) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(length / 25), 1.0, static_cast<double>(kMostCells)));
  };
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

std::uint32_t Grid::list_of(std::uint32_t cell, double x, double y) const {
  const std::uint32_t parts = cells_[cell].parts;
  if (parts == 1) return 0;
  const auto part = [parts](double inside, double side) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(inside / side * parts), 0.0, parts - 1.0));
  };
  const std::uint32_t a = part(x - (cell % nx_) * side_x_, side_x_);
  const std::uint32_t b = part(y - (cell / nx_) * side_y_, side_y_);
  return b * parts + a;
}

// A cell gets finer when its lists hold 32 on average, and coarser when they hold 4: between the two lies so much that
// each entry pays for less than one move.
void Grid::leave(PlayerId id) {
  Home& home = homes_[id];
  if (home.cell == kNowhere) return;
  Cell& cell = cells_[home.cell];
  auto& list = cell.lists[home.list];
  list[home.slot] = list.back();
  homes_[list[home.slot].id].slot = home.slot;
  list.pop_back();
  --cell.count;
  if (cell.parts > 1 && cell.count < 4 * cell.parts * cell.parts) divide(home.cell, cell.parts / 2);
  home.cell = kNowhere;
}

void Grid::enter(PlayerId id, const Entry& entry) {
  Home& home = homes_[id];
  const std::uint32_t at = cell_of(entry.x, entry.y);
  if (home.cell == at && home.list == list_of(at, entry.x, entry.y)) {
    cells_[at].lists[home.list][home.slot] = entry;
    return;
  }
  leave(id);
  Cell& cell = cells_[at];
  if (cell.lists.empty()) cell.lists.resize(1);
  put(at, entry);
  ++cell.count;
  if (cell.parts < kMostParts && cell.count > 32 * cell.parts * cell.parts) divide(at, cell.parts * 2);
}

void Grid::put(std::uint32_t cell, const Entry& entry) {
  Home& home = homes_[entry.id];
  home.cell = cell;
  home.list = list_of(cell, entry.x, entry.y);
  auto& list = cells_[cell].lists[home.list];
  home.slot = static_cast<std::uint32_t>(list.size());
  list.push_back(entry);
}

void Grid::divide(std::uint32_t cell, std::uint32_t parts) {
  const auto before = std::exchange(cells_[cell].lists, std::vector<std::vector<Entry>>(std::size_t{parts} * parts));
  cells_[cell].parts = parts;
  for (const auto& list : before) {
    for (const Entry& entry : list) put(cell, entry);
  }
}

void Grid::keep_course(PlayerId id, const Course& course) {
  Home& home = homes_[id];
  if (home.mover == kNowhere) {
    home.mover = static_cast<std::uint32_t>(movers_.size());
    movers_.push_back(id);
    courses_.push_back(course);
  }
  courses_[home.mover] = course;
}

void Grid::drop_course(PlayerId id) {
  const std::uint32_t mover = std::exchange(homes_[id].mover, kNowhere);
  if (mover == kNowhere) return;
  const PlayerId last = movers_.back();
  if (last != id) {
    movers_[mover] = last;
    courses_[mover] = courses_.back();
    Home& moved = homes_[last];
    moved.mover = mover;
    cells_[moved.cell].lists[moved.list][moved.slot].mover = mover;
  }
  movers_.pop_back();
  courses_.pop_back();
}

void Grid::place(PlayerId id, const Player* player, const Planet& planet, WorldTime time) {
  if (id >= homes_.size()) homes_.resize(id + 1);
  if (player == nullptr || !player->moving()) drop_course(id);
  if (player == nullptr) return leave(id);
  const Fix fix = where(planet, *player, time);
  if (player->moving()) keep_course(id, {player->vx, player->vy, time});
  enter(id, {fix.x, fix.y, player->z, id, homes_[id].mover});
  // This entry may be younger than oldest_; taking it for older only widens queries.
  if (player->moving()) fastest_ = std::max(fastest_, player->speed);
}

void Grid::refresh(const Players& players, const Planet& planet, WorldTime time) {
  fastest_ = 0;
  for (std::uint32_t mover = 0; mover < movers_.size(); ++mover) {
    const PlayerId id = movers_[mover];
    const Player& player = *players.find(id);
    const Fix fix = where(planet, player, time);
    courses_[mover] = {player.vx, player.vy, time};
    enter(id, {fix.x, fix.y, player.z, id, mover});
    fastest_ = std::max(fastest_, player.speed);
  }
  oldest_ = time;
}

double Grid::radius_of(double x, double y, double count) const {
  const std::uint32_t cell = cell_of(x, y);
  const std::uint32_t column = cell % nx_, row = cell / nx_;
  std::size_t about = 0;
  for (const std::uint32_t j : {(row + ny_ - 1) % ny_, row, (row + 1) % ny_}) {
    for (const std::uint32_t i : {(column + nx_ - 1) % nx_, column, (column + 1) % nx_}) {
      about += cells_[static_cast<std::size_t>(j) * nx_ + i].count;
    }
  }
  if (about == 0) return std::numeric_limits<double>::infinity();
  const double density = static_cast<double>(about) / (9 * side_x_ * side_y_);
  return std::sqrt(count / (density * kPi));
}

}  // namespace recess::mocean
