// hub_server PORT: the hub and nothing else, on 127.0.0.1. Port 0 picks a free one; the first line of output says
// which. Ends with SIGTERM.
#include "http/server.h"
#include "hub/hub.h"
#include "socketio/server.h"

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

int main(int argc, char** argv) {
  using namespace recess;
  boost::asio::io_context loop{1};
  const auto hub = hub::Hub::make(loop, nullptr);
  socketio::Server sockets(loop, *hub, {});
  http::Router router;
  sockets.mount(router);
  http::Server server(loop, std::move(router), http::Limits{});
  const auto endpoint = server.listen("127.0.0.1", static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0));
  if (!endpoint) {
    std::fprintf(stderr, "hub_server: %s\n", endpoint.error().detail.c_str());
    return 1;
  }
  std::printf("listening on 127.0.0.1:%u\n", endpoint->port());
  std::fflush(stdout);
  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code, int) { loop.stop(); });
  loop.run();
  return 0;
}
