#include "worlds/map_frames.h"

#include "kernel/json.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace recess::worlds {
namespace {

using mocean::PlayerId;
using mocean::Ship;
using mocean::World;
using mocean::WorldTime;

constexpr int kCells = 60;
constexpr double kGridCell = 10;
// Nobody swims that far in a second: whoever did was put there.
constexpr float kJump = 120;

class Text {
 public:
  explicit Text(std::size_t size) { out_.reserve(size); }
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  // "name":[ ... ], `each` being called with the text for one entry after another
  template <class Entries, class Add>
  void array(std::string_view name, const Entries& entries, Add add_entry) {
    add(",\"{}\":[", name);
    bool first = true;
    for (const auto& entry : entries) {
      if (!first) out_ += ',';
      first = false;
      add_entry(entry);
    }
    out_ += ']';
  }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

double seconds(WorldTime time) { return static_cast<double>(time.count()) / 1e6; }

std::vector<Ship> ships_of(const World& world, WorldTime now) {
  std::vector<Ship> ships;
  ships.reserve(world.players());
  world.each_ship(now, [&](const Ship& ship) { ships.push_back(ship); });
  return ships;
}

void add_season(Text& text, const World& world, WorldTime now) {
  const mocean::SeasonView season = world.season(now);
  text.add(R"(,"season":{{"number":{},"state":"{}","elapsed":{},"remaining":{}}},"paused":{})", season.number,
           mocean::season_state_name(season.state), season.elapsed_s, season.remaining_s, world.paused());
}

void add_ships(Text& text, const std::vector<Ship>& ships) {
  text.array("p", ships, [&](const Ship& ship) {
    text.add("[{},{:.2f},{:.2f},{:.2f},{:.3f},{:.2f},{:d}]", ship.id, ship.x, ship.y, ship.z, ship.heading, ship.speed,
             ship.riding);
  });
}

void add_names(Text& text, std::string_view member, const std::vector<Ship>& ships) {
  text.array(member, ships, [&](const Ship& ship) { text.add("[{},{}]", ship.id, json::quote(ship.name)); });
}

void add_sea(Text& text, const World& world, WorldTime now, bool secrets) {
  text.array("bloom", world.blooms(now),
             [&](const mocean::Disc& disc) { text.add("[{:.2f},{:.2f},{:.2f}]", disc.x, disc.y, disc.radius); });
  if (!secrets) return;
  text.array("whales", world.whales(now),
             [&](const mocean::Spot& spot) { text.add("[{:.2f},{:.2f}]", spot.x, spot.y); });
  text.array("treasures", world.treasures(),
             [&](const mocean::Spot& spot) { text.add("[{:.2f},{:.2f},{:.2f}]", spot.x, spot.y, spot.z); });
}

void add_top(Text& text, const std::vector<mocean::ScoreRow>& rows) {
  text.array("top", rows, [&](const mocean::ScoreRow& row) { text.add("[{},{},{}]", row.rank, row.id, row.score); });
}

std::vector<mocean::ScoreRow> top_of(const World& world) {
  return world.scoring_shown() ? world.scores(MapFrames::kTop) : std::vector<mocean::ScoreRow>{};
}

// Those at the head of the table; where nobody scores, the first that joined.
std::vector<Ship> first_ships(const std::vector<Ship>& ships, const std::vector<mocean::ScoreRow>& top) {
  std::vector<Ship> first;
  for (const Ship& ship : ships) {
    const bool listed = std::any_of(top.begin(), top.end(), [&](const auto& row) { return row.id == ship.id; });
    if (listed || (top.empty() && first.size() < MapFrames::kTop)) first.push_back(ship);
  }
  return first;
}

void add_counts(Text& text, const World& world, const std::vector<Ship>& ships) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(kCells * kCells));
  const auto cell = [](double at, double side) {
    return std::clamp(static_cast<int>(at / side * kCells), 0, kCells - 1);
  };
  for (const Ship& ship : ships) {
    ++counts[static_cast<std::size_t>(cell(ship.y, world.height()) * kCells + cell(ship.x, world.width()))];
  }
  text.add(R"(,"players":{},"nx":{},"ny":{})", ships.size(), kCells, kCells);
  text.array("count", counts, [&](std::uint32_t count) { text.add("{}", count); });
}

}  // namespace

void MapFrames::sample(const World& world, WorldTime now) {
  if (world.players() > kCrowd) {
    trails_.clear();
    return;
  }
  std::map<PlayerId, std::deque<Point>> kept;
  world.each_ship(now, [&](const Ship& ship) {
    std::deque<Point> trail;
    if (const auto old = trails_.find(ship.id); old != trails_.end()) trail = std::move(old->second);
    const Point here{static_cast<float>(ship.x), static_cast<float>(ship.y)};
    if (!trail.empty()) {
      const auto wrapped = [](float d, double side) { return std::abs(std::remainder(d, static_cast<float>(side))); };
      const Point last = trail.back();
      if (std::hypot(wrapped(here.x - last.x, world.width()), wrapped(here.y - last.y, world.height())) > kJump) {
        trail.clear();
      }
    }
    trail.push_back(here);
    if (trail.size() > kTrail) trail.pop_front();
    kept.emplace(ship.id, std::move(trail));
  });
  trails_ = std::move(kept);
}

void MapFrames::turn(const World& world, WorldTime now) {
  ++turns_;
  while (!changes_.empty() && changes_.front().turn + kWindow < turns_) changes_.pop_front();
  if (world.players() > kCrowd) {
    known_.clear();
    changes_.clear();
    return;
  }
  std::map<PlayerId, std::string> present;
  world.each_ship(now, [&](const Ship& ship) {
    const auto old = known_.find(ship.id);
    const bool another = old != known_.end() && old->second != ship.name;
    if (another) trails_.erase(ship.id);
    if (another || old == known_.end()) {
      changes_.push_back({turns_, ship.id, std::string(ship.name)});
    }
    present.emplace(ship.id, ship.name);
  });
  for (const auto& [id, name] : known_) {
    if (!present.contains(id)) changes_.push_back({turns_, id, {}});
  }
  known_ = std::move(present);
}

std::string MapFrames::hello(const World& world, WorldTime now, std::string_view grid) const {
  std::vector<Ship> ships = ships_of(world, now);
  if (ships.size() > kCrowd) ships = first_ships(ships, top_of(world));
  Text text(1024 + ships.size() * 32 + trails_.size() * kTrail * 16);
  text.add(R"({{"world":{},"t":{:.3f},"grid":{},"w":{},"h":{},"scoring":{})", json::quote(world.name()), seconds(now),
           json::quote(grid), world.width(), world.height(), world.scoring_shown());
  add_season(text, world, now);
  add_names(text, "players", ships);
  text.array("trails", trails_, [&](const auto& entry) {
    text.add("[{},[", entry.first);
    bool first = true;
    for (const Point& point : entry.second) {
      text.add("{}[{:.1f},{:.1f}]", first ? "" : ",", point.x, point.y);
      first = false;
    }
    text.add("]]");
  });
  text.add("}}");
  return std::move(text).take();
}

std::string MapFrames::frame(const World& world, WorldTime now, bool secrets) const {
  std::vector<Ship> ships = ships_of(world, now);
  const auto top = top_of(world);
  const bool crowd = ships.size() > kCrowd;
  Text text(1024 + std::min(ships.size(), kCrowd) * 64);
  text.add(R"({{"t":{:.3f})", seconds(now));
  if (crowd) {
    add_counts(text, world, ships);
    ships = first_ships(ships, top);
  }
  add_ships(text, ships);
  if (crowd) {
    add_names(text, "names", ships);
    text.add(R"(,"gone":[])");
  } else {
    std::map<PlayerId, const std::string*> latest;
    for (const Change& change : changes_) latest[change.id] = &change.name;
    std::vector<std::pair<PlayerId, std::string_view>> names;
    std::vector<PlayerId> gone;
    for (const auto& [id, name] : latest) {
      if (name->empty()) gone.push_back(id);
      else names.emplace_back(id, *name);
    }
    text.array("names", names, [&](const auto& one) { text.add("[{},{}]", one.first, json::quote(one.second)); });
    text.array("gone", gone, [&](PlayerId id) { text.add("{}", id); });
  }
  add_sea(text, world, now, secrets);
  add_top(text, top);
  add_season(text, world, now);
  text.add("}}");
  return std::move(text).take();
}

std::string past_frame(const World& world, WorldTime at) {
  std::vector<Ship> ships = ships_of(world, at);
  const auto top = top_of(world);
  Text text(1024 + ships.size() * 64);
  text.add(R"({{"t":{:.3f})", seconds(at));
  if (ships.size() > MapFrames::kCrowd) {
    add_counts(text, world, ships);
    ships = first_ships(ships, top);
  }
  add_ships(text, ships);
  add_names(text, "names", ships);
  text.add(R"(,"gone":[])");
  add_sea(text, world, at, true);
  add_top(text, top);
  add_season(text, world, at);
  text.add("}}");
  return std::move(text).take();
}

bool secrets_are_out(const World& world, WorldTime now) { return world.season(now).state == mocean::SeasonState::over; }

std::string grid_json(const World& world) {
  std::size_t nx = 0;
  std::size_t ny = 0;
  const std::string depth = world.depth_grid(kGridCell, nx, ny);
  std::string base64(sodium_base64_ENCODED_LEN(depth.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(base64.data(), base64.size(), reinterpret_cast<const unsigned char*>(depth.data()), depth.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  base64.resize(std::char_traits<char>::length(base64.c_str()));
  return fmt::format(R"({{"w":{},"h":{},"cell":{},"nx":{},"ny":{},"depth":"{}"}})", world.width(), world.height(),
                     kGridCell, nx, ny, base64);
}

}  // namespace recess::worlds
