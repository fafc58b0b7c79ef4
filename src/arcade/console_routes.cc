// The author's console: the page, and the log behind it, once or live as server-sent events.
#include "arcade/console_file.h"
#include "arcade/play_info.h"
#include "arcade/play_routes_parts.h"
#include "kernel/text.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace recess::arcade {
namespace asio = boost::asio;
namespace bj = boost::json;

namespace {

constexpr std::size_t kLinesAtOnce = 500;
constexpr Millis kBetweenUpdates{100};
constexpr Seconds kBetweenComments{15};

struct Chunk {
  bj::object json;
  std::uint64_t next = 0;
  bool over = false;  // the play has ended and everything has been given
};

bj::object chunk_json(const ConsoleLog& log, const std::optional<sandbox::LauncherReport>& failure, std::uint64_t from,
                      std::uint64_t& next) {
  const auto lines = log.from(from, kLinesAtOnce);
  next = lines.size() == kLinesAtOnce ? lines.back().offset + 1 : log.next();
  return {{"lines", console_lines_json(lines)},
          {"next", next},
          {"truncated", log.truncated()},
          {"traceback", traceback_json(failure)}};
}

asio::awaitable<Result<Chunk>> read_chunk(PlayDesk& desk, Viewer viewer, std::string id, std::uint64_t from) {
  Chunk chunk;
  auto page = co_await desk.play_page(viewer, id);
  if (!page) co_return refuse(Code::not_found, "there is no such play");
  if (const auto live = desk.find(id)) {
    if (!may_read_console(viewer, live->game().owner))
      co_return refuse(Code::forbidden, "only the game's author reads its console");
    chunk.json = chunk_json(live->console(), live->failure(), from, chunk.next);
  } else {
    if (!page->info.contains("detail")) co_return refuse(Code::forbidden, "only the game's author reads its console");
    const auto file = desk.environment().consoles / (id + ".jsonl");
    auto load = [file] { return load_console(file); };
    const Result<KeptConsole> kept = co_await desk.environment().files.run(load);
    const KeptConsole console = kept ? *kept : KeptConsole{};
    chunk.json = chunk_json(console.log, console.failure, from, chunk.next);
    chunk.over = chunk.next >= console.log.next();
  }
  chunk.json["play"] = std::move(page->info);
  co_return chunk;
}

asio::awaitable<void> stream_log(PlayDesk& desk, Viewer viewer, std::string id, std::uint64_t from,
                                 http::StreamWriter& out) {
  asio::steady_timer timer(desk.environment().loop);
  std::uint64_t next = from;
  std::string last_play;
  Tick last_sent = tick_now();
  for (;;) {
    Result<Chunk> chunk = co_await read_chunk(desk, viewer, id, next);
    if (!chunk) co_return;
    const std::string play = bj::serialize(chunk->json["play"]);
    const bool news = !chunk->json["lines"].as_array().empty() || chunk->over ||
                      (play != last_play && tick_now() - last_sent > Seconds{1});
    if (news) {
      std::string event = fmt::format("id: {}\ndata: {}\n\n", chunk->next, bj::serialize(chunk->json));
      const bool sent = co_await out.write(std::move(event));
      if (!sent) co_return;
      last_sent = tick_now();
      last_play = play;
    } else if (tick_now() - last_sent > kBetweenComments) {
      std::string comment = ": still here\n\n";
      const bool sent = co_await out.write(std::move(comment));
      if (!sent) co_return;
      last_sent = tick_now();
    }
    next = chunk->next;
    if (chunk->over) {
      std::string end = "event: end\ndata: {}\n\n";
      (void)co_await out.write(std::move(end));
      co_return;
    }
    timer.expires_after(kBetweenUpdates);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

std::uint64_t offset_asked(const http::Request& request) {
  // A browser that lost the stream says where it was.
  const std::string_view last = request.header("Last-Event-ID");
  const auto from = parse_integer(last.empty() ? request.query.get("from") : last);
  return from && *from > 0 ? static_cast<std::uint64_t>(*from) : 0;
}

}  // namespace

asio::awaitable<http::Response> get_log(PlayRoutes routes, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const std::string id = request.captures.at(0);
  const std::uint64_t from = offset_asked(request);
  Viewer viewer = co_await routes.site.viewer(exchange);
  Result<Chunk> chunk = co_await read_chunk(routes.desk, viewer, id, from);
  if (!chunk) co_return http::refusal(chunk.error());
  if (request.header("Accept").find("text/event-stream") == std::string_view::npos)
    co_return http::json(200, chunk->json);
  http::Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");
  response.body = http::StreamBody([&desk = routes.desk, viewer, id, from](http::StreamWriter& out) {
    return stream_log(desk, viewer, id, from, out);
  });
  co_return response;
}

asio::awaitable<http::Response> get_console(PlayRoutes routes, http::Exchange& exchange) {
  const std::string id = exchange.request().captures.at(0);
  Viewer viewer = co_await routes.site.viewer(exchange);
  Result<Chunk> chunk = co_await read_chunk(routes.desk, viewer, id, 0);
  if (!chunk) co_return http::refusal(chunk.error());
  co_return routes.site.page(exchange.request(), viewer, "console", chunk->json);
}

}  // namespace recess::arcade
