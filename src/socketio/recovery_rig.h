// For tests: a server's share of sessions with recovery, as many links to it as a test likes, and a restart.
#pragma once

#include "socketio/session_rig.h"

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace recess::socketio::testing {

// Notes also who is away and who returned; keeps a word with each socket over a restart.
class ReturningApplication final : public NotingApplication {
 public:
  void on_away(Socket& socket, Ending) override {
    notes.push_back("away");
    away.insert(&socket);
  }
  void on_return(Socket& socket, json::Value, bool complete) override {
    notes.push_back(complete ? "back" : "seat");
    away.erase(&socket);
    if (welcome) socket.emit(make_event("welcome", "{}"));
  }
  void on_disconnect(Socket& socket, Ending why) override {
    away.erase(&socket);
    NotingApplication::on_disconnect(socket, why);
  }
  std::string save(const Socket& socket) const override { return forgetful ? "" : json::quote("of " + socket.id()); }
  bool restore(Socket& socket, json::Value saved) override {
    if (saved.as_string() != "of " + socket.id()) return false;
    sockets.push_back(&socket);
    away.insert(&socket);
    return true;
  }
  void broadcast(const OutEventRef& event) {
    for (Socket* socket : sockets) socket->emit(event);
  }

  bool forgetful = false;
  std::set<Socket*> away;
};

struct RecoveryServer {
  explicit RecoveryServer(RecoveryLimits limits = {}, std::uint64_t numbered_from = 1000, std::uint64_t seed = 7)
      : random(seed), recovery(limits, random, numbered_from, [this] { return now; }) {
    context.recovery = &recovery;
  }
  ~RecoveryServer() { end_away(context, true); }

  void pass(Millis time) {
    now += time;
    end_away(context);
  }

  Tick now{};
  SeededRandom random;
  ReturningApplication application;
  Recovery recovery;
  SessionContext context{application, random};
};

// One WebSocket of revision 4 to it.
struct RecoveryLink {
  explicit RecoveryLink(RecoveryServer& s, std::string_view connect = R"(40{"recovery":true})") : server(s) {
    link.attach(session);
    session.greet();
    link.websocket_opened();
    session.start(server.now);
    port.sent.clear();
    if (!connect.empty()) say(connect);
  }
  ~RecoveryLink() { link.end(Ending::transport_lost, Farewell::may_return); }

  void say(std::string_view message) {
    link.websocket_text(message, server.now);
    if (std::exchange(port.awake, false)) link.settle(server.now);
  }
  void cut() { link.websocket_closed(false); }
  std::vector<std::string> sent() { return std::exchange(port.sent, {}); }
  // The value of a key in the CONNECT packet that is the first thing sent.
  std::string told(std::string_view key) const {
    const auto document = json::Document::parse(port.sent.at(0).substr(2)).value();
    return document->root().find(key).as_string().value_or("");
  }

  RecoveryServer& server;
  LinkOptions options{};
  Traffic traffic{};
  RecordingPort port{};
  Link link{options, traffic, port, 4, kSid, false, Transport::websocket, server.now};
  Session session{server.context, link, std::make_shared<const Handshake>(), server.now};
};

inline std::string returning(const std::string& pid, const std::string& offset = {}, const std::string& more = {}) {
  std::string text = R"(40{"recovery":true,"pid":")" + pid + "\"";
  if (!offset.empty()) text += R"(,"offset":")" + offset + "\"";
  return text + more + "}";
}

}  // namespace recess::socketio::testing
