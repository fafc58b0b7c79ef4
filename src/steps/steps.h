// Steps: riddles that are played from the address bar and by ten-line programs. This is the shell: routes, the level
// file and its reload, the log, and the progress that leaves with a reply only once it is durable. The riddles are data
// (levels.h), the duck is a rule (duck.h), progress is a fold (progress.h). Not here: Mocean (worlds), accounts
// (arcade). Everything on the loop.
#pragma once

#include "http/server.h"
#include "kernel/log.h"
#include "kernel/worker.h"
#include "steps/levels.h"
#include "steps/progress.h"
#include "steps/progress_port.h"
#include "steps/reply.h"
#include "steps/unknown_paths.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace recess::steps {

struct Options {
  std::filesystem::path levels{};  // empty: the shipped ones
  bool echo = false;               // the first lesson: /steps answers with one line
  bool tokens = false;             // the first use of a name hands out a token that recording needs from then on
  bool progress_public = true;     // false: names only for teachers
  std::string host_url{};
  std::vector<std::string_view> taken{};  // first path segments that others answer; must outlive Steps
  // Worlds that exist. Empty: every name that could be one. Names with progress from before are known in any case.
  std::function<bool(std::string_view world)> is_world{};
  // True if this request's address counts against a limit; then `admit` holds it for as long as it came too soon, or
  // says false: refuse it. Empty: nobody is limited.
  std::function<bool(const http::Request&)> is_limited{};
  std::function<boost::asio::awaitable<bool>(const http::Request&)> admit{};
};

class Steps {
 public:
  // `progress` as it was at `last_us`, the time of its last record. `port` outlives Steps and its requests. Refusal:
  // invalid (the level file, a line for each mistake), not_found.
  static Result<std::unique_ptr<Steps>> open(boost::asio::io_context& loop, Options options, Progress progress,
                                             std::int64_t last_us, ProgressPort& port,
                                             std::function<bool(const http::Request&)> is_teacher);
  ~Steps();

  // Fixed routes; levels are answered through the fallback, because a level file can bring new ones at any time. What
  // is no level goes on to the fallback that was there before.
  void mount(http::Router& router);
  // Looks at the level file now; a broken one is logged and changes nothing.
  boost::asio::awaitable<void> reload();
  // Looks every second for a changed file, until close().
  boost::asio::awaitable<void> watch();
  void close();

  const Progress& progress() const { return progress_; }
  Progress::Picture picture() { return progress_.picture(); }
  // The state without what is still on its way to the disk is not offered: a snapshot is taken when this is true.
  bool settled() const { return pending_.empty(); }

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  struct Visit;  // steps_visit.h

  Steps(boost::asio::io_context& loop, Options options, Progress progress, ProgressPort& port,
        std::function<bool(const http::Request&)> is_teacher);

  // steps.cc
  Answer anywhere(http::Exchange& exchange, http::Handler otherwise);
  Answer nothing_here(http::Exchange& exchange, http::Handler otherwise);
  Answer admitted(http::Exchange& exchange, std::string world, std::string route);
  bool knows_world(std::string_view world) const;
  Result<std::shared_ptr<const Levels>> load() const;
  void log(std::string line);

  // play.cc
  Answer play(http::Exchange& exchange, std::string world, std::string route);
  Visit visit_of(const http::Exchange& exchange, std::string world, std::string route) const;
  http::Response rendered(const Visit& visit, const Reply& reply) const;

  // play_level.cc, play_exchange.cc, play_duck.cc
  struct Decision {
    Reply reply{};
    bool attempt = false;  // false: a visit, which counts nothing
  };
  Decision decide_level(const Visit& visit, const Level& level, std::string_view value) const;
  Answer play_level(Visit visit, const Level& level);
  Answer play_exchange(Visit visit);
  Answer play_duck(Visit visit);

  // record.cc
  boost::asio::awaitable<Result<>> record(Visit& visit, std::vector<Command> commands);
  // For who gave a name: an attempt at a level, unless it was solved before; then the reply tells how many there were.
  boost::asio::awaitable<Result<>> record_attempt(Visit& visit, Reply& reply, bool attempt);
  void settle(std::uint64_t ticket, const Result<>& outcome);
  bool may_record(Visit& visit, std::vector<Command>& commands) const;

  // tables.cc
  void mount_tables(http::Router& router);
  Answer table(http::Exchange& exchange, std::string world, std::string page);

  boost::asio::io_context& loop_;
  Options options_;
  std::shared_ptr<const Levels> levels_;
  Progress progress_;
  ProgressPort& port_;
  std::function<bool(const http::Request&)> is_teacher_;
  LogBatch log_;
  UnknownPaths unknown_;
  Worker files_{1};
  bool closed_ = false;
  std::string seen_;  // size, time and inode of the level file last looked at

  // Applied, and on its way to the disk.
  struct Pending {
    std::uint64_t ticket;
    Progress::Before before;
  };
  std::deque<Pending> pending_;
  std::uint64_t next_ticket_ = 1;
  std::int64_t last_us_ = 0;  // the time of the last record, microseconds since 1970
};

}  // namespace recess::steps
