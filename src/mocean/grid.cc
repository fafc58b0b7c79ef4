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

void Grid::Found::make_room(std::size_t more) {
  if (count + more <= ranks.size()) return;
  ranks.resize(std::max({2 * ranks.size(), count + more, std::size_t{32}}));
  spots.resize(ranks.size());
}

// Entries are written down whether they count or not, and only then counted: half of them do, which no processor
// guesses.
void Grid::gather(const Eye& eye, WorldTime time, const Seabed& seabed, Found& found) const {
  const double limit = eye.radius * eye.radius;
  const auto note = [&](double flat, const Spot& spot, PlayerId id) {
    const double dz = spot.z - eye.z;
    const double squared = flat + dz * dz;
    found.ranks[found.count] = {squared, id, static_cast<std::uint32_t>(found.count)};
    found.spots[found.count] = spot;
    found.count += static_cast<unsigned>(squared < limit) & static_cast<unsigned>(id != eye.self);
  };
  const auto flat_to = [&](double x, double y, const Way& way) {
    if (!way.sure) return torus_.squared(eye.x, eye.y, x, y);
    const double east = x - eye.x + way.turn_x;
    const double north = y - eye.y + way.turn_y;
    return east * east + north * north;
  };
  still_.all_within(eye.x, eye.y, eye.radius + 1e-6, [&](const std::vector<Still>& list, const Way& way) {
    found.make_room(list.size());
    for (const Still& entry : list) note(flat_to(entry.x, entry.y, way), {entry.x, entry.y, entry.z}, entry.id);
  });
  if (movers_.empty()) return;
  const double reach = eye.radius + drift(time) + 1e-6;
  moving_.all_within(eye.x, eye.y, reach, [&](const std::vector<Mover>& list, const Way& way) {
    found.make_room(list.size());
    for (const Mover& entry : list) {
      if (flat_to(entry.x, entry.y, way) >= reach * reach) continue;
      const double since = to_seconds(time - entry.at);
      Spot there{wrap(entry.x + entry.vx * since, torus_.width).value,
                 wrap(entry.y + entry.vy * since, torus_.height).value, entry.z};
      // A diver on its way is pushed by the floor, as in depth_at().
      if (there.z > 0) there.z = std::min(there.z, seabed.depth(there.x, there.y));
      note(torus_.squared(eye.x, eye.y, there.x, there.y), there, entry.id);
    }
  });
}

double Grid::radius_of(double x, double y, double count) const {
  // One crowded cell says it best: those around it may lie outside of the crowd.
  auto about = static_cast<double>(still_.here(x, y) + moving_.here(x, y));
  if (about < count) about = static_cast<double>(still_.around(x, y) + moving_.around(x, y)) / 9;
  if (about == 0) return std::numeric_limits<double>::infinity();
  return std::sqrt(count * still_.area() / (about * kPi));
}

}  // namespace recess::mocean
