// The head of a response, from values to bytes. Pure.
#pragma once

#include "http/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

// How the body is delimited and what happens after it: the connection's decisions, never the handler's.
struct Framing {
  bool http11 = true;
  bool keep_alive = true;
  std::optional<std::uint64_t> content_length{};
  bool chunked = false;
  std::string_view date{};
};

// The handler's Connection, Content-Length, Transfer-Encoding and Date are left out; line breaks in values become
// blanks, so that no value can add a field.
std::string response_head(const Response& response, const Framing& framing);

// Adds what every response carries unless the handler said otherwise: no sniffing, no referrer to others, and for pages
// a policy that keeps them from loading anything from another host. `host` is the one the request asked for: its
// WebSockets are named in the policy, because not every browser in use takes them for 'self'. Embedding in frames stays
// allowed: the hall display shows playgrounds in frames.
void security_headers(Response& response, bool html, std::string_view host);

}  // namespace recess::http
