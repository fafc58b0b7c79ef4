// Engine.IO on HTTP: the sockets, clock and routes under the links. Loop thread only.
//
// Theory of operation. Every request to the path is classified (request.h) and finds or makes an EngineConnection: a
// Link, what sits above it, and the ends that HTTP gave us, namely the coroutine of a held GET and up to two
// WebSockets. A turn of the loop that queued something for polling links ends with one settle() for all of them.
// Deadlines of all links are one ordered agenda with one timer; an entry may be early, never late, so a packet that
// re-arms a heartbeat costs nothing. Links that ended are forgotten at the end of the turn, when nothing of them is on
// the stack any more.
#pragma once

#include "http/server.h"
#include "kernel/random.h"
#include "socketio/address_book.h"
#include "socketio/link.h"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess::socketio {

class EngineConnection;

// Makes what sits above each new link.
class EngineApplication {
 public:
  virtual ~EngineApplication() = default;
  virtual std::unique_ptr<LinkUser> open(Link& link, std::shared_ptr<const Handshake> handshake, Tick now) = 0;
};

struct EngineOptions {
  std::string path = "/engine.io/";
  std::size_t links = 2000;
  AddressLimits per_address{};
  std::size_t links_per_listener = 8;  // of an adopted listener: one program
  bool pin_polling_address = true;
  std::vector<std::string> allowed_origins{};
  LinkOptions link{};
};

class EngineServer : public std::enable_shared_from_this<EngineServer> {
 public:
  // Make it with make_shared: routes keep it alive. `application` is not used after shutdown().
  EngineServer(boost::asio::io_context& loop, EngineApplication& application, EngineOptions options, Random& random);
  ~EngineServer();

  void mount(http::Router& router, const std::string& listener);
  void close_listener(std::string_view label);
  void close_all();
  // Ends every link within the call and refuses every request from now on.
  void shutdown();

  std::size_t links() const { return links_.size(); }
  const Traffic& traffic() const { return traffic_; }

 private:
  friend class EngineConnection;
  friend class DirectWebSocket;
  using ConnectionRef = std::shared_ptr<EngineConnection>;
  using HandshakeRef = std::shared_ptr<const Handshake>;
  using Served = boost::asio::awaitable<http::Response>;

  Served serve(http::Exchange& exchange, std::string listener);
  http::Response handshake(const Ask& ask, NewLink wish, const http::Request& request, std::string listener);
  http::Response probe(const ConnectionRef& connection) const;
  Served poll(http::Exchange& exchange, ConnectionRef connection);
  Served post(http::Exchange& exchange, ConnectionRef connection);

  ConnectionRef find(std::string_view sid, Tick now);
  Policy policy_for(const Ask& ask, std::string_view listener, Tick now);
  ConnectionRef open(int revision, bool base64, Transport transport, HandshakeRef handshake, http::WebSocket* socket);
  template <class Select>
  void end_where(Select select);

  // For EngineConnection.
  void schedule(EngineConnection& connection);
  void wake(EngineConnection& connection);
  void forget(EngineConnection& connection);
  void end_turn_later();
  void end_turn();
  void arm_timer();
  void on_timer();

  boost::asio::io_context& loop_;
  EngineApplication* application_;
  EngineOptions options_;
  Random& random_;
  Traffic traffic_;
  AddressBook addresses_;
  std::unordered_map<std::string, ConnectionRef> links_;
  std::set<std::pair<Tick, EngineConnection*>> agenda_;
  boost::asio::steady_timer timer_;
  Tick timer_set_for_ = Tick::max();
  std::vector<ConnectionRef> awake_;
  std::vector<ConnectionRef> graveyard_;
  bool turn_ends_later_ = false;
};

}  // namespace recess::socketio
