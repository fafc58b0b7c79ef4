// Any moment of a world, seen again: its rows folded up to there. Folding goes on from where it last stood, or from a
// picture taken on the way, so that a slider may be moved back and forth. One thread, never the loop's.
#pragma once

#include "kernel/result.h"
#include "mocean/world.h"
#include "worlds/world_store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace recess::worlds {

class Past {
 public:
  static constexpr std::size_t kReels = 4;  // worlds looked into at the same time
  static constexpr std::uint64_t kRowsPerPicture = 5'000;
  static constexpr std::size_t kPictures = 64;  // of a reel; then every second one goes

  explicit Past(WorldStore& store) : store_(store) {}

  // The first moment that can be seen.
  Result<mocean::WorldTime> from(const std::string& world);
  // The world as it was at that moment. Refusals: not_found (no such world, or before its first moment), internal (a
  // row cannot be folded). Valid until the next call.
  Result<const mocean::World*> at(const std::string& world, mocean::WorldTime moment);

 private:
  struct Point {
    std::uint64_t seq = 0;
    mocean::WorldTime time{};
    std::string state;
  };
  struct Reel {
    mocean::World world;
    std::uint64_t seq = 0;
    mocean::WorldTime from{};
    std::vector<Point> pictures{};  // by time; the first is where the rows begin, its state empty if that is nothing
    std::uint64_t used = 0;
  };
  Result<Reel*> reel(const std::string& name);
  Result<> rewind(const std::string& name, Reel& reel, mocean::WorldTime moment);
  Result<> wind(const std::string& name, Reel& reel, mocean::WorldTime moment);
  static void remember(Reel& reel);

  WorldStore& store_;
  std::map<std::string, std::unique_ptr<Reel>> reels_;
  std::uint64_t uses_ = 0;
};

}  // namespace recess::worlds
