// The opening handshake of a WebSocket (RFC 6455 chapter 4).
#pragma once

#include "http/request_head.h"

#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

// For a request that asks for a WebSocket: what is wrong with how it asks. 426 for a version other than 13, 400 for a
// key that is not 16 bytes of base64.
std::optional<HeadProblem> check_handshake(const Request& request);
// The bytes that accept it. No sub-protocol and no extension is ever chosen.
std::string accept_handshake(const Request& request);
// Sec-WebSocket-Accept for a key.
std::string accept_key(std::string_view key);

}  // namespace recess::http
