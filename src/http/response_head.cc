#include "http/response_head.h"

#include "http/public_address.h"
#include "http/reason.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace recess::http {
namespace {

constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' data: "
    "blob:; object-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self'";

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kOurs{"connection", "content-length", "transfer-encoding", "date"};
  return std::any_of(kOurs.begin(), kOurs.end(), [&](std::string_view ours) {
    return name.size() == ours.size() && equal_ignoring_case(name, ours);
  });
}

void append_value(std::string& out, std::string_view value) {
  const std::size_t start = out.size();
  out += value;
  for (std::size_t i = start; i < out.size(); ++i) {
    if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
  }
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc{}) out.append(digits.data(), end);
}

void add_missing(Response& response, std::string_view name, std::string_view value) {
  if (!response.headers.has(name)) response.headers.add(name, value);
}

}  // namespace

std::string response_head(const Response& response, const Framing& framing) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 ";
  append_number(out, response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name)) continue;
    out += name;
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  out += "Date: ";
  out += framing.date;
  if (framing.content_length) {
    out += "\r\nContent-Length: ";
    append_number(out, *framing.content_length);
  }
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
  if (is_plain_authority(host)) policy += fmt::format(" ws://{} wss://{}", host, host);
  add_missing(response, "Content-Security-Policy", policy);
}

}  // namespace recess::http
