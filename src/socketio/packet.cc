#include "socketio/packet.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace recess::socketio {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t leading_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

std::uint64_t to_number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

Parsed<std::uint32_t> take_attachment_count(std::string_view& rest) {
  const std::size_t digits = leading_digits(rest);
  if (digits == 0 || digits == rest.size() || rest[digits] != '-') return BadInput::bad_attachment_count;
  if (digits > 9) return BadInput::bad_attachment_count;
  const auto count = static_cast<std::uint32_t>(to_number(rest.substr(0, digits)));
  rest.remove_prefix(digits + 1);
  return count;
}

Parsed<std::string_view> take_namespace(std::string_view& rest) {
  if (rest.empty() || rest.front() != '/') return std::string_view("/");
  const std::size_t comma = rest.find(',');
  std::string_view name = rest.substr(0, comma);
  rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  name = name.substr(0, name.find('?'));
  if (name.size() > kMaxNamespaceBytes || !is_printable_ascii(name)) return BadInput::bad_namespace;
  return name;
}

}  // namespace

std::optional<EngineType> engine_type(char digit) {
  if (digit < '0' || digit > '6') return std::nullopt;
  return static_cast<EngineType>(digit);
}

Parsed<PacketHeader> parse_header(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return BadInput::unknown_type;
  PacketHeader header;
  header.type = static_cast<PacketType>(text.front() - '0');
  std::string_view rest = text.substr(1);
  if (is_binary(header.type)) {
    const auto count = take_attachment_count(rest);
    if (!count) return count.error();
    header.attachments = *count;
    if (*count == 0) header.type = header.type == PacketType::binary_event ? PacketType::event : PacketType::ack;
  }
  const auto name_space = take_namespace(rest);
  if (!name_space) return name_space.error();
  header.name_space = *name_space;
  if (const std::size_t digits = leading_digits(rest); digits > 0) {
    if (digits > kMaxAckDigits) return BadInput::bad_json;
    header.ack_id = to_number(rest.substr(0, digits));
    rest.remove_prefix(digits);
  }
  header.json = rest;
  return header;
}

std::string encode_packet(const PacketHeader& header) {
  std::string text;
  text.reserve(header.json.size() + header.name_space.size() + 32);
  text += static_cast<char>('0' + static_cast<int>(header.type));
  if (is_binary(header.type)) text.append(std::to_string(header.attachments)) += '-';
  if (header.name_space != "/") text.append(header.name_space) += ',';
  if (header.ack_id) text += std::to_string(*header.ack_id);
  text += header.json;
  return text;
}

bool is_reserved_event(std::string_view name, int engine_revision) {
  constexpr std::array<std::string_view, 6> kEverywhere{"connect",       "connect_error", "disconnect",
                                                        "disconnecting", "newListener",   "removeListener"};
  constexpr std::array<std::string_view, 5> kSocketIo4{"error", "connecting", "connect_timeout", "ping", "pong"};
  if (std::find(kEverywhere.begin(), kEverywhere.end(), name) != kEverywhere.end()) return true;
  if (engine_revision != 3) return false;
  return name.starts_with("reconnect") || std::find(kSocketIo4.begin(), kSocketIo4.end(), name) != kSocketIo4.end();
}

}  // namespace recess::socketio
