// The journal: named streams of rows that are durable before anybody hears of them, and snapshots of what they fold to.
// Worlds and Steps keep their state by it. It knows nothing of what a row means.
// Not here: the catalogue's tables (storage), the rules (mocean, steps).
//
// Theory of operation. append() queues an entry and returns at once. When no group is at the file, all that waits goes
// there together (at the end of the loop's turn, so what one turn brings is one group); while a commit runs the next
// group gathers, and goes to the file before anybody of the last one hears. One thread does the commits: one SQLite
// transaction per group. Outcomes come back to the loop in order.
//   If a commit fails (full disk, I/O error), the whole group fails and so does everything queued behind it, in order,
// because that was decided on a state that never came to be: each `done` gets the refusal, and the caller goes back to
// the state before its first refused entry. What is appended from then on is tried again; while nothing is, a probe
// once a second finds out when the disk is well.
//   snapshot() takes its place in the same order, so the number of the last row it contains is exact; it fails if a row
// before it fails. Its text is made on a second thread and written in small parts between groups.
//
// Start with queue.h (order), file.h (what is on disk), reading.h (what is believed).
// Threading: construct, use and destroy on the loop's thread.
#pragma once

#include "journal/file.h"
#include "journal/queue.h"
#include "journal/types.h"

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

namespace recess::journal {

inline constexpr std::chrono::milliseconds kProbeEvery{1000};

class Journal {
 public:
  // Opens or makes `file`. Blocks. Refusals as File::open.
  static Result<std::unique_ptr<Journal>> open(boost::asio::any_io_executor loop, const std::filesystem::path& file,
                                               const Options& options);
  // What is at the file is finished; what still waits is dropped without a word. settle() first for a clean stop.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Hands out a stream's state. Blocks; for the start, before the first append. Refusals: "state_damaged". A sink that
  // has refused a snapshot must be ready for another one, or for rows from the first on.
  Result<Loaded> load(std::string_view stream, const Sink& sink, Micros until = kNoLimit) const;
  Result<std::vector<StreamInfo>> streams() const;  // blocks, as load()

  // `done` is called once, later, on the loop.
  void append(Entry entry, Done done);
  void append(std::string_view stream, Micros time, std::string record, Done done);
  // `encode` runs on another thread: it must own what it uses. `time` is the stream's clock at that state. Works for a
  // new stream as well, and is then its beginning: a fork.
  void snapshot(std::string_view stream, Micros time, std::function<std::string()> encode, Done done);

  // Ask before deciding a command: false when so much waits that more would only grow (answer "busy").
  bool has_room() const { return queue_.rows() < kMostRows; }
  // False from a failed commit to the next good one; `trouble` says why, fit for /health.
  bool healthy() const { return trouble_.empty(); }
  const std::string& trouble() const { return trouble_; }
  // Calls back, on the loop, when nothing waits or is on its way (snapshots included).
  void settle(std::function<void()> done);
  // For the end of a stop, when the loop no longer runs and settle() has been waited for: these block.
  Result<> snapshot_now(std::string_view stream, Micros time, std::string state);

  struct Counts {
    std::uint64_t groups = 0, rows = 0, failures = 0;
  };
  const Counts& counts() const { return counts_; }
  const std::filesystem::path& file() const { return path_; }

 private:
  static constexpr std::size_t kMostRows = 65536;
  struct Snapshot {
    SnapshotWriting writing;
    std::function<std::string()> encode;
    Done done;
  };

  Journal(boost::asio::any_io_executor loop, std::filesystem::path path, std::unique_ptr<File> file);
  void soon();
  void turn();
  void commit_group();
  void group_ended(std::size_t rows, const Result<std::vector<Seq>>& outcome);
  void encode_next();
  void write_part();
  void tidy();
  void probe_later();
  void note(const Result<>& outcome);
  void end_if_settled();
  // Runs `work` on the file's thread, then `then(its result)` on the loop unless this object has gone.
  template <class Work, class Then>
  void at_file(Work work, Then then);

  boost::asio::any_io_executor loop_;
  std::filesystem::path path_;
  std::unique_ptr<File> file_;  // touched by the file's thread only, once the loop runs
  Queue queue_;
  std::deque<std::shared_ptr<Snapshot>> snapshots_;  // the first is being encoded or written
  std::vector<std::function<void()>> settlers_;
  std::string trouble_;
  Counts counts_;
  boost::asio::steady_timer probe_timer_;
  bool busy_ = false;  // the file's thread has something of ours
  bool turn_posted_ = false;
  bool encoded_ = false;    // the first snapshot has its text
  bool untidy_ = true;      // tidying may find something
  bool part_next_ = false;  // a group was written last: now a part's turn
  bool probing_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
  boost::asio::thread_pool encoder_{1};
  boost::asio::thread_pool thread_{1};  // last: it ends before the file goes
};

}  // namespace recess::journal
