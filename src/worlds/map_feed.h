// The live map's event stream of one world. Frames are encoded once, when the first viewer wants them, and shared by
// all; nobody watching costs nothing. A viewer takes the newest frame whenever its connection has room: a slow one
// loses frames and delays nobody. Loop thread only.
#pragma once

#include "http/message.h"
#include "mocean/world.h"
#include "worlds/map_frames.h"
#include "worlds/wait_list.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace recess::worlds {

class MapFeed {
 public:
  static constexpr std::size_t kMostViewers = 1000;
  // Frames between two comment lines: 15 s.
  static constexpr std::uint64_t kQuietFrames = 30;

  struct Source {
    const mocean::World& world;
    std::function<mocean::WorldTime()> now;
    std::string grid;  // its address
  };
  explicit MapFeed(Source source) : source_(std::move(source)) {}

  void sample();  // once a second
  void turn();    // twice a second: a frame
  // Ends all streams.
  void close();

  bool full() const { return viewers_ >= kMostViewers; }
  std::size_t viewers() const { return viewers_; }
  // The stream of one viewer; `teacher` sees whales and treasures.
  boost::asio::awaitable<void> watch(http::StreamWriter& writer, bool teacher);

 private:
  const std::string& current(bool secrets);
  std::string greeting() const;

  Source source_;
  MapFrames frames_;
  WaitList<bool> news_;  // true: a frame; false: the end
  std::uint64_t turns_ = 0;
  std::size_t viewers_ = 0;
  bool closed_ = false;
  std::optional<std::string> open_frame_;
  std::optional<std::string> secret_frame_;
};

}  // namespace recess::worlds
