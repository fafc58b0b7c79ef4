// What the map, the feed and the admin pages ask of a world.
#include "mocean/ocean.h"
#include "mocean/routes.h"
#include "mocean/world.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {

const std::string& World::name() const { return name_; }
bool World::created() const { return ocean_->state.globals.created; }
WorldTime World::time() const { return ocean_->state.time; }
bool World::paused() const { return ocean_->state.globals.paused; }
std::size_t World::players() const { return ocean_->state.players.active(); }
std::size_t World::moving() const { return ocean_->grid().moving(); }
std::size_t World::ids_given() const { return ocean_->state.players.ids(); }
std::optional<PlayerId> World::id_of(std::string_view name) const { return ocean_->id_of(name); }

std::optional<std::string> World::name_of(PlayerId id) const {
  const Player* player = ocean_->find(id);
  return player ? std::optional(player->name) : std::nullopt;
}

bool World::claimed(PlayerId id) const {
  const Player* player = ocean_->find(id);
  return player != nullptr && player->claimed;
}

void World::each_ship(WorldTime now, const std::function<void(const Ship&)>& visit) const {
  if (!created()) return;
  const Planet& planet = ocean_->planet();
  now = std::max(now, time());
  ocean_->state.players.each([&](PlayerId id, const Player& player) {
    const Fix fix = where(planet, player, now);
    visit({id, fix.x, fix.y, depth_at(planet, player, fix), player.heading, player.speed, player.whale.has_value(),
           player.name});
  });
}

std::vector<Disc> World::blooms(WorldTime now) const {
  std::vector<Disc> discs;
  if (!created()) return discs;
  const Config& config = ocean_->config();
  for (const Bloom& bloom : ocean_->state.globals.blooms) {
    const double age = to_seconds(std::max(now, bloom.started) - bloom.started);
    if (config.bloom_seconds > 0 && age >= config.bloom_seconds) continue;
    discs.push_back({bloom.x, bloom.y, std::min(config.bloom_radius, config.bloom_growth * age)});
  }
  return discs;
}

std::vector<Spot> World::whales(WorldTime now) const {
  std::vector<Spot> spots;
  if (!created()) return spots;
  const Planet& planet = ocean_->planet();
  for (std::size_t i = 0; i < planet.whales.size(); ++i) {
    if (ocean_->state.globals.riders[i]) continue;
    const Place place = planet.whales.at(i, std::max(now, time()));
    spots.push_back({place.x, place.y, 0});
  }
  return spots;
}

std::vector<Spot> World::treasures() const {
  std::vector<Spot> spots;
  if (!created()) return spots;
  const Planet& planet = ocean_->planet();
  for (std::size_t i = 0; i < planet.treasures.size(); ++i) {
    if (ocean_->state.globals.holders[i]) continue;
    spots.push_back({planet.treasures[i].x, planet.treasures[i].y, planet.treasures[i].z});
  }
  return spots;
}

std::vector<World::SeamountView> World::seamounts() const {
  std::vector<SeamountView> views;
  if (!created()) return views;
  const auto& mounts = ocean_->planet().seabed.seamounts();
  for (std::size_t i = 0; i < mounts.size(); ++i) {
    views.push_back({ocean_->config().seamount_names[i], mounts[i].x, mounts[i].y});
  }
  return views;
}

double World::width() const { return created() ? ocean_->config().width : 0; }
double World::height() const { return created() ? ocean_->config().height : 0; }

double World::depth(double x, double y) const {
  if (!created() || !std::isfinite(x) || !std::isfinite(y)) return 0;
  const Planet& planet = ocean_->planet();
  return planet.seabed.depth(wrap(x, planet.torus.width).value, wrap(y, planet.torus.height).value);
}

std::string World::depth_grid(double cell, std::size_t& nx, std::size_t& ny) const {
  nx = ny = 0;
  std::string bytes;
  if (!created() || !(cell >= 1)) return bytes;
  nx = static_cast<std::size_t>(std::ceil(width() / cell));
  ny = static_cast<std::size_t>(std::ceil(height() / cell));
  bytes.reserve(nx * ny);
  for (std::size_t j = 0; j < ny; ++j) {
    for (std::size_t i = 0; i < nx; ++i) {
      const double fifths = std::round(5 * depth((i + 0.5) * cell, (j + 0.5) * cell));
      bytes += static_cast<char>(static_cast<unsigned char>(std::clamp(fifths, 0.0, 250.0)));
    }
  }
  return bytes;
}

SeasonView World::season(WorldTime now) const {
  if (!created()) return {0, SeasonState::open, 0, -1};
  return season_view(*ocean_, std::max(now, time()));
}

bool World::scoring_shown() const { return created() && ocean_->config().scoring; }

std::vector<ScoreRow> World::scores(std::size_t count, std::uint32_t season) const {
  return created() ? scores_of(*ocean_, count, season) : std::vector<ScoreRow>{};
}

std::optional<ScoreRow> World::score_of(PlayerId id) const {
  return created() ? score_row(*ocean_, id, 0) : std::nullopt;
}

std::string_view World::auth() const { return created() ? std::string_view(ocean_->config().auth) : "open"; }
std::string World::settings_json() const { return created() ? config_json(ocean_->config()) : "{}"; }

}  // namespace recess::mocean
