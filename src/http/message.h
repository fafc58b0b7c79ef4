// One request and one response, as handlers see them. Plain values: no sockets here.
// HTTP/1.1 by RFC 9110 and 9112.
#pragma once

#include "kernel/result.h"
#include "kernel/shared_bytes.h"
#include "kernel/unique_fd.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

namespace recess::http {

// In order of arrival; names compare without case. All in one block of memory, since every request and every response
// has some: the views handed out are valid until the next change.
class Headers {
  struct Field {
    std::uint32_t at, name, value;  // where its name begins in bytes_, and both lengths: the value follows the name
  };

 public:
  class Iterator {
   public:
    Iterator(const Headers& headers, std::size_t index) : headers_(&headers), index_(index) {}
    std::pair<std::string_view, std::string_view> operator*() const { return headers_->field(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Headers* headers_;
    std::size_t index_;
  };

  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  // replaces every field of that name
  void remove(std::string_view name);
  std::string_view get(std::string_view name) const;  // the first, or empty
  bool has(std::string_view name) const;
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, fields_.size()}; }

 private:
  std::string_view name_of(const Field& field) const { return std::string_view(bytes_).substr(field.at, field.name); }
  std::pair<std::string_view, std::string_view> field(std::size_t index) const {
    const Field& field = fields_[index];
    return {name_of(field), std::string_view(bytes_).substr(field.at + field.name, field.value)};
  }

  std::string bytes_;  // also of fields that have gone
  std::vector<Field> fields_;
};

// The decoded query of a target: split at '&' only, '+' is a blank, the last occurrence of a key wins and makes it
// absent if its value is not UTF-8, a key without '=' has an empty value.
class Query {
 public:
  static Query parse(std::string_view encoded);
  std::optional<std::string_view> find(std::string_view key) const;
  std::string_view get(std::string_view key) const { return find(key).value_or(std::string_view{}); }
  bool has(std::string_view key) const { return find(key).has_value(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

struct Request {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent, at most 8 KiB
  std::string path;    // of the target, percent-decoded; "/a/../b" and NUL have been refused before
  Query query;
  Headers headers;
  std::string remote_address;           // the peer's, or what a trusted proxy says in X-Forwarded-For
  bool secure = false;                  // https as seen by the browser (trusted X-Forwarded-Proto)
  bool from_trusted_peer = false;       // the peer's X-Forwarded-* fields are to be believed
  std::vector<std::string> captures{};  // what the route's {placeholders} matched, in order

  std::string_view header(std::string_view name) const { return headers.get(name); }
  std::optional<std::string> cookie(std::string_view name) const;
  // True if Accept prefers application/json to text/html.
  bool wants_json() const;
  // Same-origin proof for state-changing requests: Sec-Fetch-Site is same-origin (or none), else Origin equals the Host
  // asked for. Neither header present counts as proof too: no browser omits both on a cross-site POST.
  bool is_same_origin() const;
};

// A file served in ranges with its length and a strong ETag. Whoever has the file open already (and so knows that it
// is the one meant) passes the descriptor; otherwise `path` is opened without following a link at its end. What is not
// a regular file is answered 404.
struct FileBody {
  std::filesystem::path path;
  std::string etag{};  // quoted; made from size and modification time when empty
  std::shared_ptr<UniqueFd> file{};
};

// Written piece by piece while the handler runs (server-sent events, long CSV). write() returns false once the peer is
// gone or the server stops; it waits while the peer is slow, so memory stays bounded.
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;
  virtual boost::asio::awaitable<bool> write(std::string bytes) = 0;
};
using StreamBody = std::function<boost::asio::awaitable<void>(StreamWriter&)>;

class WebSocketHandler;  // websocket.h
// The answer to a valid WebSocket handshake: 101, then the handler owns the conversation.
struct UpgradeBody {
  std::shared_ptr<WebSocketHandler> handler;
  std::uint64_t max_message_bytes = 0;
};

struct Response {
  unsigned status = 200;
  Headers headers{};
  std::variant<std::string, SharedBytes, FileBody, StreamBody, UpgradeBody> body{};
  bool close = false;  // close the connection after this response
  Error error{};       // what Router::error_page is told about a status >= 400 without a body
};

Response text(unsigned status, std::string body, std::string content_type = "text/plain; charset=utf-8");
Response json(unsigned status, const boost::json::value& value);
Response redirect(std::string location, unsigned status = 302);
// 204 without a body.
Response no_content();
// A refusal as an answer: its status by status_for(), its body by Router::error_page.
Response refusal(Error error);
// The status for a Code, by one table.
unsigned status_for(Code code);

}  // namespace recess::http
