// hub_server [PORT [PING_INTERVAL_MS PING_TIMEOUT_MS [MAX_PAYLOAD]]]: the hub and nothing else, on 127.0.0.1. Port 0
// picks a free one; the first line of output says which. Ends with SIGTERM.
//
// GET /longest answers with the longest single piece of work of the loop since it was asked last: microseconds of the
// thread's own processor time, so that a busy machine does not count. Nobody else is served while such a piece lasts.
#include "http/server.h"
#include "hub/hub.h"
#include "socketio/server.h"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace {

std::int64_t processor_micros() {
  timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::int64_t{spent.tv_sec} * 1'000'000 + spent.tv_nsec / 1000;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace recess;
  const auto argument = [&](int index, int otherwise) { return argc > index ? std::atoi(argv[index]) : otherwise; };
  socketio::Options options;
  options.ping_interval = Millis{argument(2, 25'000)};
  options.ping_timeout = Millis{argument(3, 20'000)};
  options.max_payload_bytes = static_cast<std::uint64_t>(argument(4, 20'000'000));

  boost::asio::io_context loop{1};
  const auto hub = hub::Hub::make(loop, nullptr);
  socketio::Server sockets(loop, *hub, options);
  std::int64_t longest = 0;
  http::Router router;
  sockets.mount(router);
  router.add("GET", "/longest", [&](http::Exchange&) -> boost::asio::awaitable<http::Response> {
    http::Response answer{.status = 200, .body = std::to_string(std::exchange(longest, 0))};
    co_return answer;
  });
  http::Server server(loop, std::move(router), http::Limits{});
  const auto endpoint = server.listen("127.0.0.1", static_cast<std::uint16_t>(argument(1, 0)));
  if (!endpoint) {
    std::fprintf(stderr, "hub_server: %s\n", endpoint.error().detail.c_str());
    return 1;
  }
  std::printf("listening on 127.0.0.1:%u\n", endpoint->port());
  std::fflush(stdout);
  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code, int) { loop.stop(); });
  std::int64_t before = processor_micros();
  while (loop.run_one() > 0) {
    const std::int64_t after = processor_micros();
    longest = std::max(longest, after - before);
    before = after;
  }
  return 0;
}
