// How long this server has been up, how often it was started, and how the run before ended; kept in one small file.
#pragma once

#include "kernel/clock.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace recess::worlds {

class Uptime {
 public:
  // Reads how the last run ended and notes that this one has begun. A file that cannot be read or written is no reason
  // not to start: it is logged, and the count begins anew.
  explicit Uptime(std::filesystem::path file);
  void stopped_cleanly();

  // "since,2026-11-26T08:00:00.000000Z,up,12,starts,3,last_stop,stopped"; the reason is one of none, stopped, unknown.
  std::string line() const;
  std::string json() const;
  std::uint64_t starts() const { return starts_; }
  const std::string& last_stop() const { return last_stop_; }

 private:
  void write(std::string_view state) const;
  std::int64_t seconds() const;

  std::filesystem::path file_;
  Instant since_;
  Tick begun_;
  std::uint64_t starts_ = 1;
  std::string last_stop_ = "none";
};

}  // namespace recess::worlds
