#include "worlds/admin_routes.h"

#include "kernel/json.h"
#include "kernel/log.h"
#include "kernel/python_number.h"
#include "kernel/text.h"
#include "worlds/admin_page.h"
#include "worlds/replies.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace recess::worlds {
namespace {

using http::Exchange;
using http::ReplyForm;
using http::Request;
using http::Response;

constexpr std::uint64_t kFormBytes = 64 * 1024;
constexpr std::size_t kCostOfAGuess = 30;  // of the teacher key, in ordinary requests

using Fields = std::map<std::string, std::string, std::less<>>;

bool wants_page(const Request& request) { return http::choose_form(request) == ReplyForm::html; }

std::string field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : std::string(trim(found->second));
}

Result<std::optional<double>> number(const Fields& fields, std::string_view name, double least, double most) {
  const std::string text = field(fields, name);
  if (text.empty()) return std::optional<double>();
  const auto value = parse_py_float(text);
  if (!value || !std::isfinite(*value) || *value < least || *value > most) {
    return refuse(Code::invalid, fmt::format("{} must be a number from {} to {}", name, least, most));
  }
  return value;
}

// What a form can say of a setting: numbers and true or false as they are, everything else as a string.
std::string json_of(const std::string& text) {
  if (text == "true" || text == "false") return text;
  if (text.starts_with('"')) return text;
  if (const auto value = parse_py_float(text); value && std::isfinite(*value)) return json::number(*value);
  return json::quote(text);
}

Result<mocean::Creation> creation(const Fields& fields, Random& chance) {
  mocean::Creation creation{.seed = chance.next()};
  for (const auto& [name, raw] : fields) {
    const std::string value(trim(raw));
    if (name == "world" || value.empty()) continue;
    if (name == "preset") {
      creation.preset = value;
    } else if (name == "seed") {
      const auto seed = parse_py_int(value);
      const auto small = seed ? seed->small() : std::nullopt;
      if (!small || *small < 0) return refuse(Code::invalid, "seed must be a whole number from 0");
      creation.seed = static_cast<std::uint64_t>(*small);
    } else {
      creation.settings.emplace_back(name, json_of(value));
    }
  }
  return creation;
}

Response answer(const Request& request, const Result<std::string>& outcome) {
  if (wants_page(request)) {
    Response back = http::redirect(
        "/admin/worlds?said=" + percent_encode(outcome ? *outcome : "Not done: " + outcome.error().detail), 303);
    back.headers.add("Cache-Control", "no-store");
    return back;
  }
  if (!outcome) {
    return failure(ReplyForm::json, http::status_for(outcome.error().code), code_name(outcome.error().code),
                   outcome.error().detail);
  }
  return http::reply(ReplyForm::json, fmt::format(R"({{"ok":true,"message":{}}})", json::quote(*outcome)));
}

}  // namespace

void AdminRoutes::mount(http::Router& router) {
  router.add("POST", "/admin/world/{}/{}", [this](Exchange& e) { return act(e); });
  router.add("GET", "/admin/worlds", [this](Exchange& e) { return page(e); });
  router.add("POST", "/admin/worlds/create", [this](Exchange& e) { return create(e); });
  router.add("POST", "/admin/worlds/login", [this](Exchange& e) { return log_in(e); });
  router.add("POST", "/admin/worlds/logout", [this](Exchange& e) { return log_out(e); });
}

boost::asio::awaitable<Result<Fields>> AdminRoutes::fields(Exchange& exchange) {
  const Request& request = exchange.request();
  Fields fields;
  for (const auto& [name, value] : request.query) fields[name] = value;
  if (request.header("content-type").starts_with("application/json")) {
    auto body = co_await exchange.read_body(kFormBytes);
    if (!body) co_return body.error();
    const auto document = json::Document::parse(std::move(*body));
    if (!document) co_return document.error();
    const json::Value root = (*document)->root();
    if (!root.is(json::Kind::object)) co_return refuse(Code::invalid, "the body must be a JSON object");
    root.each([&](std::string_view key, json::Value value) {
      std::string name(key.substr(1, key.size() - 2));
      fields[std::move(name)] = value.as_string().value_or(std::string(value.raw()));
    });
    co_return fields;
  }
  if (request.header("content-type").starts_with("application/x-www-form-urlencoded")) {
    const auto body = co_await exchange.read_body(kFormBytes);
    if (!body) co_return body.error();
    for (const auto& [name, value] : http::Query::parse(*body)) fields[name] = value;
  }
  co_return fields;
}

// Nothing: the teacher asks, from a page of ours. Else the refusal.
boost::asio::awaitable<std::optional<Response>> AdminRoutes::turn_away(Exchange& exchange) {
  const Request& request = exchange.request();
  if (worlds_.stopping()) co_return stopping(request);
  if (!request.is_same_origin()) {
    co_return answer(request, refuse(Code::forbidden, "this was asked for by a page of another site"));
  }
  if (worlds_.admin_key().is_teacher(request)) co_return std::nullopt;
  const bool admitted = co_await worlds_.admit_address(request, kCostOfAGuess);
  if (!admitted) co_return slow_down(request);
  co_return answer(request, refuse(Code::forbidden,
                                   "this needs the teacher key: in the header X-Recess-Admin, or by "
                                   "the form at /admin/worlds"));
}

AdminRoutes::Reply AdminRoutes::act(Exchange& exchange) {
  const Request& request = exchange.request();
  auto refused = co_await turn_away(exchange);
  if (refused) co_return std::move(*refused);
  auto given = co_await fields(exchange);
  if (!given) co_return answer(request, given.error());
  std::string world = request.captures.at(0);
  std::string deed = request.captures.at(1);
  Fields all = std::move(*given);
  const auto outcome = co_await carry_out(std::move(world), std::move(deed), std::move(all));
  co_return answer(request, outcome);
}

AdminRoutes::Reply AdminRoutes::create(Exchange& exchange) {
  const Request& request = exchange.request();
  auto refused = co_await turn_away(exchange);
  if (refused) co_return std::move(*refused);
  auto given = co_await fields(exchange);
  if (!given) co_return answer(request, given.error());
  std::string world = field(*given, "world");
  Fields all = std::move(*given);
  const auto outcome = co_await carry_out(std::move(world), "create", std::move(all));
  co_return answer(request, outcome);
}

boost::asio::awaitable<Result<std::string>> AdminRoutes::carry_out(std::string name, std::string deed, Fields fields) {
  if (deed == "create") {
    auto made = creation(fields, worlds_.chance());
    if (!made) co_return made.error();
    mocean::Creation wanted = std::move(*made);
    const auto created = co_await worlds_.create(name, std::move(wanted));
    if (!created) co_return created.error();
    co_return fmt::format("World {} has been made.", name);
  }
  if (deed == "fork") {
    const auto moment = number(fields, "t", 0, 1e12);
    if (!moment) co_return moment.error();
    std::optional<mocean::WorldTime> at;
    if (*moment) at = mocean::WorldTime(static_cast<mocean::WorldTime::rep>(std::llround(**moment * 1e6)));
    std::string copy = field(fields, "name");
    const auto forked = co_await worlds_.fork(name, copy, at);
    if (!forked) co_return forked.error();
    co_return fmt::format("World {} has been made from {}.", copy, name);
  }
  const auto decide = command(deed, fields);
  if (!decide) co_return decide.error();
  LiveWorld* world = worlds_.find(name);
  if (world == nullptr) co_return refuse(Code::not_found, "there is no such world");
  LiveWorld::Change change = world->change(*decide);
  if (!change.outcome) co_return change.outcome.error();
  const bool saved = co_await world->saved(std::move(change.ticket));
  if (!saved) co_return refuse(Code::unavailable, "the change could not be written; nothing has changed");
  log_info("world.changed", {{"world", name}, {"what", deed}, {"season", world->rules().season(world->now()).number}});
  co_return fmt::format("World {}: {} done.", name, deed);
}

Result<LiveWorld::Decide> AdminRoutes::command(const std::string& deed, const Fields& fields) {
  using mocean::World;
  using mocean::WorldTime;
  if (deed == "season") {
    const auto minutes = number(fields, "minutes", 0, 1e6);
    if (!minutes) return minutes.error();
    const auto target = number(fields, "target", 0, 1e9);
    if (!target) return target.error();
    return LiveWorld::Decide([m = minutes->value_or(0), t = static_cast<std::int64_t>(target->value_or(0))](
                                 World& world, WorldTime now) { return world.start_season(m, t, now); });
  }
  if (deed == "reset") return LiveWorld::Decide([](World& world, WorldTime now) { return world.reset(now); });
  if (deed == "pause") return LiveWorld::Decide([](World& world, WorldTime now) { return world.pause(now); });
  if (deed == "resume") return LiveWorld::Decide([](World& world, WorldTime now) { return world.resume(now); });
  if (deed == "release") {
    return LiveWorld::Decide(
        [name = field(fields, "name")](World& world, WorldTime now) { return world.release(name, now); });
  }
  if (deed == "config") {
    return LiveWorld::Decide([key = field(fields, "key"), value = json_of(field(fields, "value"))](
                                 World& world, WorldTime now) { return world.configure(key, value, now); });
  }
  return refuse(Code::not_found,
                "there is no such deed; create, season, reset, pause, resume, release, config and fork are");
}

AdminRoutes::Reply AdminRoutes::page(Exchange& exchange) {
  const Request& request = exchange.request();
  const std::string_view said = request.query.get("said");
  if (!worlds_.admin_key().is_teacher(request)) co_return admin_login_page({});
  co_return admin_page(worlds_, said);
}

AdminRoutes::Reply AdminRoutes::log_in(Exchange& exchange) {
  const Request& request = exchange.request();
  if (!request.is_same_origin()) co_return http::refusal(refuse(Code::forbidden, "this came from another site"));
  const bool admitted = co_await worlds_.admit_address(request, kCostOfAGuess);
  if (!admitted) co_return slow_down(request);
  const auto given = co_await fields(exchange);
  if (!given) co_return http::refusal(given.error());
  if (!worlds_.admin_key().is_key(field(*given, "key"))) {
    Response again = admin_login_page("That is not the teacher key.");
    again.status = 403;
    co_return again;
  }
  Response back = http::redirect("/admin/worlds", 303);
  back.headers.add("Set-Cookie",
                   worlds_.admin_key().cookie(request.secure || worlds_.options().host_url.starts_with("https:")));
  back.headers.add("Cache-Control", "no-store");
  co_return back;
}

AdminRoutes::Reply AdminRoutes::log_out(Exchange& exchange) {
  if (!exchange.request().is_same_origin()) {
    co_return http::refusal(refuse(Code::forbidden, "this came from another site"));
  }
  Response back = http::redirect("/admin/worlds", 303);
  back.headers.add("Set-Cookie", AdminKey::no_cookie());
  co_return back;
}

}  // namespace recess::worlds
