#include "http/request_head.h"

#include "http/header_values.h"
#include "kernel/text.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace recess::http {
namespace {

constexpr std::size_t kMaxFields = 128;

HeadProblem bad(std::string detail, unsigned status = 400) { return HeadProblem{status, std::move(detail)}; }

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool is_host(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return is_token_character(c) || c == ':' || c == '[' || c == ']' || c == '(' || c == ')' || c == ',' || c == ';' ||
           c == '=';
  });
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Origin-form "/a?b", absolute-form "http://host/a?b", or "*" for OPTIONS. `host` becomes the authority of an
// absolute target.
bool read_target(Request& request, std::string& host) {
  std::string_view rest = request.target;
  if (rest == "*") {
    request.path = "*";
    return request.method == "OPTIONS";
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (rest.size() < scheme.size() || !equal_ignoring_case(rest.substr(0, scheme.size()), scheme)) continue;
    rest.remove_prefix(scheme.size());
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    host = rest.substr(0, end);
    if (host.empty() || !is_host(host)) return false;  // also refuses user:password@
    rest.remove_prefix(end);
    break;
  }
  const std::size_t question = std::min(rest.find('?'), rest.size());
  std::string_view encoded = rest.substr(0, question);
  if (encoded.empty() && !host.empty()) encoded = "/";
  if (!encoded.starts_with('/')) return false;
  auto path = decode_path(encoded);
  if (!path) return false;
  request.path = std::move(*path);
  request.query = Query::parse(rest.substr(std::min(question + 1, rest.size())));
  return true;
}

HeadResult<void> read_request_line(std::string_view line, RequestHead& head, std::size_t max_target_bytes,
                                   std::string& host) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("the request line has three parts");
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  const bool versioned = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                         version[5] >= '0' && version[5] <= '9' && version[7] >= '0' && version[7] <= '9';
  if (!versioned || !is_token(method)) return bad("the request line is malformed");
  if (version[5] != '1') return bad("HTTP/1.1 is spoken here", 505);
  if (target.size() > max_target_bytes) return bad("the address is too long", 414);
  if (target.empty() || !is_visible(target)) return bad("the address is malformed");
  head.http11 = version[7] != '0';
  head.request.method = method;
  head.request.target = target;
  if (!read_target(head.request, host)) return bad("the address is malformed");
  return {};
}

// One field line; collects what frames the message.
HeadResult<void> read_field(std::string_view line, RequestHead& head, bool& has_coding) {
  if (line.front() == ' ' || line.front() == '\t') return bad("folded header fields are not taken");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return bad("a header field is malformed");
  const std::string_view name = line.substr(0, colon);
  std::string_view value = trim_blanks(line.substr(colon + 1));
  if (!is_field_value(value)) return bad("a header field has control characters");
  if (equal_ignoring_case(name, "content-length")) {
    const auto length = parse_length(value);
    if (!length) return bad("Content-Length is not a number");
    if (head.content_length && head.content_length != length) return bad("two different Content-Lengths");
    if (head.content_length) return {};
    head.content_length = length;
  } else if (equal_ignoring_case(name, "transfer-encoding")) {
    if (has_coding) return bad("two Transfer-Encodings");
    has_coding = true;
    if (!equal_ignoring_case(value, "chunked")) return bad("of the transfer codings, only chunked is taken", 501);
    head.chunked = true;
  } else if (equal_ignoring_case(name, "host")) {
    if (head.request.headers.has("host")) return bad("two Host fields");
    // Answered all the same, as if it said nothing: the addresses in replies are then those of the socket, and what was
    // sent reaches neither a reply nor a header.
    if (!is_host(value)) value = {};
  }
  head.request.headers.add(name, value);
  return {};
}

// What the fields say about the connection and the body.
HeadResult<void> settle(RequestHead& head, std::string absolute_host) {
  Headers& headers = head.request.headers;
  if (head.http11 && !headers.has("host")) return bad("Host is missing");
  if (!absolute_host.empty()) headers.set("Host", absolute_host);
  if (head.chunked && head.content_length) return bad("both Content-Length and Transfer-Encoding");
  if (head.chunked && !head.http11) return bad("HTTP/1.0 has no Transfer-Encoding");
  bool close = false;
  bool keep = false;
  bool upgrade = false;
  for (const auto& [name, value] : headers) {
    if (!equal_ignoring_case(name, "connection")) continue;
    close = close || list_has(value, "close");
    keep = keep || list_has(value, "keep-alive");
    upgrade = upgrade || list_has(value, "upgrade");
  }
  head.keep_alive = !close && (head.http11 || keep);
  if (const std::string_view expect = headers.get("expect"); !expect.empty() && head.http11) {
    if (!equal_ignoring_case(expect, "100-continue")) return bad("only 100-continue can be expected", 417);
    head.expect_continue = true;
  }
  head.asks_for_websocket =
      upgrade && head.http11 && head.request.method == "GET" && list_has(headers.get("upgrade"), "websocket");
  const bool has_body = head.chunked || head.content_length.value_or(0) > 0;
  if (head.asks_for_websocket && has_body) return bad("a WebSocket is asked for without a body");
  return {};
}

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view bytes) {
  // A TLS greeting, for one, may never have a line feed: it is told at once.
  if (scanned_ == 0 && !bytes.empty() && !is_token_character(bytes.front())) return State::malformed;
  while (looked_ < bytes.size()) {
    const auto* found = static_cast<const char*>(std::memchr(bytes.data() + looked_, '\n', bytes.size() - looked_));
    if (found == nullptr) {
      looked_ = bytes.size();
      break;
    }
    const auto at = static_cast<std::size_t>(found - bytes.data());
    if (at == scanned_ || bytes[at - 1] != '\r') return State::malformed;
    const bool empty_line = at - scanned_ == 1;
    scanned_ = looked_ = at + 1;
    if (request_line_length_ == 0) {
      request_line_length_ = scanned_;
    } else if (empty_line) {
      return State::complete;
    }
  }
  return State::incomplete;
}

HeadResult<RequestHead> parse_request_head(std::string_view head, std::size_t max_target_bytes) {
  RequestHead parsed;
  std::string absolute_host;
  bool has_coding = false;
  std::size_t fields = 0;
  bool first = true;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return bad("a line has no end");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (first) {
      if (auto read = read_request_line(line, parsed, max_target_bytes, absolute_host); !read) return read.error();
      first = false;
    } else if (!line.empty()) {
      if (++fields > kMaxFields) return bad("too many header fields", 431);
      if (auto read = read_field(line, parsed, has_coding); !read) return read.error();
    }
  }
  if (auto settled = settle(parsed, std::move(absolute_host)); !settled) return settled.error();
  return parsed;
}

std::optional<std::string> decode_path(std::string_view encoded) {
  auto path = percent_decode(encoded);
  if (!path || path->find('\0') != std::string::npos) return std::nullopt;
  std::string_view rest = *path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (rest.substr(0, end) == "..") return std::nullopt;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return path;
}

}  // namespace recess::http
