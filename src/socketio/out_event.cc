#include "socketio/out_event.h"

#include "kernel/json.h"
#include "socketio/base64.h"
#include "socketio/payload.h"

#include <algorithm>
#include <utility>

namespace recess::socketio {
namespace {

http::Frame share(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

bool is_websocket(Form form) { return form >= Form::websocket_3; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

// "42" or "45<n>-": what stands before the namespace, the ack id and the data.
std::string event_head(std::size_t attachments) {
  return attachments == 0 ? std::string("42") : "45" + std::to_string(attachments) + "-";
}

OutEventRef make(std::string text, std::vector<Binary> attachments, Lane lane, std::string latest_key) {
  return std::make_shared<OutEvent>(std::move(text), std::move(attachments), lane, std::move(latest_key));
}

}  // namespace

OutEvent::OutEvent(std::string text, std::vector<Binary> attachments, Lane lane, std::string latest_key)
    : text_(std::move(text)),
      attachments_(std::move(attachments)),
      bytes_(text_.size()),
      lane_(lane),
      latest_key_(std::move(latest_key)),
      packets_((text_.empty() ? 0 : 1) + attachments_.size()) {
  for (const Binary& attachment : attachments_) bytes_ += attachment->size();
}

const std::string& OutEvent::data_of(std::size_t packet) const {
  if (!is_binary(packet)) return text_;
  return *attachments_[text_.empty() ? packet : packet - 1];
}

std::size_t OutEvent::packet_bytes(std::size_t packet) const { return data_of(packet).size(); }

const http::Frame& OutEvent::encoded(std::size_t packet, Form form) const {
  const bool binary = is_binary(packet);
  if (!binary && is_websocket(form)) form = Form::websocket_4;  // text frames are all alike
  http::Frame& slot = packets_[packet][static_cast<std::size_t>(form)];
  if (!slot) slot = binary ? encode_binary(data_of(packet), form) : encode_text(form);
  return slot;
}

http::Frame OutEvent::encode_text(Form form) const {
  switch (form) {
    case Form::polling_3_text: return share(is_ascii(text_) ? text_record(text_) : text_record(json::to_ascii(text_)));
    case Form::polling_3_binary: return share(binary_record(false, {}, text_));
    case Form::polling_4: return share(text_);
    default: return http::text_frame(text_);
  }
}

http::Frame OutEvent::encode_binary(const std::string& data, Form form) const {
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
  std::string text = text_.substr(0, head) + name + "," + text_.substr(head);
  derived_ = make(std::move(text), attachments_, lane_, latest_key_);
  derived_namespace_ = name;
  return derived_;
}

OutEventRef OutEvent::numbered(std::uint64_t last, std::uint64_t& number) const {
  if (numbered_ && numbered_->offset() > last) return numbered_;
  const std::string offset = std::to_string(++number);
  std::string text;
  text.reserve(text_.size() + offset.size() + 3);
  text.append(text_, 0, text_.size() - 1).append(",\"").append(offset).append("\"]");
  numbered_ = make(std::move(text), attachments_, lane_, latest_key_);
  numbered_->offset_ = number;
  return numbered_;
}

OutEventRef make_event(std::string_view name, std::string argument, std::vector<Binary> attachments, Lane lane,
                       std::string latest_key) {
  std::string text = event_head(attachments.size());
  text.reserve(text.size() + name.size() + argument.size() + 8);
  text.append("[").append(json::quote(name));
  if (!argument.empty()) text.append(",").append(argument);
  text += ']';
  return make(std::move(text), std::move(attachments), lane, std::move(latest_key));
}

OutEventRef make_event_of_arguments(std::string_view name, std::string arguments, std::vector<Binary> attachments) {
  const std::size_t inside = arguments.find('[') + 1;
  const bool none = arguments[arguments.find_first_not_of(" \t\r\n", inside)] == ']';
  std::string text = event_head(attachments.size()) + "[" + json::quote(name) + (none ? "" : ",");
  text.append(arguments, inside);
  return make(std::move(text), std::move(attachments), Lane::ordered, {});
}

OutEventRef make_packet(std::string text) { return make(std::move(text), {}, Lane::ordered, {}); }

OutEventRef make_text_message(std::string_view text) { return make_packet(std::string("4").append(text)); }

OutEventRef make_binary_message(Binary data) { return make({}, {std::move(data)}, Lane::ordered, {}); }

}  // namespace recess::socketio
