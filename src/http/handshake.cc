#include "http/handshake.h"

#include "http/sha1.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace recess::http {

std::optional<HeadProblem> check_handshake(const Request& request) {
  if (request.header("sec-websocket-version") != "13") return HeadProblem{426, "WebSocket version 13 is spoken here"};
  const std::string_view key = request.header("sec-websocket-key");
  std::array<unsigned char, 18> bytes{};
  std::size_t size = 0;
  const bool decoded =
      key.size() == 24 && sodium_base642bin(bytes.data(), bytes.size(), key.data(), key.size(), nullptr, &size, nullptr,
                                            sodium_base64_VARIANT_ORIGINAL) == 0;
  if (!decoded || size != 16) return HeadProblem{400, "Sec-WebSocket-Key is malformed"};
  return std::nullopt;
}

std::string accept_key(std::string_view key) {
  const auto digest = sha1(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  std::array<char, sodium_base64_ENCODED_LEN(20, sodium_base64_VARIANT_ORIGINAL)> text{};
  sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
  return text.data();
}

std::string accept_handshake(const Request& request) {
  return fmt::format(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
      "{}\r\n\r\n",
      accept_key(request.header("sec-websocket-key")));
}

}  // namespace recess::http
