#include "worlds/live_world.h"

#include "kernel/log.h"

#include <algorithm>
#include <utility>

namespace recess::worlds {
namespace {

constexpr std::uint64_t kTicksPerFrame = 2;
constexpr std::uint64_t kTicksPerBeat = 4;

}  // namespace

std::string world_prefix(std::string_view world) { return world == "main" ? "" : "/w/" + std::string(world); }

LiveWorld::LiveWorld(mocean::World world, Unsaved::Send send)
    : world_(std::move(world)),
      clock_(world_.time()),
      unsaved_(
          world_,
          [this, send = std::move(send)](mocean::WorldTime time, std::vector<std::string> rows, Unsaved::Done done) {
            ++sent_;
            send(time, std::move(rows), std::move(done));
          }),
      feed_(MapFeed::Source{world_, [this] { return now(); }, world_prefix(world_.name()) + "/map/grid"}) {
  follow_pause(tick_now());
}

void LiveWorld::follow_pause(Tick since) {
  if (world_.paused()) clock_.stop(since);
  else clock_.start(since);
}

LiveWorld::Decision LiveWorld::ask(const mocean::Ask& ask, bool command, Random& chance) {
  if (!command) return {.answer = world_.ask(ask, now(), chance)};
  unsaved_.begin();
  Decision decision{.answer = world_.ask(ask, now(), chance)};
  decision.recorded = !decision.answer.records.empty();
  decision.ticket = unsaved_.keep(std::move(decision.answer.records), decision.answer.time);
  return decision;
}

LiveWorld::Decision LiveWorld::ask_batch(std::string_view json, const mocean::Caller& caller, Random& chance) {
  unsaved_.begin();
  Decision decision{.answer = world_.ask_batch(json, caller, now(), chance)};
  decision.recorded = !decision.answer.records.empty();
  decision.ticket = unsaved_.keep(std::move(decision.answer.records), decision.answer.time);
  return decision;
}

LiveWorld::Change LiveWorld::change(const Decide& decide) {
  unsaved_.begin();
  // A pause stops the clock at its row's time, however long deciding took: a stop of the server finds it there again.
  const Tick since = tick_now();
  auto row = decide(world_, clock_.at(since));
  follow_pause(since);
  std::vector<std::string> rows;
  if (row) rows.push_back(std::move(*row));
  Change change{{}, unsaved_.keep(std::move(rows), world_.time())};
  if (!row) change.outcome = row.error();
  return change;
}

boost::asio::awaitable<bool> LiveWorld::saved(Unsaved::Ticket ticket) {
  const bool saved = co_await unsaved_.saved(std::move(ticket));
  if (!saved) follow_pause(tick_now());
  co_return saved;
}

// Seasons end by themselves, when time is up or somebody has reached the target.
void LiveWorld::note_season(mocean::WorldTime now) {
  const mocean::SeasonView season = world_.season(now);
  if (season.number == season_ && season.state == season_state_) return;
  if (season_ != 0) {
    log_info("world.season",
             {{"world", name()}, {"number", season.number}, {"state", mocean::season_state_name(season.state)}});
  }
  season_ = season.number;
  season_state_ = season.state;
}

void LiveWorld::tick() {
  ++ticks_;
  const mocean::WorldTime time = now();
  world_.advance(time);
  if (ticks_ % kTicksPerBeat == 0) {
    if (!world_.paused() && world_.wants_beat()) {
      change([](mocean::World& world, mocean::WorldTime at) -> Result<std::string> { return world.beat(at); });
    }
    feed_.sample();
    note_season(time);
  }
  if (ticks_ % kTicksPerFrame == 0) feed_.turn();
}

}  // namespace recess::worlds
