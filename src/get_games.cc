#include "get_games.h"

#include "get_steps.h"
#include "journal/journal.h"

#include <utility>

namespace recess {
namespace {

cli::Exit exit_for(const Error& error) {
  if (error.word == "disk_full" || error.word == "disk_failed") return cli::Exit::cannot_create;
  if (error.word.empty() && (error.code == Code::invalid || error.code == Code::not_found)) {
    return cli::Exit::configuration;
  }
  return cli::Exit::damaged;
}

}  // namespace

struct GetGames::Parts {
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<GetSteps> steps;
};

GetGames::GetGames(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
GetGames::~GetGames() = default;

boost::system::result<std::unique_ptr<GetGames>, GetGames::Refusal> GetGames::open(boost::asio::io_context& loop,
                                                                                   const Settings& settings,
                                                                                   const std::filesystem::path& state) {
  auto parts = std::make_unique<Parts>();
  auto journal = journal::Journal::open(loop.get_executor(), state / "worlds.db", journal::Options{});
  if (!journal) return Refusal{exit_for(journal.error()), journal.error()};
  parts->journal = std::move(*journal);
  auto steps = GetSteps::open(loop, settings, *parts->journal, [](const http::Request&) { return false; });
  if (!steps) return Refusal{exit_for(steps.error()), steps.error()};
  parts->steps = std::move(*steps);
  return std::unique_ptr<GetGames>(new GetGames(std::move(parts)));
}

void GetGames::mount(http::Router& router, ShowPage) { parts_->steps->mount(router); }

void GetGames::reload() { parts_->steps->reload(); }

boost::asio::awaitable<void> GetGames::close() { co_await parts_->steps->close(); }

void throw_exception_from_error(const GetGames::Refusal& refusal, const boost::source_location&) {
  throw_error(refusal.error);
}

}  // namespace recess
