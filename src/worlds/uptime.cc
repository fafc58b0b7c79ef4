#include "worlds/uptime.h"

#include "kernel/log.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace recess::worlds {

Uptime::Uptime(std::filesystem::path file) : file_(std::move(file)), since_(wall_now()), begun_(tick_now()) {
  std::ifstream stored(file_);
  std::uint64_t starts = 0;
  std::string state;
  if (stored >> starts >> state) {
    starts_ = starts + 1;
    last_stop_ = state == "stopped" ? "stopped" : "unknown";
  }
  write("running");
}

void Uptime::stopped_cleanly() { write("stopped"); }

void Uptime::write(std::string_view state) const {
  std::filesystem::path fresh = file_;
  fresh += ".new";
  std::error_code failed;
  {
    std::ofstream out(fresh, std::ios::trunc);
    out << starts_ << ' ' << state << '\n';
    if (!out.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) std::filesystem::rename(fresh, file_, failed);
  if (failed) log_warning("uptime.not_kept", {{"why", failed.message()}});
}

std::int64_t Uptime::seconds() const { return std::chrono::duration_cast<Seconds>(tick_now() - begun_).count(); }

std::string Uptime::line() const {
  return fmt::format("since,{},up,{},starts,{},last_stop,{}", to_iso_text(since_), seconds(), starts_, last_stop_);
}

std::string Uptime::json() const {
  return fmt::format(R"({{"ok":true,"since":"{}","up":{},"starts":{},"last_stop":"{}"}})", to_iso_text(since_),
                     seconds(), starts_, last_stop_);
}

}  // namespace recess::worlds
