// Whatever is posted: packets are views of the body, base64 has been checked, and what decodes can be sent back.
#include "kernel/text.h"
#include "socketio/base64.h"
#include "socketio/payload.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace recess;
using namespace recess::socketio;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string encoded(int revision, const WirePacket& packet) {
  const std::string type(1, static_cast<char>(packet.type));
  if (packet.form == PacketForm::text) return type + std::string(packet.data);
  const std::string base64 = packet.form == PacketForm::base64 ? std::string(packet.data) : encode_base64(packet.data);
  return (revision == 3 ? "b4" : "b") + base64;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int revision = data[0] & 1 ? 3 : 4;
  const bool octet_stream = (data[0] & 2) != 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto packets = decode_payload(revision, body, octet_stream);
  if (!packets) return 0;
  require(packets->size() <= kMaxPacketsPerPost);
  for (const WirePacket& packet : *packets) {
    require(packet.data.data() >= body.data());
    require(packet.data.data() + packet.data.size() <= body.data() + body.size());
    if (packet.form == PacketForm::text) require(is_utf8(packet.data));
    if (packet.form == PacketForm::base64) require(decode_base64(packet.data).has_value());
    const std::string again = encoded(revision, packet);
    const auto message = decode_text_message(revision, again);
    require(message && message->type == packet.type);
  }
  return 0;
}
