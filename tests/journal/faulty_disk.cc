#include "faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace recess::journal {
namespace {

// What SQLite calls a file. Made by placement new in the memory that SQLite gives.
struct OpenFile {
  sqlite3_file base;
  FaultyDisk* disk;
  std::shared_ptr<FaultyDisk::Stored> stored;
};

OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

int refused(Fault fault, int io_error) { return fault == Fault::full ? SQLITE_FULL : io_error; }

int close_file(sqlite3_file* file) {
  of(file).stored.reset();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  const std::string& bytes = of(file).stored->now;
  const auto at = static_cast<std::size_t>(offset);
  const std::size_t there = at < bytes.size() ? std::min(bytes.size() - at, static_cast<std::size_t>(size)) : 0;
  std::memcpy(into, bytes.data() + std::min(at, bytes.size()), there);
  if (there == static_cast<std::size_t>(size)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, static_cast<std::size_t>(size) - there);
  return SQLITE_IOERR_SHORT_READ;
}

void put(std::string& bytes, std::uint64_t offset, std::string_view data) {
  if (bytes.size() < offset + data.size()) bytes.resize(offset + data.size());
  bytes.replace(offset, data.size(), data);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  OpenFile& self = of(file);
  const std::string_view data(static_cast<const char*>(from), static_cast<std::size_t>(size));
  const Fault fault = self.disk->change();
  // A write that fails may have been done in part.
  const std::string_view done = fault == Fault::none ? data : data.substr(0, data.size() / 2);
  put(self.stored->now, static_cast<std::uint64_t>(offset), done);
  self.stored->unsynced.emplace_back(static_cast<std::uint64_t>(offset), std::string(done));
  return fault == Fault::none ? SQLITE_OK : refused(fault, SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  OpenFile& self = of(file);
  if (const Fault fault = self.disk->change(); fault != Fault::none) return refused(fault, SQLITE_IOERR_TRUNCATE);
  self.stored->now.resize(static_cast<std::size_t>(size));
  // Kept simple: a truncation is synced at once.
  self.stored->synced = self.stored->now;
  self.stored->unsynced.clear();
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  OpenFile& self = of(file);
  if (const Fault fault = self.disk->change(); fault != Fault::none) return refused(fault, SQLITE_IOERR_FSYNC);
  self.stored->synced = self.stored->now;
  self.stored->unsynced.clear();
  return SQLITE_OK;
}

int size_of(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(file).stored->now.size());
  return SQLITE_OK;
}

// One program uses it, so locks are always free.
int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int nobody_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector(sqlite3_file*) { return 512; }
int characteristics(sqlite3_file*) { return 0; }

// The index of the -wal, in memory that only this process has.
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  auto& memory = of(file).stored->shared_memory;
  if (memory == nullptr) memory = std::make_shared<std::vector<std::unique_ptr<char[]>>>();
  *out = nullptr;
  const auto wanted = static_cast<std::size_t>(region) + 1;
  if (memory->size() < wanted && extend == 0) return SQLITE_OK;
  while (memory->size() < wanted) memory->push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  *out = (*memory)[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}
int lock_shared(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void no_barrier(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int gone) {
  if (gone != 0) of(file).stored->shared_memory.reset();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {2,          close_file,  read_file,       write_file, truncate_file,
                                     sync_file,  size_of,     no_lock,         no_lock,    nobody_reserved,
                                     control,    sector,      characteristics, map_shared, lock_shared,
                                     no_barrier, unmap_shared};

FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  FaultyDisk& disk = disk_of(vfs);
  auto* self = new (file) OpenFile{{&kMethods}, &disk, nullptr};
  if (name == nullptr) {
    self->stored = std::make_shared<FaultyDisk::Stored>();
  } else {
    auto& stored = disk.stored[name];
    if (stored == nullptr) stored = std::make_shared<FaultyDisk::Stored>();
    self->stored = stored;
  }
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
  FaultyDisk& disk = disk_of(vfs);
  if (const Fault fault = disk.change(); fault != Fault::none) return refused(fault, SQLITE_IOERR_DELETE);
  return disk.stored.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int exists(sqlite3_vfs* vfs, const char* name, int, int* found) {
  const auto stored = disk_of(vfs).stored.find(name);
  *found = stored != disk_of(vfs).stored.end() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 7, static_cast<std::size_t>(size));  // the same every time
  return size;
}
int no_sleep(sqlite3_vfs*, int micros) { return micros; }
int no_time(sqlite3_vfs*, double* days) {
  *days = 2460000.5;
  return SQLITE_OK;
}
int no_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FaultyDisk::FaultyDisk() {
  static int number = 0;
  name_ = "faulty-" + std::to_string(++number);
  auto* vfs = new sqlite3_vfs{};
  vfs->iVersion = 1;
  vfs->szOsFile = sizeof(OpenFile);
  vfs->mxPathname = 512;
  vfs->zName = name_.c_str();
  vfs->pAppData = this;
  vfs->xOpen = open_file;
  vfs->xDelete = delete_file;
  vfs->xAccess = exists;
  vfs->xFullPathname = full_path;
  vfs->xRandomness = randomness;
  vfs->xSleep = no_sleep;
  vfs->xCurrentTime = no_time;
  vfs->xGetLastError = no_error;
  sqlite3_vfs_register(vfs, 0);
  vfs_ = vfs;
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(static_cast<sqlite3_vfs*>(vfs_));
  delete static_cast<sqlite3_vfs*>(vfs_);
}

void FaultyDisk::fail_at(std::uint64_t nth, Fault fault, bool sticky) {
  changes_ = 0;
  fail_at_ = nth;
  fault_ = fault;
  sticky_ = sticky;
  failed_ = false;
}

Fault FaultyDisk::change() {
  ++changes_;
  const bool fails = fail_at_ != 0 && (changes_ == fail_at_ || (sticky_ && changes_ > fail_at_));
  failed_ = failed_ || fails;
  return fails ? fault_ : Fault::none;
}

void FaultyDisk::kill(const std::function<void()>& close) {
  std::map<std::string, std::shared_ptr<Stored>> left;
  for (const auto& [name, file] : stored) {
    left[name] = std::make_shared<Stored>(*file);
    left[name]->shared_memory.reset();
  }
  close();
  stored = std::move(left);
}

void FaultyDisk::cut_power(const std::function<void()>& close, const std::function<bool()>& keep) {
  kill(close);
  for (auto& [name, file] : stored) {
    auto left = std::make_shared<Stored>();
    left->now = file->synced;
    for (const auto& [offset, data] : file->unsynced) {
      if (!keep()) continue;
      put(left->now, offset, keep() ? std::string_view(data) : std::string_view(data).substr(0, data.size() / 2));
    }
    left->synced = left->now;
    file = std::move(left);
  }
}

std::string& FaultyDisk::bytes(const std::string& file) { return stored.at(file)->now; }

std::vector<std::string> FaultyDisk::files() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : stored) names.push_back(name);
  return names;
}

}  // namespace recess::journal
