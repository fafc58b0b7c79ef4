// What the live map is told about a world, as texts: the first event with everything, then frames (mocean.md 10.5).
// Pure: the world and its time are handed in.
//
//   hello  {"world","t","grid","w","h","season":{"number","state","elapsed","remaining"},"scoring","paused",
//           "players":[[id,name]],"trails":[[id,[[x,y],...]]]}           trails: a point a second, the newest last
//   frame  {"t","p":[[id,x,y,z,h,s,riding]],"names":[[id,name]],"gone":[id],"bloom":[[x,y,r]],"top":[[rank,id,score]],
//           "season":{...},"paused","whales":[[x,y]],"treasures":[[x,y,z]]}
//
// `names` and `gone` repeat what changed in the last kWindow frames, so a viewer that lost some loses nothing.
// `whales` and `treasures` are there only for who may see them. In a crowd (more than kCrowd players) `p` and `names`
// are those of the first 20 of the table, and "players":N, "count":[3600 numbers, row 0 in the south], "nx":60, "ny":60
// say where the others are. Metres have two decimals, headings three.
#pragma once

#include "kernel/clock.h"
#include "mocean/world.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace recess::worlds {

class MapFrames {
 public:
  static constexpr std::size_t kCrowd = 500;
  static constexpr std::size_t kTrail = 60;
  static constexpr std::uint64_t kWindow = 20;
  static constexpr std::size_t kTop = 20;

  // Remembers where everybody is; call it once a second.
  void sample(const mocean::World& world, mocean::WorldTime now);
  // Notes who came and went since the last turn; call it once per frame, before frame().
  void turn(const mocean::World& world, mocean::WorldTime now);

  std::string hello(const mocean::World& world, mocean::WorldTime now, std::string_view grid) const;
  std::string frame(const mocean::World& world, mocean::WorldTime now, bool secrets) const;

 private:
  struct Point {
    float x, y;
  };
  struct Change {
    std::uint64_t turn;
    mocean::PlayerId id;
    std::string name;  // empty: gone
  };

  std::map<mocean::PlayerId, std::deque<Point>> trails_;
  std::map<mocean::PlayerId, std::string> known_;
  std::deque<Change> changes_;
  std::uint64_t turns_ = 0;
};

// One moment of the past, all of it: for the time slider.
std::string past_frame(const mocean::World& world, mocean::WorldTime at);
// True if everybody may see where whales and treasures are.
bool secrets_are_out(const mocean::World& world, mocean::WorldTime now);
// The answer of /map/grid: {"w","h","cell","nx","ny","depth"}.
std::string grid_json(const mocean::World& world);

}  // namespace recess::worlds
