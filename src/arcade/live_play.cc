#include "arcade/live_play.h"

#include "arcade/console_file.h"
#include "arcade/game_files.h"
#include "arcade/play_score.h"
#include "kernel/log.h"
#include "kernel/random.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace recess::arcade {
namespace asio = boost::asio;

namespace {

constexpr Millis kStopTime{700};    // for the launcher to disconnect the library and end
constexpr Millis kKillTime{2'000};  // for the kernel to remove everything; beyond it something is badly wrong
constexpr Millis kDrainTime{500};   // for what the program said before it ended to arrive
constexpr Millis kScoreEvery{250};
constexpr int kConsolesKept = 20;  // of each game
constexpr std::chrono::days kConsoleLife{14};

std::string make_join_code() {
  static constexpr std::string_view kAlphabet =
      "23456789ABCDEFGHJKMNPQRSTVWXYZ";  // nothing that looks like something else
  std::string code;
  for (int i = 0; i < 8; ++i) code += kAlphabet[secure_random().below(kAlphabet.size())];
  return code;
}

}  // namespace

LivePlay::LivePlay(PlayEnvironment& environment, std::string id, GameToPlay game, Person starter, Millis queued)
    : environment_(environment),
      game_(std::move(game)),
      starter_(std::move(starter)),
      join_code_(make_join_code()),
      rules_(environment.times, pressed_),
      timer_(environment.loop) {
  row_.id = std::move(id);
  row_.player = starter_.player;
  row_.game = game_.id;
  row_.version = game_.version;
  row_.browser = starter_.browser;
  row_.started = wall_now();
  row_.queued_ms = queued.count();
}

LivePlay::~LivePlay() = default;

asio::awaitable<void> LivePlay::live(std::shared_ptr<LivePlay> self) {
  // A phone of this class's usual size: the starter's screen and phone, or as many as the game is for.
  const std::size_t controllers = std::max<std::size_t>(3, static_cast<std::size_t>(self->game_.max_players));
  self->hall_ = self->environment_.halls.open(self->row_.id, controllers, *self);
  co_await self->start();
  if (self->process_) co_await self->run_until_over();
  co_await self->finish();
}

asio::awaitable<void> LivePlay::start() {
  const PlayRow row = row_;
  auto insert = [row](soci::session& sql) -> Result<> {
    insert_play(sql, row, wall_now());
    return {};
  };
  const Result<> inserted = co_await environment_.store.write(insert);
  if (!inserted) {
    end({EndReason::start_failed, "the store could not be written"}, false);
    co_return;
  }
  sandbox::LaunchRequest request{row_.id, Folders::version_within(game_.id, game_.version_number), game_.main_script};
  sandbox::PlayCallbacks calls = callbacks();
  Result<std::unique_ptr<sandbox::Play>> launched =
      co_await environment_.sandbox.launch(std::move(request), std::move(calls));
  if (!launched) {
    console_.note("the game could not be started: " + launched.error().detail, wall_now());
    end({EndReason::start_failed, launched.error().detail}, false);
    co_return;
  }
  process_ = std::move(*launched);
  rules_.box_ready(tick_now());
}

sandbox::PlayCallbacks LivePlay::callbacks() {
  const std::weak_ptr<LivePlay> weak = weak_from_this();
  sandbox::PlayCallbacks calls;
  calls.on_listener = [weak](UniqueFd listener) {
    if (const auto self = weak.lock(); self && self->hall_) self->hall_->adopt_listener(std::move(listener));
  };
  calls.on_output = [weak](std::string_view bytes) {
    if (const auto self = weak.lock()) self->console_.print(bytes, wall_now());
  };
  calls.on_report = [weak](const sandbox::LauncherReport& report) {
    if (const auto self = weak.lock()) self->on_report(report);
  };
  calls.on_ended = [weak](const sandbox::Ending& ending) {
    const auto self = weak.lock();
    if (!self) return;
    self->process_end_ = ending;
    self->wake();
  };
  return calls;
}

void LivePlay::on_report(const sandbox::LauncherReport& report) {
  using Kind = sandbox::LauncherReport::Kind;
  switch (report.kind) {
    case Kind::connector_made: connector_made_ = true; break;
    case Kind::note: console_.note(report.detail, wall_now()); break;
    case Kind::finished: break;
    case Kind::crashed:
    case Kind::exit_called:
      failure_ = report;
      // Authors know their files by their place in the game, which every box has at /game.
      if (failure_->file.starts_with("/game/")) failure_->file.erase(0, 6);
      break;
  }
}

asio::awaitable<void> LivePlay::run_until_over() {
  for (;;) {
    if (process_end_ && !end_note_) end(note_for(*process_end_, failure_, connector_made_), true);
    if (end_note_) co_return;
    const Due due = rules_.due(tick_now());
    if (std::holds_alternative<OpenGate>(due)) {
      co_await open_gate();
    } else if (const Warn* warning = std::get_if<Warn>(&due)) {
      warn(*warning);
    } else if (const End* over = std::get_if<End>(&due)) {
      end_at_ = over->at;
      end(over->note, true);
    } else {
      co_await store_score_if_due(false);
      Tick next = rules_.next_deadline();
      if (unsaved_score_ && score_saved_at_) next = std::min(next, *score_saved_at_ + kScoreEvery);
      co_await wait_until(next);
    }
  }
}

asio::awaitable<void> LivePlay::open_gate() {
  process_->go();
  row_.state = PlayState::running;
  row_.started = wall_now();
  row_.start_ms = std::chrono::duration_cast<Millis>(tick_now() - pressed_).count();
  log_info("play.running", {{"play", row_.id}, {"game", game_.id}, {"start_ms", row_.start_ms}});
  const PlayRow row = row_;
  auto mark = [row](soci::session& sql) -> Result<> {
    mark_running(sql, row.id, row.started, row.start_ms, wall_now());
    return {};
  };
  (void)co_await environment_.store.write(mark);
}

asio::awaitable<void> LivePlay::wait_until(Tick deadline) {
  if (!woken_) {
    // A far deadline is cut, as some clocks overflow at the end of time.
    timer_.expires_at(std::min(deadline, tick_now() + std::chrono::hours(1)));
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  woken_ = false;
}

void LivePlay::wake() {
  woken_ = true;
  timer_.cancel();
}

void LivePlay::end(EndNote note, bool credit_scores) {
  if (end_note_) return;
  end_note_ = std::move(note);
  credit_scores_ = credit_scores;
  row_.state = PlayState::ending;
  if (!end_at_) end_at_ = tick_now();
  if (hall_) hall_->close_doors();
  wake();
}

void LivePlay::others_wait(bool waiting) {
  rules_.others_wait(waiting);
  wake();
}

// The order matters: the program is asked, then removed; what it said before is read to the end; the row is closed; and
// only then do the phones hear of it, so that the scoreboard they open shows the score.
asio::awaitable<void> LivePlay::finish() {
  if (process_) co_await stop_process();
  const Tick drained_by = tick_now() + kDrainTime;
  while (script_connected_ && tick_now() < drained_by)
    co_await wait_until(std::min(drained_by, tick_now() + Millis{20}));
  console_.finish(wall_now());
  co_await store_score_if_due(true);

  const auto ago = std::chrono::duration_cast<Micros>(tick_now() - *end_at_);
  row_.ended = std::max(row_.started, wall_now() - ago);
  row_.reason = reason_name(end_note_->reason);
  row_.detail = end_note_->detail;
  if (process_end_) {
    const bool by_itself = process_end_->cause == sandbox::EndCause::exited;
    if (by_itself) row_.exit_code = process_end_->exit_code;
    else if (process_end_->signal != 0) row_.signal = process_end_->signal;
    row_.cpu_ms = process_end_->cpu.count();
    row_.peak_bytes = static_cast<std::int64_t>(process_end_->peak_bytes);
    row_.output_bytes = static_cast<std::int64_t>(process_end_->output_bytes);
  }
  row_.state = PlayState::ended;
  const PlayRow row = row_;
  auto close = [row](soci::session& sql) -> Result<> {
    store_end(sql, row, wall_now());
    return {};
  };
  (void)co_await environment_.store.write(close);
  auto kept = std::make_shared<KeptConsole>(KeptConsole{console_, failure_});
  const auto file = environment_.consoles / (row_.id + ".jsonl");
  auto outdated = [game = game_.id](soci::session& sql) -> Result<std::vector<std::string>> {
    return plays_without_console(sql, game, kConsolesKept, wall_now() - kConsoleLife);
  };
  const Result<std::vector<std::string>> old = co_await environment_.store.read(outdated);
  std::vector<std::filesystem::path> gone;
  if (old) {
    for (const std::string& id : *old) gone.push_back(environment_.consoles / (id + ".jsonl"));
  }
  auto save = [kept, file, gone] {
    std::error_code ignored;
    for (const auto& path : gone) std::filesystem::remove(path, ignored);
    return save_console(file, *kept);
  };
  const Result<> saved = co_await environment_.files.run(save);
  if (!saved) log_warning("console.not_kept", {{"play", row_.id}, {"why", saved.error().detail}});

  if (hall_) {
    hall_->stop_sounds();
    hall_->announce("play_state", boost::json::serialize(play_state_message("ended")));
  }
  log_info("play.ended", {{"play", row_.id}, {"why", row_.reason}, {"detail", row_.detail}, {"score", row_.score}});
  process_.reset();
}

asio::awaitable<void> LivePlay::stop_process() {
  if (!process_end_) process_->stop();
  const Tick stopped_by = tick_now() + kStopTime;
  while (!process_end_ && tick_now() < stopped_by) co_await wait_until(stopped_by);
  if (!process_end_) process_->kill();
  const Tick killed_by = tick_now() + kKillTime;
  while (!process_end_ && tick_now() < killed_by) co_await wait_until(killed_by);
  if (!process_end_) log_error("play.would_not_die", {{"play", row_.id}, {"pid", process_->pid()}});
}

asio::awaitable<void> LivePlay::store_score_if_due(bool final) {
  const bool due = final || !score_saved_at_ || tick_now() >= *score_saved_at_ + kScoreEvery;
  if (!unsaved_score_ || !due) co_return;
  const std::int64_t score = *unsaved_score_;
  unsaved_score_.reset();
  score_saved_at_ = tick_now();
  auto save = [id = row_.id, score, reports = row_.score_reports](soci::session& sql) -> Result<> {
    store_score(sql, id, score, reports, wall_now());
    return {};
  };
  const Result<> saved = co_await environment_.store.write(save);
  if (!saved && !unsaved_score_) unsaved_score_ = score;  // tried again with the next one, and at the end
}

void LivePlay::warn(const Warn& warning) {
  if (!hall_) return;
  boost::json::object message = play_state_message("warning");
  message["reason"] = warning.limit;
  message["seconds_left"] = warning.left.count();
  hall_->announce("play_state", boost::json::serialize(message));
}

boost::json::object LivePlay::play_state_message(std::string_view state) const {
  return {{"device_id", row_.id},
          {"state", state},
          {"reason", row_.reason},
          {"score", row_.score},
          {"scoreboard", fmt::format("/scoreboard?game_id={}", game_.id)}};
}

sandbox::Play::Usage LivePlay::usage() const { return process_ ? process_->usage() : sandbox::Play::Usage{}; }

void LivePlay::on_controllers(std::size_t count) {
  rules_.controllers(count, tick_now());
  wake();
}

void LivePlay::on_script_connected(bool connected) {
  script_connected_ = connected;
  rules_.script_connected(connected, tick_now());
  wake();
}

void LivePlay::on_input() { rules_.input(tick_now()); }

void LivePlay::on_score(json::Value score) {
  const bool open = row_.state == PlayState::running || (row_.state == PlayState::ending && credit_scores_);
  if (!open) return;
  const auto value = read_score(score);
  if (!value) {
    console_.note("a score was ignored: it is not a whole number", wall_now());
    return;
  }
  ++row_.score_reports;
  if (*value <= row_.score) return;
  row_.score = *value;
  unsaved_score_ = *value;
  wake();
}

void LivePlay::on_console_note(std::string_view note) { console_.note(note, wall_now()); }

}  // namespace recess::arcade
