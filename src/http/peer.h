// Who is on the other end: addresses as text, and which peers may speak for others.
#pragma once

#include "http/message.h"

#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

struct sockaddr_storage;

namespace recess::http {

// An IPv4 address inside an IPv6 one is written as IPv4. Empty for sockets without addresses.
std::string address_text(const sockaddr_storage& peer);
// The same with its port: "192.0.2.1:8080", "[::1]:8080".
std::string endpoint_text(const sockaddr_storage& endpoint);

class TrustedPeers {
 public:
  // Addresses and networks ("10.0.0.0/8"); what is neither is logged and left out.
  explicit TrustedPeers(const std::vector<std::string>& entries);
  bool contains(const std::string& address) const;
  bool empty() const { return v4_.empty() && v6_.empty(); }

 private:
  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

// The last entry of all fields of that name. Each proxy appends to a list, or a field: the last entry is the one that a
// trusted peer wrote itself, what stands before it anybody can have written.
std::string_view last_forwarded(const Request& request, std::string_view name);

// Sets remote_address, secure and from_trusted_peer. A trusted peer's X-Forwarded-For counts from its end up to the
// first address that is not itself trusted: what stands before that anybody can have written.
void identify(Request& request, const std::string& peer, const TrustedPeers& trusted);

}  // namespace recess::http
