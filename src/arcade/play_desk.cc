#include "arcade/play_desk.h"

#include "arcade/play_info.h"
#include "kernel/log.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace recess::arcade {
namespace asio = boost::asio;

namespace {

constexpr Seconds kDoublePress{3};
constexpr Seconds kHeartbeat{15};
constexpr Seconds kReopen{2};
constexpr std::string_view kSteering = "steering a play";

// A task that throws has met a bug: it is logged, and the server goes on.
void log_failure(std::exception_ptr failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& bug) {
    log_error("arcade.task_failed", {{"what", bug.what()}});
  }
}

}  // namespace

PlayDesk::PlayDesk(PlayEnvironment environment, const Secrets& secrets, DeskOptions options)
    : environment_(std::move(environment)),
      secrets_(secrets),
      options_(std::move(options)),
      queue_opens_(tick_now() + kReopen),
      house_timer_(environment_.loop) {}

PlayDesk::~PlayDesk() = default;

Result<> PlayDesk::recover() {
  struct Found {
    int open = 0;
    std::int64_t newest = 0;
  };
  const auto found = environment_.store.write_now([](soci::session& sql) -> Result<Found> {
    return Found{close_open_plays(sql, {}, wall_now()), newest_play_number(sql)};
  });
  if (!found) return found.error();
  last_number_ = found->newest;
  if (found->open > 0) log_warning("plays.closed_after_restart", {{"plays", found->open}});
  asio::co_spawn(environment_.loop, keep_house(), log_failure);
  return {};
}

std::string PlayDesk::next_play_id() {
  // Nanoseconds make 19 digits until the year 2286; two presses in one get two numbers, and a clock set back gets none
  // twice.
  const std::int64_t now = to_micros(wall_now()) * 1000;
  last_number_ = std::max(now, last_number_ + 1);
  return fmt::format("game-{:019}", last_number_);
}

int PlayDesk::running() const {
  return static_cast<int>(
      std::count_if(live_.begin(), live_.end(), [](const auto& e) { return e.second->holds_place(); }));
}

asio::awaitable<Result<Pressed>> PlayDesk::press(Person person, GameId game_id, std::string play_id) {
  if (environment_.sandbox.report().level < 1) {
    co_return refuse(Code::unavailable, "games cannot be played here: " + environment_.sandbox.report().summary,
                     "no_sandbox");
  }
  if (closing_) co_return refuse(Code::unavailable, "the server is stopping");
  auto look_up = [game_id](soci::session& sql) -> Result<std::optional<GameToPlay>> {
    return find_game_to_play(sql, game_id);
  };
  const Result<std::optional<GameToPlay>> found = co_await environment_.store.read(look_up);
  if (!found) co_return found.error();
  if (!*found) co_return refuse(Code::not_found, "there is no such game");
  const GameToPlay game = **found;
  if (game.version == 0) co_return refuse(Code::conflict, "this game has no version that can be played", "no_version");

  // From here on nothing waits: places are counted and taken in one go.
  const Visitor visitor = person.visitor();
  bool replaced_one = false;
  for (const auto& [id, play] : live_) {
    if (play->starter().visitor() != visitor || play->state() > PlayState::running) continue;
    if (play->game().id == game_id && tick_now() - play->pressed() < kDoublePress) co_return Pressed{id};
  }
  for (const auto& [id, play] : live_) {
    if (play->starter().visitor() != visitor || play->state() > PlayState::running) continue;
    replaced_one = replaced_one || play->holds_place();
    play->give_up_place();
    play->end({EndReason::replaced, ""}, false);
  }
  line_.drop_abandoned(tick_now());
  if (!replaced_one && (taken() >= options_.places || !line_.empty())) {
    const Ticket ticket{game_id, visitor, wall_now()};
    std::string sealed = seal_ticket(ticket, secrets_);
    if (const auto entered = line_.enter(ticket, sealed, tick_now()); !entered) co_return entered.error();
    waiting_names_[game_id] = game.name;
    tell_waiting();
    co_return Pressed{{}, std::move(sealed)};
  }
  line_.forget(visitor);
  co_return start(person, game, std::move(play_id), Millis{0});
}

Pressed PlayDesk::start(const Person& person, GameToPlay game, std::string play_id, Millis queued) {
  if (play_id.empty()) play_id = next_play_id();
  auto play = std::make_shared<LivePlay>(environment_, play_id, std::move(game), person, queued);
  live_.emplace(play_id, play);
  log_info("play.starting", {{"play", play_id}, {"game", play->game().id}, {"places", running()}});
  asio::co_spawn(environment_.loop, look_after(std::move(play)), log_failure);
  return Pressed{std::move(play_id)};
}

asio::awaitable<void> PlayDesk::look_after(std::shared_ptr<LivePlay> play) {
  std::exception_ptr failure;
  try {
    co_await LivePlay::live(play);
  } catch (...) {
    failure = std::current_exception();
  }
  log_failure(failure);
  if (play->holds_place()) line_.place_freed(tick_now());
  live_.erase(play->id());
  co_await serve_queue();
}

asio::awaitable<void> PlayDesk::serve_queue() {
  if (serving_queue_ || closing_ || tick_now() < queue_opens_) co_return;
  serving_queue_ = true;
  line_.drop_abandoned(tick_now());
  while (taken() < options_.places) {
    const auto first = line_.take_first();
    if (!first) break;
    ++reserved_;
    started_tickets_[first->sealed] = "";  // whoever polls meanwhile must not enter the line again
    auto look_up = [id = first->ticket.game](soci::session& sql) -> Result<std::optional<GameToPlay>> {
      return find_game_to_play(sql, id);
    };
    const Result<std::optional<GameToPlay>> game = co_await environment_.store.read(look_up);
    --reserved_;
    if (!game || !*game || (*game)->version == 0) {  // deleted while they waited
      started_tickets_[first->sealed] = "gone";
      continue;
    }
    Person person;
    const Visitor& visitor = first->ticket.visitor;
    if (visitor.starts_with('p')) person.player = std::atoll(visitor.c_str() + 1);
    else person.browser = visitor.substr(1);
    if (person.player != kAnonymous) {
      auto name_of = [id = person.player, &names = options_.hidden_names](soci::session& sql) -> Result<Person> {
        return find_person(sql, id, names);
      };
      const Result<Person> known = co_await environment_.store.read(name_of);
      if (known) person = *known;
    }
    const auto queued = std::chrono::duration_cast<Millis>(wall_now() - first->ticket.entered);
    started_tickets_[first->sealed] = start(person, **game, {}, queued).play;
  }
  serving_queue_ = false;
  tell_waiting();
}

void PlayDesk::tell_waiting() {
  for (const auto& [id, play] : live_) play->others_wait(!line_.empty());
}

QueueAnswer PlayDesk::poll_queue(std::string_view sealed) {
  if (const auto started = started_tickets_.find(sealed); started != started_tickets_.end()) {
    if (started->second.empty()) return {"starting"};
    const auto play = find(started->second);
    if (!play) return {"gone"};
    return {play->state() == PlayState::starting ? "starting" : "running", 0, {}, started->second};
  }
  const auto ticket = open_ticket(sealed, secrets_);
  if (!ticket || wall_now() - ticket->entered > std::chrono::hours(2)) return {"gone"};
  for (const auto& waiting : line_.line()) {
    if (waiting.ticket.visitor == ticket->visitor && waiting.ticket.entered > ticket->entered) return {"gone"};
  }
  for (const auto& [id, play] : live_) {
    if (play->starter().visitor() == ticket->visitor && play->state() <= PlayState::running) return {"gone"};
  }
  if (const auto entered = line_.enter(*ticket, std::string(sealed), tick_now()); !entered) return {"gone"};
  const std::size_t position = line_.position(sealed);
  return {"waiting", position, line_.estimate_seconds(position)};
}

void PlayDesk::leave_queue(std::string_view sealed) {
  line_.leave(sealed);
  tell_waiting();
}

// Once a second: those who gave up waiting, places that became free without anybody noticing, and the heartbeat from
// which a restart learns when plays really ended.
asio::awaitable<void> PlayDesk::keep_house() {
  Tick last_beat = tick_now();
  while (!closing_) {
    house_timer_.expires_after(Seconds{1});
    boost::system::error_code stopped;
    co_await house_timer_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
    if (closing_) break;
    if (line_.drop_abandoned(tick_now())) tell_waiting();
    if (!line_.empty()) co_await serve_queue();
    if (started_tickets_.size() > 4 * PlayQueue::kLongest) {
      std::erase_if(started_tickets_,
                    [this](const auto& entry) { return !entry.second.empty() && !find(entry.second); });
    }
    if (tick_now() - last_beat < kHeartbeat) continue;
    last_beat = tick_now();
    std::vector<std::string> ids;
    for (const auto& [id, play] : live_) ids.push_back(id);
    if (ids.empty()) continue;
    auto beat_all = [ids](soci::session& sql) -> Result<> {
      beat(sql, ids, wall_now());
      return {};
    };
    (void)co_await environment_.store.write(beat_all);
  }
}

std::shared_ptr<LivePlay> PlayDesk::find(std::string_view id) const {
  const auto found = live_.find(id);
  return found == live_.end() ? nullptr : found->second;
}

std::shared_ptr<LivePlay> PlayDesk::find_by_join_code(std::string_view code) const {
  for (const auto& [id, play] : live_) {
    if (play->join_code() == code && play->state() <= PlayState::running) return play;
  }
  return nullptr;
}

std::string PlayDesk::entry_ticket(std::string_view play, const Visitor& visitor) const {
  return secrets_.sign(kSteering, fmt::format("{}~{}", play, visitor));
}

Entry PlayDesk::admit(std::string_view id, std::string_view ticket) const {
  Entry entry;
  const auto play = find(id);
  if (!play || play->hall() == nullptr || play->state() >= PlayState::ending) {
    entry.refusal = "this play is over";
    return entry;
  }
  entry.hall = play->hall();
  const auto text = secrets_.open_signed(kSteering, ticket);
  if (text && text->starts_with(id) && text->size() > id.size() && (*text)[id.size()] == '~') {
    entry.role = Entry::Role::controller;
    entry.visitor = text->substr(id.size() + 1);
    return entry;
  }
  if (options_.spectators) {
    entry.role = Entry::Role::spectator;
    return entry;
  }
  entry.refusal = "this play can only be steered by the person who started it";
  return entry;
}

SandboxState PlayDesk::sandbox() const {
  const sandbox::Report& report = environment_.sandbox.report();
  SandboxState state{report.level, report.summary, {}, environment_.sandbox.warm()};
  for (const auto& property : report.properties) {
    state.properties.push_back({property.name, property.given, property.required, property.detail});
  }
  return state;
}

std::vector<QueuedPress> PlayDesk::queue() const {
  std::vector<QueuedPress> presses;
  for (const auto& waiting : line_.line()) {
    const auto name = waiting_names_.find(waiting.ticket.game);
    presses.push_back({waiting.sealed, name == waiting_names_.end() ? "" : name->second,
                       std::chrono::duration_cast<Seconds>(wall_now() - waiting.ticket.entered).count()});
  }
  return presses;
}

asio::awaitable<boost::json::array> PlayDesk::running_plays(const Viewer& viewer) {
  boost::json::array plays;
  for (const auto& [id, play] : live_) plays.push_back(running_play_json(*play, viewer, options_.spectators));
  co_return plays;
}

asio::awaitable<std::optional<PlayPage>> PlayDesk::play_page(const Viewer& viewer, std::string id) {
  if (const auto play = find(id)) co_return PlayPage{live_play_json(*play, viewer), play->game().id};
  if (!is_play_id(id)) co_return std::nullopt;
  auto look_up = [id](soci::session& sql) -> Result<std::optional<ShownPlay>> { return find_play(sql, id); };
  const Result<std::optional<ShownPlay>> found = co_await environment_.store.read(look_up);
  if (!found || !*found) co_return std::nullopt;
  const ShownPlay& shown = **found;
  auto name_of = [player = shown.row.player, &names = options_.hidden_names](soci::session& sql) -> Result<Person> {
    return find_person(sql, player, names);
  };
  const Result<Person> person = co_await environment_.store.read(name_of);
  co_return PlayPage{ended_play_json(shown, person ? person->name : "", viewer), shown.row.game};
}

asio::awaitable<void> PlayDesk::end_all_of(GameId game, EndedBy by) {
  const EndReason reason = by == EndedBy::owner ? EndReason::killed_by_owner : EndReason::killed_by_admin;
  const Tick until = tick_now() + Seconds{5};
  for (;;) {
    bool any = false;
    for (const auto& [id, play] : live_) {
      if (play->game().id != game) continue;
      play->end({reason, "the game was deleted"}, false);
      any = true;
    }
    if (!any || tick_now() > until) co_return;
    asio::steady_timer pause(environment_.loop, Millis{20});
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<Result<int>> PlayDesk::reconcile() {
  std::vector<std::string> ids;
  for (const auto& [id, play] : live_) ids.push_back(id);
  auto close_others = [ids](soci::session& sql) -> Result<int> { return close_open_plays(sql, ids, wall_now()); };
  const Result<int> closed = co_await environment_.store.write(close_others);
  if (closed) log_info("plays.reconciled", {{"live", ids.size()}, {"closed", *closed}});
  co_return closed;
}

asio::awaitable<void> PlayDesk::close() {
  closing_ = true;
  house_timer_.cancel();
  for (const auto& [id, play] : live_) play->end({EndReason::server_restarted, ""}, true);
  const Tick until = tick_now() + Seconds{5};
  while (!live_.empty() && tick_now() < until) {
    asio::steady_timer pause(environment_.loop, Millis{20});
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace recess::arcade
