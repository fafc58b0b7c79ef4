// WebSocket frames (RFC 6455 chapter 5), between bytes and messages. Pure.
#pragma once

#include "http/utf8_check.h"
#include "http/websocket.h"
#include "kernel/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace recess::http {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// The beginning of a server frame (final, unmasked) with room for its payload, which is to be appended.
std::string begin_frame(Opcode opcode, std::size_t payload_bytes);
// A whole one.
std::string encode_frame(Opcode opcode, std::string_view payload, std::string_view prefix = {});
std::string encode_close(CloseCode code, std::string_view reason = {});

// What is in a close frame: no code (1005), or code and reason. Refused with the code to answer instead.
struct ClosePayload {
  std::optional<std::uint16_t> code;
  std::string_view reason;
};
boost::system::result<ClosePayload, CloseCode> parse_close(std::string_view payload);

class FrameSink {
 public:
  virtual ~FrameSink() = default;
  // Both return false to stop: the rest of what was fed is dropped.
  virtual bool on_message(Opcode kind, const LentBytes& payload) = 0;  // text or binary, reassembled
  virtual bool on_control(Opcode kind, std::string_view payload) = 0;  // close, ping or pong; valid during the call
  // Asked before each frame: true leaves it, and what is behind it, for later.
  virtual bool wants_rest() { return false; }
};

// Client frames as they arrive. A small frame that arrived whole is handed on where it lies, unmasked in place; only
// what is split (by the network or by the sender) is copied, and what has become a long message is given away with its
// buffer. Messages over the limit are refused by the frame's header, before their bytes arrive.
class FrameParser {
 public:
  explicit FrameParser(std::uint64_t max_message_bytes) : max_message_bytes_(max_message_bytes) {}

  // Takes all of `bytes` (and scribbles over them) unless the sink wants a rest, calling the sink for every message and
  // control frame that became complete. The code to close with, if the client broke the protocol; nothing may be fed
  // after that.
  std::optional<CloseCode> feed(std::span<char> bytes, FrameSink& sink);
  // So many bytes at the end of what was fed last were left: they are to be fed again before any others.
  std::size_t left() const { return left_; }

 private:
  struct Header {
    bool final = false;
    Opcode opcode = Opcode::continuation;
    std::array<char, 4> mask{};
    std::uint64_t length = 0;
  };
  // What a step came to.
  enum class Step : std::uint8_t { on, stop, protocol_error, bad_text, too_big };

  // Fills header_ from the front; moves past what it took. False while bytes are missing.
  bool take_header(std::span<char>& bytes, Step& step);
  Step check_start(unsigned first, unsigned second) const;
  Step begin_payload();
  Step take_payload(std::span<char>& bytes, FrameSink& sink);
  Step end_frame(std::span<char> whole, FrameSink& sink);
  Step end_control(std::span<char> last, FrameSink& sink);

  std::size_t length_left() const { return static_cast<std::size_t>(header_.length - taken_); }
  bool is_control() const { return (static_cast<unsigned>(header_.opcode) & 8U) != 0; }

  std::uint64_t max_message_bytes_;
  std::array<char, 14> raw_header_{};  // a header that has arrived in part
  std::size_t raw_size_ = 0;
  Header header_{};
  bool in_payload_ = false;
  std::uint64_t taken_ = 0;  // payload bytes of the current frame that have been put aside
  std::size_t left_ = 0;

  bool in_message_ = false;  // between the first and the last frame of a message
  Opcode message_kind_ = Opcode::text;
  std::string message_;
  Utf8Check utf8_;
  std::array<char, 125> control_{};
};

// XORs with the mask as if `bytes` started at `offset` of the payload.
void unmask(std::span<char> bytes, std::array<char, 4> mask, std::uint64_t offset);

}  // namespace recess::http
