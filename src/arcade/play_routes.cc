#include "arcade/play_routes.h"

#include "arcade/play_info.h"
#include "arcade/play_routes_parts.h"
#include "arcade/play_score.h"
#include "arcade/secrets.h"

#include <boost/json/parse.hpp>

#include <fmt/format.h>

namespace recess::arcade {
namespace asio = boost::asio;
namespace bj = boost::json;

namespace {

http::Response status_json(std::string_view status) { return http::json(200, bj::object{{"status", status}}); }

// When several rights apply, the first of player, owner, administrator names the reason.
std::optional<EndReason> right_to_end(const Viewer& viewer, const LivePlay& play) {
  if (is_own_play(viewer, play)) return EndReason::killed_by_player;
  if (viewer.player != kAnonymous && viewer.player == play.game().owner) return EndReason::killed_by_owner;
  if (viewer.admin) return EndReason::killed_by_admin;
  return std::nullopt;
}

}  // namespace

std::string ticket_cookie_name(std::string_view play) { return fmt::format("recess_ticket_{}", play.substr(5)); }

std::string ticket_in(const http::Headers& headers, std::string_view play) {
  http::Request asked;
  asked.headers = headers;
  return asked.cookie(ticket_cookie_name(play)).value_or("");
}

asio::awaitable<http::Response> get_play(PlayRoutes routes, http::Exchange& exchange) {
  const std::string id = exchange.request().captures.at(0);
  Viewer viewer = co_await routes.site.viewer(exchange);
  std::optional<PlayPage> page = co_await routes.desk.play_page(viewer, id);
  if (!page) co_return http::refusal(refuse(Code::not_found, "there is no such play"));
  http::Response response = http::json(200, page->info);
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

asio::awaitable<http::Response> get_running(PlayRoutes routes, http::Exchange& exchange) {
  Viewer viewer = co_await routes.site.viewer(exchange);
  bj::array plays = co_await routes.desk.running_plays(viewer);
  http::Response response = http::json(200, plays);
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

asio::awaitable<http::Response> post_terminate(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  Viewer viewer = co_await routes.site.viewer(exchange);
  const Result<http::Form> form = co_await checked_form(routes, exchange, viewer);
  if (!form) co_return http::refusal(form.error());
  const std::string id(form->get("id"));
  if (!is_play_id(id)) co_return status_json("invalid request");
  const auto play = routes.desk.find(id);
  if (!play) co_return status_json("200");
  const auto right = right_to_end(viewer, *play);
  if (!right) co_return status_json("unauthorized");
  play->end({*right, ""}, false);
  if (form->find("admin_redirect")) co_return routes.site.go(request, viewer, "/admin");
  co_return status_json("200");
}

asio::awaitable<http::Response> post_leave(PlayRoutes routes, http::Exchange& exchange) {
  Viewer viewer = co_await routes.site.viewer(exchange);
  const Result<> allowed = routes.site.check_change(exchange.request(), viewer, "");
  if (!allowed) co_return http::refusal(allowed.error());
  const auto play = routes.desk.find(exchange.request().captures.at(0));
  if (play && is_own_play(viewer, *play)) play->end({EndReason::player_left, "leave_button"}, true);
  co_return status_json("ok");
}

// For other servers that share the secret; phones and pages have no use for it.
asio::awaitable<http::Response> post_score(PlayRoutes routes, http::Exchange& exchange) {
  const Result<std::string> body = co_await exchange.read_body(16 * 1024);
  if (!body) co_return http::refusal(body.error());
  const auto document = json::Document::parse(*body);
  if (!document || !(*document)->root().is(json::Kind::object)) co_return status_json("no content");
  const json::Value sent = (*document)->root();
  const std::string secret = sent.find("secret").as_string().value_or("");
  if (routes.options.score_secret.empty() || !equal_in_constant_time(secret, routes.options.score_secret)) {
    co_return status_json("failed");
  }
  const auto play = routes.desk.find(sent.find("game_play_id").as_string().value_or(""));
  if (play) play->on_score(sent.find("score"));
  co_return status_json("ok");
}

asio::awaitable<http::Response> post_reconnect(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  Viewer viewer = co_await routes.site.viewer(exchange);
  if (!viewer.admin) co_return routes.site.go(request, viewer, "/");
  const Result<http::Form> form = co_await checked_form(routes, exchange, viewer);
  if (!form) co_return http::refusal(form.error());
  const Result<int> closed = co_await routes.desk.reconcile();
  if (!closed) co_return http::refusal(closed.error());
  if (request.wants_json()) co_return status_json("ok");
  co_return routes.site.go(request, viewer, "/admin");
}

void mount_plays(http::Router& router, PlayDesk& desk, Site& site, PlayRouteOptions options) {
  const PlayRoutes routes{desk, site, std::move(options)};
  const auto add = [&](std::string_view method, std::string_view pattern, PlayRoute route) {
    router.add(method, pattern, [routes, route](http::Exchange& exchange) { return route(routes, exchange); });
  };
  add("GET", "/game/{}", &get_game);
  add("POST", "/game/{}", &post_game);
  add("GET", "/anonym", &get_anonym);
  add("GET", "/wait_for_start", &get_wait);
  add("GET", "/api/v1/queue/{}", &get_queue);
  add("DELETE", "/api/v1/queue/{}", &delete_queue);
  add("GET", "/playground", &get_playground);
  add("GET", "/join/{}", &get_join);
  add("GET", "/plays/{}/qr.svg", &get_join_picture);
  add("GET", "/api/v1/running_games", &get_running);
  add("GET", "/api/v1/plays/{}", &get_play);
  add("GET", "/api/v1/plays/{}/log", &get_log);
  add("POST", "/api/v1/plays/{}/leave", &post_leave);
  add("POST", "/terminate_game", &post_terminate);
  add("POST", "/api/v1/report_score", &post_score);
  add("POST", "/api/v1/reconnect", &post_reconnect);
  add("GET", "/console/{}", &get_console);
}

}  // namespace recess::arcade
