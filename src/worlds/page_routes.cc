#include "worlds/page_routes.h"

#include "http/public_address.h"
#include "http/representation.h"
#include "kernel/text.h"
#include "worlds/guide.h"
#include "worlds/replies.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace recess::worlds {
namespace {

using http::Exchange;
using http::Response;

boost::asio::awaitable<Response> guide(Worlds& worlds, Exchange& exchange, bool in_world) {
  const LiveWorld* world = in_world ? worlds.find(exchange.request().captures.front()) : worlds.main();
  if (world == nullptr) co_return no_such_world(exchange.request());
  const std::string base = http::public_address(exchange, worlds.options().host_url) + world_prefix(world->name());
  co_return html_page("Into the ocean", guide_body(base));
}

boost::asio::awaitable<Response> client(Worlds& worlds, Exchange& exchange, bool in_world) {
  const LiveWorld* world = in_world ? worlds.find(exchange.request().captures.front()) : worlds.main();
  if (world == nullptr) co_return no_such_world(exchange.request());
  const std::string base = http::public_address(exchange, worlds.options().host_url) + world_prefix(world->name());
  co_return http::reply_as("text/x-python; charset=utf-8", client_program(base));
}

boost::asio::awaitable<Response> style(Exchange&) {
  Response response = http::text(200, std::string(page_style()), "text/css; charset=utf-8");
  response.headers.add("Cache-Control", "max-age=300");
  co_return response;
}

std::string remaining(const mocean::SeasonView& season) {
  if (season.remaining_s < 0) return "";
  return fmt::format(", {}:{:02} left", season.remaining_s / 60, season.remaining_s % 60);
}

}  // namespace

void mount_pages(http::Router& router, Worlds& worlds) {
  Worlds* all = &worlds;
  const auto both = [&](std::string_view name, auto handler) {
    http::mount_get(router, fmt::format("/{}", name), [=](Exchange& e) { return handler(*all, e, false); });
    http::mount_get(router, fmt::format("/w/{{}}/{}", name), [=](Exchange& e) { return handler(*all, e, true); });
  };
  both("mocean/guide", &guide);
  both("mocean/client.py", &client);
  router.add("GET", "/mocean/style.css", [](Exchange& e) { return style(e); });
}

Response scores_page(const LiveWorld& live, const http::Request& request) {
  const mocean::World& world = live.rules();
  const std::string prefix = world_prefix(world.name());
  const auto present = world.season(live.now());
  const auto asked = parse_integer(trim(request.query.get("season"))).value_or(0);
  const bool other = asked > 0 && asked < static_cast<long long>(present.number);
  const auto count = std::clamp(parse_integer(trim(request.query.get("n"))).value_or(100), 1LL, 100LL);
  const auto rows = world.scores(static_cast<std::size_t>(count), other ? static_cast<std::uint32_t>(asked) : 0);
  std::string body =
      fmt::format("<h1>Scores of {}</h1>\n<p>Season {} ({}{}). <a href=\"{}/map\">To the map</a></p>\n", world.name(),
                  other ? static_cast<std::uint32_t>(asked) : present.number,
                  other ? "over" : mocean::season_state_name(present.state), other ? "" : remaining(present), prefix);
  if (!world.scoring_shown()) {
    body += "<p>Nobody counts points in this world.</p>";
  } else if (rows.empty()) {
    body += fmt::format("<p>Nobody has joined yet: <a href=\"{0}/mocean/guide\">how to begin</a>.</p>", prefix);
  } else {
    body +=
        "<table>\n<thead><tr><th class=\"number\">Rank</th><th>Name</th><th class=\"number\">Points</th></tr></thead>"
        "\n<tbody>\n";
    for (const auto& row : rows) {
      body += fmt::format("<tr><td class=\"number\">{}</td><td>{}</td><td class=\"number\">{}</td></tr>\n", row.rank,
                          html_escape(row.name), row.score);
    }
    body += "</tbody>\n</table>\n";
  }
  for (std::uint32_t season = present.number; season > 1; --season) {
    if (present.number - season >= 10) break;
    body += fmt::format("<p><a href=\"{}/scores?format=html&amp;season={}\">Season {}</a></p>\n", prefix, season - 1,
                        season - 1);
  }
  return html_page(fmt::format("Scores of {}", world.name()), body);
}

}  // namespace recess::worlds
