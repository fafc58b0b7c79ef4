// What using an item tells. The few uses that change the world (dust, a whale's name) are commands; the rest read.
#include "mocean/routes.h"

#include "kernel/json.h"
#include "kernel/python_number.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// {"item":..,"message":..} and what `more` adds, or the prose as a status line.
template <class More>
void tell(Turn& turn, std::string_view item, std::string_view prose, More&& more) {
  if (!turn.json()) return turn.status(prose);
  turn.members([&](Members& out) {
    out.text("item", item).text("message", prose);
    more(out);
  });
}

struct Point {
  double x, y;
};

Point away(const Planet& planet, const Fix& from, double angle, double distance) {
  return {wrap(from.x + distance * std::cos(angle), planet.torus.width).value,
          wrap(from.y + distance * std::sin(angle), planet.torus.height).value};
}

// "30.0,29.5": depths at the given places.
std::string depths(const Planet& planet, const std::vector<Point>& places) {
  std::string text;
  for (const Point& place : places) {
    if (!text.empty()) text += ',';
    append_pyfloat(text, planet.seabed.depth(place.x, place.y));
  }
  return text;
}

void warn(Turn& turn, const Fix& fix) {
  const Planet& planet = turn.ocean.planet();
  const auto near = planet.seabed.nearest(fix.x, fix.y);
  const Seamount& mount = planet.seabed.seamounts()[near.index];
  const std::string& name = planet.config.seamount_names[near.index];
  tell(turn, turn.get("item"), "the crash alert blinks: the nearest seamount is\n" + name, [&](Members& out) {
    const double bearing = std::atan2(planet.torus.dy(fix.y, mount.y), planet.torus.dx(fix.x, mount.x));
    out.text("seamount", name).number("distance", near.distance).number("bearing", wrapped_heading(bearing));
  });
}

void sonar(Turn& turn, const Player& player, const Fix& fix) {
  const Planet& planet = turn.ocean.planet();
  std::vector<Point> ahead;
  for (int i = 1; i <= 5; ++i) ahead.push_back(away(planet, fix, player.heading, i * planet.config.sonar_step));
  const std::string data = depths(planet, ahead);
  if (!turn.json()) return turn.line(data);
  tell(turn, turn.get("item"), "the sonar draws what lies ahead",
       [&](Members& out) { out.raw("depths", "[" + data + "]"); });
}

void rov(Turn& turn, const Player& player, const Fix& fix) {
  const Planet& planet = turn.ocean.planet();
  std::vector<Point> around;
  for (int i = 0; i < 8; ++i) around.push_back(away(planet, fix, i * kPi / 4, planet.config.rov_radius));
  const double z = depth_at(planet, player, fix);
  const double reach = planet.config.rov_reach;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < planet.treasures.size(); ++i) {
    const Treasure& treasure = planet.treasures[i];
    const double dz = treasure.z - z;
    const double squared = planet.torus.squared(fix.x, fix.y, treasure.x, treasure.y) + dz * dz;
    if (!turn.ocean.state.globals.holders[i] && squared < reach * reach) ++count;
  }
  const std::string here = pyfloat(planet.seabed.depth(fix.x, fix.y));
  const std::string ring = "[" + depths(planet, around) + "]";
  if (!turn.json()) {
    return turn.line("{\"depth\":" + here + ",\"around\":" + ring + ",\"treasures\":" + std::to_string(count) + "}");
  }
  tell(turn, turn.get("item"), "the little ROV has been round and comes back with data",
       [&](Members& out) { out.raw("depth", here).raw("around", ring).integer("treasures", count); });
}

}  // namespace

void handle_use(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr || turn.paused()) return;
  const std::string_view wanted = turn.get("item");
  if (wanted == kAirTank) return turn.fail(Fault::nothing_to_do);
  const Planet& planet = turn.ocean.planet();
  const auto item = std::ranges::find_if(player->items, [&](Item each) { return planet.item_name(each) == wanted; });
  if (item == player->items.end()) return turn.fail(Fault::no_item);
  const ItemKind& kind = planet.kind_of(*item);
  const bool whale = item->what == Item::What::whale;
  const Fix fix = where(planet, *player, turn.ocean.state.time);

  if (whale || kind.effect == Effect::bloom) {
    Command use = turn.command(Kind::use);
    use.text = wanted;
    const Outcome outcome = turn.fold(use);
    if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
    if (whale) {
      const std::string prose = "you climb down and wave as " + use.text + " swims away";
      return tell(turn, wanted, prose, [](Members&) {});
    }
    return tell(turn, wanted,
                "you scatter the iron dust over the waves\nthe water turns green: a bloom is spreading\n"
                "whales everywhere lose their hunger and can be ridden",
                [&](Members& out) { out.number("x", fix.x).number("y", fix.y); });
  }
  switch (kind.effect) {
    case Effect::warn: return warn(turn, fix);
    case Effect::sonar: return sonar(turn, *player, fix);
    case Effect::rov: return rov(turn, *player, fix);
    case Effect::alvin:
      if (planet.config.alvin_active) return turn.fail(Fault::nothing_to_do);
      [[fallthrough]];
    case Effect::story: return tell(turn, wanted, kind.story, [](Members&) {});
    default: return turn.fail(Fault::nothing_to_do);
  }
}

}  // namespace recess::mocean
