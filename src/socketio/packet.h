// The packets of both layers, without framing (payload.h and out_event.h do that).
//
// Engine.IO: one digit for the type, then the payload. Socket.IO, inside an Engine.IO message:
//
//   <type digit>[<attachments>-][<namespace>,][<ack id>][<json>]
//
// The grammar is the same for Socket.IO 4 (over Engine.IO 3) and 5 (over Engine.IO 4).
#pragma once

#include "socketio/bad_input.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::socketio {

enum class EngineType : char {
  open = '0',
  close = '1',
  ping = '2',
  pong = '3',
  message = '4',
  upgrade = '5',
  noop = '6',
};

std::optional<EngineType> engine_type(char digit);

enum class PacketType : std::uint8_t { connect, disconnect, event, ack, connect_error, binary_event, binary_ack };

constexpr bool is_binary(PacketType type) { return type == PacketType::binary_event || type == PacketType::binary_ack; }

constexpr std::size_t kMaxNamespaceBytes = 128;
constexpr std::size_t kMaxAckDigits = 15;

// Everything before the JSON, and the JSON unread. The views point into the text that was parsed.
struct PacketHeader {
  PacketType type = PacketType::event;
  std::uint32_t attachments = 0;      // as announced; how many are too many is the session's question
  std::string_view name_space = "/";  // Socket.IO 4 may append a query there; it is cut off
  std::optional<std::uint64_t> ack_id{};
  std::string_view json{};
};

// A binary packet that announces zero attachments comes back as the plain event or ack it is. Namespaces are printable
// ASCII: ours all are, and what we echo in a refusal must not need escaping.
Parsed<PacketHeader> parse_header(std::string_view text);

// The packet as text. `json` may be empty.
std::string encode_packet(const PacketHeader& header);

// Names that clients and libraries keep for themselves: never accepted from outside. Socket.IO 4 clients have more.
bool is_reserved_event(std::string_view name, int engine_revision);

}  // namespace recess::socketio
