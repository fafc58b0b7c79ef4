#include "kernel/log.h"

#include "kernel/clock.h"
#include "kernel/log_tail.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <unistd.h>
#include <utility>

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

// Lines as they were written, in pieces of one or many. Never destroyed: threads may log while the process ends.
struct Tail {
  struct Piece {
    std::string text;
    std::size_t lines;
  };
  std::mutex mutex;
  std::deque<Piece> pieces;
  std::size_t lines = 0;
};
Tail& tail() {
  static Tail* const kept = new Tail;
  return *kept;
}

void remember(std::string text, std::size_t lines) {
  const std::lock_guard lock(tail().mutex);
  tail().pieces.push_back({std::move(text), lines});
  tail().lines += lines;
  while (tail().lines - tail().pieces.front().lines >= kTailLines) {
    tail().lines -= tail().pieces.front().lines;
    tail().pieces.pop_front();
  }
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
  write_out(line);
  remember(std::move(line), 1);
}

// How many bytes at `at` are one character that has to be escaped; 0: it may stand as it is.
std::size_t escaped_here(std::string_view text, std::size_t at) {
  const auto byte_at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned byte = byte_at(at);
  if (byte < 0x20 || byte == 0x7f) return 1;
  if (byte == 0xC2 && byte_at(at + 1) >= 0x80 && byte_at(at + 1) < 0xA0) return 2;
  if (byte == 0xE2 && byte_at(at + 1) == 0x80 && (byte_at(at + 2) == 0xA8 || byte_at(at + 2) == 0xA9)) return 3;
  return 0;
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t plain = 0;  // from here on nothing needed it
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = escaped_here(text, i);
    if (length == 0) {
      ++i;
      continue;
    }
    out += text.substr(plain, i - plain);
    const auto byte = static_cast<unsigned char>(text[i + length - 1]);
    if (length == 3) out += byte == 0xA8 ? "\\u2028" : "\\u2029";
    else if (byte == '\n') out += "\\n";
    else if (byte == '\r') out += "\\r";
    else if (byte == '\t') out += "\\t";
    else out += fmt::format("\\x{:02x}", byte);
    i += length;
    plain = i;
  }
  out += text.substr(plain);
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
  std::size_t over = tail().lines - std::min(tail().lines, kTailLines);
  std::string text;
  for (const Tail::Piece& piece : tail().pieces) {
    for (std::string_view rest = piece.text; !rest.empty();) {
      const std::size_t end = rest.find('\n') + 1;
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end);
      if (over > 0) --over;
      else text += line.substr(line.starts_with('<') ? line.find('>') + 1 : 0);
    }
  }
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
  ++count_;
  return waits;
}

void LogBatch::flush() {
  if (lines_.empty()) return;
  write_out(lines_);
  remember(std::exchange(lines_, {}), std::exchange(count_, 0));
}

}  // namespace recess
