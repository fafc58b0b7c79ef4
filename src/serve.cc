#include "serve.h"

#include "addresses.h"
#include "arcade/arcade.h"
#include "arcade/names.h"
#include "arcade/play_desk.h"
#include "arcade/play_routes.h"
#include "get_games.h"
#include "halls.h"
#include "http/server.h"
#include "http/static_files.h"
#include "hub/hub.h"
#include "kernel/log.h"
#include "kernel/log_tail.h"
#include "kernel/worker.h"
#include "paths.h"
#include "reference.h"
#include "sandbox/sandbox.h"
#include "sandbox_options.h"
#include "saved_sessions.h"
#include "socketio/server.h"
#include "state_directory.h"
#include "welcome.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>

#include <fmt/format.h>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

namespace recess {
namespace asio = boost::asio;

namespace {

using cli::Exit;

constexpr std::chrono::seconds kLockPatience{10};
constexpr std::chrono::milliseconds kDrainTime{5'000};

Exit give_up(Exit status, const Error& error) {
  log_error("serve.failed", {{"why", error.detail}});
  return status;
}

// About six descriptors a play and two a phone: as many as the system grants.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65'536);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<std::string> read_shell(const std::filesystem::path& web) {
  std::ifstream file(web / "index.html", std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (text.find("<!--page-->") == std::string::npos) {
    return refuse(Code::internal, fmt::format("the built page is missing at {}; ./dev build makes it", web.string()));
  }
  return text;
}

std::vector<std::string> comma_separated(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    std::string part = text.substr(start, end - start);
    std::erase(part, ' ');
    if (!part.empty()) parts.push_back(std::move(part));
    start = end + 1;
  }
  return parts;
}

arcade::ArcadeOptions arcade_options(const Settings& settings, const StateDirectory& state, std::string shell) {
  arcade::ArcadeOptions options;
  options.state = state.path;
  options.secret_key = settings.secret_key;
  options.site.host_url = settings.host_url;
  options.site.shell = std::move(shell);
  const auto addresses = local_addresses();
  if ((settings.bind == "::" || settings.bind == "0.0.0.0") && !addresses.empty()) {
    options.site.lan_address = addresses.front();
  }
  options.site.packages = {"smartphone_connector", "socketio", "engineio", "requests", "websocket"};
  options.site.hidden_names = arcade::HiddenNames(settings.obfuscated_players);
  return options;
}

arcade::PlayTimes play_times(const Settings& settings) {
  arcade::PlayTimes times;
  times.start_gate = Millis{settings.start_gate_ms};
  times.join_deadline = Seconds{settings.join_deadline_s};
  times.leave_grace = Seconds{settings.leave_grace_s};
  times.leave_grace_busy = Seconds{settings.leave_grace_busy_s};
  times.longest = std::chrono::minutes{settings.play_minutes};
  times.idle = std::chrono::minutes{settings.play_idle_minutes};
  return times;
}

hub::Options hub_options(const Settings& settings) {
  hub::Options options;
  options.events_per_second = static_cast<double>(settings.hub_events_per_second);
  return options;
}

socketio::Options socket_options(const Settings& settings) {
  socketio::Options options;
  options.links = static_cast<std::size_t>(settings.hub_links);
  options.links_per_address = static_cast<std::size_t>(settings.hub_links_per_address);
  options.handshakes_per_second = static_cast<double>(settings.hub_handshakes_per_second);
  options.handshake_burst = 6 * options.handshakes_per_second;
  options.recovery.keep = Seconds{settings.recovery_s};
  return options;
}

// Everything that serves, in the order in which it is built; it goes in the reverse order.
class Club {
 public:
  Club(const Settings& settings, StateDirectory state, std::unique_ptr<arcade::Arcade> arcade,
       std::unique_ptr<GetGames> get_games, std::unique_ptr<sandbox::Sandbox> sandbox, asio::io_context& loop,
       const ProgramFiles& files)
      : settings_(settings),
        state_(std::move(state)),
        loop_(loop),
        arcade_(std::move(arcade)),
        get_games_(std::move(get_games)),
        sandbox_(std::move(sandbox)),
        hub_(hub::Hub::make(loop, &doorkeeper_, hub_options(settings))),
        sockets_(loop, *hub_, socket_options(settings)),
        sessions_(loop, sockets_, state_.sessions()),
        assets_(std::make_shared<http::StaticFiles>(files.web / "assets")),
        docs_(files.docs) {}

  Result<asio::ip::tcp::endpoint> open() {
    http::Limits limits;
    limits.connections = static_cast<std::size_t>(settings_.connections);
    limits.connections_per_address = static_cast<std::size_t>(settings_.connections_per_address);
    limits.trusted_proxies = comma_separated(settings_.trusted_proxies);
    // The halls need the server and the routes need the desk, so the server is made in two steps.
    http::Router router;
    halls_ = std::make_unique<PlayHallsOfHub>(*hub_, server_, sockets_);
    desk_ = std::make_unique<arcade::PlayDesk>(
        arcade::PlayEnvironment{loop_, arcade_->store(), consoles_, *sandbox_, *halls_, play_times(settings_),
                                state_.consoles()},
        arcade_->site().secrets(),
        arcade::DeskOptions{static_cast<int>(settings_.max_concurrent_plays), settings_.spectate == "public",
                            arcade::HiddenNames(settings_.obfuscated_players)});
    doorkeeper_.hub = hub_.get();
    doorkeeper_.desk = desk_.get();
    if (const auto recovered = desk_->recover(); !recovered) return recovered.error();
    sessions_.restore();
    mount(router);
    server_ = std::make_unique<http::Server>(loop_, std::move(router), limits);
    return server_->listen(settings_.bind, static_cast<std::uint16_t>(settings_.port));
  }

  asio::awaitable<void> close() {
    co_await get_games_->close();
    co_await desk_->close();
    sockets_.close_all();
    co_await server_->drain(kDrainTime);
    sessions_.save();
    co_await sandbox_->shut_down();
  }

  arcade::Arcade& arcade() { return *arcade_; }
  void reload() { get_games_->reload(); }

 private:
  void mount(http::Router& router) {
    arcade::PlayRouteOptions options;
    options.anonymous_play = settings_.anonymous_play != 0;
    options.score_secret = settings_.secret_key;
    options.forms = arcade_->folders().staging;
    arcade_->mount(router, *desk_);
    arcade::mount_plays(router, *desk_, arcade_->site(), options);
    sockets_.mount(router);
    const PageRenderer show_page = [this](http::Exchange& exchange, std::string page, boost::json::object data) {
      return show(exchange, std::move(page), std::move(data));
    };
    get_games_->mount(router, show_page);
    router.add("GET", "/assets/{*}", http::static_handler(assets_));
    // Pages that name no icon, those of Steps and Mocean for example: browsers ask here.
    router.add("GET", "/favicon.ico", [this](http::Exchange& exchange) -> asio::awaitable<http::Response> {
      co_return assets_->serve(exchange.request(), "icon.svg");
    });
    mount_reference(router, docs_, show_page);
    router.add("GET", "/python_logs", [this](http::Exchange& exchange) { return logs(exchange); });
    router.add("GET", "/status", [this](http::Exchange& exchange) { return status(exchange); });
  }

  // A page that needs nothing but its name and data.
  asio::awaitable<http::Response> show(http::Exchange& exchange, std::string page, boost::json::object data) {
    const arcade::Viewer viewer = co_await arcade_->site().viewer(exchange);
    co_return arcade_->site().page(exchange.request(), viewer, page, std::move(data));
  }

  // The end of the log, for administrators; nothing for anybody else.
  asio::awaitable<http::Response> logs(http::Exchange& exchange) {
    const arcade::Viewer viewer = co_await arcade_->site().viewer(exchange);
    if (!viewer.admin) co_return http::json(200, boost::json::object{});
    const std::string text = log_tail();
    co_return http::json(200, boost::json::object{{"log", text.empty() ? "No log found" : text}});
  }

  asio::awaitable<http::Response> status(http::Exchange&) {
    auto probe = [](soci::session& sql) -> Result<int> {
      int one = 0;
      sql << "SELECT 1", soci::into(one);
      return one;
    };
    const Result<int> store = co_await arcade_->store().read(probe);
    const sandbox::Report& confinement = sandbox_->report();
    boost::json::object answer{{"status", store ? "ok" : "failed"},  {"version", RECESS_VERSION},
                               {"sandbox_level", confinement.level}, {"sandbox", confinement.summary},
                               {"plays", desk_->running()},          {"places", desk_->places()},
                               {"waiting", desk_->queue().size()},   {"devices", hub_->statistics().devices}};
    if (!store) answer["msg"] = store.error().detail;
    co_return http::json(store ? 200 : 503, answer);
  }

  const Settings& settings_;
  StateDirectory state_;
  asio::io_context& loop_;
  Worker consoles_{1};
  std::unique_ptr<arcade::Arcade> arcade_;
  std::unique_ptr<GetGames> get_games_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  PlayDoorkeeper doorkeeper_;
  std::unique_ptr<hub::Hub> hub_;
  socketio::Server sockets_;
  SavedSessions sessions_;
  std::shared_ptr<const http::StaticFiles> assets_;
  std::filesystem::path docs_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<PlayHallsOfHub> halls_;
  std::unique_ptr<arcade::PlayDesk> desk_;
};

asio::awaitable<void> reload_on_signal(asio::io_context& loop, Club& club) {
  asio::signal_set signals(loop, SIGHUP);
  for (;;) {
    co_await signals.async_wait(asio::use_awaitable);
    log_info("serve.reloading", {});
    club.reload();
  }
}

// A second signal does not wait for the first one's good manners.
asio::awaitable<void> stop_on_signal(asio::io_context& loop, Club& club) {
  asio::signal_set signals(loop, SIGTERM, SIGINT);
  const int signal = co_await signals.async_wait(asio::use_awaitable);
  log_info("serve.stopping", {{"signal", signal}});
  co_await club.close();
  loop.stop();
}

}  // namespace

Exit serve(const Settings& settings, bool with_welcome) {
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  const ProgramFiles files = program_files();
  auto shell = read_shell(files.web);
  if (!shell) return give_up(Exit::internal, shell.error());
  auto state = open_state_directory(settings.state, kLockPatience);
  if (!state) {
    const bool locked = state.error().code == Code::conflict;
    return give_up(locked ? Exit::locked : Exit::cannot_create, state.error());
  }
  auto arcade = arcade::Arcade::open(arcade_options(settings, *state, std::move(*shell)));
  if (!arcade) {
    const bool damaged = arcade.error().code == Code::internal || arcade.error().word == "store_newer";
    return give_up(damaged ? Exit::damaged : Exit::cannot_create, arcade.error());
  }
  if (const int samples = (*arcade)->install_samples(files.examples); samples > 0) {
    log_info("catalogue.samples_added", {{"games", samples}});
  }

  asio::io_context loop(1);
  auto get_games = GetGames::open(loop, settings, state->path);
  if (!get_games) return give_up(get_games.error().status, get_games.error().error);
  const std::string admin_key = (*get_games)->new_admin_key();
  auto sandbox = sandbox::Sandbox::start(loop, sandbox_options(settings, state->games(), files));
  const auto first_admin = (*arcade)->first_admin_path();
  Club club(settings, std::move(*state), std::move(*arcade), std::move(*get_games), std::move(sandbox), loop, files);
  const auto endpoint = club.open();
  if (!endpoint) return give_up(Exit::unavailable, endpoint.error());
  const std::string host = endpoint->address().is_v6() ? fmt::format("[{}]", endpoint->address().to_string())
                                                       : endpoint->address().to_string();
  log_line(LogLevel::info, fmt::format("listening on http://{}:{}", host, endpoint->port()));
  if (with_welcome) {
    const bool everywhere = endpoint->address().is_unspecified();
    const std::string text = welcome(settings.host_url, endpoint->port(), everywhere, first_admin.value_or(""),
                                     ::isatty(STDOUT_FILENO) != 0);
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  } else if (first_admin) {
    log_info("accounts.no_administrator", {{"help", "recess account add LOGIN --admin, or start with --welcome"}});
  }
  if (!admin_key.empty()) {
    fmt::print("The teacher key of the worlds, shown this once: {}\n", admin_key);
    std::fflush(stdout);
  }
  asio::co_spawn(loop, stop_on_signal(loop, club), asio::detached);
  asio::co_spawn(loop, reload_on_signal(loop, club), asio::detached);
  loop.run();
  log_info("serve.stopped", {});
  return Exit::ok;
}

}  // namespace recess
