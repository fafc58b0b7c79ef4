// WebSocket (RFC 6455), server side. What is sent within one turn of the loop leaves in one write: the system call is
// the cost, so frames that wait for a client are joined. Loop thread only.
#pragma once

#include "kernel/shared_bytes.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace recess::http {

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  bad_text = 1007,
  policy = 1008,
  too_big = 1009,
  internal = 1011,
  try_again_later = 1013,
};

// A complete server frame (header and payload) that many connections can share without another copy. A long one may
// also be sent in pieces that lie in different places, one after another: its beginning, then the payload.
using Frame = SharedBytes;
Frame text_frame(std::string_view payload);
// The beginning of one, with room for the payload that is to be appended: texts are then built once.
std::string begin_text_frame(std::size_t payload_bytes);
Frame binary_frame(std::string_view payload);
// The frame with a prefix in front of the payload (Engine.IO 3 sends binary as 0x04 and the data).
Frame binary_frame(std::string_view prefix, std::string_view payload);
// The beginnings of frames whose payload follows as further pieces.
std::string text_frame_head(std::size_t payload_bytes);
std::string binary_frame_head(std::string_view prefix, std::size_t payload_bytes);

// One connection; owned by the listener, valid until WebSocketHandler::on_closed returns.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // Queues a frame, or a piece of one. Never blocks and never calls back into the handler.
  virtual void send(Frame frame) = 0;
  // Sends what is queued, then a close frame; waits briefly for the echo, then ends the connection.
  virtual void close(CloseCode code, std::string_view reason = {}) = 0;
  // Ends the connection without ceremony.
  virtual void abort() = 0;
  // Bytes, and frames or pieces of them, not yet handed to the kernel.
  virtual std::size_t queued_bytes() const = 0;
  virtual std::size_t queued_frames() const = 0;
  // Stops reading for this long, to slow the sender down; pings are not answered meanwhile.
  virtual void pause_reading(std::chrono::milliseconds duration) = 0;
};

class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;
  virtual void on_open(WebSocket& socket) = 0;
  // Whole messages, reassembled; text has been checked as UTF-8.
  virtual void on_text(const LentBytes& text) = 0;
  virtual void on_binary(const LentBytes& bytes) = 0;
  // The outbox has been handed to the kernel entirely.
  virtual void on_drained() {}
  // Called once, last. `clean` is true after a close handshake.
  virtual void on_closed(bool clean) = 0;
};

}  // namespace recess::http
