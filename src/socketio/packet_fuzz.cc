// A header that parses must survive being written and read again.
#include "socketio/packet.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace recess::socketio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto header = parse_header(text);
  if (!header || header->json.starts_with('/')) return 0;  // what is no JSON may look like a namespace
  const std::string written = encode_packet(*header);
  const auto again = parse_header(written);
  const bool same = again && again->type == header->type && again->attachments == header->attachments &&
                    again->name_space == header->name_space && again->ack_id == header->ack_id &&
                    again->json == header->json;
  if (!same) std::abort();
  return 0;
}
