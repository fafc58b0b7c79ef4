#include "steps/log_text.h"

#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::steps {
namespace {

constexpr std::size_t kShownPoints = 200;

void append_cut(std::string& out, std::string_view text) {
  const std::string_view shown = first_code_points(text, kShownPoints);
  out += shown;
  if (shown.size() < text.size()) out += "...";
}

// In quotes, with quotes and backslashes of its own escaped: nothing in it can end the field.
std::string quoted(std::string_view text) {
  std::string cut;
  append_cut(cut, text);
  std::string out = "\"";
  for (const char c : cut) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string message_line(std::string_view message) {
  std::string line = "Server received message: ";
  append_cut(line, message);
  return line;
}

std::string level_line(std::string_view route, std::string_view outcome, std::string_view name,
                       std::string_view input) {
  const bool plain = !name.empty() && name.find(' ') == std::string_view::npos;
  return fmt::format("steps route={} outcome={} name={} input={}", route, outcome,
                     plain ? std::string(name) : quoted(name), quoted(input));
}

}  // namespace recess::steps
