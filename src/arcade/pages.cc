#include "arcade/pages.h"

#include "arcade/qr.h"

#include "kernel/random.h"
#include "kernel/text.h"

#include <algorithm>
#include <utility>

namespace recess::arcade {

namespace asio = boost::asio;
namespace json = boost::json;

std::optional<GameId> parse_id(std::string_view text) {
  const auto id = parse_integer(text);
  if (!id || *id <= 0) return std::nullopt;
  return *id;
}

std::string safe_next(std::string_view next) {
  const bool ours = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == std::string_view::npos &&
                    !has_control_bytes(next) && next.size() <= 2000;
  return std::string(ours ? next : "/");
}

void Pages::mount(http::Router& router) {
  router.add("GET", "/", [this](http::Exchange& e) { return games(e, "home"); });
  router.add("GET", "/index", [this](http::Exchange& e) { return games(e, "index"); });
  router.add("GET", "/most_played", [this](http::Exchange& e) { return most_played(e); });
  router.add("GET", "/scoreboard", [this](http::Exchange& e) { return scoreboard(e); });
  router.add("POST", "/game_vote", [this](http::Exchange& e) { return vote(e); });
  router.add("GET", "/api/v1/random_game_id", [this](http::Exchange& e) { return random_game_ids(e); });
  router.add("GET", "/games/{}/preview", [this](http::Exchange& e) { return preview(e); });
  router.add("GET", "/static/previews/{}/{}", [this](http::Exchange& e) { return old_preview(e); });
  router.add("GET", "/request_player_login/{}", [this](http::Exchange& e) { return choose_login(e); });
  router.add("GET", "/demo", [this](http::Exchange& e) { return demo(e); });
  router.add("GET", "/demo/qr.svg", [this](http::Exchange& e) { return demo_picture(e); });
  // The stage itself, /playground, is among the routes of plays: it hands out tickets.
  for (const char* path : {"/connect", "/controller"}) {
    router.add("GET", path, [this](http::Exchange& e) { return player(e); });
  }
  router.add("GET", "/admin", [this](http::Exchange& e) { return admin(e); });
  router.fallback([this](http::Exchange& e) { return nothing_here(e); });
  router.error_page([this](const http::Request& request, unsigned status, const Error& error) {
    return site_.error_for_nobody(request, status, error);
  });
  mount_accounts(router);
  mount_forms(router);
}

Pages::Answer Pages::games(http::Exchange& exchange, std::string_view page) {
  const Viewer viewer = co_await site_.viewer(exchange);
  auto read = [](soci::session& sql) -> Result<std::vector<GameCard>> { return all_games(sql); };
  const auto cards = co_await site_.store().read(std::move(read));
  if (!cards) co_return site_.error(exchange.request(), viewer, 500, cards.error());
  co_return site_.page(exchange.request(), viewer, page,
                       games_data(*cards, plays_.running(), plays_.places(), plays_.sandbox()));
}

Pages::Answer Pages::most_played(http::Exchange& exchange) {
  const Viewer viewer = co_await site_.viewer(exchange);
  auto read = [](soci::session& sql) -> Result<std::vector<MostPlayedRow>> { return arcade::most_played(sql); };
  const auto rows = co_await site_.store().read(std::move(read));
  if (!rows) co_return site_.error(exchange.request(), viewer, 500, rows.error());
  co_return site_.page(exchange.request(), viewer, "most_played", most_played_data(*rows));
}

Pages::Answer Pages::scoreboard(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  const auto game = parse_id(request.query.get("game_id"));
  if (!game) co_return site_.go(request, viewer, "/");
  auto read = [this, id = *game, viewer](soci::session& sql) -> Result<Scoreboard> {
    auto card = find_card(sql, id);
    if (!card) return refuse(Code::not_found, "there is no such game");
    Scoreboard found{.card = std::move(*card)};
    found.can_edit = viewer.may_edit(found.card.owner);
    found.board = board_of(sql, id, site_.options().hidden_names);
    found.viewer = viewer.player;
    if (viewer.registered()) {
      found.can_rate = arcade::can_rate(sql, id, viewer.player);
      found.own_rating = rating_of(sql, id, viewer.player);
      found.my_plays = plays_of_player(sql, id, viewer.player);
    }
    return found;
  };
  auto found = co_await site_.store().read(std::move(read));
  if (!found && found.error().code == Code::not_found) co_return site_.go(request, viewer, "/");
  if (!found) co_return site_.error(request, viewer, 500, found.error());
  found->compact = !request.query.get("compact").empty();
  found->no_nav = request.query.has("no_nav");
  co_return site_.page(request, viewer, "scoreboard", scoreboard_data(*found));
}

Pages::Answer Pages::vote(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const auto answer = [](unsigned status, std::string_view text) {
    return http::json(status, json::object{{"status", text}});
  };
  const Viewer viewer = co_await site_.viewer(exchange);
  const http::FormLimits limits{.total_bytes = 64 * 1024};
  auto form = co_await exchange.read_form(limits, uploads_.folders().staging);
  if (!form) co_return answer(http::status_for(form.error().code), form.error().detail);
  if (!viewer.registered()) co_return answer(403, "login first");
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) co_return answer(403, "form expired");
  const auto game = parse_id(form->get("game_id"));
  const auto stars = parse_integer(form->get("rating"));
  if (!game) co_return answer(403, "login first");
  auto write = [id = *game, player = viewer.player, stars](soci::session& sql) {
    return rate(sql, id, player, stars, wall_now());
  };
  const auto rated = co_await site_.store().write(std::move(write));
  if (rated) co_return answer(200, "200");
  if (rated.error().word == "no_game") co_return answer(403, "login first");
  if (rated.error().word == "play_first") co_return answer(403, "play first");
  if (rated.error().word == "invalid_rating") co_return answer(422, "invalid rating");
  co_return answer(500, rated.error().detail);
}

Pages::Answer Pages::random_game_ids(http::Exchange& exchange) {
  const auto count = parse_integer(exchange.request().query.get("count")).value_or(1);
  auto read = [wanted = static_cast<std::size_t>(std::clamp(count, 1LL, 100LL))](
                  soci::session& sql) -> Result<std::vector<GameId>> {
    return random_games(sql, wanted, secure_random());
  };
  const auto ids = co_await site_.store().read(std::move(read));
  json::array out;
  if (ids) {
    for (const GameId id : *ids) out.push_back(json::object{{"id", id}});
  }
  co_return http::json(200, out);
}

Pages::Answer Pages::preview(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const auto game = parse_id(request.captures.at(0));
  const Error none = refuse(Code::not_found, "this game has no preview");
  if (!game) co_return http::refusal(none);
  auto read = [id = *game](soci::session& sql) -> Result<std::optional<GameRow>> { return find_game(sql, id); };
  const auto row = co_await site_.store().read(std::move(read));
  if (!row || !*row || (*row)->preview_type.empty()) co_return http::refusal(none);
  const GameRow& found = **row;
  http::Response response;
  response.headers.set("Content-Type", found.preview_type);
  const bool named = request.query.get("v") == std::string_view(found.preview_sha256).substr(0, 8);
  response.headers.set("Cache-Control", named ? "public, max-age=31536000, immutable" : "no-cache");
  response.body =
      http::FileBody{.path = uploads_.folders().previews /
                             preview_file_name(found.preview_stem, found.preview_sha256, found.preview_type),
                     .etag = "\"" + found.preview_sha256.substr(0, 32) + "\""};
  co_return response;
}

Pages::Answer Pages::old_preview(http::Exchange& exchange) {
  const std::string file = exchange.request().captures.at(1);
  auto read = [stem = file.substr(0, file.find('.'))](soci::session& sql) -> Result<GameId> {
    GameId id = 0;
    sql << "SELECT id FROM game WHERE preview_img = :stem", soci::use(stem), soci::into(id);
    return id;
  };
  const auto id = co_await site_.store().read(std::move(read));
  if (!id || *id == 0) co_return http::refusal(refuse(Code::not_found, "there is no such picture"));
  co_return http::redirect("/games/" + std::to_string(*id) + "/preview");
}

Pages::Answer Pages::choose_login(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  const auto game = parse_id(request.captures.at(0));
  if (!game) co_return site_.go(request, viewer, "/index");
  auto read = [id = *game](soci::session& sql) -> Result<std::optional<GameCard>> { return find_card(sql, id); };
  const auto card = co_await site_.store().read(std::move(read));
  if (!card || !*card) co_return site_.go(request, viewer, "/index");
  const std::string id = plays_.next_play_id();
  site_.issued().give(id, viewer.browser, tick_now());
  const std::string url = "/anonym?game_id=" + std::to_string(*game) + "&playgame_id=" + id;
  co_return site_.page(request, viewer, "choose_login", {{"game", card_data(**card)}, {"anonymous_url", url}});
}

Pages::Answer Pages::player(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  json::object data{{"play", nullptr}, {"game", nullptr}};
  std::string device(request.query.get("device_id"));
  std::optional<PlayPage> play;
  if (!device.empty()) play = co_await plays_.play_page(viewer, std::move(device));
  if (play) {
    data["play"] = std::move(play->info);
    if (play->game_id) {
      auto read = [id = *play->game_id](soci::session& sql) -> Result<std::optional<GameCard>> {
        return find_card(sql, id);
      };
      const auto card = co_await site_.store().read(std::move(read));
      if (card && *card) data["game"] = card_data(**card);
    }
  }
  co_return site_.page(request, viewer, "player", std::move(data));
}

// The display in the hall.
Pages::Answer Pages::demo(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  co_return site_.page(request, viewer, "demo", {{"qr_url", "/demo/qr.svg"}});
}

Pages::Answer Pages::demo_picture(http::Exchange& exchange) {
  const auto modules = qr_modules(site_.url(exchange.request()) + "/");
  if (!modules) co_return http::refusal(modules.error());
  co_return http::text(200, qr_svg(*modules), "image/svg+xml");
}

Pages::Answer Pages::nothing_here(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Error error = refuse(Code::not_found, "there is nothing at this address");
  if (request.path.starts_with("/api/")) co_return http::refusal(error);
  const Viewer viewer = co_await site_.viewer(exchange);
  co_return site_.error(request, viewer, 404, error);
}

}  // namespace recess::arcade
