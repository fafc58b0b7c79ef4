// For tests: a Socket.IO session on a recorded link, and an application that notes what it is told.
#pragma once

#include "socketio/session.h"
#include "socketio/test_rig.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::socketio::testing {

class NotingApplication : public Application {
 public:
  bool has_namespace(std::string_view name) const override { return name == "/" || name == "/custom"; }
  void on_connect(Socket& socket, json::Value auth) override {
    sockets.push_back(&socket);
    notes.push_back("connect " + socket.name_space() + " " + std::string(auth ? auth.raw() : "-"));
    if (welcome) socket.emit(make_event("welcome", "{}"));
  }
  void on_event(Socket& socket, InEvent& event) override {
    std::string note = "event " + std::string(event.name) + " " + std::string(event.document->root().raw());
    for (const Binary& attachment : event.attachments) note.append(" <").append(*attachment).append(">");
    if (event.wants_ack) note += " ack";
    notes.push_back(std::move(note));
    if (handler) handler(socket, event);
  }
  void on_disconnect(Socket& socket, Ending why) override {
    notes.push_back("disconnect " + socket.name_space());
    endings.push_back(why);
    std::erase(sockets, &socket);
  }
  void on_dropped(Socket&, std::string_view why) override { notes.push_back("dropped: " + std::string(why)); }

  std::vector<std::string> taken() { return std::exchange(notes, {}); }

  bool welcome = false;
  std::function<void(Socket&, InEvent&)> handler;
  std::vector<std::string> notes;
  std::vector<Ending> endings;
  std::vector<Socket*> sockets;
};

// A link of that revision with its handshake done, and for revision 4 CONNECT too unless told otherwise.
struct SessionRig : LinkRig {
  explicit SessionRig(int revision, Transport transport = Transport::websocket, bool connected = true)
      : LinkRig(revision, transport, false, LinkOptions{}), session(context, link, facts, now) {
    link.attach(session);
    session.greet();
    if (transport == Transport::polling) opening = std::string(*link.handshake_answer().body);
    else link.websocket_opened();
    session.start(now);
    if (revision == 4 && connected) say("40");
    if (transport == Transport::websocket && connected) {
      opening_frames = sent();
      application.taken();
    }
  }

  void say(std::string_view message) {
    link.websocket_text(message, now);
    turn();
  }
  void send_binary(std::string_view data) {
    link.websocket_binary(link.revision() == 3 ? "\x04" + std::string(data) : std::string(data), now);
    turn();
  }
  bool closed() const { return link.ended(); }
  std::vector<std::string> notes() { return application.taken(); }

  NotingApplication application;
  SeededRandom random{7};
  SessionContext context{application, random};
  std::shared_ptr<const Handshake> facts = std::make_shared<const Handshake>();
  Session session;
  std::string opening;
  std::vector<std::string> opening_frames;
};

}  // namespace recess::socketio::testing
