#include "arcade/catalogue.h"

#include "storage/optional.h"

#include <algorithm>
#include <tuple>

namespace recess::arcade {
namespace {

using soci::into;
using soci::use;

constexpr const char* kCardColumns =
    "g.id, g.owner_id, g.name, g.authors, g.description, g.preview_sha256, g.has_reporting, g.supports_acc, "
    "g.supports_key, g.supports_touch, g.supports_gyro, g.max_players, g.created_us, "
    "(SELECT COUNT(*) FROM game_version v WHERE v.id = g.active_version_id AND v.missing = 0), "
    "(SELECT COUNT(*) FROM rating r WHERE r.game_id = g.id), "
    "(SELECT CAST(COALESCE(SUM(r.rating), 0) AS BIGINT) FROM rating r WHERE r.game_id = g.id), "
    "(SELECT COUNT(*) FROM play p WHERE p.game_id = g.id AND p.trial = 0)";

// Runs "SELECT kCardColumns FROM game g" with a condition on :id, or on none.
std::vector<GameCard> cards(soci::session& sql, std::optional<GameId> only) {
  GameCard card;
  int reporting = 0, acc = 0, key = 0, touch = 0, gyro = 0, playable = 0;
  std::int64_t created_us = 0;
  const int all = only ? 0 : 1;
  const GameId id = only.value_or(0);
  soci::statement query = (sql.prepare << "SELECT " << kCardColumns << " FROM game g WHERE :all = 1 OR g.id = :id",
                           use(all), use(id), into(card.id), into(card.owner), into(card.name), into(card.authors),
                           into(card.description), into(card.preview_sha256), into(reporting), into(acc), into(key),
                           into(touch), into(gyro), into(card.max_players), into(created_us), into(playable),
                           into(card.ratings), into(card.rating_sum), into(card.plays));
  query.execute();
  std::vector<GameCard> found;
  while (query.fetch()) {
    card.has_reporting = reporting != 0;
    card.supports_acc = acc != 0;
    card.supports_key = key != 0;
    card.supports_touch = touch != 0;
    card.supports_gyro = gyro != 0;
    card.playable = playable != 0;
    card.created = from_micros(created_us);
    found.push_back(card);
  }
  return found;
}

}  // namespace

std::optional<double> GameCard::rating() const {
  if (ratings == 0) return std::nullopt;
  return static_cast<double>(rating_sum) / static_cast<double>(ratings);
}

void sort_games(std::vector<GameCard>& games) {
  std::sort(games.begin(), games.end(), [](const GameCard& a, const GameCard& b) {
    if ((a.ratings > 0) != (b.ratings > 0)) return a.ratings > 0;
    // sum_a / n_a > sum_b / n_b without rounding
    const std::int64_t left = a.rating_sum * b.ratings;
    const std::int64_t right = b.rating_sum * a.ratings;
    if (left != right) return left > right;
    return std::tuple(-a.plays, a.created, a.id) < std::tuple(-b.plays, b.created, b.id);
  });
}

std::vector<GameCard> all_games(soci::session& sql) {
  auto games = cards(sql, std::nullopt);
  sort_games(games);
  return games;
}

std::optional<GameCard> find_card(soci::session& sql, GameId game) {
  auto found = cards(sql, game);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<GameId> random_games(soci::session& sql, std::size_t count, Random& random) {
  GameId id = 0;
  std::vector<GameId> ids;
  soci::statement query = (sql.prepare << "SELECT g.id FROM game g JOIN game_version v ON v.id = g.active_version_id "
                                          "WHERE v.missing = 0 ORDER BY g.id",
                           into(id));
  query.execute();
  while (query.fetch()) ids.push_back(id);
  const std::size_t wanted = std::min(count, ids.size());
  for (std::size_t i = 0; i < wanted; ++i) std::swap(ids[i], ids[i + random.below(ids.size() - i)]);
  ids.resize(wanted);
  return ids;
}

bool can_rate(soci::session& sql, GameId game, PlayerId player) {
  int found = 0;
  sql << "SELECT COUNT(*) FROM play WHERE game_id = :game AND player_id = :player AND player_id <> 0 "
         "AND end_us - start_us > 5000000",
      use(game), use(player), into(found);
  return found > 0;
}

std::optional<int> rating_of(soci::session& sql, GameId game, PlayerId player) {
  int stars = 0;
  sql << "SELECT rating FROM rating WHERE game_id = :game AND player_id = :player", use(game), use(player), into(stars);
  if (!sql.got_data()) return std::nullopt;
  return stars;
}

Result<> rate(soci::session& sql, GameId game, PlayerId player, std::optional<long long> stars, Instant now) {
  if (!find_card(sql, game)) return refuse(Code::not_found, "there is no such game", "no_game");
  if (!stars || *stars < 1 || *stars > 5) return refuse(Code::invalid, "a rating is 1 to 5", "invalid_rating");
  if (!can_rate(sql, game, player)) {
    return refuse(Code::forbidden, "play the game for more than five seconds first", "play_first");
  }
  const std::int64_t now_us = to_micros(now);
  sql << "INSERT INTO rating (player_id, game_id, rating, created_us, updated_us) VALUES (:player, :game, :stars, "
         ":created, :updated) ON CONFLICT (player_id, game_id) DO UPDATE SET rating = excluded.rating, "
         "updated_us = excluded.updated_us",
      use(player), use(game), use(*stars), use(now_us), use(now_us);
  return {};
}

std::string shown_name(const HiddenNames& names, const std::optional<std::string>& email,
                       const std::string& display_name, NameForm form) {
  return email ? names.name_of(*email, form) : display_name;
}

}  // namespace recess::arcade
