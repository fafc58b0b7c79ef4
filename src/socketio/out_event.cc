#include "socketio/out_event.h"

#include "kernel/json.h"
#include "socketio/base64.h"
#include "socketio/payload.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace recess::socketio {
namespace {

http::Frame share(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string frame_of(std::string_view text) {
  std::string frame = http::begin_text_frame(text.size());
  return frame += text;
}

bool is_websocket(Form form) { return form >= Form::websocket_3; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

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

}  // namespace

OutEvent::OutEvent(std::string_view text, std::vector<Binary> attachments, Lane lane, std::string latest_key)
    : OutEvent(frame_of(text), text.size(), std::move(attachments), lane, std::move(latest_key)) {}

OutEvent::OutEvent(std::string frame, std::size_t text_bytes, std::vector<Binary> attachments, Lane lane,
                   std::string latest_key)
    : frame_(share(std::move(frame))),
      text_bytes_(text_bytes),
      attachments_(std::move(attachments)),
      bytes_(text_bytes),
      lane_(lane),
      latest_key_(std::move(latest_key)),
      packets_((text_bytes == 0 ? 0 : 1) + attachments_.size()) {
  for (const Binary& attachment : attachments_) bytes_ += attachment->size();
}

std::string_view OutEvent::data_of(std::size_t packet) const {
  if (!is_binary(packet)) return text();
  return *attachments_[text_bytes_ == 0 ? packet : packet - 1];
}

std::size_t OutEvent::packet_bytes(std::size_t packet) const { return data_of(packet).size(); }

const http::Frame& OutEvent::encoded(std::size_t packet, Form form) const {
  const bool binary = is_binary(packet);
  if (!binary && is_websocket(form)) return frame_;
  http::Frame& slot = packets_[packet][static_cast<std::size_t>(form)];
  if (!slot) slot = binary ? encode_binary(data_of(packet), form) : encode_text(form);
  return slot;
}

http::Frame OutEvent::encode_text(Form form) const {
  switch (form) {
    case Form::polling_3_text:
      return share(text_record(is_ascii(text()) ? std::string(text()) : json::to_ascii(text())));
    case Form::polling_3_binary: return share(binary_record(false, {}, text()));
    case Form::polling_4: return share(std::string(text()));
    default: return frame_;
  }
}

http::Frame OutEvent::encode_binary(std::string_view data, Form form) const {
  constexpr std::string_view kMessage("\x04", 1);
  switch (form) {
    case Form::polling_3_text: return share(text_record("b4" + encode_base64(data)));
    case Form::polling_3_binary: return share(binary_record(true, kMessage, data));
    case Form::polling_4: return share("b" + encode_base64(data));
    case Form::websocket_3: return http::binary_frame(kMessage, data);
    case Form::websocket_4: return http::binary_frame(data);
    case Form::websocket_3_base64: return http::text_frame("b4" + encode_base64(data));
    case Form::websocket_4_base64: return http::text_frame("b" + encode_base64(data));
  }
  return {};
}

OutEventRef OutEvent::in_namespace(const std::string& name) const {
  if (derived_ && derived_namespace_ == name) return derived_;
  const std::size_t head = event_head(attachments_.size()).size();
  derived_ = make({text().substr(0, head), name, ",", text().substr(head)}, attachments_, lane_, latest_key_);
  derived_namespace_ = name;
  return derived_;
}

OutEventRef OutEvent::numbered(std::uint64_t last, std::uint64_t& number) const {
  if (numbered_ && numbered_->offset() > last) return numbered_;
  const std::string offset = std::to_string(++number);
  const std::string_view open = text().substr(0, text_bytes_ - 1);
  numbered_ = make({open, ",\"", offset, "\"]"}, attachments_, lane_, latest_key_);
  numbered_->offset_ = number;
  return numbered_;
}

OutEventRef make_event(std::string_view name, std::string_view argument, std::vector<Binary> attachments, Lane lane,
                       std::string latest_key) {
  const std::string head = event_head(attachments.size()) + "[" + json::quote(name);
  return make({head, argument.empty() ? "" : ",", argument, "]"}, std::move(attachments), lane, std::move(latest_key));
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
