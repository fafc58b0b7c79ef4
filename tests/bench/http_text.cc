// Recess's HTTP server with one route that answers a fixed text: what a request costs without an application. Prints
// "listening PORT".
#include "http/server.h"

#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>

using namespace recess;

int main(int argc, char** argv) {
  boost::asio::io_context loop(1);
  http::Router router;
  router.add("GET", "/steps", [](http::Exchange&) -> boost::asio::awaitable<http::Response> {
    http::Response response = http::text(200, "hello to you too\n");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Access-Control-Allow-Origin", "*");
    co_return response;
  });
  http::Server server(loop, std::move(router), {});
  const auto endpoint = server.listen("127.0.0.1", static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0));
  if (!endpoint) {
    std::fprintf(stderr, "bench_http_text: %s\n", endpoint.error().detail.c_str());
    return 69;
  }
  std::printf("listening %d\n", endpoint->port());
  std::fflush(stdout);
  loop.run();
}
