// The HTTP server: listeners, connections with their limits and deadlines, routes. One loop thread runs every handler;
// handlers that need the disk or long computing hand that to a pool and come back (see kernel/worker.h).
// Theory of operation: an acceptor per listening socket spawns one Connection task per client. A Connection reads a
// request head under its limits, finds the route, and awaits the handler; responses leave in the order of the requests,
// so pipelining needs nothing more. A WebSocket upgrade hands the stream to a WebSocket session (websocket.cc).
#pragma once

#include "http/message.h"
#include "http/multipart.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace recess::http {

struct Limits {
  std::size_t head_bytes = 16 * 1024;      // beyond: 431
  std::size_t target_bytes = 8 * 1024;     // beyond: 414
  std::uint64_t body_bytes = 1024 * 1024;  // for read_body() without its own limit; beyond: 413
  std::chrono::milliseconds head_time{10'000};
  // For a body to arrive; large ones get the time on top that their bytes take at 32 KiB/s.
  std::chrono::milliseconds body_time{60'000};
  std::chrono::milliseconds idle_time{75'000};   // keep-alive between requests
  std::chrono::milliseconds write_time{60'000};  // without progress
  std::chrono::milliseconds close_time{2'000};   // for the other half of a WebSocket's closing handshake
  // After a last response the peer may go on sending: so much is read over before the connection is closed.
  std::chrono::milliseconds linger_time{5'000};
  std::uint64_t linger_bytes = 64 * 1024 * 1024;
  std::size_t connections = 4000;
  std::size_t connections_per_address = 1000;  // a class shares one address
  // Peers (addresses or networks such as "10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed; they
  // carry many clients, so connections_per_address does not apply to them.
  std::vector<std::string> trusted_proxies{};
};

// A request being served. Lives until the handler's response has been written.
class Exchange {
 public:
  virtual ~Exchange() = default;
  const Request& request() const { return request_; }
  // The whole body, at most `limit` bytes; too_large (413) judged by Content-Length before reading, by count when
  // chunked.
  virtual boost::asio::awaitable<Result<std::string>> read_body(std::uint64_t limit) = 0;
  // multipart/form-data, parts streamed: fields to memory, files to `directory`; or application/x-www-form-urlencoded.
  virtual boost::asio::awaitable<Result<Form>> read_form(FormLimits limits, std::filesystem::path directory) = 0;
  // True once the peer has closed its side or the connection failed; for handlers that hold a request (long polls).
  virtual bool peer_gone() const = 0;
  // Called once when that happens while the handler is still running. Replaces an earlier callback.
  virtual void when_peer_gone(std::function<void()> callback) = 0;
  virtual bool is_upgrade() const = 0;  // asks for a WebSocket, and well
  // "192.0.2.1:8080", "[::1]:8080": this end of the connection; empty where the socket has no such address.
  virtual std::string local_address() const = 0;

 protected:
  Request request_;
};

using Handler = std::function<boost::asio::awaitable<Response>(Exchange&)>;

// Routes by method and pattern: "/game/{}" captures one segment, a final "/{*}" the rest. GET routes answer HEAD too.
// A literal segment wins over "{}", that over "{*}". Method "*" takes every method that no other route of the pattern
// takes. Unknown path: the fallback handler, else 404; known path with another method: 405 with Allow; OPTIONS that no
// route takes: 204 with Allow.
class Router {
 public:
  void add(std::string_view method, std::string_view pattern, Handler handler);
  void fallback(Handler handler);
  Handler fallback() const;  // the one there is, for whoever wants to ask first
  // Turns error statuses into bodies: HTML pages for browsers, JSON for the rest. Called for every response >= 400 that
  // has no body of its own.
  void error_page(std::function<Response(const Request&, unsigned status, const Error&)> render);
  struct Impl;
  Router();
  ~Router();
  Router(Router&&) noexcept;

 private:
  friend class Server;
  friend class Core;
  std::unique_ptr<Impl> impl_;
};

class Server {
 public:
  Server(boost::asio::io_context& loop, Router router, Limits limits);
  ~Server();

  // Binds and listens. `address` is an IP literal; "::" also takes IPv4. Refusals: unavailable (port in use, not
  // permitted).
  Result<boost::asio::ip::tcp::endpoint> listen(const std::string& address, std::uint16_t port);
  // Adopts a listening socket made elsewhere (a play's sandbox, a service manager). Its connections are served by
  // `router` alone, at most `connections` at once, and `remote_address` of their requests is `label`. Closing:
  // close_listener(id).
  std::uint64_t adopt_listener(int fd, std::shared_ptr<Router> router, std::size_t connections, std::string label);
  // Closes the listener and every connection that came through it.
  void close_listener(std::uint64_t id);

  struct Statistics {
    std::size_t connections = 0;  // open now, WebSockets included
    std::size_t websockets = 0;   // open now
    std::uint64_t requests = 0;   // since the start, heads that were refused included
    std::uint64_t turned_away = 0;
  };
  Statistics statistics() const;

  // Stops accepting, lets requests under way finish until the deadline, closes idle connections and WebSockets (1001),
  // then ends the rest.
  boost::asio::awaitable<void> drain(std::chrono::milliseconds deadline);

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace recess::http
