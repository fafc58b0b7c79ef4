#include "journal/reading.h"

#include "journal/file.h"
#include "journal/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace recess::journal {
namespace {

constexpr Seq kProgressEvery = 8192;

// Rows whose stream has no line: found with one probe of the index per stream.
Result<> no_strays(const Database& database, const std::vector<StreamLine>& lines) {
  auto next = database.prepare("SELECT stream FROM journal WHERE stream > ? ORDER BY stream LIMIT 1");
  if (!next) return next.error();
  for (std::int64_t at = std::numeric_limits<std::int64_t>::min();;) {
    const auto row = next->bind(1, at).step();
    if (!row) return row.error();
    if (!*row) return {};
    at = next->integer(0);
    next->reset();
    if (std::none_of(lines.begin(), lines.end(), [&](const StreamLine& line) { return line.id == at; })) {
      return damaged(fmt::format("rows of stream number {} have lost its name", at));
    }
  }
}

Result<std::optional<StreamLine>> find_line(const Database& database, std::string_view name) {
  auto lines = read_stream_lines(database);
  if (!lines) return lines.error();
  for (StreamLine& line : *lines) {
    if (line.name == name) return std::optional<StreamLine>(std::move(line));
  }
  return std::optional<StreamLine>{};
}

// Tries snapshots, newest first; `loaded` says where the rows begin.
Result<> load_snapshot(const Database& database, const StreamLine& line, const Sink& sink, Micros until,
                       Loaded& loaded) {
  const auto snapshots = read_snapshot_lines(database, line.id);
  if (!snapshots) return snapshots.error();
  for (const SnapshotLine& snapshot : *snapshots) {
    if (snapshot.time > until) continue;
    const auto state = read_snapshot(database, snapshot);
    if (!state) {
      loaded.passed_over.push_back(fmt::format("the snapshot at row {}: {}", snapshot.seq, state.error().detail));
      continue;
    }
    if (auto taken = sink.snapshot(*state, snapshot.time); !taken) {
      loaded.passed_over.push_back(fmt::format("the snapshot at row {}: {}", snapshot.seq, taken.error().detail));
      continue;
    }
    loaded.snapshot_seq = loaded.seq = snapshot.seq;
    loaded.time = snapshot.time;
    return {};
  }
  return {};
}

}  // namespace

Result<std::vector<StreamLine>> read_stream_lines(const Database& database) {
  auto query = database.prepare("SELECT id, name, last_seq, sum FROM stream ORDER BY id");
  if (!query) return query.error();
  std::vector<StreamLine> lines;
  for (;;) {
    const auto row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    StreamLine line{query->integer(0), std::string(query->text(1)), query->integer(2)};
    if (query->integer(3) != stream_checksum(line.id, line.last_seq, line.name)) {
      return damaged(fmt::format("the line of stream number {} does not fit its checksum", line.id));
    }
    lines.push_back(std::move(line));
  }
  if (auto strays = no_strays(database, lines); !strays) return strays.error();
  return lines;
}

Result<std::vector<SnapshotLine>> read_snapshot_lines(const Database& database, std::int64_t stream_id) {
  auto query = database.prepare(
      "SELECT id, seq, t_us, bytes, sha256 FROM snapshot WHERE stream = ? AND state = 1 ORDER BY seq DESC, id DESC");
  if (!query) return query.error();
  query->bind(1, stream_id);
  std::vector<SnapshotLine> lines;
  for (;;) {
    const auto row = query->step();
    if (!row) return row.error();
    if (!*row) return lines;
    lines.push_back({query->integer(0), stream_id, query->integer(1), Micros{query->integer(2)}, query->integer(3),
                     std::string(query->text(4))});
  }
}

Result<std::string> read_snapshot(const Database& database, const SnapshotLine& line) {
  auto query = database.prepare("SELECT text FROM snapshot_part WHERE snapshot = ? ORDER BY part");
  if (!query) return query.error();
  query->bind(1, line.id);
  std::string state;
  for (;;) {
    const auto row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    state += query->text(0);
    if (static_cast<std::int64_t>(state.size()) > line.bytes) break;
  }
  if (static_cast<std::int64_t>(state.size()) != line.bytes ||
      snapshot_hash(line.stream, line.seq, line.time, state) != line.sha256) {
    return refuse(Code::internal, "its text does not fit its hash", "state_damaged");
  }
  return state;
}

Result<Seq> read_rows(const Database& database, const StreamLine& line, Seq after, Micros until,
                      const std::function<Result<>(const RowRead&)>& visit) {
  auto query =
      database.prepare("SELECT seq, t_us, command, sum FROM journal WHERE stream = ? AND seq > ? ORDER BY seq");
  if (!query) return query.error();
  query->bind(1, line.id).bind(2, after);
  Seq last = after;
  for (;;) {
    const auto row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    const RowRead read{query->integer(0), Micros{query->integer(1)}, query->text(2)};
    if (read.seq != last + 1)
      return damaged(fmt::format("{}: rows {} to {} are missing", line.name, last + 1, read.seq - 1));
    if (query->integer(3) != row_checksum(line.id, read.seq, read.time, read.record)) {
      return damaged(fmt::format("{}: row {} does not fit its checksum", line.name, read.seq));
    }
    if (read.time > until) return last;
    if (auto taken = visit(read); !taken) return taken.error();
    last = read.seq;
  }
  if (last != line.last_seq) {
    return damaged(fmt::format("{}: the last row is {} and should be {}", line.name, last, line.last_seq));
  }
  return last;
}

Result<Loaded> load_stream(const Database& database, std::string_view stream, const Sink& sink, Micros until) {
  Loaded loaded;
  // One transaction, so that a stream that grows meanwhile is seen at one moment.
  if (auto begun = database.run("BEGIN"); !begun) return begun.error();
  struct End {
    const Database& database;
    ~End() { database.roll_back(); }
  } end{database};
  const auto line = find_line(database, stream);
  if (!line) return line.error();
  if (!*line) return loaded;
  if (auto begun = load_snapshot(database, **line, sink, until, loaded); !begun) return begun.error();
  const auto fold = [&](const RowRead& row) -> Result<> {
    if (auto taken = sink.row(row.record, row.time); !taken) {
      return damaged(fmt::format("{}: row {} cannot be: {}", stream, row.seq, taken.error().detail));
    }
    ++loaded.rows;
    loaded.time = std::max(loaded.time, row.time);
    if (sink.progress && loaded.rows % kProgressEvery == 0) {
      sink.progress(loaded.rows, (*line)->last_seq - loaded.snapshot_seq);
    }
    return {};
  };
  const auto last = read_rows(database, **line, loaded.snapshot_seq, until, fold);
  if (!last) {
    Error error = last.error();
    if (!loaded.passed_over.empty()) error.detail += fmt::format(" ({})", fmt::join(loaded.passed_over, "; "));
    return error;
  }
  loaded.seq = *last;
  return loaded;
}

Result<std::vector<StreamInfo>> list_streams(const Database& database) {
  const auto lines = read_stream_lines(database);
  if (!lines) return lines.error();
  auto ends = database.prepare(
      "SELECT (SELECT min(seq) FROM journal WHERE stream = ?1), "
      "(SELECT t_us FROM journal WHERE stream = ?1 ORDER BY seq DESC LIMIT 1)");
  if (!ends) return ends.error();
  std::vector<StreamInfo> infos;
  for (const StreamLine& line : *lines) {
    StreamInfo info{line.name, line.last_seq};
    if (const auto row = ends->bind(1, line.id).step(); !row) return row.error();
    info.first_seq = ends->integer(0);
    info.time = Micros{ends->integer(1)};
    ends->reset();
    const auto snapshots = read_snapshot_lines(database, line.id);
    if (!snapshots) return snapshots.error();
    for (auto snapshot = snapshots->rbegin(); snapshot != snapshots->rend(); ++snapshot) {
      info.snapshots.push_back(snapshot->seq);
      info.time = std::max(info.time, snapshot->time);
    }
    infos.push_back(std::move(info));
  }
  return infos;
}

// --- Reader ----------------------------------------------------------------------------------------------------------

Result<Reader> Reader::open(const std::filesystem::path& path, const std::string& vfs) {
  auto database = Database::open(path, Access::read, vfs);
  if (!database) return database.error();
  if (auto ours = check_schema(*database); !ours) return ours.error();
  return Reader(std::move(*database));
}

Result<Loaded> Reader::load(std::string_view stream, const Sink& sink, Micros until) const {
  return load_stream(database_, stream, sink, until);
}

Result<std::vector<StreamInfo>> Reader::streams() const { return list_streams(database_); }

}  // namespace recess::journal
