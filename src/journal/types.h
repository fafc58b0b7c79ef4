// The words of this room.
#pragma once

#include "kernel/clock.h"
#include "kernel/result.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace recess::journal {

// A stream's rows are numbered 1, 2, 3, ... without a gap; 0 is "before the first row".
using Seq = std::int64_t;

// What is appended as one: all rows of an entry are kept, or none.
struct Entry {
  std::string stream;                // made by its first entry
  Micros time{};                     // the stream's own clock, not the wall's
  std::vector<std::string> records;  // may be empty: then the entry only asks for the stream's newest number
};

enum class Sync {
  full,    // neither kill -9 nor a power cut loses a row that was reported durable
  normal,  // a power cut may lose the newest; kill -9 loses nothing
};

struct Options {
  Sync sync = Sync::full;
  std::int64_t max_bytes = std::int64_t{1} << 30U;  // above it, rows that no kept snapshot needs are dropped
  std::string vfs{};                                // for tests, see sqlite.h
};

// What is kept of a stream.
struct StreamInfo {
  std::string name;
  Seq last_seq = 0;
  Seq first_seq = 0;           // the oldest row kept; 0: none
  Micros time{};               // of the last row, or of the newest snapshot if that is later
  std::vector<Seq> snapshots;  // oldest first
};

// Where a load is handed to, in order: at most one state that is taken, then the rows after it. A refusal from
// `snapshot` makes the load try the next older one; a refusal from `row` ends it.
struct Sink {
  std::function<Result<>(std::string_view state, Micros time)> snapshot;
  std::function<Result<>(std::string_view record, Micros time)> row;
  std::function<void(Seq done, Seq all)> progress{};  // every few thousand rows
};

struct Loaded {
  Seq seq = 0;           // the last row folded
  Micros time{};         // where the stream's clock goes on
  Seq snapshot_seq = 0;  // the snapshot began there; 0: from the first row
  Seq rows = 0;
  std::vector<std::string> passed_over;  // snapshots that did not fit, in words
};

inline constexpr Micros kNoLimit = Micros::max();

}  // namespace recess::journal
