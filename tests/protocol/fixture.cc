// socketio_fixture PORT [PING_INTERVAL_MS PING_TIMEOUT_MS]: the server that protocol tests talk to, on 127.0.0.1. Port
// 0 picks a free one; the first line of output says which. Ends with SIGTERM.
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
  void on_text(std::string_view text, Tick) override { link_.send(make_text_message(text)); }
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

int serve(std::uint16_t port, Millis ping_interval, Millis ping_timeout) {
  boost::asio::io_context loop{1};
  http::Router router;

  EngineOptions engine_options;
  engine_options.link.ping_interval = ping_interval;
  engine_options.link.ping_timeout = ping_timeout;
  engine_options.link.max_payload_bytes = 1'000'000;
  EchoApplication echo;
  const auto engine = std::make_shared<EngineServer>(loop, echo, engine_options, secure_random());
  engine->mount(router, {});

  Options options;
  options.ping_interval = ping_interval;
  options.ping_timeout = ping_timeout;
  options.connect_timeout = Millis{1000};
  options.max_payload_bytes = 1'000'000;
  FixtureApplication application;
  Server sockets(loop, application, options);
  sockets.mount(router);

  http::Server server(loop, std::move(router), http::Limits{});
  const auto endpoint = server.listen("127.0.0.1", port);
  if (!endpoint) {
    std::fprintf(stderr, "socketio_fixture: %s\n", endpoint.error().detail.c_str());
    return 1;
  }
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
  return serve(static_cast<std::uint16_t>(argument(1, 0)), Millis{argument(2, 300)}, Millis{argument(3, 200)});
}
