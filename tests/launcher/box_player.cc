// Plays one game in a real box, for tests written in Python:
//
//   box_player DESCRIPTOR GAMES RUNTIME FOLDER SCRIPT PLAY_ID [multi]
//
// DESCRIPTOR is a Unix socket to the test, which is sent the play's listening socket: whoever serves it is the play's
// hub. Standard input takes the words go, stop and kill, one a line; its end kills. Standard output tells what happens,
// one JSON object a line: {"output": bytes as Latin-1}, {"report": ...}, {"ended": ...} or {"refused": text}.
#include "sandbox/keeper/keeper.h"
#include "sandbox/supervisor.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <span>
#include <string>
#include <string_view>

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace recess::sandbox {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

void tell(json::object what) { std::cout << json::serialize(what) << std::endl; }

// Bytes as code points below 256, so that any of them fit into JSON.
std::string as_text(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : bytes) {
    if (byte < 0x80) {
      text += static_cast<char>(byte);
    } else {
      text += static_cast<char>(0xc0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return text;
}

void hand_over(int test, const UniqueFd& listener) {
  char word = 'l';
  iovec part{&word, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  const int fd = listener.get();
  std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  if (sendmsg(test, &message, MSG_NOSIGNAL) != 1) std::perror("hand over the listener");
}

json::object describe(const LauncherReport& report) {
  constexpr std::array kKinds{"connector_made", "finished", "crashed", "exit_called", "note"};
  return {{"kind", kKinds[static_cast<std::size_t>(report.kind)]},
          {"detail", report.detail},
          {"file", report.file},
          {"line", report.line},
          {"exit_code", report.exit_code},
          {"traceback", report.traceback}};
}

json::object describe(const Ending& ending) {
  constexpr std::array kCauses{"exited", "signalled", "stopped", "limit", "recess_failed"};
  return {{"cause", kCauses[static_cast<std::size_t>(ending.cause)]},
          {"detail", ending.detail},
          {"exit_code", ending.exit_code},
          {"signal", ending.signal},
          {"peak_bytes", ending.peak_bytes},
          {"cpu_ms", ending.cpu.count()}};
}

PlayCallbacks tell_everything(int test, bool& over) {
  PlayCallbacks callbacks;
  callbacks.on_listener = [test](UniqueFd listener) { hand_over(test, listener); };
  callbacks.on_output = [](std::string_view bytes) { tell({{"output", as_text(bytes)}}); };
  callbacks.on_report = [](const LauncherReport& report) { tell({{"report", describe(report)}}); };
  callbacks.on_ended = [&over](const Ending& ending) {
    tell({{"ended", describe(ending)}});
    over = true;
  };
  return callbacks;
}

asio::awaitable<void> obey(asio::posix::stream_descriptor& input, Play& play) {
  std::string words;
  for (;;) {
    boost::system::error_code error;
    auto buffer = asio::dynamic_buffer(words);
    const auto length =
        co_await asio::async_read_until(input, buffer, '\n', asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    const std::string word = words.substr(0, length - 1);
    words.erase(0, length);
    if (word == "go") play.go();
    if (word == "stop") play.stop();
    if (word == "kill") play.kill();
  }
  play.kill();
}

asio::awaitable<void> perform(asio::io_context& loop, Supervisor& sandbox, LaunchRequest request,
                              PlayCallbacks callbacks, bool& over) {
  auto launched = co_await sandbox.launch(std::move(request), std::move(callbacks));
  if (!launched) {
    tell({{"refused", launched.error().detail}});
    over = true;
    co_return;
  }
  const std::unique_ptr<Play> play = std::move(*launched);
  asio::posix::stream_descriptor input(loop, ::dup(0));
  co_await obey(input, *play);
  while (!over) co_await asio::post(loop, asio::use_awaitable);
}

int run(std::span<char*> arguments) {
  asio::io_context loop;
  Options options;
  options.games_root = arguments[2];
  options.runtime = arguments[3];
  options.pool = 1;
  LaunchRequest request{arguments[6], arguments[4], arguments[5], Profile::single};
  if (arguments.size() > 7 && std::string_view(arguments[7]) == "multi") request.profile = Profile::multi;
  const auto sandbox = std::make_shared<Supervisor>(loop, options);
  bool over = false;
  auto callbacks = tell_everything(std::stoi(arguments[1]), over);
  asio::co_spawn(loop, perform(loop, *sandbox, std::move(request), std::move(callbacks), over), asio::detached);
  while (!over) loop.run_one();
  bool gone = false;
  asio::co_spawn(loop, sandbox->shut_down(), [&gone](const std::exception_ptr&) { gone = true; });
  while (!gone) loop.run_one();
  return 0;
}

}  // namespace
}  // namespace recess::sandbox

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "internal-keeper") return recess::sandbox::keeper_main(argc, argv);
  if (argc < 7) return 64;
  return recess::sandbox::run(std::span(argv, static_cast<std::size_t>(argc)));
}
