// What the treasures are. An item's behaviour follows from its name; a name without a row is carried and tells nothing.
#pragma once

#include <cstdint>
#include <string_view>

namespace recess::mocean {

enum class Effect : std::uint8_t {
  none,
  reach,     // boat hook: the grab radius, passive
  see_far,   // binoculars: the view radius, passive
  teleport,  // crystal: permits the route, passive
  alvin,     // faster under water, passive; where that is switched off it has only something to say
  story,     // something to say
  bloom,     // iron dust: consumed
  warn,      // crash alert: names the nearest seamount
  sonar,     // depths ahead
  rov,       // depths around
};

struct ItemKind {
  std::string_view name;
  Effect effect;
  bool pile;               // inexhaustible, one per player at a time
  std::string_view story;  // what `use` says, if the effect has nothing better; no comma
};

inline constexpr std::string_view kAirTank = "air tank";

// Never null: names that are not in the table share a row without effect.
const ItemKind& item_kind(std::string_view name);

// Something carried, after the air tank that everybody has.
struct Item {
  enum class What : std::uint8_t { treasure, whale } what;
  std::uint8_t index;  // into the names of the configuration
  bool operator==(const Item&) const = default;
};

}  // namespace recess::mocean
