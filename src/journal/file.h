// One file of named streams of rows and of snapshots, in SQLite. Everything here blocks and belongs to one thread at a
// time; journal.h puts a thread in front of it.
//
// What the file guards against, beyond what SQLite does itself: every row carries a checksum over its stream, number,
// time and text; a stream remembers its last number, so a row that vanished is missed; rows are numbered without a gap;
// a snapshot carries the SHA-256 of its text. So what load() hands out is what was appended, or load() refuses.
#pragma once

#include "journal/sqlite.h"
#include "journal/types.h"

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace recess::journal {

inline constexpr int kSchemaVersion = 1;
inline constexpr std::size_t kSnapshotsKept = 3;
inline constexpr std::size_t kPartBytes = 64 * 1024;

// A snapshot on its way into the file, a part at a time so that rows can be committed in between.
struct SnapshotWriting {
  std::string stream;
  Seq seq = 0;
  Micros time{};
  std::string state;
  std::int64_t id = 0;  // 0: not begun
  std::size_t written = 0;
};

class File {
 public:
  // Opens or makes the file, owner only. Refusals, all with the file's name in the text: "state_damaged" (names `recess
  // state repair`), "store_newer", "disk_full", "disk_failed".
  static Result<std::unique_ptr<File>> open(const std::filesystem::path& path, const Options& options);

  // One transaction: all entries or none. The value has each entry's last row number, in order.
  Result<std::vector<Seq>> commit(std::span<const Entry> entries);

  // Writes a part, and with the last one makes the snapshot count and the ones beyond kSnapshotsKept go. True: done.
  Result<bool> write_part(SnapshotWriting& writing);
  Result<> write_snapshot(std::string stream, Seq seq, Micros time, std::string state);  // all parts

  // For imports: a new stream whose first row will be number `before` + 1.
  Result<> start_stream(const std::string& name, Seq before);

  // A bounded piece of cleaning: parts of snapshots that went, rows over the size limit, free pages. True: there is
  // more to do.
  Result<bool> tidy();

  // Writes and takes back a little, to see whether the disk takes it again.
  Result<> probe();

  Result<Loaded> load(std::string_view stream, const Sink& sink, Micros until = kNoLimit) const;
  Result<std::vector<StreamInfo>> streams() const;
  std::int64_t bytes() const;  // without free pages
  const Database& database() const { return database_; }

 private:
  struct Stream {
    std::int64_t id = 0;
    Seq last_seq = 0;
  };

  File(Database database, const Options& options) : database_(std::move(database)), options_(options) {}
  Result<> prepare();
  Result<> read_streams();
  Result<> add_rows(const Entry& entry, Stream& stream);
  Result<> save_stream(const std::string& name, const Stream& stream);
  Result<std::vector<Seq>> write_entries(std::span<const Entry> entries, std::map<std::string, Stream>& touched);
  Result<bool> write_part_here(SnapshotWriting& writing, std::int64_t& id);
  Result<bool> drop_part();
  Result<bool> drop_rows();
  template <class Work>
  auto transact(Work work) -> decltype(work());

  Database database_;
  Options options_;
  std::map<std::string, Stream, std::less<>> streams_;
  Statement begin_, commit_, add_row_, save_stream_;
};

// Reading beside a running server, from a connection of its own.
class Reader {
 public:
  static Result<Reader> open(const std::filesystem::path& path, const std::string& vfs = {});
  Result<Loaded> load(std::string_view stream, const Sink& sink, Micros until = kNoLimit) const;
  Result<std::vector<StreamInfo>> streams() const;
  const Database& database() const { return database_; }

 private:
  explicit Reader(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace recess::journal
