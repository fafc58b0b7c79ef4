#include "mocean/routes.h"

#include "kernel/json.h"
#include "kernel/python_number.h"

#include <algorithm>

namespace recess::mocean {
namespace {

const ScoreTable* kept_table(const Globals& globals, std::uint32_t season) {
  if (globals.frozen && globals.frozen->season == season) return globals.frozen.get();
  for (const auto& table : globals.archived) {
    if (table->season == season) return table.get();
  }
  return nullptr;
}

// A whole number from a query, or `otherwise`.
std::int64_t whole(std::string_view text, std::int64_t low, std::int64_t high, std::int64_t otherwise) {
  const auto number = parse_py_int(text);
  if (!number) return otherwise;
  if (const auto small = number->small()) return std::clamp<std::int64_t>(*small, low, high);
  return number->text().starts_with('-') ? low : high;
}

}  // namespace

std::vector<ScoreRow> scores_of(const Ocean& ocean, std::size_t count, std::uint32_t season) {
  const Globals& globals = ocean.state.globals;
  if (!ocean.config().scoring) return {};
  if (season == 0) season = globals.season.number;
  if (const ScoreTable* table = kept_table(globals, season)) {
    const auto rows = std::min(count, table->rows.size());
    return {table->rows.begin(), table->rows.begin() + static_cast<std::ptrdiff_t>(rows)};
  }
  return season == globals.season.number ? ocean.table(count) : std::vector<ScoreRow>{};
}

std::optional<ScoreRow> score_row(const Ocean& ocean, PlayerId id, std::uint32_t season) {
  const Globals& globals = ocean.state.globals;
  if (!ocean.config().scoring) return std::nullopt;
  if (season == 0) season = globals.season.number;
  if (const ScoreTable* table = kept_table(globals, season)) {
    const auto row = std::ranges::find(table->rows, id, &ScoreRow::id);
    return row == table->rows.end() ? std::nullopt : std::optional(*row);
  }
  const Player* player = ocean.find(id);
  const auto rank = ocean.ranking().rank(id);
  if (season != globals.season.number || player == nullptr || !rank) return std::nullopt;
  return ScoreRow{*rank, id, player->name, player->deeds.score};
}

SeasonView season_view(const Ocean& ocean, WorldTime now) {
  const Season& season = ocean.state.globals.season;
  const bool over = season.state == SeasonState::over;
  const WorldTime at = over ? season.over_at : std::max(now, season.started);
  SeasonView view{season.number, season.state, (at - season.started).count() / 1'000'000, -1};
  if (over) view.remaining_s = 0;
  else if (season.ends) view.remaining_s = std::max<std::int64_t>(0, (*season.ends - at).count() / 1'000'000);
  return view;
}

void handle_scores(Turn& turn) {
  const auto count = static_cast<std::size_t>(whole(turn.get("n"), 1, 100, 10));
  const auto season = static_cast<std::uint32_t>(whole(turn.get("season"), 0, 0x7FFFFFFF, 0));
  auto rows = scores_of(turn.ocean, count, season);
  if (!turn.get("id").empty()) {
    const auto id = parse_id(turn.get("id"));
    const auto row = id ? score_row(turn.ocean, *id, season) : std::nullopt;
    if (!id || (!row && turn.ocean.find(*id) == nullptr)) return turn.fail(Fault::bad_id);
    if (row && std::ranges::find(rows, *id, &ScoreRow::id) == rows.end()) rows.push_back(*row);
  }
  std::string text = turn.json() ? "[" : "";
  for (const ScoreRow& row : rows) {
    if (turn.json()) {
      if (text.size() > 1) text += ',';
      text += "{\"rank\":" + std::to_string(row.rank) + ",\"id\":" + std::to_string(row.id) +
              ",\"name\":" + json::quote(row.name) + ",\"score\":" + std::to_string(row.score) + "}";
    } else {
      if (!text.empty()) text += '\n';
      text += std::to_string(row.rank) + "," + row.name + "," + std::to_string(row.score);
    }
  }
  if (turn.json()) return turn.members([&](Members& out) { out.raw("rows", text + "]"); });
  turn.line(text);
}

void handle_season(Turn& turn) {
  const SeasonView view = season_view(turn.ocean, turn.ocean.state.time);
  const std::string_view state = season_state_name(view.state);
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.integer("number", view.number).text("state", state);
      out.integer("elapsed", view.elapsed_s).integer("remaining", view.remaining_s);
    });
  }
  turn.line(std::to_string(view.number) + "," + std::string(state) + "," + std::to_string(view.elapsed_s) + "," +
            std::to_string(view.remaining_s));
}

}  // namespace recess::mocean
