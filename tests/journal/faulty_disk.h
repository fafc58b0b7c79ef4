// A disk in memory below SQLite (a VFS) that fails when told, loses what was never synced when its power goes, and is
// the same every time. SQLite above it is the real one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace recess::journal {

enum class Fault { none, input_output, full };

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  const std::string& vfs() const { return name_; }  // for journal::Options

  // Counts changes to the disk (writes, truncations, syncs, deletions) from now on: the nth fails, and with `sticky`
  // all after it. 0: none fails.
  void fail_at(std::uint64_t nth, Fault fault, bool sticky = false);
  std::uint64_t changes() const { return changes_; }
  bool has_failed() const { return failed_; }

  // The process is gone, the machine is not: what was written stays. `close` gets rid of the dead connections; what
  // they do on their way out does not count.
  void kill(const std::function<void()>& close);
  // The power went: of every file, what was not synced stays or goes write by write as `keep` says; of the write that
  // was under way, a part.
  void cut_power(const std::function<void()>& close, const std::function<bool()>& keep);

  std::string& bytes(const std::string& file);  // as on disk: for damage
  std::vector<std::string> files() const;

  // --- used by the VFS ---
  struct Stored {
    std::string now;                                                      // as the system shows it
    std::string synced;                                                   // what survives for sure
    std::vector<std::pair<std::uint64_t, std::string>> unsynced;          // writes since (offset, bytes), in order
    std::shared_ptr<std::vector<std::unique_ptr<char[]>>> shared_memory;  // of the -wal's index; gone with its process
  };
  Fault change();  // one change is about to happen
  std::map<std::string, std::shared_ptr<Stored>> stored;

 private:
  std::string name_;
  void* vfs_ = nullptr;
  std::uint64_t changes_ = 0, fail_at_ = 0;
  Fault fault_ = Fault::none;
  bool sticky_ = false, failed_ = false;
};

}  // namespace recess::journal
