#include "kernel/clock.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace recess {

Instant wall_now() { return std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now()); }

std::string to_epoch_text(Instant instant) {
  const std::int64_t millis = to_micros(instant) / 1000;
  std::string text = fmt::format("{}", millis / 1000);
  if (const std::int64_t fraction = millis % 1000; fraction > 0) {
    text += fmt::format(".{:03}", fraction);
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

std::string to_iso_text(Instant instant) {
  const auto seconds = std::chrono::floor<Seconds>(instant);
  const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(time), (instant - seconds).count());
}

}  // namespace recess
