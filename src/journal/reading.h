// Reading streams from any connection: the writer's own, or one beside it.
#pragma once

#include "journal/sqlite.h"
#include "journal/types.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::journal {

struct StreamLine {
  std::int64_t id = 0;
  std::string name;
  Seq last_seq = 0;
};

// Refuses lines whose checksum does not fit, and rows that belong to no line.
Result<std::vector<StreamLine>> read_stream_lines(const Database& database);
Result<std::vector<StreamInfo>> list_streams(const Database& database);
// Newest snapshot not after `until` that fits and is taken, then the rows after it up to `until`. An unknown stream is
// an empty one.
Result<Loaded> load_stream(const Database& database, std::string_view stream, const Sink& sink, Micros until);

// A snapshot as it lies in the file.
struct SnapshotLine {
  std::int64_t id = 0;
  std::int64_t stream = 0;
  Seq seq = 0;
  Micros time{};
  std::int64_t bytes = 0;
  std::string sha256;
};
Result<std::vector<SnapshotLine>> read_snapshot_lines(const Database& database,
                                                      std::int64_t stream_id);          // newest first
Result<std::string> read_snapshot(const Database& database, const SnapshotLine& line);  // refuses one that does not fit

struct RowRead {
  Seq seq;
  Micros time;
  std::string_view record;
};
// Rows after `after`, in order; refuses gaps and checksums that do not fit. `visit` may refuse; `until` ends it early.
Result<Seq> read_rows(const Database& database, const StreamLine& line, Seq after, Micros until,
                      const std::function<Result<>(const RowRead&)>& visit);

}  // namespace recess::journal
