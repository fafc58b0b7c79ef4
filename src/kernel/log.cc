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

void write_out(std::string_view rest) {
  while (!rest.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody to tell
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_line(std::string line) {
  line += '\n';
  remember_line(line);
  write_out(line);
}

void append_escaped(std::string& out, std::string_view text) {
  const auto byte_at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned byte = byte_at(i);
    if (byte == '\n') out += "\\n";
    else if (byte == '\r') out += "\\r";
    else if (byte == '\t') out += "\\t";
    else if (byte < 0x20 || byte == 0x7f) out += fmt::format("\\x{:02x}", byte);
    else if (byte == 0xC2 && byte_at(i + 1) >= 0x80 && byte_at(i + 1) < 0xA0)
      out += fmt::format("\\x{:02x}", byte_at(++i));
    else if (byte == 0xE2 && byte_at(i + 1) == 0x80 && (byte_at(i + 2) == 0xA8 || byte_at(i + 2) == 0xA9)) {
      out += byte_at(i + 2) == 0xA8 ? "\\u2028" : "\\u2029";
      i += 2;
    } else out += text[i];
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
  append_escaped(out, text);
  return out;
}

bool LogBatch::add(LogLevel level, std::string_view text) {
  if (static_cast<int>(level) > g_level) return true;
  const bool waits = !lines_.empty();
  const std::int64_t now_ms = to_micros(wall_now()) / 1000;
  if (now_ms != stamp_ms_ || level != stamp_level_) {
    stamp_ = line_start(level);
    stamp_ms_ = now_ms;
    stamp_level_ = level;
  }
  lines_ += stamp_;
  append_escaped(lines_, text);
  lines_ += '\n';
  return waits;
}

void LogBatch::flush() {
  if (lines_.empty()) return;
  write_out(lines_);
  // The tail keeps its last lines only; of a long batch the rest need not pass through it.
  std::size_t start = lines_.size();
  for (std::size_t kept = 0; start > 0 && kept < kTailLines; ++kept) {
    const std::size_t before = lines_.rfind('\n', start - 2);
    start = start < 2 || before == std::string::npos ? 0 : before + 1;
  }
  for (std::string_view rest = std::string_view(lines_).substr(start); !rest.empty();) {
    const std::size_t end = rest.find('\n') + 1;
    remember_line(std::string(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  lines_.clear();
}

}  // namespace recess
