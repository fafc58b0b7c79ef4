// Socket.IO (protocol 4 over Engine.IO 3, protocol 5 over Engine.IO 4) as a library: it knows links, namespaces,
// packets, acks and binary attachments, and nothing of devices or rooms. An Application (the hub, or the conformance
// fixture) is told what happens; it answers through Socket. Loop thread only.
//
// Start with link.h (one connection), session.h (namespaces and packets) and engine_server.h (the sockets under it).
#pragma once

#include "http/server.h"
#include "kernel/json.h"
#include "kernel/rope.h"
#include "kernel/result.h"
#include "socketio/placeholders.h"
#include "socketio/recovery_limits.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace recess::socketio {

// An event on its way out, encoded at most once per kind of recipient however many there are: the Socket.IO text once,
// the framing once per kind (out_event.h). Make one, emit it to many, drop it.
class OutEvent;
using OutEventRef = std::shared_ptr<OutEvent>;

// How an event may be treated while it waits for a slow client.
enum class Lane : std::uint8_t {
  ordered,     // never dropped; overflow ends the slow link
  latest,      // superseded by a newer one with the same key (acceleration and gyro of one device)
  disposable,  // dropped first (timer)
};

// `argument` is JSON text, with {"_placeholder":true,"num":i} where attachments[i] belongs.
OutEventRef make_event(std::string_view name, std::string_view argument, std::vector<Binary> attachments = {},
                       Lane lane = Lane::ordered, std::string latest_key = {});
// A long argument that somebody keeps anyway, or one put together from what others keep: referred to, not copied.
OutEventRef make_event(std::string_view name, const SharedBytes& argument, std::vector<Binary> attachments = {},
                       Lane lane = Lane::ordered, std::string latest_key = {});
OutEventRef make_event(std::string_view name, Rope argument, std::vector<Binary> attachments = {});
// The same with any number of arguments, as the text of a JSON array without the name.
OutEventRef make_event_of_arguments(std::string_view name, std::string_view arguments,
                                    std::vector<Binary> attachments = {});

// What is known of the link a socket came over.
struct Handshake {
  int engine_revision = 4;  // 3 or 4
  std::string remote_address;
  http::Query query;
  http::Headers headers;  // of the handshake request: cookies, user agent
  std::string listener;   // label of the adopted listener it came through; empty for the public port
};

// An EVENT packet. Views are valid during on_event only; keep Document and attachments to keep the data.
struct InEvent {
  std::string_view name;
  std::shared_ptr<const json::Document> document;  // the packet's array; element 0 is the name
  json::Value first_argument;                      // json::Value{} (absent) if there is none
  std::vector<Binary> attachments;                 // placeholders in the document have been checked against these
  bool wants_ack = false;
};

enum class Ending : std::uint8_t {
  client_left,
  transport_lost,
  timed_out,
  kicked,
  overflow,
  server_stopping,
  protocol_error
};

// One membership in one namespace, usually of one link; one that can be recovered (recovery.h) may be without a link
// for a while, and come back on another. Valid from on_connect until on_disconnect returns. Nothing here calls back
// into the application: what follows from emit or disconnect (an overflow, on_disconnect) comes later in the turn.
class Socket {
 public:
  virtual ~Socket() = default;
  virtual const std::string& id() const = 0;  // EIO3: equal to the engine sid; EIO4: random, never the engine sid
  virtual const Handshake& handshake() const = 0;
  virtual const std::string& name_space() const = 0;
  virtual void emit(const OutEventRef& event) = 0;
  // Answers the event being handled; `arguments` is the text of a JSON array. At most once per event, else ignored.
  virtual void acknowledge(std::string arguments, std::vector<Binary> attachments = {}) = 0;
  // final: the client is told not to come back (41 and close packet). Otherwise it may (1001).
  virtual void disconnect(bool final) = 0;
  // Slows the sender down: WebSocket reads pause, at most 1 s at a time; POST answers are delayed, at most 2 s.
  virtual void slow_down(std::chrono::milliseconds duration) = 0;
  virtual std::size_t queued_bytes() const = 0;
  // Free for the application; the library never looks at it.
  void* user = nullptr;
};

class Application {
 public:
  virtual ~Application() = default;
  virtual bool has_namespace(std::string_view name) const { return name == "/"; }
  // `auth` is the CONNECT packet's object, absent if none was sent; valid during the call.
  virtual void on_connect(Socket& socket, json::Value auth) = 0;
  virtual void on_event(Socket& socket, InEvent& event) = 0;
  virtual void on_disconnect(Socket& socket, Ending why) = 0;
  // The link of a socket that can be recovered is lost. What is emitted to it is kept for it, in bounds, until
  // on_return or on_disconnect.
  virtual void on_away(Socket&, Ending /*why*/) {}
  // It is back, perhaps before its old link was known to be lost. `complete`: it gets all that it missed, in order, and
  // then what is emitted from here on. Otherwise it has its seat and knows nothing: tell it all.
  virtual void on_return(Socket&, json::Value /*auth*/, bool /*complete*/) {}
  // What the application must know of a socket to have it back after a restart, as JSON text; empty: it will be new.
  virtual std::string save(const Socket&) const { return {}; }
  // That again, before any link. False: it cannot be had back. It is away from now on.
  virtual bool restore(Socket&, json::Value /*saved*/) { return false; }
  // A packet was dropped for a reason worth telling its sender: too large, or its attachments came too late.
  virtual void on_dropped(Socket&, std::string_view /*why*/) {}
};

struct Options {
  std::string path = "/socket.io/";
  std::chrono::milliseconds ping_interval{25'000};
  std::chrono::milliseconds ping_timeout{20'000};
  std::chrono::milliseconds connect_timeout{45'000};
  std::chrono::milliseconds upgrade_timeout{10'000};
  std::uint64_t max_payload_bytes = 20'000'000;
  std::size_t links = 2000;
  std::size_t links_per_address = 500;
  double handshakes_per_second = 50;  // per address
  double handshake_burst = 300;
  std::size_t outbox_bytes = 32U << 20U;
  std::size_t outbox_events = 4096;
  // Socket ids of Engine.IO 3 are public and name the link, so while such a link polls, only its own address may.
  bool pin_polling_address = true;
  std::vector<std::string> allowed_origins{};  // beside the host's own; empty: any
  RecoveryLimits recovery{};
};

class Server {
 public:
  Server(boost::asio::io_context& loop, Application& application, Options options);
  // Ends every link at once; the application still hears on_disconnect, so it must outlive the server.
  ~Server();
  // Puts the endpoint (path with and without the last slash) on a router; may be called for several routers. `listener`
  // is the label of the adopted listener that router serves.
  void mount(http::Router& router, std::string listener = {});
  // Ends every link that came through this listener label, as "may come back".
  void close_listener(std::string_view label);
  // Ends every link as "may come back".
  void close_all();

  // What can be recovered, as text that holds secrets; and that text in the next process, before it listens. With
  // history: to be called when every link has ended. Without: at any time, so that a crash costs history but no seats.
  std::string save_sessions(bool with_history) const;
  Result<std::size_t> restore_sessions(std::string_view saved);

  struct Statistics {
    std::size_t links = 0, sockets = 0, recoverable = 0, away = 0;
    std::uint64_t events_in = 0, events_out = 0, bytes_in = 0, bytes_out = 0, dropped_packets = 0;
  };
  Statistics statistics() const;

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace recess::socketio
