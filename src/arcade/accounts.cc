#include "arcade/accounts.h"

#include "arcade/secrets.h"
#include "arcade/unicode.h"
#include "kernel/text.h"
#include "storage/optional.h"

#include <algorithm>

namespace recess::arcade {
namespace {

using soci::into;
using soci::use;

constexpr auto kRenewWhenLeft = kSessionLife - std::chrono::days(1);

std::int64_t life_end(Instant now) { return to_micros(now + kSessionLife); }

constexpr const char* kPlayerColumns = "id, kind, email, login, display_name, admin, blocked, created_us";

// The members of a Player as columns, in the order of kPlayerColumns.
struct PlayerRow {
  Player player;
  int admin = 0;
  int blocked = 0;
  std::int64_t created_us = 0;

  Player take() {
    player.admin = admin != 0;
    player.blocked = blocked != 0;
    player.created = from_micros(created_us);
    return player;
  }
};

template <class Query>
void into_row(Query& query, PlayerRow& row) {
  query, into(row.player.id), into(row.player.kind), into(row.player.email), into(row.player.login),
      into(row.player.display_name), into(row.admin), into(row.blocked), into(row.created_us);
}

}  // namespace

std::string canonical_login(std::string_view typed) { return fold_case(trim(typed)); }

Result<> check_credentials(std::string_view login, std::string_view password) {
  const std::string_view trimmed = trim(login);
  const std::size_t length = code_points(trimmed);
  if (length < kShortestLogin || length > kLongestLogin) {
    return Error{Code::invalid, "a login name has 3 to 64 characters", "login_length", "login"};
  }
  if (has_control_bytes(trimmed)) {
    return Error{Code::invalid, "a login name holds no control characters", "login_length", "login"};
  }
  if (code_points(password) < kShortestPassword || password.size() > kLongestPassword) {
    return Error{Code::invalid, "a password has at least 10 characters", "password_length", "password"};
  }
  return {};
}

Result<PlayerId> add_account(soci::session& sql, const NewAccount& account, Instant now) {
  const std::string login = canonical_login(account.login);
  int taken = 0;
  sql << "SELECT COUNT(*) FROM player WHERE login = :login", use(login), into(taken);
  if (taken != 0) return Error{Code::conflict, "this login name is taken", "login_taken", "login"};
  const std::string shown = to_nfc(first_code_points(trim(account.login), 40));
  const int admin = account.admin ? 1 : 0;
  const std::int64_t now_us = to_micros(now);
  PlayerId id = 0;
  sql << "INSERT INTO player (kind, login, password_hash, display_name, admin, created_us, updated_us) "
         "VALUES ('local', :login, :hash, :shown, :admin, :created, :updated) RETURNING id",
      use(login), use(account.password_hash), use(shown), use(admin), use(now_us), use(now_us), into(id);
  return id;
}

std::optional<Player> find_player(soci::session& sql, PlayerId id) {
  PlayerRow row;
  auto query = (sql.prepare << "SELECT " << kPlayerColumns << " FROM player WHERE id = :id", use(id));
  into_row(query, row);
  soci::statement statement(query);
  if (!statement.execute(true)) return std::nullopt;
  return row.take();
}

std::optional<Login> find_login(soci::session& sql, std::string_view typed) {
  const std::string login = canonical_login(typed);
  PlayerId id = 0;
  std::optional<std::string> hash;
  sql << "SELECT id, password_hash FROM player WHERE login = :login AND kind = 'local'", use(login), into(id),
      into(hash);
  if (!sql.got_data()) return std::nullopt;
  return Login{find_player(sql, id).value(), hash};
}

std::vector<Player> all_players(soci::session& sql) {
  PlayerRow row;
  auto query =
      (sql.prepare << "SELECT " << kPlayerColumns << " FROM player WHERE id <> 0 ORDER BY created_us DESC, id DESC");
  into_row(query, row);
  soci::statement statement(query);
  statement.execute();
  std::vector<Player> players;
  while (statement.fetch()) players.push_back(row.take());
  return players;
}

bool has_admin(soci::session& sql) {
  int admins = 0;
  sql << "SELECT COUNT(*) FROM player WHERE admin = 1 AND blocked = 0", into(admins);
  return admins > 0;
}

void start_session(soci::session& sql, PlayerId player, std::string_view token, Instant now) {
  const std::string hash = sha256_hex(token);
  const std::int64_t expires = life_end(now);
  const std::int64_t now_us = to_micros(now);
  sql << "INSERT INTO session (token_hash, player_id, expires_us, created_us, updated_us) "
         "VALUES (:hash, :player, :expires, :created, :updated)",
      use(hash), use(player), use(expires), use(now_us), use(now_us);
}

std::optional<Player> player_of_session(soci::session& sql, std::string_view token, Instant now) {
  const std::string hash = sha256_hex(token);
  const std::int64_t now_us = to_micros(now);
  PlayerId id = 0;
  sql << "SELECT player_id FROM session WHERE token_hash = :hash AND expires_us > :now", use(hash), use(now_us),
      into(id);
  if (!sql.got_data()) return std::nullopt;
  auto player = find_player(sql, id);
  if (!player || player->blocked) return std::nullopt;
  return player;
}

bool session_wants_renewal(soci::session& sql, std::string_view token, Instant now) {
  const std::string hash = sha256_hex(token);
  const std::int64_t soon = to_micros(now + kRenewWhenLeft);
  int found = 0;
  sql << "SELECT COUNT(*) FROM session WHERE token_hash = :hash AND expires_us < :soon", use(hash), use(soon),
      into(found);
  return found != 0;
}

void renew_session(soci::session& sql, std::string_view token, Instant now) {
  const std::string hash = sha256_hex(token);
  const std::int64_t expires = life_end(now);
  const std::int64_t now_us = to_micros(now);
  sql << "UPDATE session SET expires_us = :expires, updated_us = :now WHERE token_hash = :hash AND expires_us > :alive",
      use(expires), use(now_us), use(hash), use(now_us);
}

void end_session(soci::session& sql, std::string_view token) {
  const std::string hash = sha256_hex(token);
  sql << "DELETE FROM session WHERE token_hash = :hash", use(hash);
}

void end_sessions_of(soci::session& sql, PlayerId player) {
  sql << "DELETE FROM session WHERE player_id = :player", use(player);
}

void drop_expired_sessions(soci::session& sql, Instant now) {
  const std::int64_t now_us = to_micros(now);
  sql << "DELETE FROM session WHERE expires_us <= :now", use(now_us);
}

void add_first_admin_token(soci::session& sql, std::string_view token, Instant now) {
  const std::string hash = sha256_hex(token);
  const std::int64_t now_us = to_micros(now);
  sql << "INSERT INTO first_admin (token_hash, created_us) VALUES (:hash, :now)", use(hash), use(now_us);
}

bool is_first_admin_token(soci::session& sql, std::string_view token) {
  const std::string hash = sha256_hex(token);
  int found = 0;
  sql << "SELECT COUNT(*) FROM first_admin WHERE token_hash = :hash", use(hash), into(found);
  return found != 0 && !has_admin(sql);
}

Result<PlayerId> add_first_admin(soci::session& sql, std::string_view token, NewAccount account, Instant now) {
  if (!is_first_admin_token(sql, token)) {
    return refuse(Code::forbidden, "this link has been used, or there is an administrator already", "token_invalid");
  }
  account.admin = true;
  auto id = add_account(sql, account, now);
  if (id) sql << "DELETE FROM first_admin";
  return id;
}

}  // namespace recess::arcade
