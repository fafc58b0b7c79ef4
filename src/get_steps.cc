#include "get_steps.h"

#include "kernel/log.h"
#include "steps/level_file.h"
#include "steps/progress.h"
#include "steps/progress_port.h"
#include "steps/steps.h"

#include <fmt/format.h>

#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kStream = "steps";
constexpr std::size_t kRowsBetweenSnapshots = 20'000;

// Pages of the catalogue and of the server itself: a level of such a name would never be reached.
const std::vector<std::string_view> kTaken{
    "index",       "most_played", "scoreboard", "game_vote",   "games",       "request_player_login",
    "demo",        "connect",     "controller", "playground",  "first-admin", "user",
    "upload_game", "update_game", "delete",     "python_logs", "socket.io",   "hub",
    "favicon",     "openapi",     "robots",     "play_game",   "start_play",  "game",
    "spectate",    "console",     "score"};

}  // namespace

struct GetSteps::Parts final : steps::ProgressPort {
  explicit Parts(journal::Journal& kept) : journal(kept) {}

  void append(std::int64_t t_us, std::vector<std::string> records, std::function<void(Result<>)> done) override {
    unsaved += records.size();
    last_us = t_us;
    journal.append(journal::Entry{std::string(kStream), Micros{t_us}, std::move(records)},
                   [this, done = std::move(done)](const auto& outcome) {
                     if (outcome) done(Result<>());
                     else done(outcome.error());
                     if (unsaved >= kRowsBetweenSnapshots && steps->settled()) save([](const auto&) {});
                   });
  }

  // The state as it is now, when nothing is on its way: what the journal has is what is in memory.
  void save(journal::Done done) {
    unsaved = 0;
    auto encode = [picture = steps->picture()] { return picture.encode(); };
    journal.snapshot(kStream, Micros{last_us}, std::move(encode), std::move(done));
  }

  journal::Journal& journal;
  asio::io_context* loop = nullptr;
  std::unique_ptr<steps::Steps> steps;
  std::size_t unsaved = 0;  // rows since the last snapshot
  std::int64_t last_us = 0;
};

GetSteps::GetSteps(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
GetSteps::~GetSteps() = default;

Result<std::unique_ptr<GetSteps>> GetSteps::open(asio::io_context& loop, const Settings& settings,
                                                 journal::Journal& journal, GetStepsPorts ports) {
  auto parts = std::make_unique<Parts>(journal);
  parts->loop = &loop;
  steps::Progress progress;
  journal::Sink sink;
  sink.snapshot = [&](std::string_view state, Micros) -> Result<> {
    auto restored = steps::Progress::restore(state);
    if (!restored) return restored.error();
    progress = std::move(*restored);
    return {};
  };
  sink.row = [&](std::string_view record, Micros time) -> Result<> {
    const auto command = steps::read_command(record);
    if (!command) return command.error();
    progress.apply(*command, time.count());
    ++parts->unsaved;
    return {};
  };
  const auto loaded = journal.load(kStream, sink);
  if (!loaded) return loaded.error();
  for (const std::string& passed : loaded->passed_over) log_warning("steps.snapshot_passed_over", {{"why", passed}});
  parts->last_us = loaded->time.count();
  steps::Options options{.levels = settings.steps_levels,
                         .echo = settings.steps_style == "echo",
                         .tokens = settings.steps_auth == "token",
                         .progress_public = settings.steps_progress_public != 0,
                         .host_url = settings.host_url,
                         .taken = kTaken,
                         .is_world = std::move(ports.is_world),
                         .is_limited = std::move(ports.is_limited),
                         .admit = std::move(ports.admit)};
  const std::size_t players = progress.size();
  auto steps = steps::Steps::open(loop, std::move(options), std::move(progress), parts->last_us, *parts,
                                  std::move(ports.is_teacher));
  if (!steps) return steps.error();
  parts->steps = std::move(*steps);
  log_info("steps.ready", {{"players", players}, {"records", loaded->rows}});
  return std::unique_ptr<GetSteps>(new GetSteps(std::move(parts)));
}

void GetSteps::mount(http::Router& router) {
  parts_->steps->mount(router);
  asio::co_spawn(*parts_->loop, parts_->steps->watch(), asio::detached);
}

void GetSteps::reload() { asio::co_spawn(*parts_->loop, parts_->steps->reload(), asio::detached); }

asio::awaitable<void> GetSteps::close() {
  parts_->steps->close();
  if (parts_->unsaved == 0 || !parts_->steps->settled()) co_return;
  auto initiate = [this](auto handler) mutable {
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    parts_->save([kept](const auto& outcome) {
      if (!outcome) log_warning("steps.snapshot_failed", {{"why", outcome.error().detail}});
      std::move (*kept)();
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(initiate), asio::use_awaitable);
}

std::string_view shipped_levels_file() { return steps::shipped_levels(); }

Result<std::size_t> check_levels_file(const std::filesystem::path& path) {
  const auto levels = steps::load_levels(path, kTaken);
  if (!levels) return levels.error();
  return levels->by_route.size();
}

}  // namespace recess
