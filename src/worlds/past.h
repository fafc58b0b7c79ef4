// Any moment of a world, seen again: its rows folded up to there. Folding begins at the last known state before the
// moment: where it stood, a picture taken on the way, or a snapshot in the file; so a slider may be moved back and
// forth. Reads the journal's file by a connection of its own. One thread, never the loop's.
#pragma once

#include "journal/file.h"
#include "journal/reading.h"
#include "kernel/result.h"
#include "mocean/world.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace recess::worlds {

// The refusal of a moment that has not come yet. It names the newest one that has, to the microsecond, so that whoever
// asks for that gets it.
Error not_yet(mocean::WorldTime newest);

class Past {
 public:
  static constexpr std::size_t kReels = 4;  // worlds looked into at the same time
  static constexpr journal::Seq kRowsPerPicture = 5'000;
  static constexpr std::size_t kPictures = 64;  // of a reel; then every second one goes

  explicit Past(std::filesystem::path file) : file_(std::move(file)) {}

  // The first moment that can be seen.
  Result<mocean::WorldTime> from(const std::string& world);
  // The world as it was at that moment. Refusals: not_found (no such world, or before its first moment), those of the
  // journal and of the rules. Valid until the next call.
  Result<const mocean::World*> at(const std::string& world, mocean::WorldTime moment);

 private:
  struct Point {
    journal::Seq seq = 0;
    mocean::WorldTime time{};
    std::string state{};
  };
  struct Reel {
    mocean::World world;
    journal::Seq seq = 0;
    std::vector<Point> pictures{};  // by time
    std::uint64_t used = 0;
  };
  Result<journal::StreamLine> open(const std::string& world);
  Result<mocean::WorldTime> beginning(const journal::StreamLine& line);
  Reel& reel(const std::string& world);
  Result<> set(Reel& reel, const std::string& name, const Point& point);
  Result<> wind_back(Reel& reel, const journal::StreamLine& line, mocean::WorldTime moment);
  Result<> wind_on(Reel& reel, const journal::StreamLine& line, mocean::WorldTime moment);
  static void remember(Reel& reel);

  std::filesystem::path file_;
  std::optional<journal::Reader> reader_;
  std::map<std::string, std::unique_ptr<Reel>> reels_;
  std::uint64_t uses_ = 0;
};

}  // namespace recess::worlds
