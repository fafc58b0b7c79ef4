// What a play printed, as its author reads it: lines with a time, control characters made visible, long lines cut, a
// line that repeats folded into one with a counter. Pure and bounded: the first 64 KiB and the last 256 KiB stay, what
// lies between is counted and gone, however much a game prints.
#pragma once

#include "kernel/clock.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace recess::arcade {

enum class ConsoleStream : std::uint8_t { out, recess };

struct ConsoleLine {
  Instant at{};
  ConsoleStream stream = ConsoleStream::out;
  std::string text;  // valid UTF-8 without control characters
  std::uint32_t repeated = 1;
  std::uint64_t offset = 0;  // counts shown bytes since the start of the play; the offset after the last line is next()
};

class ConsoleLog {
 public:
  static constexpr std::size_t kHead = 64 * 1024;
  static constexpr std::size_t kTail = 256 * 1024;
  static constexpr std::size_t kLongestLine = 4 * 1024;

  // Raw bytes from the game; lines may come in pieces.
  void print(std::string_view bytes, Instant now);
  // A line from Recess itself.
  void note(std::string_view text, Instant now);
  // Whatever waits for its line end becomes a line: the game is gone.
  void finish(Instant now);

  // Lines from this offset on; at most `most` of them.
  std::vector<ConsoleLine> from(std::uint64_t offset, std::size_t most) const;
  std::uint64_t next() const { return next_; }
  bool truncated() const { return dropped_ > 0; }
  std::uint64_t dropped_bytes() const { return dropped_; }
  // All that is kept, for storing; load() takes it back.
  const std::deque<ConsoleLine>& head() const { return head_; }
  const std::deque<ConsoleLine>& tail() const { return tail_; }
  void load(std::vector<ConsoleLine> lines, std::uint64_t dropped);

 private:
  void add(ConsoleStream stream, std::string text, Instant now);

  std::deque<ConsoleLine> head_;
  std::deque<ConsoleLine> tail_;
  std::size_t head_bytes_ = 0;
  std::size_t tail_bytes_ = 0;
  std::uint64_t next_ = 0;
  std::uint64_t dropped_ = 0;
  std::string open_;  // the line that has no end yet
  bool open_overflowed_ = false;
};

}  // namespace recess::arcade
