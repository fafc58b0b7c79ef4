#include "mocean/items.h"

#include <array>

namespace recess::mocean {
namespace {

constexpr std::array kItems{
    ItemKind{"fishing net", Effect::story, false, "you cast the net and haul in three sardines and a wet shoe"},
    ItemKind{"crash alert", Effect::warn, true, ""},
    ItemKind{"JSON ROV", Effect::rov, false, ""},
    ItemKind{"ALVIN submarine", Effect::alvin, false, "the submarine hums politely but its batteries are flat"},
    ItemKind{"imaging sonar", Effect::sonar, false, ""},
    ItemKind{"teleport crystal", Effect::teleport, false, ""},
    ItemKind{"chrono-synclastic infundibulum", Effect::story, false,
             "for a moment every place and time agree and then they forget about it"},
    ItemKind{"binoculars", Effect::see_far, false, ""},
    ItemKind{"ham and cheese sandwich", Effect::story, false,
             "you look at the sandwich and decide to keep it for later"},
    ItemKind{"boat hook", Effect::reach, false, ""},
    ItemKind{"iron dust", Effect::bloom, true, ""}};
constexpr ItemKind kPlain{"", Effect::none, false, ""};

}  // namespace

const ItemKind& item_kind(std::string_view name) {
  for (const ItemKind& kind : kItems) {
    if (kind.name == name) return kind;
  }
  return kPlain;
}

}  // namespace recess::mocean
