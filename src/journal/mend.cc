#include "journal/builder.h"
#include "journal/reading.h"
#include "journal/upkeep.h"

#include <fmt/format.h>

namespace recess::journal {
namespace {

// Streams one by one, so that one bad line does not cost the others.
std::vector<StreamLine> readable_lines(const Database& database, std::vector<std::string>& report) {
  std::vector<StreamLine> lines;
  auto query = database.prepare("SELECT id, name, last_seq FROM stream ORDER BY id");
  if (!query) {
    report.push_back(fmt::format("lost: the list of streams ({})", query.error().detail));
    return lines;
  }
  for (;;) {
    const auto row = query->step();
    if (!row)
      report.push_back(
          fmt::format("lost: streams behind number {} ({})", lines.empty() ? 0 : lines.back().id, row.error().detail));
    if (!row || !*row) return lines;
    lines.push_back({query->integer(0), std::string(query->text(1)), query->integer(2)});
  }
}

struct Kept {
  SnapshotLine line;
  std::string state;
};

std::vector<Kept> fitting_snapshots(const Database& database, const StreamLine& line,
                                    std::vector<std::string>& report) {
  std::vector<Kept> kept;
  const auto lines = read_snapshot_lines(database, line.id);
  if (!lines) {
    report.push_back(fmt::format("{}: lost: the list of snapshots ({})", line.name, lines.error().detail));
    return kept;
  }
  for (const SnapshotLine& snapshot : *lines) {
    auto state = read_snapshot(database, snapshot);
    if (state) kept.push_back({snapshot, std::move(*state)});
    else report.push_back(fmt::format("{}: lost: the snapshot at row {}", line.name, snapshot.seq));
  }
  return kept;
}

// The last row of the unbroken run behind `after`.
Seq run_behind(const Database& database, const StreamLine& line, Seq after) {
  Seq last = after;
  (void)read_rows(database, line, after, kNoLimit, [&](const RowRead& row) -> Result<> {
    last = row.seq;
    return {};
  });
  return last;
}

Seq before_first(const Database& database, const StreamLine& line, Seq otherwise) {
  auto first = database.prepare("SELECT seq FROM journal WHERE stream = ? ORDER BY seq LIMIT 1");
  if (!first) return otherwise;
  const auto row = first->bind(1, line.id).step();
  return row && *row ? first->integer(0) - 1 : otherwise;
}

Result<> mend_stream(const Database& database, const StreamLine& line, Builder& builder, const Progress& progress,
                     std::vector<std::string>& report) {
  const std::vector<Kept> snapshots = fitting_snapshots(database, line, report);
  const Seq newest = snapshots.empty() ? 0 : snapshots.front().line.seq;
  // The history before the newest snapshot is kept if it is whole; otherwise the story begins at that snapshot.
  Seq begin = before_first(database, line, newest);
  if (begin > newest) begin = newest;
  if (begin < newest && run_behind(database, line, begin) < newest) {
    report.push_back(fmt::format("{}: lost: the history before row {}", line.name, newest + 1));
    begin = newest;
  }
  if (auto made = builder.stream(line.name, begin); !made) return made;
  Seq last = begin;
  Result<> written;
  (void)read_rows(database, line, begin, kNoLimit, [&](const RowRead& row) -> Result<> {
    last = row.seq;
    if (last % 16384 == 0) progress("rows of " + line.name, last, line.last_seq);
    written = builder.row(row.time, row.record);
    return written;
  });
  if (!written) return written;
  report.push_back(fmt::format("{}: kept up to row {}", line.name, last));
  if (last < line.last_seq)
    report.push_back(fmt::format("{}: lost: rows {} to {}", line.name, last + 1, line.last_seq));
  for (auto snapshot = snapshots.rbegin(); snapshot != snapshots.rend(); ++snapshot) {
    if (snapshot->line.seq < begin || snapshot->line.seq > last) continue;
    if (auto kept = builder.snapshot(snapshot->line.seq, snapshot->line.time, snapshot->state); !kept) return kept;
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> mend(const std::filesystem::path& file, const std::filesystem::path& mended,
                                      const Progress& progress) {
  std::vector<std::string> report;
  auto builder = Builder::make(mended);
  if (!builder) return builder.error();
  // Not by Reader: its checks would refuse just what is to be mended.
  const auto database = Database::open(file, Access::write);
  if (!database) return database.error();
  for (const StreamLine& line : readable_lines(*database, report)) {
    if (auto done = mend_stream(*database, line, *builder, progress, report); !done) return done.error();
  }
  if (auto finished = builder->finish(); !finished) return finished.error();
  if (report.empty()) report.emplace_back("lost: everything; the file holds nothing that can be read");
  return report;
}

}  // namespace recess::journal
