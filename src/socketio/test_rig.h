// For tests: a link with a port that records, and a clock moved by hand.
#pragma once

#include "socketio/link.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::socketio::testing {

// Of an unmasked server frame.
inline std::size_t head_bytes(std::string_view frame) {
  const auto length = static_cast<unsigned char>(frame[1]);
  return length < 126 ? 2 : length == 126 ? 4 : 10;
}
inline bool is_whole(std::string_view frame) {
  std::size_t length = static_cast<unsigned char>(frame[1]);
  if (length >= 126) length = 0;
  for (std::size_t i = 2; i < head_bytes(frame); ++i) length = length << 8U | static_cast<unsigned char>(frame[i]);
  return frame.size() == head_bytes(frame) + length;
}
// The payload: text as it is, binary in <>.
inline std::string unframe(std::string_view frame) {
  const std::string payload(frame.substr(head_bytes(frame)));
  return (frame[0] & 0x0F) == 1 ? payload : "<" + payload + ">";
}
inline std::string unframe(const http::Frame& frame) { return unframe(*frame); }

inline Binary bytes(std::string_view data) { return Binary(std::string(data)); }

struct RecordingPort : LinkPort {
  void answer_poll(Answer answer) override { polls.push_back(std::move(answer)); }
  void send_frame(const http::Frame& frame) override {
    frames.push_back(frame);
    if (slow) backlog += frame->size();
    begun += *frame;
    if (is_whole(begun)) sent.push_back(unframe(std::exchange(begun, {})));
  }
  std::size_t websocket_backlog() const override { return backlog; }
  void close_websocket(http::CloseCode code) override { closed.push_back(static_cast<int>(code)); }
  void pause_websocket(Millis duration) override { pauses.push_back(duration.count()); }
  void send_to_probe(const http::Frame& frame) override { probe_sent.push_back(unframe(frame)); }
  void drop_probe() override { ++probes_dropped; }
  void adopt_probe() override { ++probes_adopted; }
  void wake() override { awake = true; }
  void ended() override { ++endings; }

  std::vector<Answer> polls;
  std::vector<std::string> sent;
  std::vector<http::Frame> frames;  // and pieces of long ones
  std::string begun;                // one of which more is to come
  std::vector<std::string> probe_sent;
  std::vector<int> closed;
  std::vector<long> pauses;
  std::size_t backlog = 0;
  bool slow = false;  // nothing is handed to the kernel
  bool awake = false;
  int probes_dropped = 0;
  int probes_adopted = 0;
  int endings = 0;
};

// Remembers what it was told, and echoes if asked to.
struct RecordingUser : LinkUser {
  explicit RecordingUser(Link& l) : link(l) {}
  void on_text(const LentBytes& text, Tick) override {
    heard.emplace_back(*text);
    if (echoes) link.send(make_text_message(*text));
  }
  void on_binary(Binary data, Tick) override {
    heard.push_back("<" + std::string(*data) + ">");
    if (echoes) link.send(make_binary_message(data));
  }
  void on_ended(Ending why) override { endings.push_back(why); }

  Link& link;
  bool echoes = false;
  std::vector<std::string> heard;
  std::vector<Ending> endings;
};

inline LinkOptions quick_options() {
  LinkOptions options;
  options.ping_interval = Millis{300};
  options.ping_timeout = Millis{200};
  options.max_payload_bytes = 1'000'000;
  return options;
}

inline const std::string kSid = "pOllPythonAAAAAAAAA5";

// One link and time. The handshake has been answered unless the rig says otherwise.
struct LinkRig {
  LinkRig(int revision, Transport transport, bool base64 = false, LinkOptions with = quick_options())
      : options(std::move(with)), link(options, traffic, port, revision, kSid, base64, transport, now) {}

  // What the shell does in the course of a turn.
  void turn() {
    link.check(now);
    if (std::exchange(port.awake, false)) link.settle(now);
  }
  void pass(long milliseconds) {
    now += Millis{milliseconds};
    turn();
  }
  // A GET that must be answered at once.
  Answer get() {
    auto answer = link.poll();
    return answer ? *answer : Answer{0, "held", bytes("held")};
  }
  std::string get_body() { return std::string(*get().body); }
  Answer post(std::string_view body, bool octet_stream = false) {
    if (auto refused = link.begin_post()) return *refused;
    Answer answer = finish_post(body, octet_stream);
    turn();
    return answer;
  }
  Answer finish_post(std::string_view body, bool octet_stream = false) {
    Link::Post posted;
    auto answer = link.open_post(body, octet_stream, now, posted);
    while (!answer) {
      answer = link.hear_post(posted, now);
      if (!answer) turn();
    }
    return *answer;
  }
  // All that has left on the WebSocket since the last call.
  std::vector<std::string> sent() { return std::exchange(port.sent, {}); }

  LinkOptions options;
  Traffic traffic;
  RecordingPort port;
  Tick now{};
  Link link;
};

}  // namespace recess::socketio::testing
