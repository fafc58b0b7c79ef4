#include "socketio/out_event.h"

#include "kernel/json.h"
#include "socketio/base64.h"
#include "socketio/payload.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace recess::socketio {
namespace {

constexpr std::size_t kLong = 16 * 1024;  // from here on a text stays in pieces, and data where it lies
constexpr std::size_t kPreparedAtOnce = 1U << 20U;
constexpr std::size_t kRecordHead = 24;          // room for the length
constexpr std::string_view kMessage("\x04", 1);  // before binary data in revision 3

std::string begin(std::string_view text) {
  std::string frame = http::begin_text_frame(text.size());
  return frame += text;
}

// With the text unless it is long.
std::string begin(const Rope& text) {
  if (text.size() >= kLong) return http::text_frame_head(text.size());
  std::string frame = http::begin_text_frame(text.size());
  text.append_to(frame);
  return frame;
}

// The front of valid UTF-8, about so many bytes of it, cut between two characters.
std::string_view whole_characters(std::string_view text, std::size_t bytes) {
  if (bytes >= text.size()) return text;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80) ++bytes;
  return text.substr(0, bytes);
}

bool is_websocket(Form form) { return form >= Form::websocket_3; }

// "42" or "45<n>-": what stands before the namespace, the ack id and the data.
std::string event_head(std::size_t attachments) {
  return attachments == 0 ? std::string("42") : "45" + std::to_string(attachments) + "-";
}

// The pieces one after the other.
OutEventRef make(std::initializer_list<std::string_view> pieces, std::vector<Binary> attachments, Lane lane,
                 std::string latest_key) {
  std::size_t bytes = 0;
  for (const std::string_view piece : pieces) bytes += piece.size();
  std::string frame = http::begin_text_frame(bytes);
  for (const std::string_view piece : pieces) frame += piece;
  return std::make_shared<OutEvent>(std::move(frame), bytes, std::move(attachments), lane, std::move(latest_key));
}

OutEventRef make(Rope text, std::vector<Binary> attachments, Lane lane, std::string latest_key) {
  return std::make_shared<OutEvent>(std::move(text), std::move(attachments), lane, std::move(latest_key));
}

}  // namespace

OutEvent::OutEvent(std::string_view text, std::vector<Binary> attachments, Lane lane, std::string latest_key)
    : OutEvent(begin(text), text.size(), std::move(attachments), lane, std::move(latest_key)) {}

OutEvent::OutEvent(std::string frame, std::size_t text_bytes, std::vector<Binary> attachments, Lane lane,
                   std::string latest_key)
    : frame_(std::move(frame)),
      text_bytes_(text_bytes),
      attachments_(std::move(attachments)),
      bytes_(text_bytes),
      lane_(lane),
      latest_key_(std::move(latest_key)),
      packets_((text_bytes == 0 ? 0 : 1) + attachments_.size()) {
  for (const Binary& attachment : attachments_) bytes_ += attachment->size();
}

OutEvent::OutEvent(Rope text, std::vector<Binary> attachments, Lane lane, std::string latest_key)
    : OutEvent(begin(text), text.size(), std::move(attachments), lane, std::move(latest_key)) {
  if (text.size() >= kLong) pieces_ = text.take();
}

std::size_t OutEvent::packet_bytes(std::size_t packet) const {
  return is_binary(packet) ? data_of(packet)->size() : text_bytes_;
}

std::string OutEvent::text() const { return is_long() ? joined(pieces_) : std::string(*whole_text()); }

const http::Frame& OutEvent::encoded(std::size_t packet, Form form) const {
  const bool binary = is_binary(packet);
  if (!binary && is_websocket(form) && !is_long()) return frame_;
  http::Frame& slot = packets_[packet][static_cast<std::size_t>(form)];
  if (!slot) slot = binary ? encode_binary(data_of(packet), form) : encode_text(form);
  return slot;
}

bool OutEvent::prepare_polling_3() const {
  http::Frame& slot = packets_[0][static_cast<std::size_t>(Form::polling_3_text)];
  if (slot) return true;
  if (!record_) {
    record_ = std::make_unique<Record>(Record{std::string(kRecordHead, ' ')});
    record_->bytes.reserve(kRecordHead + 3 * text_bytes_);  // as much as it may become; what is not used costs nothing
  }
  std::size_t left = kPreparedAtOnce;
  const std::vector<SharedBytes> pieces = is_long() ? pieces_ : std::vector{whole_text()};
  std::size_t begin = 0;
  for (const SharedBytes& piece : pieces) {
    if (left > 0 && record_->taken < begin + piece->size()) {
      const std::string_view some = whole_characters(piece->substr(record_->taken - begin), left);
      if (is_ascii(some)) record_->bytes += some;
      else record_->bytes += json::to_ascii(some);
      record_->taken += some.size();
      left -= std::min(left, some.size());
    }
    begin += piece->size();
  }
  if (record_->taken < text_bytes_) return false;
  const std::string head = std::to_string(record_->bytes.size() - kRecordHead) + ":";
  const std::size_t unused = kRecordHead - head.size();
  record_->bytes.replace(unused, head.size(), head);
  slot = SharedBytes(std::move(record_->bytes)).part(unused);
  record_.reset();
  return true;
}

http::Frame OutEvent::encode_text(Form form) const {
  const SharedBytes text = is_long() ? SharedBytes(joined(pieces_)) : whole_text();
  switch (form) {
    case Form::polling_3_text:
      return http::Frame(is_ascii(*text) ? text_record(*text) : text_record(json::to_ascii(*text)));
    case Form::polling_3_binary: return http::Frame(binary_record(false, {}, *text));
    case Form::polling_4: return text;
    default: return http::text_frame(*text);
  }
}

http::Frame OutEvent::encode_binary(const Binary& data, Form form) const {
  switch (form) {
    case Form::polling_3_text: return http::Frame(text_record(encode_base64(*data, "b4")));
    case Form::polling_3_binary: return http::Frame(binary_record(true, kMessage, *data));
    case Form::polling_4: return http::Frame(encode_base64(*data, "b"));
    case Form::websocket_3: return http::binary_frame(kMessage, *data);
    case Form::websocket_4: return http::binary_frame(*data);
    case Form::websocket_3_base64: return http::text_frame(encode_base64(*data, "b4"));
    case Form::websocket_4_base64: return http::text_frame(encode_base64(*data, "b"));
  }
  return {};
}

http::Frame OutEvent::head_before_data(std::size_t packet, Form form) const {
  const std::size_t size = data_of(packet)->size();
  if (size < kLong || (form != Form::websocket_3 && form != Form::websocket_4)) return {};
  return http::Frame(http::binary_frame_head(form == Form::websocket_3 ? kMessage : std::string_view{}, size));
}

void OutEvent::append_text(Rope& to, std::size_t from, std::size_t end) const {
  const auto append = [&](const SharedBytes& piece) {
    if (from < piece->size() && end > 0) to += piece.part(from, std::min(end, piece->size()) - from);
    from -= std::min(from, piece->size());
    end -= std::min(end, piece->size());
  };
  if (!is_long()) return append(whole_text());
  for (const SharedBytes& piece : pieces_) append(piece);
}

OutEventRef OutEvent::in_namespace(const std::string& name) const {
  if (derived_ && derived_namespace_ == name) return derived_;
  const std::string head = event_head(attachments_.size());
  Rope text(head);
  (text += name) += ",";
  append_text(text, head.size(), text_bytes_);
  derived_ = make(std::move(text), attachments_, lane_, latest_key_);
  derived_namespace_ = name;
  return derived_;
}

OutEventRef OutEvent::numbered(std::uint64_t last, std::uint64_t& number) const {
  if (numbered_ && numbered_->offset() > last) return numbered_;
  const std::string last_argument = ",\"" + std::to_string(++number) + "\"]";
  if (text_bytes_ < kLong) {
    numbered_ = make({whole_text()->substr(0, text_bytes_ - 1), last_argument}, attachments_, lane_, latest_key_);
  } else {
    Rope text;
    append_text(text, 0, text_bytes_ - 1);
    text += last_argument;
    numbered_ = make(std::move(text), attachments_, lane_, latest_key_);
  }
  numbered_->offset_ = number;
  return numbered_;
}

OutEventRef make_event(std::string_view name, std::string_view argument, std::vector<Binary> attachments, Lane lane,
                       std::string latest_key) {
  const std::string head = event_head(attachments.size()) + "[" + json::quote(name);
  return make({head, argument.empty() ? "" : ",", argument, "]"}, std::move(attachments), lane, std::move(latest_key));
}

OutEventRef make_event(std::string_view name, const SharedBytes& argument, std::vector<Binary> attachments, Lane lane,
                       std::string latest_key) {
  if (argument->size() < kLong) return make_event(name, *argument, std::move(attachments), lane, std::move(latest_key));
  Rope text(event_head(attachments.size()) + "[" + json::quote(name) + ",");
  (text += argument) += "]";
  return make(std::move(text), std::move(attachments), lane, std::move(latest_key));
}

OutEventRef make_event(std::string_view name, Rope argument, std::vector<Binary> attachments) {
  argument.prepend(event_head(attachments.size()) + "[" + json::quote(name) + ",");
  argument += "]";
  return make(std::move(argument), std::move(attachments), Lane::ordered, {});
}

OutEventRef make_event_of_arguments(std::string_view name, std::string_view arguments,
                                    std::vector<Binary> attachments) {
  const std::size_t inside = arguments.find('[') + 1;
  const bool none = arguments[arguments.find_first_not_of(" \t\r\n", inside)] == ']';
  const std::string head = event_head(attachments.size()) + "[" + json::quote(name) + (none ? "" : ",");
  return make({head, arguments.substr(inside)}, std::move(attachments), Lane::ordered, {});
}

OutEventRef make_packet(std::string_view text) { return make({text}, {}, Lane::ordered, {}); }

OutEventRef make_text_message(std::string_view text) { return make({"4", text}, {}, Lane::ordered, {}); }

OutEventRef make_binary_message(Binary data) { return make({}, {std::move(data)}, Lane::ordered, {}); }

}  // namespace recess::socketio
