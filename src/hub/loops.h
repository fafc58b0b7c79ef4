// The sounds of a group that play until they are stopped, for pages that are loaded while they do. Short sounds are not
// kept: nobody wants to hear them late. Rules only.
#pragma once

#include "kernel/json.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace recess::hub {

struct Loop {
  std::string name;
  std::string id;    // identity(), empty without one
  std::string text;  // {"name":…,"id":…,"volume":…}
};

class Loops {
 public:
  // A `start_audio`, if it repeats. Over the bound the oldest is forgotten, and goes on playing where it plays.
  void start(json::Value message);
  // A `stop_audio`: what agrees with all that it names.
  void stop(json::Value message);
  void put_back(std::string_view text);
  void clear() { playing_.clear(); }
  const std::deque<Loop>& playing() const { return playing_; }

 private:
  std::deque<Loop> playing_{};  // the longest first
};

}  // namespace recess::hub
