#include "get_games.h"

#include "get_steps.h"
#include "journal/journal.h"
#include "kernel/random.h"
#include "worlds/admin_key.h"
#include "worlds/admin_routes.h"
#include "worlds/game_routes.h"
#include "worlds/map_routes.h"
#include "worlds/page_routes.h"
#include "worlds/worlds.h"

#include <utility>

namespace recess {
namespace {

cli::Exit exit_for(const Error& error) {
  if (error.word == "store_newer") return cli::Exit::configuration;
  if (error.word == "disk_full" || error.word == "disk_failed") return cli::Exit::cannot_create;
  const bool of_a_setting =
      error.code == Code::invalid || error.code == Code::not_found || error.code == Code::too_large;
  if (error.word.empty() && of_a_setting) return cli::Exit::configuration;
  return cli::Exit::damaged;
}

}  // namespace

struct GetGames::Parts {
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<worlds::Worlds> worlds;
  std::unique_ptr<worlds::GameRoutes> game;
  std::unique_ptr<worlds::AdminRoutes> admin;
  std::unique_ptr<worlds::MapRoutes> map;
  std::unique_ptr<GetSteps> steps;
};

GetGames::GetGames(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
GetGames::~GetGames() = default;

boost::system::result<std::unique_ptr<GetGames>, GetGames::Refusal> GetGames::open(boost::asio::io_context& loop,
                                                                                   const Settings& settings,
                                                                                   const std::filesystem::path& state) {
  auto parts = std::make_unique<Parts>();
  auto key = worlds::AdminKey::open(settings.admin_key, state / "admin_key", secure_random());
  if (!key) {
    const bool setting = key.error().code == Code::invalid;
    return Refusal{setting ? cli::Exit::configuration : cli::Exit::cannot_create, key.error()};
  }
  journal::Options keeping;
  keeping.sync = settings.state_sync == "normal" ? journal::Sync::normal : journal::Sync::full;
  keeping.max_bytes = settings.state_max_mb << 20;
  auto journal = journal::Journal::open(loop.get_executor(), state / "worlds.db", keeping);
  if (!journal) return Refusal{exit_for(journal.error()), journal.error()};
  parts->journal = std::move(*journal);
  worlds::WorldsOptions options;
  options.state = state;
  options.host_url = settings.host_url;
  auto worlds = worlds::Worlds::open(loop, *parts->journal, std::move(options), std::move(key->key));
  if (!worlds) return Refusal{exit_for(worlds.error()), worlds.error()};
  parts->worlds = std::move(*worlds);
  worlds::Worlds* all = parts->worlds.get();
  GetStepsPorts ports{
      .is_teacher = [all](const http::Request& request) { return all->admin_key().is_teacher(request); },
      .is_world = [all](std::string_view name) { return all->knows(name); },
      .is_limited = [all](const http::Request& request) { return all->limits(request); },
      .admit = [all](const http::Request& request) { return all->admit_address(request); }};
  auto steps = GetSteps::open(loop, settings, *parts->journal, std::move(ports));
  if (!steps) return Refusal{exit_for(steps.error()), steps.error()};
  parts->steps = std::move(*steps);
  std::unique_ptr<GetGames> games(new GetGames(std::move(parts)));
  games->new_admin_key_ = std::move(key->made);
  return games;
}

void GetGames::mount(http::Router& router, ShowPage show) {
  parts_->game = std::make_unique<worlds::GameRoutes>(*parts_->worlds);
  parts_->admin = std::make_unique<worlds::AdminRoutes>(*parts_->worlds);
  parts_->map = std::make_unique<worlds::MapRoutes>(*parts_->worlds, std::move(show));
  parts_->game->mount(router);
  parts_->admin->mount(router);
  parts_->map->mount(router);
  worlds::mount_pages(router, *parts_->worlds);
  parts_->steps->mount(router);
}

void GetGames::reload() { parts_->steps->reload(); }

boost::asio::awaitable<void> GetGames::close() {
  co_await parts_->worlds->close();
  co_await parts_->steps->close();
}

void throw_exception_from_error(const GetGames::Refusal& refusal, const boost::source_location&) {
  throw_error(refusal.error);
}

}  // namespace recess
