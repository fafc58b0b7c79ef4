// The head of an HTTP/1 request, from bytes to values. Pure. Stricter than some servers on purpose: whatever two
// programs in a row could read in two ways (bare line feeds, folded fields, both lengths, blanks before a colon) is
// refused, because that is what request smuggling is made of.
#pragma once

#include "http/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

// Finds the end of a head in bytes that grow. Remembers how far it looked, so a head sent byte by byte costs no more.
class HeadScanner {
 public:
  enum class State { incomplete, complete, malformed };
  // `bytes` starts where it did before and has grown.
  State scan(std::string_view bytes);
  std::size_t length() const { return scanned_; }  // of the complete head with its empty line
  bool has_request_line() const { return request_line_length_ > 0; }
  std::size_t request_line_length() const { return request_line_length_; }  // with its CR LF, 0 while incomplete

 private:
  std::size_t scanned_ = 0;  // all before this are complete lines
  std::size_t looked_ = 0;   // no line feed before this
  std::size_t request_line_length_ = 0;
};

// What a head says about the connection and the body.
struct RequestFraming {
  bool http11 = true;
  bool keep_alive = true;
  bool chunked = false;
  bool expect_continue = false;
  bool asks_for_websocket = false;  // by its Upgrade and Connection fields; see websocket_handshake.h
  std::optional<std::uint64_t> content_length{};
};
struct RequestHead : RequestFraming {
  Request request{};
};

// Why a head was refused; the connection is closed after the answer.
struct HeadProblem {
  unsigned status = 400;
  std::string detail;
};

template <class T>
using HeadResult = boost::system::result<T, HeadProblem>;

// `head` is a complete head as HeadScanner found it.
HeadResult<RequestHead> parse_request_head(std::string_view head, std::size_t max_target_bytes);

// The path of a target: percent-decoded once. Refuses NUL, what is not UTF-8, and segments "..".
std::optional<std::string> decode_path(std::string_view encoded);

}  // namespace recess::http
