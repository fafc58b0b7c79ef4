// One Engine.IO connection, as a machine without sockets and clock: it is told what arrived and what time it is, and
// tells its port what to send. Handshake, polling, upgrade, heartbeat, the ways to end, and what waits to be sent.
//
// Theory of operation. A link begins on polling or on a WebSocket. On polling, packets wait in the outbox until a GET
// fetches them; a GET that finds nothing is held, and answered at the end of the turn in which something came. An
// upgrade is a second conversation on a new WebSocket (the probe): "2probe" holds back the outbox and empties the held
// GET with a noop, "5" makes the probe the link's WebSocket and sends what waited, in order. On a WebSocket, packets
// go straight to its queue while that is short, so that what may be dropped for a slow reader is still here to drop.
//
// Calls from above (send, request_end, slow_down) never call back: what follows from them happens in settle(), which
// the port calls later in the same turn after wake().
#pragma once

#include "kernel/clock.h"
#include "socketio/budget.h"
#include "socketio/heartbeat.h"
#include "socketio/outbox.h"
#include "socketio/request.h"
#include "socketio/server.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::socketio {

// How the client is told: clients of both generations return after anything but a close packet.
enum class Farewell : std::uint8_t {
  may_return,  // polling: 503; WebSocket: close frame 1001
  final,       // close packet; WebSocket: then close frame 1000
  error,       // polling: 400; WebSocket: close frame 1002
  finished,    // the client said so: a held GET gets a noop; WebSocket: close frame 1000
};

struct Traffic {
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

struct LinkOptions {
  Millis ping_interval{25'000};
  Millis ping_timeout{20'000};
  Millis upgrade_timeout{10'000};
  Millis overflow_time{10'000};  // how long an outbox may stay full
  Millis linger_time{10'000};    // how long a polling client may take to fetch its close packet
  std::uint64_t max_payload_bytes = 20'000'000;
  std::size_t outbox_bytes = 32U << 20U;
  std::size_t outbox_events = 4096;
  std::size_t websocket_window_bytes = 256U << 10U;  // beyond, packets wait in the outbox
  std::size_t response_bytes = 4U << 20U;            // of one poll, unless one packet is larger
  double incoming_bytes_per_second = 8'000'000;
  double incoming_burst_bytes = 64'000'000;
};

// What a link needs done.
class LinkPort {
 public:
  virtual ~LinkPort() = default;
  virtual void answer_poll(Answer answer) = 0;            // the held one
  virtual void send_frame(const http::Frame& frame) = 0;  // or a piece of one: more of it follows at once
  virtual std::size_t websocket_backlog() const = 0;
  virtual void close_websocket(http::CloseCode code) = 0;
  virtual void pause_websocket(Millis duration) = 0;
  virtual void send_to_probe(const http::Frame& frame) = 0;
  virtual void drop_probe() = 0;
  virtual void adopt_probe() = 0;  // the probe is the link's WebSocket from now on
  virtual void wake() = 0;         // call settle() later in this turn
  virtual void ended() = 0;        // forget the link once the call in progress has returned
};

// What sits above a link: Socket.IO, or an application of bare messages.
class LinkUser {
 public:
  virtual ~LinkUser() = default;
  // Sends what belongs into the handshake response, behind the open packet.
  virtual void greet() {}
  // The handshake response has been put together.
  virtual void start(Tick) {}
  virtual void on_text(const LentBytes& text, Tick now) = 0;
  virtual void on_binary(Binary data, Tick now) = 0;
  virtual Tick deadline() const { return Tick::max(); }
  virtual void check(Tick) {}
  // Last call.
  virtual void on_ended(Ending why) = 0;
};

class Link {
 public:
  Link(const LinkOptions& options, Traffic& traffic, LinkPort& port, int revision, std::string sid, bool base64,
       Transport transport, Tick now);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  void attach(LinkUser& user) { user_ = &user; }
  const std::string& sid() const { return sid_; }
  int revision() const { return revision_; }
  Transport transport() const { return transport_; }
  bool ended() const { return ended_; }
  std::size_t queued_bytes() const;

  // From above.
  void send(OutEventRef event);
  void request_end(Ending why, Farewell farewell);
  void slow_down(Millis duration, Tick now);
  // At once; for the layer above when it is being called by this one.
  void end(Ending why, Farewell farewell);

  // Polling. The handshake answer is what greet() left, behind the open packet.
  Answer handshake_answer() { return take_answer(); }
  std::optional<Answer> poll();  // nothing: held
  void poll_aborted();
  std::optional<Answer> begin_post();  // an answer: refused; nothing: read the body
  // What a body holds; the views point into it, and a packet that is most of it is not copied if it has an owner.
  struct Post {
    std::vector<WirePacket> packets{};
    std::size_t heard = 0;
    std::shared_ptr<const void> owner{};
    std::size_t most_bytes = 0;
  };
  std::optional<Answer> open_post(const LentBytes& body, bool octet_stream, Tick now, Post& post);  // likewise
  // Hands on the next packets. Nothing: there are more, which should be heard in another turn of the loop.
  std::optional<Answer> hear_post(Post& post, Tick now);
  Answer post_too_large();
  void post_aborted();
  Millis post_delay(Tick now) const;  // how long to keep the sender waiting for the answer

  // The link's WebSocket.
  void websocket_opened() { pump(); }
  void websocket_text(const LentBytes& message, Tick now);
  void websocket_binary(const LentBytes& message, Tick now);
  void websocket_drained() { pump(); }
  void websocket_closed(bool clean);

  // The upgrade. begin_probe says whether the new WebSocket may try.
  bool begin_probe(Tick now);
  void probe_text(std::string_view message, Tick now);
  void probe_binary() { fail_probe(); }
  void probe_closed();

  Tick deadline() const;
  void check(Tick now);
  void settle(Tick now);

 private:
  enum class Probe : std::uint8_t { none, opened, confirmed };
  struct Request {
    Ending why;
    Farewell farewell;
  };

  void receive(const WirePacket& packet, const LentBytes& from, Tick now);
  void receive_message(const WirePacket& packet, const LentBytes& from, Tick now);
  void count_incoming(std::size_t bytes, Tick now);
  void write(const OutEvent& event, std::size_t packet);
  void pump(bool everything = false);
  // False while a giant in front is still being put into the form of revision 3: settle() goes on with it.
  bool prepare_front();
  Answer take_answer();
  void answer_held(Answer answer);
  void fail_probe();
  void beat(Tick now);
  void watch_outbox(Tick now);
  void fulfil(Request request, Tick now);
  void finish_lingering();
  bool deaf() const { return ended_ || lingering_ || request_; }

  const LinkOptions& options_;
  Traffic& traffic_;
  LinkPort& port_;
  LinkUser* user_ = nullptr;
  std::string sid_;
  int revision_;
  bool base64_;
  Transport transport_;
  bool poll_held_ = false;
  bool posting_ = false;
  bool ended_ = false;
  Probe probe_ = Probe::none;
  Tick probe_deadline_ = Tick::max();
  Tick linger_deadline_ = Tick::max();
  Tick answer_posts_at_ = Tick::min();
  std::optional<Tick> full_since_;
  std::optional<Request> request_;    // to be fulfilled at the end of the turn
  std::optional<Request> lingering_;  // the user is gone; the client has still to be told
  Heartbeat heartbeat_;
  Budget incoming_;
  Outbox outbox_;
};

}  // namespace recess::socketio
