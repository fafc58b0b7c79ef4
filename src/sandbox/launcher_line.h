// The control channel between the server and a play's launcher: JSON objects, one a line. The game can write to it as
// well as the launcher can, so everything read here is advice.
#pragma once

#include "sandbox/sandbox.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace recess::sandbox {

// Nothing if the line says nothing to pass on: not JSON, not understood, or only "ready".
std::optional<LauncherReport> parse_launcher_line(std::string_view line);

std::string assign_line(std::string_view play_id, std::string_view main_script);
inline constexpr std::string_view kGoLine = "{\"go\":true}\n";
inline constexpr std::string_view kStopLine = "{\"stop\":true}\n";

// Cuts a stream into lines. A line over `kMost` is dropped whole.
class LineCutter {
 public:
  static constexpr std::size_t kMost = 65536;
  void add(std::string_view bytes, const std::function<void(std::string_view line)>& on_line);

 private:
  std::string partial_;
  bool dropping_ = false;
};

}  // namespace recess::sandbox
