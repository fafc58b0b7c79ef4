#include "journal/upkeep.h"

#include "journal/file.h"
#include "journal/reading.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sqlite3.h>

namespace recess::journal {
namespace {

constexpr int kPagesAtOnce = 1024;
constexpr Seq kProgressEvery = 16384;

// Waits until the file, or the names in the directory, are on the disk.
Result<> sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int why = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (done) return {};
  return refuse(Code::unavailable, fmt::format("{}: {}", path.string(), std::strerror(why)), "disk_failed");
}

Result<> sync_names_beside(const std::filesystem::path& file) {
  return sync(file.has_parent_path() ? file.parent_path() : ".");
}

// The whole of `fresh` is on the disk before it has the name, and the name before this returns.
Result<> put_in_place(const std::filesystem::path& fresh, const std::filesystem::path& file) {
  if (auto synced = sync(fresh); !synced) return synced;
  std::error_code failed;
  std::filesystem::rename(fresh, file, failed);
  if (failed) return refuse(Code::unavailable, fmt::format("{}: {}", file.string(), failed.message()), "disk_failed");
  return sync_names_beside(file);
}

void check_rows(const Database& database, const StreamLine& line, const StreamInfo& info, const Progress& progress,
                std::vector<std::string>& found) {
  const Seq before = info.first_seq > 0 ? info.first_seq - 1 : info.last_seq;
  const auto visit = [&](const RowRead& row) -> Result<> {
    if (row.seq % kProgressEvery == 0) progress("rows of " + line.name, row.seq - before, line.last_seq - before);
    return {};
  };
  if (const auto read = read_rows(database, line, before, kNoLimit, visit); !read) found.push_back(read.error().detail);
  const bool reachable =
      before == 0 || std::any_of(info.snapshots.begin(), info.snapshots.end(), [&](Seq seq) { return seq >= before; });
  if (!reachable)
    found.push_back(fmt::format("{}: rows begin at {} and no snapshot leads there", line.name, before + 1));
}

void check_snapshots(const Database& database, const StreamLine& line, std::vector<std::string>& found) {
  const auto snapshots = read_snapshot_lines(database, line.id);
  if (!snapshots) return found.push_back(snapshots.error().detail);
  for (const SnapshotLine& snapshot : *snapshots) {
    const auto state = read_snapshot(database, snapshot);
    if (!state)
      found.push_back(fmt::format("{}: the snapshot at row {}: {}", line.name, snapshot.seq, state.error().detail));
  }
}

Result<> structure(const Database& database, std::vector<std::string>& found) {
  auto check = database.prepare("PRAGMA integrity_check(20)");
  if (!check) return check.error();
  for (;;) {
    const auto row = check->step();
    if (!row) return row.error();
    if (!*row) return {};
    if (check->text(0) != "ok") found.emplace_back(check->text(0));
  }
}

}  // namespace

Result<std::vector<std::string>> find_damage(const std::filesystem::path& file, const Progress& progress) {
  const auto reader = Reader::open(file);
  if (!reader) return reader.error();
  std::vector<std::string> found;
  progress("structure", 0, 1);
  if (auto checked = structure(reader->database(), found); !checked) found.push_back(checked.error().detail);
  // One moment of a file that may grow meanwhile.
  if (auto begun = reader->database().run("BEGIN"); !begun) return begun.error();
  const auto lines = read_stream_lines(reader->database());
  const auto infos = lines ? reader->streams() : Result<std::vector<StreamInfo>>(lines.error());
  if (!infos) found.push_back(infos.error().detail);
  for (std::size_t i = 0; infos && i < lines->size(); ++i) {
    check_rows(reader->database(), (*lines)[i], (*infos)[i], progress, found);
    check_snapshots(reader->database(), (*lines)[i], found);
  }
  return found;
}

Result<> back_up(const std::filesystem::path& file, const std::filesystem::path& copy, const Progress& progress) {
  if (std::filesystem::exists(copy)) {
    return refuse(Code::conflict, fmt::format("{} exists; name a file that does not", copy.string()));
  }
  const auto reader = Reader::open(file);
  if (!reader) return reader.error();
  // The reading transaction keeps the copy at one moment, so that a busy server does not make it start again.
  if (auto begun = reader->database().run("BEGIN; SELECT count(*) FROM stream"); !begun) return begun.error();
  const std::filesystem::path partial = copy.string() + ".partial";
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  {
    auto target = File::open(partial, {});  // owner only
    if (!target) return target.error();
  }
  auto target = Database::open(partial, Access::create);
  if (!target) return target.error();
  sqlite3_backup* backup = sqlite3_backup_init(target->handle(), "main", reader->database().handle(), "main");
  if (backup == nullptr) return target->last_error();
  int code = SQLITE_OK;
  while ((code = sqlite3_backup_step(backup, kPagesAtOnce)) == SQLITE_OK) {
    const int all = sqlite3_backup_pagecount(backup);
    progress("pages", all - sqlite3_backup_remaining(backup), all);
  }
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) {
    const Error error = target->last_error();
    std::filesystem::remove(partial, ignored);
    return error;
  }
  *target = Database{};  // closed: its -wal goes into the file
  return put_in_place(partial, copy);
}

Result<> compact(const std::filesystem::path& file) {
  Options options;
  options.max_bytes = 0;
  auto opened = File::open(file, options);
  if (!opened) return opened.error();
  for (;;) {
    const auto more = (*opened)->tidy();
    if (!more) return more.error();
    if (!*more) break;
  }
  return (*opened)->database().run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
}

std::filesystem::path name_beside(const std::filesystem::path& file, std::string_view kind) {
  for (int number = 1;; ++number) {
    const std::filesystem::path name = fmt::format("{}.{}-{}", file.string(), kind, number);
    if (!std::filesystem::exists(name)) return name;
  }
}

Result<> copy_as_is(const std::filesystem::path& file, const std::filesystem::path& copy) {
  for (const char* end : {"", "-wal"}) {
    std::error_code failed;
    if (!std::filesystem::exists(file.string() + end)) continue;
    std::filesystem::copy_file(file.string() + end, copy.string() + end, failed);
    if (!failed) {
      std::filesystem::permissions(copy.string() + end,
                                   std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
    }
    if (failed) {
      return refuse(Code::unavailable, fmt::format("cannot copy {}: {}", file.string(), failed.message()),
                    "disk_failed");
    }
    if (auto synced = sync(copy.string() + end); !synced) return synced;
  }
  return sync_names_beside(copy);
}

Result<> replace(const std::filesystem::path& file, const std::filesystem::path& fresh) {
  // A -wal that belongs to the old file must not meet the new one, and what replaces both must be whole before it goes.
  if (auto synced = sync(fresh); !synced) return synced;
  std::error_code failed;
  for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(file.string() + end, failed);
  return put_in_place(fresh, file);
}

}  // namespace recess::journal
