#include "mocean/planet.h"

#include "mocean/generator.h"

#include <fmt/format.h>

#include <cmath>

namespace recess::mocean {

Planet::Planet(Config settings, std::uint64_t world_seed)
    : config(std::move(settings)),
      seed(world_seed),
      torus{config.width, config.height},
      seabed(config, seed),
      whales(config, seed),
      tick(std::llround(config.tick_s * 1e6)) {
  const auto& names = config.treasure_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Seamount& under = seabed.seamounts()[i];
    std::size_t first = 0;
    while (names[first] != names[i]) ++first;
    treasures.push_back(
        {under.x, under.y, seabed.depth(under.x, under.y), &item_kind(names[i]), static_cast<std::uint8_t>(first)});
  }
}

Start Planet::start(std::uint32_t season, std::uint32_t id) const {
  const Generator chance(seed, fmt::format("spawn:{}", season));
  const std::uint64_t n = 4 * static_cast<std::uint64_t>(id);
  const double x = chance.whole(n + 1, config.spawn_low, config.spawn_high);
  const double y = chance.whole(n + 2, config.spawn_low, config.spawn_high);
  return {x, y, 2 * kPi * chance.unit(n + 3)};
}

const std::string& Planet::item_name(Item item) const {
  return item.what == Item::What::whale ? config.whale_names[item.index] : config.treasure_names[item.index];
}

const ItemKind& Planet::kind_of(Item item) const {
  static constexpr ItemKind kNone{"", Effect::none, false, ""};
  return item.what == Item::What::whale ? kNone : *treasures[item.index].kind;
}

}  // namespace recess::mocean
