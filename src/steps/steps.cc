#include "steps/steps.h"

#include "http/representation.h"
#include "kernel/json.h"
#include "kernel/world_name.h"
#include "steps/level_file.h"
#include "steps/names.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::steps {
namespace {

namespace asio = boost::asio;

constexpr Millis kLook{1'000};  // between two looks at the level file

// Changes when the file does.
std::string look_at(const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return fmt::format("{}.{}.{}.{}", found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
}

// "/puzzle/" and "/w/class-7b/puzzle" as a world and a route.
struct Place {
  std::string_view world{};
  std::string_view route{};
};
std::optional<Place> place_of(std::string_view path) {
  Place place;
  if (path.starts_with("/w/")) {
    path.remove_prefix(3);
    const std::size_t end = path.find('/');
    if (end == std::string_view::npos) return std::nullopt;
    place.world = path.substr(0, end);
    if (!is_world_name(place.world)) return std::nullopt;
    path.remove_prefix(end);
  }
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() || path.find('/') != std::string_view::npos) return std::nullopt;
  place.route = path;
  return place;
}

http::Response wrong_method(bool asks_options) {
  http::Response response{.status = asks_options ? 204U : 405U};
  response.headers.add("Allow", "GET, HEAD, OPTIONS");
  response.headers.add("Access-Control-Allow-Origin", "*");
  if (asks_options) {
    response.headers.add("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    response.headers.add("Access-Control-Allow-Headers", "*");
  } else {
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = std::string("Steps are taken by GET.\n");
  }
  return response;
}

}  // namespace

// `text` as it is, or `message` and the word where JSON is asked for.
http::Response refused(const http::Request& request, unsigned status, std::string_view word, std::string_view message,
                       std::string text) {
  if (http::choose_form(request) != http::ReplyForm::json) {
    return http::reply(http::ReplyForm::text, std::move(text), status);
  }
  return http::reply(http::ReplyForm::json,
                     fmt::format(R"({{"ok":false,"error":{},"message":{}}})", json::quote(word), json::quote(message)),
                     status);
}

http::Response slow_down(const http::Request& request) {
  http::Response response = refused(request, 429, "rate", "slow down", "0 slow down");
  response.headers.add("Retry-After", "1");
  return response;
}

http::Response not_remembered(const http::Request& request, const Error& why) {
  const std::string message = fmt::format(
      "This step could not be remembered just now ({}). Nothing was counted: please try again.", why.detail);
  return refused(request, 503, "not_saved", message, message + "\n");
}

http::Response no_such_world(const http::Request& request) {
  constexpr std::string_view kWhy = "There is no such world here; /worlds lists them.";
  return refused(request, 404, "no_such_world", kWhy, std::string(kWhy) + "\n");
}

http::Response nothing_at(const http::Request& request) {
  constexpr std::string_view kWhy = "There is nothing at this address.";
  return refused(request, 404, "not_found", kWhy, std::string(kWhy) + "\n");
}

Steps::Steps(asio::io_context& loop, Options options, Progress progress, ProgressPort& port,
             std::function<bool(const http::Request&)> is_teacher)
    : loop_(loop),
      options_(std::move(options)),
      progress_(std::move(progress)),
      port_(port),
      is_teacher_(std::move(is_teacher)) {}

Steps::~Steps() { log_.flush(); }

Result<std::unique_ptr<Steps>> Steps::open(asio::io_context& loop, Options options, Progress progress,
                                           std::int64_t last_us, ProgressPort& port,
                                           std::function<bool(const http::Request&)> is_teacher) {
  std::unique_ptr<Steps> steps(new Steps(loop, std::move(options), std::move(progress), port, std::move(is_teacher)));
  steps->last_us_ = last_us;
  steps->seen_ = look_at(steps->options_.levels);
  auto levels = steps->load();
  if (!levels) return levels.error();
  steps->levels_ = std::move(*levels);
  return steps;
}

Result<std::shared_ptr<const Levels>> Steps::load() const {
  auto levels = load_levels(options_.levels, options_.taken);
  if (!levels) return levels.error();
  return std::make_shared<const Levels>(std::move(*levels));
}

asio::awaitable<void> Steps::reload() {
  if (options_.levels.empty()) co_return;
  auto work = [this] { return std::pair{look_at(options_.levels), load()}; };
  auto [seen, levels] = co_await files_.run(std::move(work));
  seen_ = std::move(seen);
  if (!levels) {
    log_error("steps.levels_kept", {{"why", levels.error().detail}, {"help", "the levels from before still answer"}});
    co_return;
  }
  levels_ = std::move(*levels);
  log_info("steps.levels_loaded", {{"levels", levels_->by_route.size()}, {"file", options_.levels.string()}});
}

asio::awaitable<void> Steps::watch() {
  if (options_.levels.empty()) co_return;
  asio::steady_timer timer(loop_);
  while (!closed_) {
    timer.expires_after(kLook);
    boost::system::error_code ended;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    if (ended || closed_) co_return;
    auto look = [path = options_.levels] { return look_at(path); };
    const std::string now = co_await files_.run(std::move(look));
    if (now != seen_) co_await reload();
  }
}

void Steps::close() { closed_ = true; }

// Lines of one turn of the loop leave in one write, before the loop waits again.
void Steps::log(std::string line) {
  if (log_.add(LogLevel::info, line)) return;
  asio::post(loop_, [this] { log_.flush(); });
}

void Steps::mount(http::Router& router) {
  // The two that are asked for most need no search among the levels.
  http::mount_document(router, "/steps", [this](http::Exchange& exchange) { return anywhere(exchange, nullptr); });
  http::mount_document(router, "/duck", [this](http::Exchange& exchange) { return anywhere(exchange, nullptr); });
  mount_tables(router);
  router.fallback(
      [this, otherwise = router.fallback()](http::Exchange& exchange) { return anywhere(exchange, otherwise); });
}

Steps::Answer Steps::anywhere(http::Exchange& exchange, http::Handler otherwise) {
  const http::Request& request = exchange.request();
  const auto place = place_of(request.path);
  if (!place || !levels_->knows(place->route)) return nothing_here(exchange, std::move(otherwise));
  if (request.method != "GET" && request.method != "HEAD") {
    return [](http::Response response) -> Answer { co_return response; }(wrong_method(request.method == "OPTIONS"));
  }
  if (http::is_prefetch(request))
    return [](http::Response response) -> Answer { co_return response; }(http::prefetch_reply());
  if (!place->world.empty() && !knows_world(place->world)) {
    return [](http::Response response) -> Answer { co_return response; }(no_such_world(request));
  }
  if (options_.is_limited && options_.is_limited(request))
    return admitted(exchange, std::string(place->world), std::string(place->route));
  return play(exchange, std::string(place->world), std::string(place->route));
}

Steps::Answer Steps::admitted(http::Exchange& exchange, std::string world, std::string route) {
  const bool may = co_await options_.admit(exchange.request());
  if (!may) co_return slow_down(exchange.request());
  // The levels may have changed while the request was held.
  if (!levels_->knows(route)) co_return nothing_at(exchange.request());
  Answer answer = play(exchange, std::move(world), std::move(route));
  co_return co_await std::move(answer);
}

bool Steps::knows_world(std::string_view world) const {
  if (world == "main" || !options_.is_world || options_.is_world(world)) return true;
  return !progress_.players(world).empty();
}

Steps::Answer Steps::nothing_here(http::Exchange& exchange, http::Handler otherwise) {
  const http::Request& request = exchange.request();
  if (const auto count = unknown_.note(request.remote_address, tick_now())) {
    log_info("http.unknown_paths",
             {{"address", request.remote_address}, {"count", *count}, {"path", request.path.substr(0, 80)}});
  }
  // `format=` is how the games are asked; by Accept alone, an unknown address is the pages' to answer.
  const bool ours = !request.query.get("format").empty() && http::choose_form(request) != http::ReplyForm::html;
  const bool text = http::choose_form(request) == http::ReplyForm::text;
  if (otherwise && ((!ours && !text) || request.path.starts_with("/api/"))) {
    Answer answer = otherwise(exchange);
    co_return co_await std::move(answer);
  }
  co_return nothing_at(request);
}

}  // namespace recess::steps
