#include "journal/file.h"

#include "journal/reading.h"
#include "journal/schema.h"
#include "kernel/unique_fd.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <set>

namespace recess::journal {
namespace {

constexpr std::size_t kRowsDropped = 4096;  // in one step of tidying

// SQLite gives the -wal and -shm files the mode of the main one.
Result<> make_private_file(const std::filesystem::path& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (fd) return {};
  return refuse(Code::unavailable, fmt::format("cannot be written: {}", std::strerror(errno)), "disk_failed");
}

Error about(const std::filesystem::path& path, Error error) {
  const bool hint = error.word == "state_damaged" && error.detail.find(kRepairHint) == std::string::npos;
  error.detail = fmt::format("{}: {}{}", path.string(), error.detail, hint ? fmt::format("; {}", kRepairHint) : "");
  return error;
}

}  // namespace

Result<std::unique_ptr<File>> File::open(const std::filesystem::path& path, const Options& options) {
  if (options.vfs.empty()) {
    if (auto made = make_private_file(path); !made) return about(path, made.error());
  }
  auto database = Database::open(path, Access::create, options.vfs);
  if (!database) return about(path, database.error());
  std::unique_ptr<File> file(new File(std::move(*database), options));
  if (auto ready = file->prepare(); !ready) return about(path, ready.error());
  return file;
}

Result<> File::prepare() {
  if (auto schema = prepare_schema(database_); !schema) return schema;
  const char* pragmas = options_.sync == Sync::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
  if (auto set = database_.run(pragmas); !set) return set;
  // secure_delete: Debian's SQLite would overwrite what it drops, which costs as much as writing it did.
  if (auto set = database_.run("PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 16777216; "
                               "PRAGMA secure_delete = OFF");
      !set) {
    return set;
  }
  const std::pair<Statement*, const char*> statements[] = {
      {&begin_, "BEGIN IMMEDIATE"},
      {&commit_, "COMMIT"},
      {&add_row_, "INSERT INTO journal(stream, seq, t_us, command, sum) VALUES(?, ?, ?, ?, ?)"},
      {&save_stream_,
       "INSERT INTO stream(id, name, last_seq, sum) VALUES(?1, ?2, ?3, ?4) "
       "ON CONFLICT(id) DO UPDATE SET last_seq = ?3, sum = ?4"}};
  for (const auto& [place, sql] : statements) {
    auto statement = database_.prepare(sql);
    if (!statement) return statement.error();
    *place = std::move(*statement);
  }
  return read_streams();
}

Result<> File::read_streams() {
  auto rows = read_stream_lines(database_);
  if (!rows) return rows.error();
  for (StreamLine& line : *rows) streams_[line.name] = Stream{line.id, line.last_seq};
  return {};
}

// Runs `work` in a transaction; whatever fails, nothing of it stays.
template <class Work>
auto File::transact(Work work) -> decltype(work()) {
  if (auto begun = begin_.run(); !begun) return begun.error();
  auto result = work();
  if (result) {
    if (auto committed = commit_.run(); !committed) result = committed.error();
  }
  if (!result) database_.roll_back();
  return result;
}

Result<std::vector<Seq>> File::commit(std::span<const Entry> entries) {
  std::map<std::string, Stream> touched;
  auto numbers = transact([&] { return write_entries(entries, touched); });
  if (numbers) {
    for (auto& [name, stream] : touched) streams_[name] = stream;
  } else {
    // A commit whose sync failed has left whole frames in the -wal file: SQLite has forgotten them, but would find them
    // again after a crash. Whatever is written next lies over them, so write something now.
    (void)probe();
  }
  return numbers;
}

Result<std::vector<Seq>> File::write_entries(std::span<const Entry> entries, std::map<std::string, Stream>& touched) {
  std::vector<Seq> numbers;
  std::int64_t newest_id = 0;
  for (const auto& [name, stream] : streams_) newest_id = std::max(newest_id, stream.id);
  for (const Entry& entry : entries) {
    auto [place, added] = touched.try_emplace(entry.stream);
    if (added) {
      const auto known = streams_.find(entry.stream);
      place->second = known != streams_.end() ? known->second : Stream{++newest_id, 0};
    }
    if (auto rows = add_rows(entry, place->second); !rows) return rows.error();
    numbers.push_back(place->second.last_seq);
  }
  for (const auto& [name, stream] : touched) {
    if (auto saved = save_stream(name, stream); !saved) return saved.error();
  }
  return numbers;
}

Result<> File::add_rows(const Entry& entry, Stream& stream) {
  for (const std::string& record : entry.records) {
    const Seq seq = ++stream.last_seq;
    add_row_.bind(1, stream.id).bind(2, seq).bind(3, entry.time.count()).bind(4, record);
    add_row_.bind(5, row_checksum(stream.id, seq, entry.time, record));
    if (auto added = add_row_.run(); !added) return added;
  }
  return {};
}

Result<> File::save_stream(const std::string& name, const Stream& stream) {
  save_stream_.bind(1, stream.id).bind(2, name).bind(3, stream.last_seq);
  save_stream_.bind(4, stream_checksum(stream.id, stream.last_seq, name));
  return save_stream_.run();
}

Result<> File::start_stream(const std::string& name, Seq before) {
  if (streams_.contains(name)) return refuse(Code::conflict, "there is a stream " + name + " already");
  std::int64_t newest_id = 0;
  for (const auto& [known, stream] : streams_) newest_id = std::max(newest_id, stream.id);
  const Stream fresh{newest_id + 1, before};
  auto saved = transact([&] { return save_stream(name, fresh); });
  if (saved) streams_[name] = fresh;
  return saved;
}

Result<> File::write_snapshot(std::string stream, Seq seq, Micros time, std::string state) {
  SnapshotWriting writing{std::move(stream), seq, time, std::move(state)};
  for (;;) {
    const auto done = write_part(writing);
    if (!done) return done.error();
    if (*done) return {};
  }
}

Result<bool> File::write_part(SnapshotWriting& writing) {
  std::int64_t id = writing.id;
  const std::size_t before = writing.written;
  auto done = transact([&] { return write_part_here(writing, id); });
  if (done) writing.id = id;
  else writing.written = before;
  return done;
}

Result<bool> File::write_part_here(SnapshotWriting& writing, std::int64_t& id) {
  const auto stream = streams_.find(writing.stream);
  if (stream == streams_.end()) return refuse(Code::not_found, "no such stream");
  if (id == 0) {
    const auto newest = database_.number("SELECT max(id) FROM snapshot");
    if (!newest) return newest.error();
    auto begin = database_.prepare("INSERT INTO snapshot VALUES(?, ?, ?, ?, ?, '', 0)");
    if (!begin) return begin.error();
    begin->bind(1, *newest + 1).bind(2, stream->second.id).bind(3, writing.seq).bind(4, writing.time.count());
    begin->bind(5, static_cast<std::int64_t>(writing.state.size()));
    if (auto begun = begin->run(); !begun) return begun.error();
    id = *newest + 1;
  }
  auto part = database_.prepare("INSERT INTO snapshot_part VALUES(?, ?, ?)");
  if (!part) return part.error();
  const auto text = std::string_view(writing.state).substr(writing.written, kPartBytes);
  part->bind(1, id).bind(2, static_cast<std::int64_t>(writing.written / kPartBytes)).bind(3, text);
  if (auto added = part->run(); !added) return added.error();
  writing.written += text.size();
  if (writing.written < writing.state.size()) return false;

  const std::string hash = snapshot_hash(stream->second.id, writing.seq, writing.time, writing.state);
  auto finish = database_.prepare("UPDATE snapshot SET state = 1, sha256 = ? WHERE id = ?");
  if (!finish) return finish.error();
  if (auto finished = finish->bind(1, hash).bind(2, id).run(); !finished) return finished.error();
  auto retire = database_.prepare(
      "UPDATE snapshot SET state = 2 WHERE stream = ?1 AND state = 1 AND id NOT IN "
      "(SELECT id FROM snapshot WHERE stream = ?1 AND state = 1 ORDER BY seq DESC, id DESC LIMIT ?2)");
  if (!retire) return retire.error();
  retire->bind(1, stream->second.id).bind(2, static_cast<std::int64_t>(kSnapshotsKept));
  if (auto retired = retire->run(); !retired) return retired.error();
  return true;
}

Result<> File::probe() {
  // More than a page, so that it needs room as a group of rows would.
  return transact(
      [&]() -> Result<> { return database_.run("DELETE FROM probe; INSERT INTO probe VALUES(zeroblob(8192))"); });
}

Result<Loaded> File::load(std::string_view stream, const Sink& sink, Micros until) const {
  return load_stream(database_, stream, sink, until);
}

Result<std::vector<StreamInfo>> File::streams() const { return list_streams(database_); }

std::int64_t File::bytes() const {
  const auto pages = database_.number("PRAGMA page_count");
  const auto free = database_.number("PRAGMA freelist_count");
  const auto size = database_.number("PRAGMA page_size");
  return pages && free && size ? (*pages - *free) * *size : 0;
}

// --- tidying ---------------------------------------------------------------------------------------------------------

Result<bool> File::tidy() {
  auto parts = drop_part();
  if (!parts || *parts) return parts;
  auto rows = drop_rows();
  if (!rows || *rows) return rows;
  // The next snapshot takes the pages of one that went: giving them back first would be work for nothing.
  const auto free = database_.number("PRAGMA freelist_count");
  if (!free) return free.error();
  const auto pages = database_.number("PRAGMA page_count");
  if (!pages) return pages.error();
  if (*free < 256 || *free < *pages / 3) return false;
  if (auto given_back = database_.run("PRAGMA incremental_vacuum(64)"); !given_back) return given_back.error();
  return true;
}

// A snapshot that began and is not being written any more (a stop, a failed write) is one to go as well: the caller
// tidies only between snapshots.
Result<bool> File::drop_part() {
  const auto id = database_.number("SELECT id FROM snapshot WHERE state <> 1 LIMIT 1");
  if (!id) return id.error();
  if (*id == 0) return false;
  return transact([&]() -> Result<bool> {
    auto drop = database_.prepare(
        "DELETE FROM snapshot_part WHERE snapshot = ?1 AND part >= "
        "(SELECT max(part) - 3 FROM snapshot_part WHERE snapshot = ?1)");
    if (!drop) return drop.error();
    if (auto dropped = drop->bind(1, *id).run(); !dropped) return dropped.error();
    auto last = database_.prepare(
        "DELETE FROM snapshot WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM snapshot_part WHERE snapshot = ?1)");
    if (!last) return last.error();
    if (auto gone = last->bind(1, *id).run(); !gone) return gone.error();
    return true;
  });
}

Result<bool> File::drop_rows() {
  if (bytes() <= options_.max_bytes) return false;
  auto all = streams();
  if (!all) return all.error();
  for (const StreamInfo& info : *all) {
    if (info.snapshots.empty() || info.first_seq == 0 || info.first_seq > info.snapshots.front()) continue;
    const Seq last = std::min<Seq>(info.snapshots.front(), info.first_seq + static_cast<Seq>(kRowsDropped) - 1);
    const std::int64_t id = streams_.at(info.name).id;
    return transact([&]() -> Result<bool> {
      auto drop = database_.prepare("DELETE FROM journal WHERE stream = ? AND seq <= ?");
      if (!drop) return drop.error();
      if (auto dropped = drop->bind(1, id).bind(2, last).run(); !dropped) return dropped.error();
      return true;
    });
  }
  return false;
}

}  // namespace recess::journal
