// How several Engine.IO packets share one HTTP body. Three framings:
//
//   revision 3, text      <length>:<packet>…   the length counts UTF-16 code units; binary as b<type><base64>
//   revision 3, binary    00|01 <length digits as values 0-9> FF <packet>…   the length counts bytes
//   revision 4            <packet> 1E <packet>…   binary as b<base64>, always a message
//
// Clients disagree about text lengths beyond U+FFFF (JavaScript counts UTF-16 units, Python code points), so what we
// send in that framing is ASCII: out_event.h escapes it first.
#pragma once

#include "kernel/result.h"
#include "socketio/packet.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recess::socketio {

constexpr std::size_t kMaxPacketsPerPost = 10'000;  // a Python loop without pauses batches thousands
constexpr std::size_t kMaxPacketsPerResponse = 16;  // Python clients refuse more and leave
constexpr char kRecordSeparator = '\x1E';           // of revision 4
constexpr std::string_view kTextPayload = "text/plain; charset=UTF-8";
constexpr std::string_view kBinaryPayload = "application/octet-stream";

enum class PacketForm : std::uint8_t { text, binary, base64 };

struct WirePacket {
  EngineType type = EngineType::message;
  PacketForm form = PacketForm::text;
  std::string_view data{};  // without the type; a view of the body. Base64 has been checked and not yet decoded.
};

// The packets of a POST body, or invalid for anything that is not exactly well formed.
Result<std::vector<WirePacket>> decode_payload(int engine_revision, std::string_view body, bool octet_stream);

// One packet of a WebSocket message. Text of revision 3 or 4 may carry base64 whether or not the client asked for it.
Result<WirePacket> decode_text_message(int engine_revision, std::string_view message);
Result<WirePacket> decode_binary_message(int engine_revision, std::string_view message);

bool is_ascii(std::string_view text);

// Records of revision 3. `packet` starts with its type: a digit, or the byte 04 of a binary one.
std::string text_record(std::string_view ascii_packet);
std::string binary_record(bool binary, std::string_view type, std::string_view data);

}  // namespace recess::socketio
