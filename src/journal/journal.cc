#include "journal/journal.h"

#include "kernel/background.h"
#include "kernel/log.h"

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

namespace recess::journal {

Result<std::unique_ptr<Journal>> Journal::open(boost::asio::any_io_executor loop, const std::filesystem::path& file,
                                               const Options& options) {
  auto opened = File::open(file, options);
  if (!opened) return opened.error();
  return std::unique_ptr<Journal>(new Journal(std::move(loop), file, std::move(*opened)));
}

Journal::Journal(boost::asio::any_io_executor loop, std::filesystem::path path, std::unique_ptr<File> file)
    : loop_(std::move(loop)), path_(std::move(path)), file_(std::move(file)), probe_timer_(loop_) {}

Journal::~Journal() {
  alive_.reset();
  encoder_.join();
  thread_.join();
}

Result<Loaded> Journal::load(std::string_view stream, const Sink& sink, Micros until) const {
  auto loaded = file_->load(stream, sink, until);
  if (!loaded) {
    Error error = loaded.error();
    error.detail = path_.string() + ": " + error.detail;
    return error;
  }
  for (const std::string& what : loaded->passed_over) {
    log_warning("journal.snapshot_passed_over", {{"stream", stream}, {"what", what}});
  }
  return loaded;
}

Result<std::vector<StreamInfo>> Journal::streams() const { return file_->streams(); }

namespace {

// A loop's run() does not return while one of these is about: something is on its way back.
auto awaited(const boost::asio::any_io_executor& loop) {
  return boost::asio::prefer(loop, boost::asio::execution::outstanding_work.tracked);
}

}  // namespace

template <class Work, class Then>
void Journal::at_file(Work work, Then then) {
  busy_ = true;
  boost::asio::post(thread_, [this, loop = awaited(loop_), alive = std::weak_ptr<char>(alive_), work = std::move(work),
                              then = std::move(then)]() mutable {
    auto result = work(*file_);
    boost::asio::post(loop, [this, alive, then = std::move(then), result = std::move(result)]() mutable {
      if (alive.expired()) return;
      busy_ = false;
      then(std::move(result));
      turn();
    });
  });
}

void Journal::append(Entry entry, Done done) {
  queue_.add(std::move(entry), std::move(done));
  soon();
}

void Journal::append(std::string_view stream, Micros time, std::string record, Done done) {
  Entry entry{std::string(stream), time, {}};
  entry.records.push_back(std::move(record));
  append(std::move(entry), std::move(done));
}

void Journal::snapshot(std::string_view stream, Micros time, std::function<std::string()> encode, Done done) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->writing.stream = stream;
  snapshot->writing.time = time;
  snapshot->encode = std::move(encode);
  snapshot->done = std::move(done);
  append(Entry{std::string(stream), time, {}}, [this, snapshot](Result<Seq> reached) {
    if (!reached) return snapshot->done(reached);
    snapshot->writing.seq = *reached;
    snapshots_.push_back(snapshot);
    if (snapshots_.size() == 1) encode_next();
  });
}

Result<> Journal::snapshot_now(std::string_view stream, Micros time, std::string state) {
  thread_.join();
  const Entry mark{std::string(stream), time, {}};
  const auto seq = file_->commit(std::span(&mark, 1));
  if (!seq) return seq.error();
  return file_->write_snapshot(std::string(stream), seq->front(), time, std::move(state));
}

void Journal::settle(std::function<void()> done) {
  settlers_.push_back(std::move(done));
  soon();
}

// --- one thing at a time at the file ---------------------------------------------------------------------------------

void Journal::soon() {
  if (turn_posted_ || busy_) return;
  turn_posted_ = true;
  boost::asio::post(loop_, [this, alive = std::weak_ptr<char>(alive_)] {
    if (alive.expired()) return;
    turn_posted_ = false;
    turn();
  });
}

// Rows first; parts of snapshots and tidying take turns with them, so that neither waits for ever.
void Journal::turn() {
  if (busy_) return;
  const bool part = encoded_ && !snapshots_.empty();
  const bool idle_work = part || (untidy_ && snapshots_.empty());
  if (queue_.waiting() && !(part_next_ && idle_work)) return commit_group();
  part_next_ = false;
  if (part) return write_part();
  if (idle_work) return tidy();
  end_if_settled();
}

void Journal::commit_group() {
  std::vector<Entry> group = queue_.take();
  std::size_t rows = 0;
  for (const Entry& entry : group) rows += entry.records.size();
  part_next_ = true;
  at_file([group = std::move(group)](File& file) { return file.commit(group); },
          [this, rows](const Result<std::vector<Seq>>& outcome) { group_ended(rows, outcome); });
}

void Journal::group_ended(std::size_t rows, const Result<std::vector<Seq>>& outcome) {
  if (outcome) {
    ++counts_.groups;
    counts_.rows += rows;
    note({});
  } else {
    ++counts_.failures;
    note(outcome.error());
  }
  auto all = queue_.settle(outcome);
  // What has gathered goes to the file before anybody hears, so that the two take place side by side.
  if (outcome && queue_.waiting()) turn();
  const bool next_is_out = std::exchange(busy_, true);
  // From here on callers may append again; busy_ keeps that from starting a group before all have been told.
  for (Queue::Told& told : all) told.done(std::move(told.outcome));
  busy_ = next_is_out;
}

void Journal::encode_next() {
  encoded_ = false;
  if (snapshots_.empty()) return;
  boost::asio::post(encoder_,
                    [this, loop = awaited(loop_), alive = std::weak_ptr<char>(alive_), snapshot = snapshots_.front()] {
                      give_way();
                      snapshot->writing.state = snapshot->encode();
                      snapshot->encode = nullptr;
                      boost::asio::post(loop, [this, alive] {
                        if (alive.expired()) return;
                        encoded_ = true;
                        turn();
                      });
                    });
}

void Journal::write_part() {
  auto snapshot = snapshots_.front();
  at_file([snapshot](File& file) { return file.write_part(snapshot->writing); },
          [this, snapshot](const Result<bool>& done) {
            if (done && !*done) return;
            snapshots_.pop_front();
            untidy_ = true;
            if (!done) note(done.error());
            encode_next();
            snapshot->done(done ? Result<Seq>(snapshot->writing.seq) : Result<Seq>(done.error()));
          });
}

void Journal::tidy() {
  at_file([](File& file) { return file.tidy(); },
          [this](const Result<bool>& more) {
            untidy_ = more && *more;
            if (!more) log_warning("journal.tidy_failed", {{"why", more.error().detail}});
          });
}

void Journal::end_if_settled() {
  if (queue_.waiting() || !snapshots_.empty() || busy_) return;
  for (auto& done : std::exchange(settlers_, {})) done();
}

// --- trouble ---------------------------------------------------------------------------------------------------------

void Journal::note(const Result<>& outcome) {
  const bool was_healthy = healthy();
  trouble_ = outcome ? std::string{} : outcome.error().detail;
  if (was_healthy && !outcome) log_error("journal.failed", {{"why", trouble_}});
  if (!was_healthy && outcome) log_info("journal.recovered");
  if (!outcome) probe_later();
}

void Journal::probe_later() {
  if (probing_) return;
  probing_ = true;
  probe_timer_.expires_after(kProbeEvery);
  probe_timer_.async_wait([this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code stopped) {
    if (stopped || alive.expired()) return;
    probing_ = false;
    if (healthy()) return;
    if (busy_ || queue_.waiting()) return probe_later();
    at_file([](File& file) { return file.probe(); }, [this](const Result<>& outcome) { note(outcome); });
  });
}

}  // namespace recess::journal
