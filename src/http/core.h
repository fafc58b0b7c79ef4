// What all connections of one server share: limits, places, the sweep of deadlines, the flush of WebSockets. Loop
// thread only. Held by shared_ptr: a handler that outlives the Server still finds it.
//
// Deadlines are swept, not timed: one timer looks at every client a few times a second while there is one. A deadline
// then costs a store instead of a timer, and the hot paths make no system call for it.
#pragma once

#include "http/peer.h"
#include "http/router.h"
#include "kernel/clock.h"
#include "kernel/worker.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace recess::http {

// Plain loop executors: the type-erased default costs at every operation.
using LoopExecutor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, LoopExecutor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, LoopExecutor>;

class Core;
class WebSocketSession;

// A listening socket, as its connections know it.
struct Listener {
  std::uint64_t id = 0;
  std::shared_ptr<Router> router;  // null: the server's own
  std::string label;               // remote_address of its requests, empty: the peer's
  std::size_t cap = 0;
  std::size_t connections = 0;
};

// A connection or a WebSocket session: what the sweep, draining and closing a listener speak to.
class Client {
 public:
  virtual ~Client() = default;
  virtual void sweep(Tick now) = 0;  // ends what has missed its deadline; destroys nothing
  virtual void drain() = 0;          // finish what is under way, then leave
  virtual void abort() = 0;          // leave now
  virtual std::uint64_t listener_id() const = 0;
  // Kept alive between two requests: the first to go when places are short.
  virtual bool is_idle() const { return false; }
};

// A place taken among the connections allowed; given back when destroyed. Moves from a Connection to the
// WebSocketSession that follows it.
class Place {
 public:
  Place(std::shared_ptr<Core> core, std::shared_ptr<Listener> listener, std::string address, bool counted_by_address);
  Place(Place&&) noexcept = default;
  Place& operator=(Place&&) = delete;
  ~Place();
  const Listener& listener() const { return *listener_; }
  const std::string& address() const { return address_; }
  Core& core() const { return *core_; }
  const std::shared_ptr<Core>& shared_core() const { return core_; }

 private:
  std::shared_ptr<Core> core_;
  std::shared_ptr<Listener> listener_;
  std::string address_;
  bool counted_by_address_;
};

class Core : public std::enable_shared_from_this<Core> {
 public:
  Core(boost::asio::io_context& loop, Router router, Limits limits);

  // False when all places of the listener, or of the address, are taken.
  bool has_place(const Listener& listener, const std::string& address) const;
  const TrustedPeers& trusted() const { return trusted_; }

  void enter(Client& client);
  void leave(Client& client) { clients_.erase(&client); }
  void drain_clients();
  void abort_clients();
  void abort_clients_of(std::uint64_t listener);
  // Ends one connection of this listener that waits between two requests; false if there is none. Programs that connect
  // again leave such connections behind, and must not lock themselves out with them.
  bool drop_idle_client_of(std::uint64_t listener);
  bool empty() const { return clients_.empty(); }

  // Sessions with frames to send are flushed together, after everything that is ready now has run: what one turn of
  // the loop produces for a client leaves in one write.
  void flush_later(std::shared_ptr<WebSocketSession> session);

  const Router::Impl& routes(const Listener& listener) const;
  std::string_view date();

  boost::asio::io_context& loop;
  const Limits limits;
  Worker files{2};  // reads and writes of files
  bool draining = false;
  std::size_t turned_away = 0;  // clients that are being told so now
  Server::Statistics statistics{};

  // Input and output of one system call; nothing stays here between two.
  std::array<char, 64 * 1024> input{};
  std::array<char, 64 * 1024> output{};

 private:
  friend class Place;
  void arm_sweep();
  void sweep();
  void flush();

  Router router_;
  TrustedPeers trusted_;
  std::unordered_set<Client*> clients_;
  std::unordered_map<std::string, std::size_t> by_address_;
  Timer sweeper_;
  Millis sweep_interval_;
  bool sweeping_ = false;
  std::vector<std::shared_ptr<WebSocketSession>> dirty_;
  std::vector<std::shared_ptr<WebSocketSession>> flushing_;
  std::int64_t date_second_ = -1;
  std::string date_;
};

}  // namespace recess::http
