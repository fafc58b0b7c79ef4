#include "arcade/unpack.h"

#include "arcade/archive_paths.h"
#include "arcade/zip_directory.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace recess::arcade {
namespace {

constexpr std::size_t kNotes = 20;

Error refuse_entry(std::string word, const ZipEntry& entry, std::string detail) {
  return Error{Code::invalid, std::move(detail), std::move(word), entry.name};
}

Result<> check_kind(const ZipEntry& entry, const ArchivePath& path) {
  const unsigned type = entry.mode & S_IFMT;
  if (type == S_IFLNK) return refuse_entry("zip_symlink", entry, "it is a symbolic link");
  if (entry.hard_link || (type != 0 && type != S_IFREG && type != S_IFDIR)) {
    return refuse_entry("zip_special", entry, "it is neither a file nor a folder");
  }
  if (path.folder && entry.unpacked != 0) {
    return refuse_entry("zip_corrupt", entry, "it is a folder with contents of a file");
  }
  return {};
}

// Counts the bytes that really come out and says when there are too many.
class Counter {
 public:
  Counter(const UploadLimits& limits, std::uint64_t& total, const ZipEntry& entry)
      : limits_(limits), total_(total), entry_(entry) {}
  Result<> add(std::size_t bytes) {
    file_ += bytes;
    total_ += bytes;
    if (file_ > limits_.file_bytes) return refuse_entry("zip_entry_too_big", entry_, "it is too big when unpacked");
    if (total_ > limits_.unpacked_bytes) {
      return refuse_entry("zip_total_too_big", entry_, "the archive is too big when unpacked");
    }
    if (file_ > limits_.ratio_from_bytes && file_ > limits_.ratio * entry_.packed.size()) {
      return refuse_entry("zip_ratio", entry_, "it unpacks to more than any game file does");
    }
    return {};
  }

 private:
  const UploadLimits& limits_;
  std::uint64_t& total_;
  const ZipEntry& entry_;
  std::uint64_t file_ = 0;
};

Bytef* as_zlib(const char* bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes)); }

Result<std::string> inflate_entry(const ZipEntry& entry, Counter& counter) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  struct End {
    z_stream* stream;
    ~End() { inflateEnd(stream); }
  } const end{&stream};
  stream.next_in = as_zlib(entry.packed.data());
  stream.avail_in = static_cast<uInt>(entry.packed.size());
  std::string out;
  std::array<char, 64 * 1024> piece;
  for (int state = Z_OK; state != Z_STREAM_END;) {
    stream.next_out = as_zlib(piece.data());
    stream.avail_out = piece.size();
    state = ::inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return refuse_entry("zip_corrupt", entry, "its data is damaged");
    const std::size_t got = piece.size() - stream.avail_out;
    if (auto fine = counter.add(got); !fine) return fine.error();
    out.append(piece.data(), got);
  }
  if (stream.avail_in != 0) return refuse_entry("zip_corrupt", entry, "its data is longer than its contents");
  return out;
}

Result<std::string> contents_of(const ZipEntry& entry, const UploadLimits& limits, std::uint64_t& total) {
  Counter counter(limits, total, entry);
  std::string bytes;
  if (entry.method == 0) {
    if (auto fine = counter.add(entry.packed.size()); !fine) return fine.error();
    bytes = entry.packed;
  } else {
    auto inflated = inflate_entry(entry, counter);
    if (!inflated) return inflated;
    bytes = std::move(*inflated);
  }
  if (bytes.size() != entry.unpacked || crc32(0, as_zlib(bytes.data()), static_cast<uInt>(bytes.size())) != entry.crc) {
    return refuse_entry("zip_corrupt", entry, "its checksum or its size is wrong");
  }
  return bytes;
}

void add_note(std::vector<std::string>& notes, std::string note) {
  if (notes.size() < kNotes) notes.push_back(std::move(note));
  else if (notes.size() == kNotes) notes.emplace_back("and more");
}

// What lies beside the chosen folder, one note for each name at its level.
void note_dropped(std::vector<std::string>& notes, const std::vector<ArchivePath>& paths, std::string_view folder) {
  std::set<std::string> dropped;
  for (const ArchivePath& path : paths) {
    if (path.path.starts_with(folder) || folder.starts_with(path.path + "/")) continue;
    std::size_t common = 0;  // down to the first part that differs
    for (std::size_t i = 0; i < std::min(folder.size(), path.path.size()) && folder[i] == path.path[i]; ++i) {
      if (folder[i] == '/') common = i + 1;
    }
    dropped.insert(path.path.substr(0, path.path.find('/', common)));
  }
  for (const std::string& name : dropped) add_note(notes, "left out: " + name + " (beside the game's folder)");
}

}  // namespace

Result<Unpacked> unpack(std::string_view archive, const UploadLimits& limits) {
  const auto entries = read_zip_directory(archive);
  if (!entries) return entries.error();
  std::vector<ArchivePath> all;
  all.reserve(entries->size());
  for (const ZipEntry& entry : *entries) {
    auto path = check_path(entry.name, limits);
    if (!path) return path.error();
    path->folder = path->folder || (entry.mode & S_IFMT) == S_IFDIR;
    all.push_back(std::move(*path));
  }

  Unpacked out;
  const std::vector<std::string> reasons = ignored(all);
  std::vector<ArchivePath> kept;
  std::vector<const ZipEntry*> kept_entries;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!reasons[i].empty() || all[i].path.empty()) continue;
    if (auto fine = check_kind((*entries)[i], all[i]); !fine) return fine.error();
    if (kept.size() == limits.entries) {
      return refuse_entry("zip_entry_count", (*entries)[i],
                          "the archive holds more than " + std::to_string(limits.entries) + " files and folders");
    }
    kept.push_back(std::move(all[i]));
    kept_entries.push_back(&(*entries)[i]);
  }
  for (const std::string& reason : std::set<std::string>(reasons.begin(), reasons.end())) {
    if (!reason.empty()) add_note(out.notes, "left out: " + reason);
  }
  if (auto fine = check_together(kept); !fine) return fine.error();

  const std::string folder = game_folder(kept);
  note_dropped(out.notes, kept, folder);
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i].folder) continue;
    auto bytes = contents_of(*kept_entries[i], limits, total);  // those left out as well: all of it must be sound
    if (!bytes) return bytes.error();
    if (kept[i].path.starts_with(folder)) out.files.push_back({kept[i].path.substr(folder.size()), std::move(*bytes)});
  }
  std::sort(out.files.begin(), out.files.end(), [](auto& a, auto& b) { return a.path < b.path; });
  const bool playable = std::any_of(out.files.begin(), out.files.end(), [](const GameFile& file) {
    return file.path.find('/') == std::string::npos && is_python(file.path);
  });
  if (!playable) return refuse(Code::invalid, "there is no Python script in it", "no_main_script");
  return out;
}

}  // namespace recess::arcade
