// The usage text, made from the table of routes.
#include "mocean/routes.h"

#include "kernel/json.h"
#include "kernel/python_number.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace recess::mocean {
namespace {

// As they are in this world: thrusters have letters of their own.
std::vector<RouteInfo> routes_of(const Config& config) {
  std::vector<RouteInfo> routes(route_infos().begin(), route_infos().end());
  if (!config.relativistic()) return routes;
  for (RouteInfo& route : routes) {
    if (route.name != "accel") continue;
    route.keys = "id, heading";
    route.value = "one of u 7 6 5 4 3 2 q a z x c v b n j: thrusters from east on, to the left";
  }
  return routes;
}

std::string heading(const Config& config) {
  return fmt::format(
      "Mocean {} by Recess: an ocean without edges; client=browser gives a page and usage=brief a short list\n"
      "the ocean is {:g} by {:g} metres and wraps around; hullspeed is {} metres per second\n",
      RECESS_VERSION, config.width, config.height, pyfloat(config.hull_cap));
}

std::string brief(const Config& config) {
  std::string text = heading(config);
  for (const RouteInfo& route : routes_of(config)) {
    text += fmt::format("/{}{}{}: {}\n", route.name, route.keys.empty() ? "" : " ", route.keys, route.reply);
  }
  return text;
}

std::string full(const Config& config) {
  std::string text = heading(config);
  text +=
      "every route is a GET: /join?name=fred gives you a player id, and /location?id=0 says where that player is\n"
      "a reply that begins with 1 says that it was done, one that begins with 0 why not; format=json gives JSON\n"
      "headings are radians, 0 is east and pi/2 north; depths are positive down; time is in seconds\n\n";
  std::size_t name = 5, keys = 3, value = 5;
  const std::vector<RouteInfo> routes = routes_of(config);
  for (const RouteInfo& route : routes) {
    name = std::max(name, route.name.size() + 1);
    keys = std::max(keys, route.keys.size());
    value = std::max(value, std::min<std::size_t>(route.value.size(), 60));
  }
  const auto row = [&](std::string_view a, std::string_view b, std::string_view c, std::string_view d) {
    text += fmt::format("{:{}}  {:{}}  {:{}}  {}\n", a, name, b, keys, c, value, d);
  };
  row("route", "key", "value", "reply");
  for (const RouteInfo& route : routes) row(fmt::format("/{}", route.name), route.keys, route.value, route.reply);
  return text;
}

// Old clients' browsers want <br>; the columns stay columns in <pre>.
std::string page(std::string_view text) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mocean</title>"
      "<meta name=\"viewport\" content=\"width=device-width\"></head><body><pre>";
  for (const char c : html_escape(text)) {
    if (c == '\n') html += "<br>";
    else html += c;
  }
  return html + "</pre></body></html>\n";
}

}  // namespace

void handle_usage(Turn& turn) {
  const Config& config = turn.ocean.config();
  if (turn.json()) {
    std::string routes = "[";
    for (const RouteInfo& route : routes_of(config)) {
      routes += fmt::format(R"({}{{"route":{},"keys":{},"value":{},"reply":{}}})", routes.size() > 1 ? "," : "",
                            json::quote(route.name), json::quote(route.keys), json::quote(route.value),
                            json::quote(route.reply));
    }
    return turn.members([&](Members& out) { out.raw("routes", routes + "]"); });
  }
  const std::string text = turn.get("usage") == "brief" ? brief(config) : full(config);
  if (turn.get("client") != "browser") return turn.line(text);
  turn.answer.media = Media::html;
  turn.line(page(text));
}

}  // namespace recess::mocean
