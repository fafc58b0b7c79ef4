#include "http/ws_frames.h"

#include "kernel/text.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace recess::http {
namespace {

constexpr std::size_t kKeptMessageBytes = 64 * 1024;  // a longer message is given away, or its buffer given back

bool is_known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

std::uint64_t read_big_endian(const char* at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = (value << 8U) | static_cast<unsigned char>(at[i]);
  return value;
}

void append_head(std::string& out, Opcode opcode, std::uint64_t length) {
  out += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  const unsigned extra = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
  out += static_cast<char>(extra == 0 ? length : extra == 2 ? 126 : 127);
  for (unsigned i = extra; i > 0; --i) out += static_cast<char>((length >> (8 * (i - 1))) & 0xFFU);
}

// Without room for the payload.
std::string frame_head(Opcode opcode, std::size_t payload_bytes) {
  std::string out;
  append_head(out, opcode, payload_bytes);
  return out;
}

}  // namespace

std::string begin_frame(Opcode opcode, std::size_t payload_bytes) {
  std::string out;
  out.reserve(payload_bytes + 10);
  append_head(out, opcode, payload_bytes);
  return out;
}

std::string encode_frame(Opcode opcode, std::string_view payload, std::string_view prefix) {
  std::string out = begin_frame(opcode, prefix.size() + payload.size());
  out += prefix;
  out += payload;
  return out;
}

std::string encode_close(CloseCode code, std::string_view reason) {
  const auto number = static_cast<unsigned>(code);
  const std::string head{static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
  if (reason.size() > 123) {
    reason = reason.substr(0, 123);
    while (!is_utf8(reason)) reason.remove_suffix(1);
  }
  return encode_frame(Opcode::close, reason, head);
}

boost::system::result<ClosePayload, CloseCode> parse_close(std::string_view payload) {
  if (payload.empty()) return ClosePayload{};
  if (payload.size() == 1) return CloseCode::protocol_error;
  const auto code = static_cast<std::uint16_t>(read_big_endian(payload.data(), 2));
  const bool defined = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
  if (!defined && (code < 3000 || code > 4999)) return CloseCode::protocol_error;
  payload.remove_prefix(2);
  if (!is_utf8(payload)) return CloseCode::bad_text;
  return ClosePayload{code, payload};
}

void unmask(std::span<char> bytes, std::array<char, 4> mask, std::uint64_t offset) {
  std::array<char, 8> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = mask[(offset + i) % 4];
  std::uint64_t word_key = 0;
  std::memcpy(&word_key, key.data(), sizeof word_key);
  char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word ^= word_key;
    std::memcpy(at, &word, sizeof word);
  }
  for (std::size_t i = 0; i < left; ++i) at[i] = static_cast<char>(at[i] ^ key[i]);
}

std::optional<CloseCode> FrameParser::feed(std::span<char> bytes, FrameSink& sink) {
  Step step = Step::on;
  left_ = 0;
  while (step == Step::on) {
    if (!in_payload_) {
      if (raw_size_ == 0 && !bytes.empty() && sink.wants_rest()) {
        left_ = bytes.size();
        break;
      }
      if (!take_header(bytes, step)) break;
      if (step != Step::on) break;
      step = begin_payload();
      if (step != Step::on) break;
    }
    if (bytes.empty() && header_.length > taken_) break;
    step = take_payload(bytes, sink);
  }
  switch (step) {
    case Step::protocol_error: return CloseCode::protocol_error;
    case Step::bad_text: return CloseCode::bad_text;
    case Step::too_big: return CloseCode::too_big;
    case Step::on:
    case Step::stop: break;
  }
  return std::nullopt;
}

FrameParser::Step FrameParser::check_start(unsigned first, unsigned second) const {
  const unsigned opcode = first & 0x0FU;
  const bool final = (first & 0x80U) != 0;
  const bool reserved = (first & 0x70U) != 0;
  const bool masked = (second & 0x80U) != 0;
  const bool control = (opcode & 8U) != 0;
  if (reserved || !is_known(opcode) || !masked) return Step::protocol_error;
  if (control && (!final || (second & 0x7FU) > 125)) return Step::protocol_error;
  if (!control && (opcode == 0) != in_message_) return Step::protocol_error;
  return Step::on;
}

bool FrameParser::take_header(std::span<char>& bytes, Step& step) {
  // Usually the whole header is in front of us; otherwise it is collected byte by byte.
  const auto needed = [](const char* raw, std::size_t size) -> std::size_t {
    if (size < 2) return 2;
    const unsigned length = static_cast<unsigned char>(raw[1]) & 0x7FU;
    return 6 + (length == 126 ? 2 : length == 127 ? 8 : 0);
  };
  const char* raw = bytes.data();
  std::size_t size = bytes.size();
  if (raw_size_ > 0 || size < needed(raw, size)) {
    while (!bytes.empty() && raw_size_ < needed(raw_header_.data(), raw_size_)) {
      raw_header_[raw_size_++] = bytes.front();
      bytes = bytes.subspan(1);
    }
    raw = raw_header_.data();
    size = raw_size_;
  } else {
    size = needed(raw, size);
    bytes = bytes.subspan(size);
  }
  if (size < 2) return false;
  const auto first = static_cast<unsigned char>(raw[0]);
  const auto second = static_cast<unsigned char>(raw[1]);
  step = check_start(first, second);
  if (step != Step::on) return true;
  if (size < needed(raw, size)) return false;
  const std::size_t extra = size - 6;
  header_.final = (first & 0x80U) != 0;
  header_.opcode = static_cast<Opcode>(first & 0x0FU);
  header_.length = extra == 0 ? second & 0x7FU : read_big_endian(raw + 2, extra);
  std::memcpy(header_.mask.data(), raw + 2 + extra, 4);
  raw_size_ = 0;
  return true;
}

FrameParser::Step FrameParser::begin_payload() {
  in_payload_ = true;
  taken_ = 0;
  if (is_control()) return Step::on;
  if ((header_.length >> 63U) != 0) return Step::protocol_error;
  if (header_.length > max_message_bytes_ || message_.size() > max_message_bytes_ - header_.length) {
    return Step::too_big;
  }
  if (!in_message_) {
    in_message_ = true;
    message_kind_ = header_.opcode;
    utf8_.reset();
  }
  return Step::on;
}

FrameParser::Step FrameParser::take_payload(std::span<char>& bytes, FrameSink& sink) {
  const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(header_.length - taken_, bytes.size()));
  const std::span<char> piece = bytes.first(here);
  bytes = bytes.subspan(here);
  unmask(piece, header_.mask, taken_);
  const bool ends = taken_ + here == header_.length;
  if (is_control()) {
    if (ends && taken_ == 0) return end_control(piece, sink);
    std::copy(piece.begin(), piece.end(), control_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ += here;
    if (!ends) return Step::on;
    return end_control(std::span(control_).first(static_cast<std::size_t>(taken_)), sink);
  }
  if (message_kind_ == Opcode::text && !utf8_.feed({piece.data(), piece.size()})) return Step::bad_text;
  taken_ += here;
  if (ends && header_.final && message_.empty()) return end_frame(piece, sink);
  // What will be long gets its room once it has shown to be more than a header's claim.
  if (message_.size() > kKeptMessageBytes && header_.final)
    message_.reserve(message_.size() + piece.size() + length_left());
  message_.append(piece.data(), piece.size());
  if (!ends) return Step::on;
  return end_frame(message_, sink);
}

// `whole` is message_, unless the message lay in front of us.
FrameParser::Step FrameParser::end_frame(std::span<char> whole, FrameSink& sink) {
  in_payload_ = false;
  if (!header_.final) return Step::on;
  in_message_ = false;
  if (message_kind_ == Opcode::text && !utf8_.complete()) return Step::bad_text;
  bool go_on = false;
  if (message_.size() > kKeptMessageBytes) {
    go_on = sink.on_message(message_kind_, SharedBytes(std::exchange(message_, {})));
  } else {
    go_on = sink.on_message(message_kind_, std::string_view(whole.data(), whole.size()));
    message_.clear();
    if (message_.capacity() > kKeptMessageBytes) message_.shrink_to_fit();
  }
  return go_on ? Step::on : Step::stop;
}

FrameParser::Step FrameParser::end_control(std::span<char> last, FrameSink& sink) {
  in_payload_ = false;
  return sink.on_control(header_.opcode, {last.data(), last.size()}) ? Step::on : Step::stop;
}

std::string begin_text_frame(std::size_t payload_bytes) { return begin_frame(Opcode::text, payload_bytes); }
Frame text_frame(std::string_view payload) { return Frame(encode_frame(Opcode::text, payload)); }
Frame binary_frame(std::string_view payload) { return Frame(encode_frame(Opcode::binary, payload)); }
Frame binary_frame(std::string_view prefix, std::string_view payload) {
  return Frame(encode_frame(Opcode::binary, payload, prefix));
}
std::string text_frame_head(std::size_t payload_bytes) { return frame_head(Opcode::text, payload_bytes); }
std::string binary_frame_head(std::string_view prefix, std::size_t payload_bytes) {
  return frame_head(Opcode::binary, prefix.size() + payload_bytes).append(prefix);
}

}  // namespace recess::http
