// BASE: the address under which whoever asks can reach this server again, as replies show it and clients copy it.
// Never a constant. The first that applies: the configured address; what a trusted proxy says in X-Forwarded-Proto and
// X-Forwarded-Host; the request's Host, if it is a plain name or address; the socket's own address. A Host that is none
// of these is never echoed. A world's prefix ("/w/NAME") is the caller's to append.
#pragma once

#include "http/server.h"

#include <string>
#include <string_view>

namespace recess::http {

// `configured` without slashes at its end, or empty; `local` is the socket's "address:port".
std::string public_address(const Request& request, std::string_view configured, std::string_view local);
std::string public_address(const Exchange& exchange, std::string_view configured);

// [A-Za-z0-9.-]+ or an IPv6 address in brackets, either with an optional port.
bool is_plain_authority(std::string_view host);

}  // namespace recess::http
