// How a play begins: pressing, waiting, joining from a second device, and entering the stage.
#include "arcade/play_info.h"
#include "arcade/play_routes_parts.h"
#include "arcade/qr.h"
#include "kernel/random.h"
#include "kernel/text.h"

#include <boost/json/object.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace recess::arcade {
namespace asio = boost::asio;
namespace bj = boost::json;

namespace {

// Browsers fetch ahead what a person might open; that starts nothing.
bool is_prefetch(const http::Request& request) {
  return request.header("Purpose").find("prefetch") != std::string_view::npos ||
         request.header("Sec-Purpose").find("prefetch") != std::string_view::npos;
}

http::Response to_playground(PlayRoutes& routes, const http::Request& request, const Viewer& viewer,
                             const std::string& play, const Visitor& visitor) {
  http::Response response = routes.site.go(request, viewer, fmt::format("/playground?device_id={}&no_nav=true", play));
  add_ticket(response, routes.desk, request, play, visitor);
  return response;
}

// What was pressed is said in a small form; nothing is uploaded here.
constexpr http::FormLimits kSmallForm{64 * 1024, 16 * 1024, 16, 4 * 1024};

http::Response after_press(PlayRoutes& routes, const http::Request& request, const Viewer& viewer,
                           const Visitor& visitor, GameId game, const Result<Pressed>& pressed) {
  if (!pressed) {
    const Error& error = pressed.error();
    if (error.code == Code::not_found) return routes.site.go(request, viewer, "/index");
    if (error.code == Code::conflict) {
      return routes.site.go(request, viewer, "/index", Notice{"warning", error.word, error.detail});
    }
    return routes.site.error(request, viewer, 503, error);
  }
  if (!pressed->play.empty()) return to_playground(routes, request, viewer, pressed->play, visitor);
  return routes.site.go(request, viewer,
                        fmt::format("/wait_for_start?game_id={}&running_games={}&ticket={}", game,
                                    routes.desk.running(), percent_encode(pressed->ticket)));
}

asio::awaitable<std::optional<bj::object>> card_of(PlayRoutes& routes, GameId game) {
  auto look_up = [game](soci::session& sql) -> Result<std::optional<GameCard>> { return find_card(sql, game); };
  const Result<std::optional<GameCard>> card = co_await routes.site.store().read(look_up);
  if (!card || !*card) co_return std::nullopt;
  co_return card_data(**card);
}

asio::awaitable<http::Response> press(PlayRoutes& routes, http::Exchange& exchange, Viewer viewer, GameId game) {
  const http::Request& request = exchange.request();
  const Person person = person_of(viewer);
  const Visitor visitor = person.visitor();
  const Result<Pressed> pressed = co_await routes.desk.press(person, game);
  co_return after_press(routes, request, viewer, visitor, game, pressed);
}

bj::object queue_json(PlayRoutes& routes, const QueueAnswer& answer) {
  bj::object json{{"state", answer.state},
                  {"position", answer.position},
                  {"running", routes.desk.running()},
                  {"estimate_s", answer.estimate_s ? bj::value(*answer.estimate_s) : bj::value(nullptr)},
                  {"url", nullptr}};
  if (!answer.play.empty()) json["url"] = fmt::format("/playground?device_id={}&no_nav=true", answer.play);
  return json;
}

std::string canonical_join_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

}  // namespace

asio::awaitable<Result<http::Form>> checked_form(PlayRoutes& routes, http::Exchange& exchange, Viewer viewer) {
  Result<http::Form> form = co_await exchange.read_form(kSmallForm, routes.options.forms);
  if (!form) co_return form;
  const Result<> ours = routes.site.check_change(exchange.request(), viewer, form->get("csrf"));
  if (!ours) co_return ours.error();
  co_return form;
}

void add_ticket(http::Response& response, const PlayDesk& desk, const http::Request& request, std::string_view play,
                const Visitor& visitor) {
  // Only the hub sees it, and only as long as a play can last.
  response.headers.add("Set-Cookie", fmt::format("{}={}; Path=/socket.io; Max-Age=7200; HttpOnly; SameSite=Lax{}",
                                                 ticket_cookie_name(play), desk.entry_ticket(play, visitor),
                                                 request.secure ? "; Secure" : ""));
}

asio::awaitable<http::Response> get_game(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  if (is_prefetch(request))
    co_return http::refusal(refuse(Code::unavailable, "a play starts when somebody asks for it"));
  const auto game = parse_integer(request.captures.at(0));
  if (!game) co_return http::redirect("/index");
  Viewer viewer = co_await routes.site.viewer(exchange);
  const std::optional<bj::object> card = co_await card_of(routes, *game);
  if (!card) co_return routes.site.go(request, viewer, "/index");
  if (viewer.player == kAnonymous)
    co_return routes.site.go(request, viewer, fmt::format("/request_player_login/{}", *game));
  // A link on another site may lead here, but does not start anything in this person's name.
  if (!request.is_same_origin()) co_return http::redirect(fmt::format("/scoreboard?game_id={}", *game));
  co_return co_await press(routes, exchange, std::move(viewer), *game);
}

asio::awaitable<http::Response> post_game(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const auto game = parse_integer(request.captures.at(0));
  Viewer viewer = co_await routes.site.viewer(exchange);
  const Result<http::Form> form = co_await checked_form(routes, exchange, viewer);
  if (!form) co_return http::refusal(form.error());
  if (!game) co_return http::redirect("/index");
  const std::optional<bj::object> card = co_await card_of(routes, *game);
  if (!card) co_return routes.site.go(request, viewer, "/index");
  if (viewer.player == kAnonymous)
    co_return routes.site.go(request, viewer, fmt::format("/request_player_login/{}", *game));
  co_return co_await press(routes, exchange, std::move(viewer), *game);
}

asio::awaitable<http::Response> get_anonym(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const auto game = parse_integer(request.query.get("game_id"));
  const std::string play(request.query.get("playgame_id"));
  if (!game || play.empty()) co_return http::redirect("/index");
  if (is_prefetch(request))
    co_return http::refusal(refuse(Code::unavailable, "a play starts when somebody asks for it"));
  Viewer viewer = co_await routes.site.viewer(exchange);
  if (!routes.options.anonymous_play) co_return http::redirect("/login");
  // The address may be opened again (back, reload): whoever started this play goes on with it.
  const auto live = routes.desk.find(play);
  if (live && live->starter().player == kAnonymous && live->starter().browser == viewer.browser) {
    co_return to_playground(routes, request, viewer, play, live->starter().visitor());
  }
  if (!routes.site.issued().take(play, viewer.browser, tick_now())) {
    co_return routes.site.go(request, viewer, fmt::format("/game/{}", *game));
  }
  Person person;
  person.browser = viewer.browser;
  const Visitor visitor = person.visitor();
  const Result<Pressed> pressed = co_await routes.desk.press(person, *game, play);
  co_return after_press(routes, request, viewer, visitor, *game, pressed);
}

asio::awaitable<http::Response> get_wait(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const auto game = parse_integer(request.query.get("game_id"));
  Viewer viewer = co_await routes.site.viewer(exchange);
  std::optional<bj::object> card;
  if (game) card = co_await card_of(routes, *game);
  if (!card) co_return http::redirect("/index");
  const std::string ticket(request.query.get("ticket"));
  const QueueAnswer answer = routes.desk.poll_queue(ticket);
  bj::object data{
      {"game", *card}, {"running", routes.desk.running()}, {"ticket", ticket}, {"queue", queue_json(routes, answer)}};
  co_return routes.site.page(request, viewer, "wait", data);
}

asio::awaitable<http::Response> get_queue(PlayRoutes routes, http::Exchange& exchange) {
  http::Response response =
      http::json(200, queue_json(routes, routes.desk.poll_queue(exchange.request().captures.at(0))));
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

asio::awaitable<http::Response> delete_queue(PlayRoutes routes, http::Exchange& exchange) {
  // The ticket is the right to give it back.
  routes.desk.leave_queue(exchange.request().captures.at(0));
  co_return http::no_content();
}

// The stage. Who may steer this play takes the ticket along, which the hub asks for.
asio::awaitable<http::Response> get_playground(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  Viewer viewer = co_await routes.site.viewer(exchange);
  const std::string id(request.query.get("device_id"));
  bj::object data{{"play", nullptr}, {"game", nullptr}};
  std::optional<PlayPage> page;
  if (is_play_id(id)) page = co_await routes.desk.play_page(viewer, id);
  if (page) {
    data["play"] = page->info;
    std::optional<bj::object> card;
    if (page->game_id) card = co_await card_of(routes, *page->game_id);
    if (card) data["game"] = *card;
  }
  http::Response response = routes.site.page(request, viewer, "player", data);
  const auto live = routes.desk.find(id);
  if (live && is_own_play(viewer, *live)) add_ticket(response, routes.desk, request, id, live->starter().visitor());
  co_return response;
}

asio::awaitable<http::Response> get_join(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  Viewer viewer = co_await routes.site.viewer(exchange);
  const std::string guesser = "join " + request.remote_address;
  if (const auto wait = routes.site.attempts().count(guesser, tick_now()); wait.count() > 0) {
    co_return http::refusal(refuse(Code::too_many, fmt::format("too many codes tried; wait {} seconds", wait.count())));
  }
  const auto play = routes.desk.find_by_join_code(canonical_join_code(request.captures.at(0)));
  if (!play) co_return http::refusal(refuse(Code::not_found, "no play has this code (any more)", "no_such_code"));
  routes.site.attempts().forgive(guesser);
  // A guest keeps the same number for the whole play, so the browser is the person.
  const Person person = person_of(viewer);
  co_return to_playground(routes, request, viewer, play->id(), person.visitor());
}

asio::awaitable<http::Response> get_join_picture(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  Viewer viewer = co_await routes.site.viewer(exchange);
  const auto play = routes.desk.find(request.captures.at(0));
  if (!play) co_return http::refusal(refuse(Code::not_found, "this play is over"));
  if (!is_own_play(viewer, *play) && !viewer.admin) {
    co_return http::refusal(refuse(Code::forbidden, "only the person who started a play invites others to it"));
  }
  const auto modules = qr_modules(routes.site.url(request) + "/join/" + play->join_code());
  if (!modules) co_return http::refusal(modules.error());
  http::Response response = http::text(200, qr_svg(*modules), "image/svg+xml");
  response.headers.set("Cache-Control", "no-store");
  co_return response;
}

}  // namespace recess::arcade
