// The log: one event a line on standard error, with a stable dotted name and typed fields, without children's names or
// message bodies. `log_info("play.ended", {{"play", id}, {"why", why}});` Any thread; a line is written whole.
//
//   2026-11-21T11:20:05.123Z info  play.ended play=game-1 why=player_left
//
// Under the journal (JOURNAL_STREAM is set) the time is left out and the line starts with the <N> priority instead.
// Values that hold blanks, quotes or control characters are quoted and escaped, so that no value can forge a line.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace recess {

enum class LogLevel { error = 3, warning = 4, info = 6, debug = 7 };

struct LogField {
  using Value = std::variant<std::int64_t, double, bool, std::string>;
  std::string_view name;
  Value value;

  template <std::integral T>
  requires(!std::same_as<T, bool>) LogField(std::string_view n, T v) : name(n), value(static_cast<std::int64_t>(v)) {}
  LogField(std::string_view n, bool v) : name(n), value(v) {}
  LogField(std::string_view n, double v) : name(n), value(v) {}
  LogField(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
  LogField(std::string_view n, const std::string& v) : name(n), value(v) {}
  LogField(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
};
using LogFields = std::initializer_list<LogField>;

void set_log_level(LogLevel level);
void log_event(LogLevel level, std::string_view event, LogFields fields = {});
// A line that is exactly this text after escaping control characters, for texts that a document promises to the letter.
void log_line(LogLevel level, std::string_view text);

// Lines like those of log_line(), collected and written together: for what happens thousands of times a second. One
// thread. What is not written yet is lost with the process, so flush() belongs to the end of every turn of the loop.
class LogBatch {
 public:
  // False if the first line since the last flush(): then the caller arranges for one.
  bool add(LogLevel level, std::string_view text);
  void flush();

 private:
  std::string lines_;
  std::size_t count_ = 0;
  std::int64_t stamp_ms_ = -1;
  LogLevel stamp_level_ = LogLevel::info;
  std::string stamp_;
};

inline void log_error(std::string_view event, LogFields fields = {}) { log_event(LogLevel::error, event, fields); }
inline void log_warning(std::string_view event, LogFields fields = {}) { log_event(LogLevel::warning, event, fields); }
inline void log_info(std::string_view event, LogFields fields = {}) { log_event(LogLevel::info, event, fields); }
inline void log_debug(std::string_view event, LogFields fields = {}) { log_event(LogLevel::debug, event, fields); }

// Control characters (and DEL) as \n, \x1b and so on, also those above ASCII (U+0080 to U+009F) and the line and
// paragraph separators; everything else unchanged.
std::string escape_control(std::string_view text);

}  // namespace recess
