// Time as the rules take it. Rules never read a clock: they are handed an Instant. Shells read one of these two.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace recess {

using Micros = std::chrono::microseconds;
using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

// A moment in UTC, in microseconds since 1970: what is stored, shown and sent.
using Instant = std::chrono::time_point<std::chrono::system_clock, Micros>;
// A moment that only ever grows: for deadlines and durations, never stored.
using Tick = std::chrono::steady_clock::time_point;

Instant wall_now();
inline Tick tick_now() { return std::chrono::steady_clock::now(); }

inline std::int64_t to_micros(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant from_micros(std::int64_t micros) { return Instant{Micros{micros}}; }

// "1700000000.5": seconds since 1970 with millisecond resolution and no trailing zeros, as the hub's events carry them.
std::string to_epoch_text(Instant instant);
// "2026-11-21T11:20:05.123456Z"
std::string to_iso_text(Instant instant);

}  // namespace recess
