#include "worlds/map_routes.h"

#include "http/public_address.h"
#include "kernel/python_number.h"
#include "kernel/text.h"
#include "worlds/map_frames.h"
#include "worlds/replies.h"

#include <fmt/format.h>

#include <cmath>

namespace recess::worlds {
namespace {

using http::Exchange;
using http::ReplyForm;
using http::Request;
using http::Response;

Response teacher_only(const Request& request) {
  if (http::choose_form(request) == ReplyForm::html) return http::redirect("/admin/worlds", 303);
  return failure(ReplyForm::json, 403, "teacher",
                 "this needs the teacher key: in the header X-Recess-Admin, or by the "
                 "form at /admin/worlds");
}

boost::json::object page_data(const LiveWorld& world, std::string base, bool replay) {
  const std::string prefix = world_prefix(world.name());
  boost::json::object data{
      {"page", "map"},     {"world", world.name()}, {"feed", prefix + "/map/feed"}, {"grid", prefix + "/map/grid"},
      {"replay", nullptr}, {"base", base + prefix}};
  if (replay) data["replay"] = fmt::format("/w/{}/replay", world.name());
  return data;
}

}  // namespace

void MapRoutes::mount(http::Router& router) {
  using Handle = Reply (MapRoutes::*)(Exchange&, bool);
  const auto both = [&](std::string_view name, Handle handle) {
    http::mount_get(router, fmt::format("/{}", name),
                    [this, handle](Exchange& e) { return (this->*handle)(e, false); });
    http::mount_get(router, fmt::format("/w/{{}}/{}", name),
                    [this, handle](Exchange& e) { return (this->*handle)(e, true); });
  };
  both("map", &MapRoutes::page);
  both("map/grid", &MapRoutes::grid);
  both("map/feed", &MapRoutes::feed);
  http::mount_get(router, "/w/{}/replay", [this](Exchange& e) { return replay(e); });
  http::mount_get(router, "/w/{}/replay/span", [this](Exchange& e) { return span(e); });
  http::mount_get(router, "/w/{}/replay/frame", [this](Exchange& e) { return frame(e); });
}

LiveWorld* MapRoutes::world_of(Exchange& exchange, bool in_world) {
  return in_world ? worlds_.find(exchange.request().captures.front()) : worlds_.main();
}

MapRoutes::Reply MapRoutes::page(Exchange& exchange, bool in_world) {
  const Request& request = exchange.request();
  const LiveWorld* world = world_of(exchange, in_world);
  if (world == nullptr) co_return no_such_world(request);
  boost::json::object data = page_data(*world, http::public_address(exchange, worlds_.options().host_url), false);
  Response response = co_await show_(exchange, "map", std::move(data));
  co_return response;
}

MapRoutes::Reply MapRoutes::grid(Exchange& exchange, bool in_world) {
  const LiveWorld* world = world_of(exchange, in_world);
  if (world == nullptr) co_return no_such_world(exchange.request());
  auto& [settings, text] = grids_[world->name()];
  if (std::string now = world->rules().settings_json(); now != settings) {
    settings = std::move(now);
    text = grid_json(world->rules());
  }
  co_return http::reply(ReplyForm::json, text);
}

MapRoutes::Reply MapRoutes::feed(Exchange& exchange, bool in_world) {
  const Request& request = exchange.request();
  LiveWorld* world = world_of(exchange, in_world);
  if (world == nullptr) co_return no_such_world(request);
  if (worlds_.stopping()) co_return stopping(request);
  const bool admitted = co_await worlds_.admit_address(request);
  if (!admitted) co_return slow_down(request);
  if (world->feed().full()) {
    co_return failure(ReplyForm::text, 503, "full", "as many watch this map as may; try again later");
  }
  const bool teacher = worlds_.admin_key().is_teacher(request);
  Response response = http::reply_as("text/event-stream; charset=utf-8", {});
  response.headers.add("X-Accel-Buffering", "no");
  response.body =
      http::StreamBody([world, teacher](http::StreamWriter& writer) { return world->feed().watch(writer, teacher); });
  co_return response;
}

MapRoutes::Reply MapRoutes::replay(Exchange& exchange) {
  const Request& request = exchange.request();
  const LiveWorld* world = world_of(exchange, true);
  if (world == nullptr) co_return no_such_world(request);
  if (!worlds_.admin_key().is_teacher(request)) co_return teacher_only(request);
  boost::json::object data = page_data(*world, http::public_address(exchange, worlds_.options().host_url), true);
  Response response = co_await show_(exchange, "map", std::move(data));
  co_return response;
}

MapRoutes::Reply MapRoutes::span(Exchange& exchange) {
  const Request& request = exchange.request();
  const LiveWorld* world = world_of(exchange, true);
  if (world == nullptr) co_return no_such_world(request);
  if (!worlds_.admin_key().is_teacher(request)) co_return teacher_only(request);
  const double until = static_cast<double>(world->now().count()) / 1e6;
  std::string name = world->name();
  const auto from = co_await worlds_.first_moment(std::move(name));
  if (!from) co_return failure(ReplyForm::json, http::status_for(from.error().code), "no_past", from.error().detail);
  co_return http::reply(ReplyForm::json, fmt::format(R"({{"from":{:.3f},"until":{:.3f}}})",
                                                     static_cast<double>(from->count()) / 1e6, until));
}

MapRoutes::Reply MapRoutes::frame(Exchange& exchange) {
  const Request& request = exchange.request();
  const LiveWorld* world = world_of(exchange, true);
  if (world == nullptr) co_return no_such_world(request);
  if (!worlds_.admin_key().is_teacher(request)) co_return teacher_only(request);
  const auto seconds = parse_py_float(trim(request.query.get("t")));
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0 || *seconds > 1e12) {
    co_return failure(ReplyForm::json, 400, "bad_value", "t must be seconds of the world's time");
  }
  const mocean::WorldTime wanted(static_cast<mocean::WorldTime::rep>(std::llround(*seconds * 1e6)));
  const mocean::WorldTime moment = std::min(wanted, world->now());
  std::string name = world->name();
  std::function<std::string(const mocean::World&)> look = [moment](const mocean::World& then) {
    return past_frame(then, moment);
  };
  auto found = co_await worlds_.at(std::move(name), moment, std::move(look));
  if (!found) co_return failure(ReplyForm::json, http::status_for(found.error().code), "no_past", found.error().detail);
  co_return http::reply(ReplyForm::json, std::move(*found));
}

}  // namespace recess::worlds
