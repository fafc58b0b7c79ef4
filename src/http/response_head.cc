#include "http/response_head.h"

#include "http/reason.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace recess::http {
namespace {

constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' data: "
    "blob:; object-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self'";

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kOurs{"connection", "content-length", "transfer-encoding", "date"};
  for (const std::string_view ours : kOurs) {
    if (equal_ignoring_case(name, ours)) return true;
  }
  return false;
}

// Nothing that has a meaning of its own in a policy.
bool is_plain_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
}

void append_value(std::string& out, std::string_view value) {
  for (const char c : value) out += (c == '\r' || c == '\n' || c == '\0') ? ' ' : c;
}

void add_missing(Response& response, std::string_view name, std::string_view value) {
  if (!response.headers.has(name)) response.headers.add(std::string(name), std::string(value));
}

}  // namespace

std::string response_head(const Response& response, const Framing& framing) {
  std::string out;
  out.reserve(512);
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name)) continue;
    out += name;
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  out += "Date: ";
  out += framing.date;
  if (framing.content_length)
    fmt::format_to(std::back_inserter(out), "\r\nContent-Length: {}", *framing.content_length);
  if (framing.chunked) out += "\r\nTransfer-Encoding: chunked";
  if (!framing.keep_alive) out += "\r\nConnection: close";
  else if (!framing.http11) out += "\r\nConnection: keep-alive";
  out += "\r\n\r\n";
  return out;
}

void security_headers(Response& response, bool html, std::string_view host) {
  add_missing(response, "X-Content-Type-Options", "nosniff");
  add_missing(response, "Referrer-Policy", "same-origin");
  if (!html) return;
  std::string policy(kPagePolicy);
  if (is_plain_host(host)) policy += fmt::format(" ws://{} wss://{}", host, host);
  add_missing(response, "Content-Security-Policy", policy);
}

}  // namespace recess::http
