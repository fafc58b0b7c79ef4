#include "kernel/log.h"

#include "kernel/clock.h"
#include "kernel/log_tail.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <unistd.h>

namespace recess {
namespace {

std::atomic<int> g_level{static_cast<int>(LogLevel::info)};

const char* level_word(LogLevel level) {
  switch (level) {
    case LogLevel::error: return "error";
    case LogLevel::warning: return "warn ";
    case LogLevel::info: return "info ";
    case LogLevel::debug: return "debug";
  }
  return "info ";
}

bool under_journal() {
  static const bool yes = std::getenv("JOURNAL_STREAM") != nullptr;
  return yes;
}

std::string line_start(LogLevel level) {
  if (under_journal()) return fmt::format("<{}>", static_cast<int>(level));
  std::string time = to_iso_text(wall_now());
  time.erase(time.size() - 4, 3);  // microseconds to milliseconds
  return fmt::format("{} {} ", time, level_word(level));
}

constexpr std::size_t kTailLines = 300;

// Never destroyed: threads may log while the process ends.
struct Tail {
  std::mutex mutex;
  std::deque<std::string> lines;
};
Tail& tail() {
  static Tail* const kept = new Tail;
  return *kept;
}

void remember_line(const std::string& line) {
  const std::size_t prefix = line.starts_with('<') ? line.find('>') + 1 : 0;
  const std::lock_guard lock(tail().mutex);
  tail().lines.push_back(line.substr(prefix));
  if (tail().lines.size() > kTailLines) tail().lines.pop_front();
}

void write_line(std::string line) {
  line += '\n';
  remember_line(line);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody to tell
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (const unsigned char c : text) {
    if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) return true;
  }
  return false;
}

std::string quoted(std::string_view text) {
  if (!needs_quotes(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : escape_control(text)) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string shown(const LogField::Value& value) {
  struct Visitor {
    std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
    std::string operator()(double v) const { return fmt::format("{:.6g}", v); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const std::string& v) const { return quoted(v); }
  };
  return std::visit(Visitor{}, value);
}

}  // namespace

void set_log_level(LogLevel level) { g_level = static_cast<int>(level); }

void log_event(LogLevel level, std::string_view event, LogFields fields) {
  if (static_cast<int>(level) > g_level) return;
  std::string line = line_start(level);
  line += event;
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    line += shown(field.value);
  }
  write_line(std::move(line));
}

void log_line(LogLevel level, std::string_view text) {
  if (static_cast<int>(level) > g_level) return;
  write_line(line_start(level) + escape_control(text));
}

std::string log_tail() {
  const std::lock_guard lock(tail().mutex);
  std::string text;
  for (const std::string& line : tail().lines) text += line;
  return text;
}

std::string escape_control(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else if (byte < 0x20 || byte == 0x7f) out += fmt::format("\\x{:02x}", byte);
    else out += c;
  }
  return out;
}

}  // namespace recess
