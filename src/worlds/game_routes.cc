#include "worlds/game_routes.h"

#include "kernel/log.h"
#include "kernel/text.h"
#include "worlds/page_routes.h"
#include "worlds/replies.h"
#include "worlds/tokens.h"

#include <boost/container/small_vector.hpp>
#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace recess::worlds {
namespace {

using http::Exchange;
using http::ReplyForm;
using http::Request;
using http::Response;

constexpr std::uint64_t kBatchBytes = 64 * 1024;

using ParamList = boost::container::small_vector<mocean::Param, 12>;

ParamList params_of(const Request& request) {
  ParamList params;
  for (const auto& [key, value] : request.query) params.push_back({key, value});
  return params;
}

std::optional<mocean::PlayerId> player_of(const Request& request, const mocean::World& world, bool by_name) {
  if (by_name) return world.id_of(trim(request.query.get("name")));
  const auto id = parse_integer(trim(request.query.get("id")));
  if (!id || *id < 0 || *id > 0x7fffffff) return std::nullopt;
  return static_cast<mocean::PlayerId>(*id);
}

void add_token(Response& response, const Request& request, std::string_view world, const mocean::Answer& about,
               const std::string& token) {
  response.headers.add(std::string(kTokenHeader), token);
  response.headers.add("Access-Control-Expose-Headers", std::string(kTokenHeader));
  if (about.player) response.headers.add("Set-Cookie", token_cookie(world, *about.player, token, request.secure));
}

}  // namespace

void GameRoutes::mount(http::Router& router) {
  const auto both = [&](std::string_view name, auto handler) {
    const std::string_view more = name == "batch" ? "POST" : "";
    http::mount_get(
        router, fmt::format("/{}", name), [handler](Exchange& e) { return handler(e, false); }, more);
    http::mount_get(
        router, fmt::format("/w/{{}}/{}", name), [handler](Exchange& e) { return handler(e, true); }, more);
  };
  for (const mocean::RouteInfo& info : mocean::route_infos()) {
    if (info.shell) continue;
    Route route{info.name, info.command ? Kind::command : Kind::read, false};
    if (info.name == "ping") route.kind = Kind::sounding;
    route.by_name = info.name == "join" || info.name == "quit" || info.name == "move";
    both(info.name, [this, route](Exchange& e, bool in_world) { return play(e, route, in_world); });
  }
  router.add("POST", "/batch", [this](Exchange& e) { return post_batch(e, false); });
  router.add("POST", "/w/{}/batch", [this](Exchange& e) { return post_batch(e, true); });
  both("worlds", [this](Exchange& e, bool) { return list(e); });
  both("uptime", [this](Exchange& e, bool) { return uptime(e); });
  router.add("GET", "/health", [this](Exchange& e) { return health(e); });
  router.add("GET", "/ready", [this](Exchange& e) { return ready(e); });
}

GameRoutes::Reply GameRoutes::play(Exchange& exchange, Route route, bool in_world) {
  const Request& request = exchange.request();
  LiveWorld* world = in_world ? worlds_.find(request.captures.front()) : worlds_.main();
  if (world == nullptr) co_return no_such_world(request);
  const ReplyForm form = http::choose_form(request);
  if (request.method == "HEAD") co_return head_only(form == ReplyForm::html ? ReplyForm::text : form);
  if (worlds_.stopping()) co_return stopping(request);

  const ParamList params = params_of(request);
  std::optional<mocean::PlayerId> player = player_of(request, world->rules(), route.by_name);
  const bool teacher = worlds_.admin_key().is_teacher(request);
  ShownToken token = shown_token(request, world->name(), player);
  mocean::Ask ask{route.name,
                  mocean::Params(params),
                  form == ReplyForm::json ? mocean::Form::json : mocean::Form::text,
                  {},
                  {token.token, token.from_cookie, teacher}};

  if (worlds_.limits(request) || route.name == "move") {
    const Worlds::Load load{mocean::World::cost(ask), route.name == "join", route.name == "move"};
    const bool admitted = co_await worlds_.admit(request, *world, player, load);
    if (!admitted) co_return slow_down(request);
    // Held requests come back to a world that has gone on, or gone.
    world = in_world ? worlds_.find(request.captures.front()) : worlds_.main();
    if (world == nullptr) co_return no_such_world(request);
  }

  if (route.kind != Kind::read && !worlds_.has_room()) co_return busy(request);
  // The page of the scores says how the season stands as well.
  if (form == ReplyForm::html && (route.name == "scores" || route.name == "season")) {
    co_return scores_page(*world, request);
  }

  LiveWorld::Decision decision = world->ask(ask, route.kind != Kind::read, worlds_.chance());
  const bool waits = decision.ticket.waits() && (route.kind == Kind::command || decision.recorded);
  if (waits) {
    const bool saved = co_await world->saved(std::move(decision.ticket));
    if (!saved) co_return not_saved(request);
  }
  mocean::Answer& answer = decision.answer;
  if (!answer.joined.empty())
    log_info("world.joined", {{"world", world->name()}, {"player", answer.player.value_or(0)}});
  if (!answer.left.empty()) log_info("world.quit", {{"world", world->name()}, {"player", answer.player.value_or(0)}});
  const auto new_token = std::move(answer.new_token);
  const mocean::Answer about{.player = answer.player};
  Response response = answer_response(std::move(answer));
  if (new_token) add_token(response, request, world->name(), about, *new_token);
  co_return response;
}

GameRoutes::Reply GameRoutes::post_batch(Exchange& exchange, bool in_world) {
  const Request& request = exchange.request();
  LiveWorld* world = in_world ? worlds_.find(request.captures.front()) : worlds_.main();
  if (world == nullptr) co_return no_such_world(request);
  if (worlds_.stopping()) co_return stopping(request);
  const auto body = co_await exchange.read_body(kBatchBytes);
  if (!body) co_return failure(ReplyForm::json, http::status_for(body.error().code), "bad_value", body.error().detail);
  if (worlds_.limits(request)) {
    const Worlds::Load load{32, false, false};
    const bool admitted = co_await worlds_.admit(request, *world, std::nullopt, load);
    if (!admitted) co_return slow_down(request);
  }
  world = in_world ? worlds_.find(request.captures.front()) : worlds_.main();
  if (world == nullptr) co_return no_such_world(request);
  if (!worlds_.has_room()) co_return busy(request);
  const bool teacher = worlds_.admin_key().is_teacher(request);
  const ShownToken token = shown_token(request, world->name(), std::nullopt);
  const mocean::Caller caller{token.token, token.from_cookie, teacher};
  LiveWorld::Decision decision = world->ask_batch(*body, caller, worlds_.chance());
  const bool saved = co_await world->saved(std::move(decision.ticket));
  if (!saved) co_return not_saved(request);
  co_return answer_response(std::move(decision.answer));
}

GameRoutes::Reply GameRoutes::list(Exchange& exchange) {
  const bool as_json = http::choose_form(exchange.request()) == ReplyForm::json;
  std::string body;
  for (const LiveWorld* world : worlds_.all()) {
    const auto season = world->rules().season(world->now()).number;
    const std::size_t players = world->rules().players();
    if (!body.empty()) body += as_json ? "," : "\n";
    // World names need no escaping.
    body += as_json ? fmt::format(R"({{"name":"{}","players":{},"season":{}}})", world->name(), players, season)
                    : fmt::format("{},{},{}", world->name(), players, season);
  }
  if (as_json) body = fmt::format(R"({{"ok":true,"worlds":[{}]}})", body);
  co_return http::reply(as_json ? ReplyForm::json : ReplyForm::text, std::move(body));
}

GameRoutes::Reply GameRoutes::uptime(Exchange& exchange) {
  const bool as_json = http::choose_form(exchange.request()) == ReplyForm::json;
  const Uptime& uptime = worlds_.uptime();
  co_return http::reply(as_json ? ReplyForm::json : ReplyForm::text, as_json ? uptime.json() : uptime.line());
}

GameRoutes::Reply GameRoutes::health(Exchange&) {
  const std::string_view trouble = worlds_.trouble();
  co_return http::reply(ReplyForm::text, trouble.empty() ? "ok\n" : fmt::format("{}\n", trouble),
                        trouble.empty() ? 200 : 503);
}

GameRoutes::Reply GameRoutes::ready(Exchange&) {
  const bool ready = !worlds_.stopping();
  co_return http::reply(ReplyForm::text, ready ? "ok\n" : "stopping\n", ready ? 200 : 503);
}

}  // namespace recess::worlds
