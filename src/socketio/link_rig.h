// Links whose handshake is done, for their tests.
#pragma once

#include "socketio/test_rig.h"

#include <string>
#include <string_view>
#include <utility>

namespace recess::socketio::testing {

// A link with a user that echoes, its handshake done.
struct Rig : LinkRig {
  explicit Rig(int revision = 4, Transport transport = Transport::polling, bool base64 = false,
               LinkOptions with = quick_options())
      : LinkRig(revision, transport, base64, std::move(with)), user(link) {
    user.echoes = true;
    link.attach(user);
    if (transport == Transport::polling) opening = std::string(*link.handshake_answer().body);
    else link.websocket_opened();
    if (transport == Transport::websocket) opening = sent().front();
  }
  void upgrade() {
    link.begin_probe(now);
    link.probe_text("2probe", now);
    link.probe_text("5", now);
  }
  RecordingUser user;
  std::string opening;
};
struct Rig3 : Rig {
  explicit Rig3(bool base64 = false) : Rig(3, Transport::polling, base64) {}
};
struct WebSocketRig : Rig {
  explicit WebSocketRig(int revision = 4, bool base64 = false, LinkOptions with = quick_options())
      : Rig(revision, Transport::websocket, base64, std::move(with)) {}
  void say(std::string_view message) {
    link.websocket_text(message, now);
    turn();
  }
};

}  // namespace recess::socketio::testing
