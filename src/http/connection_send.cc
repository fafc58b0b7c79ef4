// Connection: the response to the request under way.
#include "http/connection.h"

#include "http/handshake.h"
#include "http/response_head.h"
#include "http/websocket_session.h"
#include "kernel/log.h"

#include <fmt/format.h>

namespace recess::http {
namespace {

namespace asio = boost::asio;

bool has_no_body(unsigned status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

asio::awaitable<bool> Connection::write(std::string_view first, std::string_view second) {
  const Io io = co_await stream_.write(first, second, core_.limits.write_time);
  if (io != Io::ok) broken_ = true;
  co_return io == Io::ok;
}

std::string Connection::head_of(const Response& response, std::optional<std::uint64_t> length, bool chunked) const {
  return response_head(response, Framing{.http11 = head_.http11,
                                         .keep_alive = stays_open(),
                                         .content_length = length,
                                         .chunked = chunked,
                                         .date = core_.date()});
}

bool Connection::send_at_once(Response& response) {
  constexpr std::size_t kSmall = 64 * 1024;
  const auto* body = std::get_if<std::string>(&response.body);
  const bool plain = body != nullptr && !body->empty() && body->size() <= kSmall && !has_no_body(response.status);
  if (!plain || is_head()) return false;
  security_headers(response, response.headers.get("content-type").starts_with("text/html"), request_.header("host"));
  const std::string head = head_of(response, body->size());
  std::string_view first = head;
  std::string_view second = *body;
  if (!stream_.write_now(first, second)) broken_ = true;
  else if (!first.empty() || !second.empty()) unsent_ = std::string(first).append(second);
  return true;
}

asio::awaitable<bool> Connection::send(Response response) {
  std::optional<FileSlice> file;
  if (std::holds_alternative<FileBody>(response.body)) file = open_file(response);
  response = core_.routes(place_.listener()).with_error_page(request_, std::move(response));
  security_headers(response, response.headers.get("content-type").starts_with("text/html"), request_.header("host"));
  if (const auto* body = std::get_if<UpgradeBody>(&response.body)) {
    if (upgrade(*body)) co_return true;
    leave_ = true;
    response.status = 426;
    response.headers.set("Upgrade", "websocket");
    response.body = std::string("this address speaks WebSocket\n");
  }
  bool sent = false;
  if (file) {
    sent = co_await send_file(std::move(response), std::move(*file));
  } else if (const auto* bytes = std::get_if<std::string>(&response.body)) {
    sent = co_await send_bytes(response, *bytes);
  } else if (const auto* shared = std::get_if<SharedBytes>(&response.body)) {
    sent = co_await send_bytes(response, **shared);
  } else {
    sent = co_await send_stream(std::move(response));
  }
  co_return sent;
}

asio::awaitable<bool> Connection::send_bytes(const Response& response, std::string_view body) {
  std::optional<std::uint64_t> length = body.size();
  if (has_no_body(response.status)) {
    length.reset();
    body = {};
  }
  const std::string head = head_of(response, length);
  if (is_head()) body = {};
  co_return co_await write(head, body);
}

bool Connection::upgrade(const UpgradeBody& body) {
  if (!head_.asks_for_websocket || !body.handler) return false;
  std::string rest(stream_.buffered());
  upgraded_ = true;
  core_.leave(*this);
  auto session =
      std::make_shared<WebSocketSession>(stream_.release(), std::move(place_), body.handler, body.max_message_bytes);
  session->start(accept_handshake(request_), std::move(rest));
  return true;
}

}  // namespace recess::http
