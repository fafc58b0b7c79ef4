// Standard base64 (RFC 4648), as binary packets travel where only text can.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recess::socketio {

// Behind `prefix`.
std::string encode_base64(std::string_view bytes, std::string_view prefix = {});
// With or without padding. Nothing if a character is not of the alphabet or the length cannot be.
std::optional<std::string> decode_base64(std::string_view text);
// Whether decode_base64() would succeed.
bool is_base64(std::string_view text);

}  // namespace recess::socketio
