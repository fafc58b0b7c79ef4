// socketio_fixture [PORT [PING_INTERVAL_MS PING_TIMEOUT_MS [NAME=NUMBER...]]]: the server that protocol tests talk to,
// on 127.0.0.1, and on ::1 if there is one, since suites ask for "localhost". Port 0 picks a free one; the first line
// of output says which. Ends with SIGTERM. The defaults (0 300 200) are what the official suites of Engine.IO 4 and
// Socket.IO 5 expect. The names are limits, small enough for tests: kLimits below.
//
// /engine.io/ echoes every message. On /socket.io/ there are the namespaces "/" and "/custom"; each new socket gets
// "auth" with the object it connected with, and in "/" these events are understood:
//
//   message …           emits message-back with the same arguments
//   message-with-ack …  acknowledges with the same arguments
//   broadcast …         emits broadcast-back with the same arguments to every socket of "/"
//   kick, bounce        ends the link: not to come back, or to come back
#include "http/server.h"
#include "kernel/json.h"
#include "kernel/random.h"
#include "socketio/engine_server.h"
#include "socketio/out_event.h"
#include "socketio/server.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace {

using namespace recess;
using namespace recess::socketio;

class Echo final : public LinkUser {
 public:
  explicit Echo(Link& link) : link_(link) {}
  void on_text(const LentBytes& text, Tick) override { link_.send(make_text_message(*text)); }
  void on_binary(Binary data, Tick) override { link_.send(make_binary_message(std::move(data))); }
  void on_ended(Ending) override {}

 private:
  Link& link_;
};

class EchoApplication final : public EngineApplication {
 public:
  std::unique_ptr<LinkUser> open(Link& link, std::shared_ptr<const Handshake>, Tick) override {
    return std::make_unique<Echo>(link);
  }
};

class FixtureApplication final : public Application {
 public:
  bool has_namespace(std::string_view name) const override { return name == "/" || name == "/custom"; }

  void on_connect(Socket& socket, json::Value auth) override {
    if (socket.name_space() == "/") sockets_.insert(&socket);
    socket.emit(make_event("auth", auth ? std::string(auth.raw()) : "{}"));
  }

  void on_event(Socket& socket, InEvent& event) override {
    if (socket.name_space() != "/") return;
    if (event.name == "message") {
      socket.emit(make_event_of_arguments("message-back", arguments(event), event.attachments));
    } else if (event.name == "message-with-ack") {
      socket.acknowledge(arguments(event), event.attachments);
    } else if (event.name == "broadcast") {
      const OutEventRef back = make_event_of_arguments("broadcast-back", arguments(event), event.attachments);
      for (Socket* each : sockets_) each->emit(back);
    } else if (event.name == "kick" || event.name == "bounce") {
      socket.disconnect(event.name == "kick");
    }
  }

  void on_disconnect(Socket& socket, Ending) override { sockets_.erase(&socket); }

 private:
  static std::string arguments(const InEvent& event) {
    std::string text = "[";
    const json::Value all = event.document->root();
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (i > 1) text += ',';
      text += all.at(i).raw();
    }
    return text + "]";
  }

  std::set<Socket*> sockets_;
};

struct Limit {
  std::string_view name;
  void (*set)(EngineOptions& engine, Options& socketio, long value);
};

constexpr Limit kLimits[] = {
    {"links", [](EngineOptions& e, Options& o, long n) { e.links = o.links = static_cast<std::size_t>(n); }},
    {"links_per_address", [](EngineOptions& e, Options& o,
                             long n) { e.per_address.links = o.links_per_address = static_cast<std::size_t>(n); }},
    // No more than these, but for one a second.
    {"handshakes",
     [](EngineOptions& e, Options& o, long n) {
       e.per_address.handshakes_per_second = o.handshakes_per_second = 1;
       e.per_address.handshake_burst = o.handshake_burst = static_cast<double>(n);
     }},
    {"upgrade_ms",
     [](EngineOptions& e, Options& o, long n) { e.link.upgrade_timeout = o.upgrade_timeout = Millis{n}; }},
    {"outbox_events", [](EngineOptions& e, Options& o,
                         long n) { e.link.outbox_events = o.outbox_events = static_cast<std::size_t>(n); }},
    // Of /engine.io/ only.
    {"overflow_ms", [](EngineOptions& e, Options&, long n) { e.link.overflow_time = Millis{n}; }},
    {"bytes_per_second",
     [](EngineOptions& e, Options&, long n) {
       e.link.incoming_bytes_per_second = e.link.incoming_burst_bytes = static_cast<double>(n);
     }},
};

bool set_limit(std::string_view word, EngineOptions& engine, Options& socketio) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return false;
  for (const Limit& limit : kLimits) {
    if (limit.name != word.substr(0, equals)) continue;
    limit.set(engine, socketio, std::atol(std::string(word.substr(equals + 1)).c_str()));
    return true;
  }
  return false;
}

int serve(std::uint16_t port, const EngineOptions& engine_options, const Options& options) {
  boost::asio::io_context loop{1};
  http::Router router;
  EchoApplication echo;
  const auto engine = std::make_shared<EngineServer>(loop, echo, engine_options, secure_random());
  engine->mount(router, {});
  FixtureApplication application;
  Server sockets(loop, application, options);
  sockets.mount(router);

  http::Server server(loop, std::move(router), http::Limits{});
  const auto endpoint = server.listen("127.0.0.1", port);
  if (!endpoint) {
    std::fprintf(stderr, "socketio_fixture: %s\n", endpoint.error().detail.c_str());
    return 1;
  }
  (void)server.listen("::1", endpoint->port());  // a machine without it has only the other meaning of localhost
  std::printf("listening on 127.0.0.1:%u\n", endpoint->port());
  std::fflush(stdout);

  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code, int) { loop.stop(); });
  loop.run();
  engine->shutdown();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int index, int otherwise) { return argc > index ? std::atoi(argv[index]) : otherwise; };
  EngineOptions engine;
  engine.link.ping_interval = Millis{argument(2, 300)};
  engine.link.ping_timeout = Millis{argument(3, 200)};
  engine.link.max_payload_bytes = 1'000'000;
  Options socketio;
  socketio.ping_interval = engine.link.ping_interval;
  socketio.ping_timeout = engine.link.ping_timeout;
  socketio.connect_timeout = Millis{1000};
  socketio.max_payload_bytes = 1'000'000;
  for (int i = 4; i < argc; ++i) {
    if (set_limit(argv[i], engine, socketio)) continue;
    std::fprintf(stderr, "socketio_fixture: %s is no limit; those are:", argv[i]);
    for (const Limit& limit : kLimits) std::fprintf(stderr, " %s=N", std::string(limit.name).c_str());
    std::fprintf(stderr, "\n");
    return 64;
  }
  return serve(static_cast<std::uint16_t>(argument(1, 0)), engine, socketio);
}
