// whole_request SCENARIO COUNT: COUNT requests of one kind, one after another over a kept-alive connection to a server
// in this very process, inside measured(). Under callgrind it tells how many instructions a whole request takes, from
// the socket to the socket, with its route, rules, log line and reply; the few of the client are among them. Worlds
// keep their journal in a folder of their own that goes at the end. check.py compares the count with the budget.
#include "http/server.h"
#include "journal/file.h"
#include "journal/journal.h"
#include "kernel/log.h"
#include "kernel/random.h"
#include "mocean/world.h"
#include "steps/steps.h"
#include "worlds/game_routes.h"
#include "worlds/worlds.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace {

using namespace recess;

class NoProgress final : public steps::ProgressPort {
  void append(std::int64_t, std::vector<std::string>, std::function<void(Result<>)> done) override { done(Result<>()); }
};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "whole_request: %s\n", why.c_str());
  std::exit(70);
}

template <class T>
T taken(Result<T> result) {
  if (!result) fail(result.error().detail);
  return std::move(*result);
}

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "recess-budget.XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) fail("no folder can be made in " + pattern);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A journal whose world has thousands who all started on 50 by 50 metres. One in five swims.
void fill_with_a_crowd(const std::filesystem::path& path) {
  SeededRandom chance(1);
  mocean::World world("main");
  journal::Entry entry{"main", {}, {}};
  entry.records.push_back(taken(world.create({314, "season", {{"spawn.low", "40"}, {"spawn.high", "89"}}}, {})));
  const auto ask = [&](std::string_view route, std::initializer_list<mocean::Param> params) {
    mocean::Answer answer = world.ask({route, mocean::Params(std::span(params.begin(), params.size()))}, {}, chance);
    for (std::string& row : answer.records) entry.records.push_back(std::move(row));
  };
  for (int i = 0; i < 4000; ++i) {
    const std::string name = "p" + std::to_string(i), id = std::to_string(i);
    ask("join", {{"name", name}});
    if (i % 5 == 0) ask("accel", {{"id", id}, {"ctrl", "w"}});
  }
  const auto file = taken(journal::File::open(path, {}));
  taken(file->commit(std::span(&entry, 1)));
}

// One server with Steps and a world of one player or of a crowd, and one client.
class School {
 public:
  explicit School(bool crowded) {
    if (crowded) fill_with_a_crowd(folder_.path() / "worlds.db");
    journal_ = taken(journal::Journal::open(loop_.get_executor(), folder_.path() / "worlds.db", {}));
    auto key = taken(worlds::AdminKey::open("", folder_.path() / "admin_key", secure_random()));
    worlds_ = taken(worlds::Worlds::open(loop_, *journal_, {.state = folder_.path()}, std::move(key.key)));
    game_ = std::make_unique<worlds::GameRoutes>(*worlds_);
    const auto nobody = [](const http::Request&) { return false; };
    steps_ = taken(steps::Steps::open(loop_, {}, steps::Progress(), 0, port_, nobody));
    http::Router router;
    game_->mount(router);
    steps_->mount(router);
    server_ = std::make_unique<http::Server>(loop_, std::move(router), http::Limits{});
    const auto endpoint = server_->listen("127.0.0.1", 0);
    if (!endpoint) fail(endpoint.error().detail);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(client_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("cannot connect");
  }
  ~School() {
    ::close(client_);
    bool over = false;
    asio_spawn(over);
    while (!over) loop_.run_one();
  }

  // The size of the whole reply, which must be a good one.
  std::size_t ask(std::string_view request) {
    if (::send(client_, request.data(), request.size(), MSG_NOSIGNAL) < 0) fail("cannot send");
    for (;;) {
      const ssize_t size = ::recv(client_, buffer_, sizeof buffer_, MSG_DONTWAIT);
      if (size == 0) fail("the server has hung up");
      if (size > 0) {
        if (!std::string_view(buffer_, static_cast<std::size_t>(size)).starts_with("HTTP/1.1 200")) fail(buffer_);
        // Whatever the turn has left to do, such as its log lines, belongs to it.
        while (loop_.poll_one() > 0) {
        }
        return static_cast<std::size_t>(size);
      }
      loop_.run_one();
    }
  }

 private:
  static boost::asio::awaitable<void> stop(School* self, bool* over) {
    co_await self->worlds_->close();
    co_await self->server_->drain(std::chrono::milliseconds(100));
    *over = true;
  }
  void asio_spawn(bool& over) { boost::asio::co_spawn(loop_, stop(this, &over), boost::asio::detached); }

  Folder folder_;
  boost::asio::io_context loop_{1};
  NoProgress port_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<worlds::Worlds> worlds_;
  std::unique_ptr<worlds::GameRoutes> game_;
  std::unique_ptr<steps::Steps> steps_;
  std::unique_ptr<http::Server> server_;
  int client_ = -1;
  char buffer_[8192]{};
};

std::string request_for(std::string_view target) {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: python-requests/2.31\r\n"
         "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n";
}

}  // namespace

// By its name callgrind knows when to count.
extern "C" __attribute__((noinline)) std::size_t measured(School& school, const std::string& request, long count) {
  std::size_t bytes = 0;
  for (long i = 0; i < count; ++i) bytes += school.ask(request);
  return bytes;
}

int main(int argc, char** argv) {
  const std::string_view scenario = argc == 3 ? argv[1] : "";
  std::string target;
  if (scenario == "steps") target = "/steps?message=hello";
  if (scenario == "location") target = "/location?id=0";
  if (scenario == "look" || scenario == "crowd") target = "/look?id=0";
  if (scenario == "accel") target = "/accel?id=0&ctrl=d";
  if (target.empty()) {
    std::fputs("usage: whole_request steps|location|look|crowd|accel COUNT\n", stderr);
    return 64;
  }
  School school(scenario == "crowd");
  school.ask(request_for("/join?name=p0"));
  const std::size_t bytes = measured(school, request_for(target), std::atol(argv[2]));
  std::printf("%zu\n", bytes);
  return bytes == 0 ? 70 : 0;
}
