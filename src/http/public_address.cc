#include "http/public_address.h"

#include "http/peer.h"
#include "kernel/text.h"

#include <algorithm>

#include <boost/asio/ip/address_v6.hpp>

namespace recess::http {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// ":8080" or nothing
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  return text.size() >= 2 && text.size() <= 6 && text.front() == ':' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string join(std::string_view scheme, std::string_view authority) {
  std::string out;
  out.reserve(scheme.size() + authority.size());
  return out.append(scheme).append(authority);
}

}  // namespace

bool is_plain_authority(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos || !is_port(host.substr(end + 1))) return false;
    const std::string literal(host.substr(1, end - 1));
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(literal, error);
    return !error && literal.find('%') == std::string::npos;
  }
  const std::size_t end = std::min(host.find(':'), host.size());
  return end > 0 && std::all_of(host.begin(), host.begin() + static_cast<std::ptrdiff_t>(end), is_name_character) &&
         is_port(host.substr(end));
}

std::string public_address(const Request& request, std::string_view configured, std::string_view local) {
  if (!configured.empty()) return std::string(configured);
  const std::string_view scheme = request.secure ? "https://" : "http://";
  if (request.from_trusted_peer) {
    const std::string_view host = last_forwarded(request, "x-forwarded-host");
    if (is_plain_authority(host)) return join(scheme, host);
  }
  const std::string_view host = request.header("host");
  return join(scheme, is_plain_authority(host) ? host : local);
}

std::string public_address(const Exchange& exchange, std::string_view configured) {
  const Request& request = exchange.request();
  const bool needs_local = configured.empty() && !is_plain_authority(request.header("host"));
  return public_address(request, configured, needs_local ? exchange.local_address() : std::string());
}

}  // namespace recess::http
