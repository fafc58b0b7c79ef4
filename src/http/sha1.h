// SHA-1 (FIPS 180-4), because the WebSocket handshake is defined by it. It protects nothing there or here.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace recess::http {

std::array<std::uint8_t, 20> sha1(std::string_view bytes);

}  // namespace recess::http
