// The bounds of connection state recovery. Beyond them a client is told honestly that it has missed something.
#pragma once

#include "kernel/clock.h"

#include <cstddef>

namespace recess::socketio {

struct TrailLimits {
  std::size_t events = 2048;
  std::size_t bytes = 1U << 20U;
};

struct RecoveryLimits {
  Millis keep{120'000};                 // how long a socket may be away; 0: recovery is not offered
  TrailLimits trail{};                  // of one socket: the oldest event goes
  std::size_t bytes = 64U << 20U;       // of all trails: those of the longest away go first
  std::size_t away = 1000;              // the longest away goes
  std::size_t file_bytes = 32U << 20U;  // across a restart
};

}  // namespace recess::socketio
