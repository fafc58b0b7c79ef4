#include "arcade/console_log.h"

#include "kernel/log.h"
#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::arcade {
namespace {

// Bytes that are no UTF-8 become U+FFFD, one for each; then control characters become visible, tabs stay.
std::string shown(std::string_view raw) {
  std::string valid;
  valid.reserve(raw.size());
  while (!raw.empty()) {
    std::size_t length = 1;
    while (length <= 4 && length <= raw.size() && !is_utf8(raw.substr(0, length))) ++length;
    if (length > 4 || length > raw.size()) {
      valid += "\xEF\xBF\xBD";
      raw.remove_prefix(1);
      continue;
    }
    valid += raw.substr(0, length);
    raw.remove_prefix(length);
  }
  std::string text;
  for (const char c : valid) {
    if (c == '\t') text += "    ";
    else text += escape_control({&c, 1});
  }
  return text;
}

}  // namespace

void ConsoleLog::print(std::string_view bytes, Instant now) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    const std::size_t room = kLongestLine - open_.size();
    if (piece.size() > room) open_overflowed_ = true;
    open_ += piece.substr(0, room);
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    finish(now);
    if (bytes.empty()) return;
  }
}

void ConsoleLog::finish(Instant now) {
  const bool had_line = !open_.empty() || open_overflowed_;
  std::string_view line = open_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::string text = shown(line);
  if (open_overflowed_) text += " …";
  open_.clear();
  open_overflowed_ = false;
  if (had_line) add(ConsoleStream::out, std::move(text), now);
}

void ConsoleLog::note(std::string_view text, Instant now) { add(ConsoleStream::recess, shown(text), now); }

void ConsoleLog::add(ConsoleStream stream, std::string text, Instant now) {
  std::deque<ConsoleLine>& last = tail_.empty() ? head_ : tail_;
  if (!last.empty() && last.back().stream == stream && last.back().text == text) {
    ConsoleLine& line = last.back();
    ++line.repeated;
    line.at = now;
    line.offset = next_;  // so that a reader who has the line gets its new count
    next_ += 1;
    return;
  }
  const std::size_t bytes = text.size() + 1;
  ConsoleLine line{now, stream, std::move(text), 1, next_};
  next_ += bytes;
  if (tail_.empty() && head_bytes_ + bytes <= kHead) {
    head_bytes_ += bytes;
    head_.push_back(std::move(line));
    return;
  }
  tail_bytes_ += bytes;
  tail_.push_back(std::move(line));
  while (tail_bytes_ > kTail && tail_.size() > 1) {
    const std::size_t gone = tail_.front().text.size() + 1;
    tail_bytes_ -= gone;
    dropped_ += gone;
    tail_.pop_front();
  }
}

std::vector<ConsoleLine> ConsoleLog::from(std::uint64_t offset, std::size_t most) const {
  std::vector<ConsoleLine> lines;
  for (const auto* part : {&head_, &tail_}) {
    for (const ConsoleLine& line : *part) {
      if (line.offset < offset) continue;
      if (lines.size() == most) return lines;
      lines.push_back(line);
    }
  }
  return lines;
}

void ConsoleLog::load(std::vector<ConsoleLine> lines, std::uint64_t dropped) {
  *this = ConsoleLog{};
  for (ConsoleLine& line : lines) {
    std::uint64_t after = line.offset + line.text.size() + 1;
    next_ = std::max(next_, after);
    tail_bytes_ += line.text.size() + 1;
    tail_.push_back(std::move(line));
  }
  dropped_ = dropped;
}

}  // namespace recess::arcade
