// A packet on its way out, shared by everyone who gets it. An event with n attachments is 1 + n Engine.IO packets; each
// of them is encoded at most once per form, when the first recipient needs that form. The text is kept as the frame
// that WebSockets are sent, so a broadcast to two hundred phones builds its bytes once. A long text stays in the pieces
// it was put together from, which others may hold too: a giant is there once, and is not copied to be passed on.
#pragma once

#include "http/websocket.h"
#include "kernel/rope.h"
#include "socketio/placeholders.h"
#include "socketio/server.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace recess::socketio {

// The ways one packet can be written. Text is the same on every WebSocket; attachments differ. Polling of revision 3
// without binary in the response, or with b64 asked for, uses polling_3_text, else polling_3_binary.
enum class Form : std::uint8_t {
  polling_3_text,
  polling_3_binary,
  polling_4,
  websocket_3,
  websocket_4,
  websocket_3_base64,
  websocket_4_base64,
};
constexpr std::size_t kForms = 7;

class OutEvent {
 public:
  // `text` is a whole Engine.IO packet ("42[…]"), or empty for attachments alone.
  explicit OutEvent(std::string_view text, std::vector<Binary> attachments = {}, Lane lane = Lane::ordered,
                    std::string latest_key = {});
  // The same of a text in pieces, which are joined if it is short.
  OutEvent(Rope text, std::vector<Binary> attachments, Lane lane, std::string latest_key);
  // The same; `frame` is what http::begin_text_frame() made and the `text_bytes` bytes of the text.
  OutEvent(std::string frame, std::size_t text_bytes, std::vector<Binary> attachments, Lane lane,
           std::string latest_key);
  OutEvent(const OutEvent&) = delete;
  OutEvent& operator=(const OutEvent&) = delete;

  std::size_t packets() const { return packets_.size(); }
  bool is_binary(std::size_t packet) const { return text_bytes_ == 0 || packet > 0; }
  std::size_t packet_bytes(std::size_t packet) const;
  std::size_t bytes() const { return bytes_; }
  // Puts a long text into the form of revision 3, so much at a time as a turn of the loop can bear: to be called again
  // until it says true, and then to be asked for as polling_3_text.
  bool prepare_polling_3() const;
  // In one piece.
  const http::Frame& encoded(std::size_t packet, Form form) const;
  // For WebSockets: one frame, or the pieces of a long one in their order.
  template <class Send>
  void each_piece(std::size_t packet, Form form, Send send) const;

  Lane lane() const { return lane_; }
  const std::string& latest_key() const { return latest_key_; }
  std::string text() const;

  // The same event for a namespace other than "/". The last one asked for is kept.
  OutEventRef in_namespace(const std::string& name) const;
  // The same event with a number above `last` as one more argument, a string. The last one made is kept, so that
  // everybody who gets a broadcast gets the same; `number` is counted up if a new one is needed.
  OutEventRef numbered(std::uint64_t last, std::uint64_t& number) const;
  // The number of an event that was made so, else 0.
  std::uint64_t offset() const { return offset_; }
  // For an event that outlived its process: `text` has the number in it already.
  void set_offset(std::uint64_t offset) { offset_ = offset; }
  const std::vector<Binary>& attachments() const { return attachments_; }

 private:
  using Encodings = std::array<http::Frame, kForms>;
  bool is_long() const { return !pieces_.empty(); }
  const Binary& data_of(std::size_t packet) const { return attachments_[text_bytes_ == 0 ? packet : packet - 1]; }
  // Of a text that is not long.
  SharedBytes whole_text() const { return frame_.part(frame_->size() - text_bytes_); }
  void append_text(Rope& to, std::size_t from, std::size_t end) const;
  // What precedes data that is sent from where it lies; null if it is short or encoded.
  http::Frame head_before_data(std::size_t packet, Form form) const;
  http::Frame encode_text(Form form) const;
  http::Frame encode_binary(const Binary& data, Form form) const;

  http::Frame frame_;                // of a long text its beginning only
  std::vector<SharedBytes> pieces_;  // of a long text
  std::size_t text_bytes_;
  std::vector<Binary> attachments_;
  std::size_t bytes_ = 0;
  Lane lane_;
  std::string latest_key_;
  mutable std::vector<Encodings> packets_;
  struct Record {
    std::string bytes{};
    std::size_t taken = 0;  // of the text
  };
  mutable std::unique_ptr<Record> record_{};  // of revision 3, begun
  mutable OutEventRef derived_;
  mutable std::string derived_namespace_;
  mutable OutEventRef numbered_;
  std::uint64_t offset_ = 0;
};

template <class Send>
void OutEvent::each_piece(std::size_t packet, Form form, Send send) const {
  if (!is_binary(packet)) {
    send(frame_);
    for (const SharedBytes& piece : pieces_) send(piece);
  } else if (const auto head = head_before_data(packet, form)) {
    send(head);
    send(data_of(packet));
  } else {
    send(encoded(packet, form));
  }
}

// A packet that is not an event: "2", "40{…}", "1".
OutEventRef make_packet(std::string_view text);
// A bare Engine.IO message, for applications without Socket.IO.
OutEventRef make_text_message(std::string_view text);
OutEventRef make_binary_message(Binary data);

}  // namespace recess::socketio
