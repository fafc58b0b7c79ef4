#include "arcade/pages.h"

#include "kernel/log.h"
#include "kernel/random.h"

#include <algorithm>
#include <utility>

namespace recess::arcade {

namespace json = boost::json;

namespace {

constexpr std::size_t kTokenCharacters = 32;
const http::FormLimits kSmallForm{.total_bytes = 64 * 1024};

json::object login_data(std::string_view login, std::string_view next, const std::optional<Error>& error) {
  return {{"login", login}, {"next", next}, {"error", form_error_data(error)}, {"local", true}, {"oidc", false}};
}

json::object first_admin_data(std::string_view token, std::string_view login, const std::optional<Error>& error) {
  return {{"token", token}, {"login", login}, {"error", form_error_data(error)}};
}

Error too_many(std::chrono::seconds wait) {
  return refuse(Code::too_many, "too many tries; wait " + std::to_string(wait.count()) + " seconds", "too_many");
}

}  // namespace

void Pages::mount_accounts(http::Router& router) {
  router.add("GET", "/login", [this](http::Exchange& e) { return login_page(e); });
  router.add("POST", "/login", [this](http::Exchange& e) { return log_in(e); });
  router.add("GET", "/logout", [this](http::Exchange& e) { return log_out(e); });
  router.add("GET", "/first-admin", [this](http::Exchange& e) { return first_admin_page(e); });
  router.add("POST", "/first-admin", [this](http::Exchange& e) { return add_first_admin(e); });
}

Pages::Answer Pages::login_page(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  const std::string next = safe_next(request.query.get("next"));
  if (viewer.registered()) co_return site_.go(request, viewer, next);
  co_return site_.page(request, viewer, "login", login_data("", next, std::nullopt));
}

// Counts a try for the address and, if that may go on, for the account.
std::chrono::seconds Pages::guess_pause(const http::Request& request, std::string_view login) {
  const Tick now = tick_now();
  const auto wait = site_.attempts().count("address " + request.remote_address, now);
  if (wait.count() > 0) return wait;
  return site_.attempts().count("login " + canonical_login(login), now);
}

Pages::Answer Pages::log_in(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  auto form = co_await exchange.read_form(kSmallForm, uploads_.folders().staging);
  if (!form) co_return site_.error(request, viewer, http::status_for(form.error().code), form.error());
  const std::string login(form->get("login"));
  const std::string password(form->get("password"));
  const std::string next = safe_next(form->get("next"));
  const auto again = [&](unsigned status, const Error& error) {
    return site_.page(request, viewer, "login", login_data(login, next, error), status);
  };
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) co_return again(403, ours.error());
  if (const auto wait = guess_pause(request, login); wait.count() > 0) {
    http::Response response = again(429, too_many(wait));
    response.headers.set("Retry-After", std::to_string(wait.count()));
    co_return response;
  }
  auto read = [login](soci::session& sql) -> Result<std::optional<Login>> { return find_login(sql, login); };
  const auto found = co_await site_.store().read(std::move(read));
  if (!found) co_return again(500, found.error());
  std::optional<std::string> hash;
  if (*found) hash = (*found)->password_hash;
  auto verify = [hash, password] { return verify_password(hash, password.substr(0, kLongestPassword)); };
  const bool fits = co_await site_.worker().run(std::move(verify));
  if (!fits || (*found)->player.blocked) {
    co_return again(422, Error{Code::invalid, "the login name or the password is wrong", "login_failed", "password"});
  }
  site_.attempts().forgive("address " + request.remote_address);
  site_.attempts().forgive("login " + canonical_login(login));
  Answer welcome = signed_in(exchange, viewer, (*found)->player.id, next, "logged_in");
  co_return co_await std::move(welcome);
}

// A fresh session: an old token, whoever may have known it, stops to work.
Pages::Answer Pages::signed_in(http::Exchange& exchange, Viewer viewer, PlayerId player, std::string location,
                               std::string_view code) {
  const http::Request& request = exchange.request();
  const std::string token = secure_random().token(kTokenCharacters);
  auto write = [token, player, old = viewer.session](soci::session& sql) -> Result<> {
    const Instant now = wall_now();
    if (!old.empty()) end_session(sql, old);
    drop_expired_sessions(sql, now);
    start_session(sql, player, token, now);
    return {};
  };
  if (auto started = co_await site_.store().write(std::move(write)); !started) {
    co_return site_.error(request, viewer, 500, started.error());
  }
  log_info("account.signed_in", {{"player", player}});
  const Notice notice{"info", std::string(code), "You are signed in."};
  http::Response response = site_.go(request, viewer, std::move(location), notice);
  response.headers.add("Set-Cookie", cookie(kSessionCookie, token, kSessionLife, site_.is_secure(request)));
  co_return response;
}

Pages::Answer Pages::log_out(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered() || !request.is_same_origin()) co_return site_.go(request, viewer, "/");
  auto write = [token = viewer.session](soci::session& sql) -> Result<> {
    end_session(sql, token);
    return {};
  };
  co_await site_.store().write(std::move(write));
  http::Response response = site_.go(request, viewer, "/", {"info", "logged_out", "You are logged out."});
  response.headers.add("Set-Cookie", cookie(kSessionCookie, "", std::chrono::seconds(0), site_.is_secure(request)));
  co_return response;
}

Pages::Answer Pages::first_admin_page(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  const std::string token(request.query.get("token"));
  auto read = [token](soci::session& sql) -> Result<bool> { return is_first_admin_token(sql, token); };
  const auto valid = co_await site_.store().read(std::move(read));
  if (!valid) co_return site_.error(request, viewer, 500, valid.error());
  if (!*valid) {
    const Error used = refuse(Code::forbidden, "this link is not valid, or not any more", "token_invalid");
    co_return site_.error(request, viewer, 403, used);
  }
  co_return site_.page(request, viewer, "first_admin", first_admin_data(token, "", std::nullopt));
}

Pages::Answer Pages::add_first_admin(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  auto form = co_await exchange.read_form(kSmallForm, uploads_.folders().staging);
  if (!form) co_return site_.error(request, viewer, http::status_for(form.error().code), form.error());
  const std::string token(form->get("token"));
  const std::string login(form->get("login"));
  const std::string password(form->get("password"));
  const auto again = [&](unsigned status, const Error& error) {
    return site_.page(request, viewer, "first_admin", first_admin_data(token, login, error), status);
  };
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) co_return again(403, ours.error());
  if (const auto wait = guess_pause(request, "first admin"); wait.count() > 0) co_return again(429, too_many(wait));
  if (auto fine = check_credentials(login, password); !fine) co_return again(422, fine.error());
  auto hash_it = [password] { return hash_password(password); };
  const std::string hash = co_await site_.worker().run(std::move(hash_it));
  auto write = [token, account = NewAccount{login, hash, true}](soci::session& sql) {
    return arcade::add_first_admin(sql, token, account, wall_now());
  };
  const auto added = co_await site_.store().write(std::move(write));
  if (!added && added.error().code == Code::forbidden) co_return site_.error(request, viewer, 403, added.error());
  if (!added) co_return again(added.error().code == Code::internal ? 500 : 422, added.error());
  log_info("account.first_admin", {{"player", *added}});
  Answer welcome = signed_in(exchange, viewer, *added, "/", "first_admin");
  co_return co_await std::move(welcome);
}

}  // namespace recess::arcade
