// Is the other side alive? On Engine.IO 3 the client pings and any packet of it re-arms one deadline. On Engine.IO 4
// the server pings, `interval` after the start or the last pong, and waits `timeout` for the answer, counted from the
// moment the ping was due; another packet while waiting extends that once, for the sake of long uploads.
#pragma once

#include "kernel/clock.h"

namespace recess::socketio {

class Heartbeat {
 public:
  enum class Due { nothing, ping, death };

  Heartbeat(int engine_revision, Millis interval, Millis timeout, Tick now)
      : server_pings_(engine_revision == 4),
        interval_(interval),
        timeout_(timeout),
        deadline_(now + interval + (server_pings_ ? Millis{0} : timeout)) {}

  // What must be done now. After `ping` ask again: the answer may be overdue already.
  Due check(Tick now) {
    if (now < deadline_) return Due::nothing;
    if (!server_pings_ || waiting_) return Due::death;
    waiting_ = true;
    extended_ = false;
    deadline_ += timeout_;
    return Due::ping;
  }

  void on_pong(Tick now) {
    if (!server_pings_) return on_packet(now);
    if (!waiting_) return;
    waiting_ = false;
    deadline_ = now + interval_;
  }

  void on_packet(Tick now) {
    if (!server_pings_) deadline_ = now + interval_ + timeout_;
    else if (waiting_ && !extended_) {
      extended_ = true;
      deadline_ = now + timeout_;
    }
  }

  Tick deadline() const { return deadline_; }

 private:
  bool server_pings_;
  bool waiting_ = false;
  bool extended_ = false;
  Millis interval_;
  Millis timeout_;
  Tick deadline_;
};

}  // namespace recess::socketio
