#include "http/peer.h"

#include "http/header_values.h"
#include "kernel/log.h"
#include "kernel/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace recess::http {
namespace {

namespace ip = boost::asio::ip;

std::string normal_text(ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

// "1.2.3.4", "1.2.3.4:99", "::1", "[::1]:99"
std::optional<std::string> forwarded_address(std::string_view text) {
  text = trim_blanks(text);
  if (text.starts_with('[')) {
    text = text.substr(1, std::min(text.find(']'), text.size()) - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return normal_text(address);
}

}  // namespace

std::string address_text(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &peer, sizeof v4);
    return ip::address_v4(ntohl(v4.sin_addr.s_addr)).to_string();
  }
  if (peer.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &peer, sizeof v6);
    ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return normal_text(ip::address_v6(bytes));
  }
  return {};
}

std::string endpoint_text(const sockaddr_storage& endpoint) {
  const std::string address = address_text(endpoint);
  if (address.empty()) return {};
  std::uint16_t port = 0;  // at the same place in both kinds of address
  std::memcpy(&port, reinterpret_cast<const char*>(&endpoint) + offsetof(sockaddr_in, sin_port), sizeof port);
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(ntohs(port));
}

TrustedPeers::TrustedPeers(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    boost::system::error_code error;
    const bool network = entry.find('/') != std::string::npos;
    if (entry.find(':') == std::string::npos) {
      v4_.push_back(ip::make_network_v4(network ? entry : entry + "/32", error));
      if (error) v4_.pop_back();
    } else {
      v6_.push_back(ip::make_network_v6(network ? entry : entry + "/128", error));
      if (error) v6_.pop_back();
    }
    if (error) log_warning("http.bad_trusted_proxy", {{"entry", entry}});
  }
}

bool TrustedPeers::contains(const std::string& address) const {
  if (empty()) return false;
  boost::system::error_code error;
  const auto parsed = ip::make_address(address, error);
  if (error) return false;
  if (parsed.is_v4()) {
    return std::any_of(v4_.begin(), v4_.end(), [&](const ip::network_v4& network) {
      return ip::network_v4(parsed.to_v4(), network.prefix_length()).network() == network.network();
    });
  }
  return std::any_of(v6_.begin(), v6_.end(), [&](const ip::network_v6& network) {
    return ip::network_v6(parsed.to_v6(), network.prefix_length()).network() == network.network();
  });
}

std::string_view last_forwarded(const Request& request, std::string_view name) {
  std::string_view list;
  for (const auto& [each, value] : request.headers) {
    if (equal_ignoring_case(each, name)) list = value;
  }
  const std::size_t comma = list.rfind(',');
  return trim_blanks(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

void identify(Request& request, const std::string& peer, const TrustedPeers& trusted) {
  request.remote_address = peer;
  if (!trusted.contains(peer)) return;
  std::string list;
  for (const auto& [name, value] : request.headers) {
    if (!equal_ignoring_case(name, "x-forwarded-for")) continue;
    if (!list.empty()) list += ',';
    list += value;
  }
  std::string_view rest = list;
  while (!rest.empty() && trusted.contains(request.remote_address)) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    const auto address = forwarded_address(last);
    if (!address) break;
    request.remote_address = *address;
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
  }
  request.from_trusted_peer = true;
  request.secure = equal_ignoring_case(last_forwarded(request, "x-forwarded-proto"), "https");
}

}  // namespace recess::http
