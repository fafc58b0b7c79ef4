// Who somebody is: players with local accounts, their sessions, and the one-time link by which the first administrator
// comes in. Rows only; passwords arrive here hashed. Cookies and requests are viewer.h's matter.
#pragma once

#include "arcade/schema.h"
#include "kernel/clock.h"
#include "kernel/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soci {
class session;
}

namespace recess::arcade {

inline constexpr std::size_t kShortestLogin = 3;
inline constexpr std::size_t kLongestLogin = 64;
inline constexpr std::size_t kShortestPassword = 10;
inline constexpr std::size_t kLongestPassword = 1024;
inline constexpr std::chrono::days kSessionLife{30};

struct Player {
  PlayerId id = kAnonymous;
  std::string kind;
  std::optional<std::string> email;
  std::optional<std::string> login;
  std::string display_name;
  bool admin = false;
  bool blocked = false;
  Instant created{};
};

struct NewAccount {
  std::string login;  // as typed
  std::string password_hash;
  bool admin = false;
};

// The form in which logins are compared and kept: composed, without blanks around it, in one case.
std::string canonical_login(std::string_view typed);
// Refusals name their field in Error::subject: invalid (login_length, password_length).
Result<> check_credentials(std::string_view login, std::string_view password);

// Refuses conflict (login_taken).
Result<PlayerId> add_account(soci::session& sql, const NewAccount& account, Instant now);
std::optional<Player> find_player(soci::session& sql, PlayerId id);
struct Login {
  Player player;
  std::optional<std::string> password_hash;
};
std::optional<Login> find_login(soci::session& sql, std::string_view typed);
std::vector<Player> all_players(soci::session& sql);  // newest first, without player 0
bool has_admin(soci::session& sql);

// Only the token's hash is stored. `now` slides the session's end, at most once a day.
void start_session(soci::session& sql, PlayerId player, std::string_view token, Instant now);
std::optional<Player> player_of_session(soci::session& sql, std::string_view token, Instant now);
bool session_wants_renewal(soci::session& sql, std::string_view token, Instant now);
void renew_session(soci::session& sql, std::string_view token, Instant now);
void end_session(soci::session& sql, std::string_view token);
void end_sessions_of(soci::session& sql, PlayerId player);
void drop_expired_sessions(soci::session& sql, Instant now);

// The link of the first administrator: valid until it is used, and only while there is no administrator.
void add_first_admin_token(soci::session& sql, std::string_view token, Instant now);
bool is_first_admin_token(soci::session& sql, std::string_view token);
// Makes the account and ends every such link. Refuses forbidden if the link is not (or no longer) valid.
Result<PlayerId> add_first_admin(soci::session& sql, std::string_view token, NewAccount account, Instant now);

}  // namespace recess::arcade
