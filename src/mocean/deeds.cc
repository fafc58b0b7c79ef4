// Competition: which deeds earn what. Derived by the fold at commands and ticks, never journaled, so the numbers follow
// from the same rows as everything else.
#include "mocean/ocean.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {
namespace {

constexpr std::size_t kFrozenRows = 10'000;  // of a season that is over
constexpr std::size_t kArchivedRows = 1'000;
constexpr std::size_t kArchivedSeasons = 50;

std::uint64_t bit(std::size_t index) { return std::uint64_t{1} << index; }

}  // namespace

void Ocean::award(Player& player, std::int64_t points) {
  if (points <= 0) return;
  player.deeds.score += points;
  player.deeds.reached = state.time;
  const Season& season = state.globals.season;
  if (season.target > 0 && player.deeds.score >= season.target) end_season();
}

// What being at this place, at this depth, after this way is worth.
void Ocean::score_place(PlayerId id) {
  const Player* player = find(id);
  if (player == nullptr || !scoring()) return;
  const Fix fix = where(planet(), *player, state.time);
  const auto& mounts = planet().seabed.seamounts();
  const double near = config().seamount_near;
  for (std::size_t i = 0; i < mounts.size(); ++i) {
    if ((player->deeds.seamounts & bit(i)) != 0) continue;
    if (planet().torus.squared(fix.x, fix.y, mounts[i].x, mounts[i].y) >= near * near) continue;
    if (!scoring()) return;
    const bool first = (state.globals.seamounts_found & bit(i)) == 0;
    if (first) edit_globals().seamounts_found |= bit(i);
    Player& finder = edit(id);
    finder.deeds.seamounts |= bit(i);
    award(finder, config().points_seamount + (first ? config().points_first : 0));
    player = find(id);
  }
  if (!player->deeds.deep && player->z >= config().deep && scoring()) {
    Player& diver = edit(id);
    diver.deeds.deep = true;
    award(diver, config().points_deep);
    player = find(id);
  }
  const double dt = player->moving() ? to_seconds(state.time - player->since) : 0;
  const auto round = [&](bool Deeds::*done, double swum, double length) {
    if (player->deeds.*done || std::abs(swum) < length || !scoring()) return;
    Player& swimmer = edit(id);
    swimmer.deeds.*done = true;
    award(swimmer, config().points_round);
    player = find(id);
  };
  round(&Deeds::round_x, player->swum_x + player->vx * dt, planet().torus.width);
  round(&Deeds::round_y, player->swum_y + player->vy * dt, planet().torus.height);
}

void Ocean::reward_letter(const Letter& letter, PlayerId reader) {
  if (!letter.from || *letter.from == reader || !scoring() || config().points_message <= 0) return;
  const Player* writer = find(*letter.from);
  if (writer == nullptr) return;
  const auto& readers = writer->deeds.readers;
  const auto earned = static_cast<std::int64_t>(readers.size()) * config().points_message;
  if (earned >= config().points_message_most || std::ranges::find(readers, reader) != readers.end()) return;
  Player& rewarded = edit(*letter.from);
  rewarded.deeds.readers.push_back(reader);
  award(rewarded, std::min(config().points_message, config().points_message_most - earned));
}

std::vector<ScoreRow> Ocean::table(std::size_t count) const {
  std::vector<ScoreRow> rows;
  ranking_.first(count, [&](PlayerId id, std::int64_t score) {
    rows.push_back({static_cast<std::uint32_t>(rows.size()) + 1, id, find(id)->name, score});
  });
  return rows;
}

// Play goes on, scoring stops, the table stands.
void Ocean::end_season() {
  flush();
  Globals& globals = edit_globals();
  globals.season.state = SeasonState::over;
  globals.season.over_at = state.time;
  if (config().bloom_seconds <= 0) globals.blooms.clear();
  globals.frozen = std::make_shared<ScoreTable>(ScoreTable{globals.season.number, table(kFrozenRows)});
}

Outcome Ocean::start_season(const Command& command) {
  if (!(command.x >= 0 && command.x <= 527'040) || !(command.y >= 0 && command.y <= 1e9)) {
    return {.fault = Fault::impossible,
            .text = "minutes are 0 (no limit) to 527040, the target is 0 (none) to 1000000000"};
  }
  keep_everything();
  Globals& globals = edit_globals();
  ScoreTable finished = globals.frozen ? *globals.frozen : ScoreTable{globals.season.number, table(kArchivedRows)};
  if (finished.rows.size() > kArchivedRows) finished.rows.resize(kArchivedRows);
  globals.archived.push_back(std::make_shared<ScoreTable>(std::move(finished)));
  if (globals.archived.size() > kArchivedSeasons) globals.archived.erase(globals.archived.begin());
  globals.frozen.reset();

  Season next;
  next.number = globals.season.number + 1;
  next.state = SeasonState::running;
  next.started = state.time;
  if (command.x > 0) next.ends = state.time + WorldTime(std::llround(command.x * 60e6));
  next.target = static_cast<std::int64_t>(command.y);
  globals.season = next;
  globals.seamounts_found = 0;
  globals.blooms.clear();
  globals.holders.assign(globals.holders.size(), std::nullopt);
  globals.riders.assign(globals.riders.size(), std::nullopt);

  std::vector<PlayerId> everybody;
  state.players.each([&](PlayerId id, const Player&) { everybody.push_back(id); });
  for (const PlayerId id : everybody) {
    Player& player = state.players.edit(id);
    const Start start = planet().start(next.number, id);
    stop(player);
    player.x = start.x;
    player.y = start.y;
    player.heading = start.heading;
    player.z = 0;
    player.since = state.time;
    player.swum_x = player.swum_y = 0;
    player.air = 1;
    player.items.clear();
    player.whale.reset();
    player.deeds = {};
    player.deeds.reached = state.time;
    state.reported[id] = player.laps;
  }
  rebuild();
  for (const PlayerId id : everybody) score_place(id);
  return {.changed = true};
}

}  // namespace recess::mocean
