#include "http/connection.h"

#include "http/handshake.h"
#include "http/response_head.h"
#include "kernel/log.h"
#include "kernel/text.h"

#include <exception>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kRequestLineRest = 64;  // what stands around the target: method, blanks, version
constexpr std::size_t kMaxSkippedLines = 8;   // empty lines before a request

Response problem_response(const HeadProblem& problem) {
  Response response{.status = problem.status, .close = true};
  response.error = refuse(Code::invalid, problem.detail);
  if (problem.status == 426) {
    response.headers.set("Upgrade", "websocket");
    response.headers.set("Sec-WebSocket-Version", "13");
  }
  return response;
}

}  // namespace

Connection::Connection(Socket socket, Place place)
    : stream_(std::move(socket)), place_(std::move(place)), kept_(place_.shared_core()), core_(*kept_) {
  core_.enter(*this);
}

Connection::~Connection() { core_.leave(*this); }

asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
  try {
    co_await self->converse();
  } catch (const std::exception& bug) {
    log_error("http.connection_failed", {{"what", bug.what()}});
  }
  if (!self->upgraded_) self->stream_.abort();
}

asio::awaitable<void> Connection::converse() {
  for (;;) {
    const Next next = co_await serve_request();
    if (next == Next::request) continue;
    if (next == Next::linger) co_await linger();
    co_return;
  }
}

bool Connection::stays_open() const { return head_.keep_alive && !leave_ && !core_.draining; }

asio::awaitable<Connection::Next> Connection::serve_request() {
  head_ = RequestHead{};
  request_ = Request{};
  stream_.shrink();
  auto problem = co_await read_head();
  if (broken_) co_return Next::end;
  if (problem) {
    leave_ = true;
    ++core_.statistics.requests;
    Response refused = problem_response(*problem);
    const bool sent = co_await send(std::move(refused));
    if (!sent) co_return Next::end;
    co_return Next::linger;
  }
  ++core_.statistics.requests;
  begin_body();
  Response response = co_await respond();
  if (response.close || body_error_ || (continue_due_ && !body_done()) || !body_is_short()) leave_ = true;
  bool sent = true;
  if (!send_at_once(response)) {
    sent = co_await send(std::move(response));
  } else if (!unsent_.empty()) {
    sent = co_await write(unsent_);
    unsent_.clear();
  }
  if (broken_) sent = false;
  when_gone_ = nullptr;
  stream_.unwatch();
  if (!sent || upgraded_) co_return Next::end;
  if (!stays_open()) co_return Next::linger;
  if (!body_done() || piece_size_ > 0) {
    const bool skipped = co_await skip_body();
    if (!skipped) co_return Next::linger;
  }
  first_ = false;
  co_return Next::request;
}

// Reads and parses one head. `broken_` is set when the peer left or kept us waiting between requests.
asio::awaitable<std::optional<HeadProblem>> Connection::read_head() {
  const Limits& limits = core_.limits;
  HeadScanner scanner;
  std::size_t skipped = 0;
  bool head_begun = false;
  const Tick start = tick_now();
  stream_.set_deadline(start + (first_ ? limits.head_time : limits.idle_time));
  for (;;) {
    std::string_view bytes = stream_.buffered();
    while (bytes.starts_with("\r\n") && skipped < kMaxSkippedLines) {
      stream_.consume(2);
      ++skipped;
      bytes = stream_.buffered();
    }
    idle_ = bytes.empty();
    if (!idle_ && !head_begun) {
      head_begun = true;
      if (!first_) stream_.set_deadline(tick_now() + limits.head_time);
    }
    const auto state = bytes == "\r" ? HeadScanner::State::incomplete : scanner.scan(bytes);
    if (state == HeadScanner::State::malformed) co_return HeadProblem{400, "the request is malformed"};
    const std::size_t line = scanner.has_request_line() ? scanner.request_line_length() : bytes.size();
    if (line > limits.target_bytes + kRequestLineRest) co_return HeadProblem{414, "the address is too long"};
    const bool complete = state == HeadScanner::State::complete;
    if ((complete ? scanner.length() : bytes.size()) > limits.head_bytes) {
      co_return HeadProblem{431, "the header fields are too large"};
    }
    if (complete) break;
    if (core_.draining && idle_) {
      broken_ = true;
      co_return std::nullopt;
    }
    const Io io = co_await stream_.fill(limits.head_bytes + 1);
    if (io == Io::timed_out && head_begun) co_return HeadProblem{408, "the request took too long"};
    if (io != Io::ok) {
      broken_ = true;
      co_return std::nullopt;
    }
  }
  stream_.clear_deadline();
  const std::string_view text = stream_.buffered().substr(0, scanner.length());
  auto parsed = parse_request_head(text, limits.target_bytes);
  stream_.consume(scanner.length());
  if (!parsed) co_return parsed.error();
  head_ = std::move(*parsed);
  request_ = std::move(head_.request);
  const std::string& label = place_.listener().label;
  if (label.empty()) identify(request_, place_.address(), core_.trusted());
  else request_.remote_address = label;
  if (head_.asks_for_websocket) co_return check_handshake(request_);
  co_return std::nullopt;
}

asio::awaitable<Response> Connection::respond() {
  const Router::Impl& routes = core_.routes(place_.listener());
  RouteMatch match = routes.find(request_.method, request_.path);
  const Handler* handler = match.handler;
  if (handler == nullptr && !match.known_path && request_.path != "*" && routes.fallback) handler = &routes.fallback;
  Response response{.status = 404};
  if (handler != nullptr) {
    request_.captures = std::move(match.captures);
    response = co_await call(*handler);
  } else if (request_.path == "*") {
    response = no_content();
    response.headers.set("Allow", "GET, HEAD, POST, OPTIONS");
  } else if (match.known_path) {
    response.status = request_.method == "OPTIONS" ? 204 : 405;
    response.headers.set("Allow", std::move(match.allow));
  }
  if (forced_status_ != 0) {
    response = Response{.status = forced_status_, .close = true};
    if (body_error_) response.error = *body_error_;
  }
  co_return response;
}

asio::awaitable<Response> Connection::call(const Handler& handler) {
  std::string failure;
  handling_ = true;
  try {
    Response response = co_await handler(*this);
    handling_ = false;
    co_return response;
  } catch (const std::exception& bug) {
    failure = bug.what();
  } catch (...) {
    failure = "unknown";
  }
  handling_ = false;
  log_error("http.handler_failed", {{"method", request_.method}, {"path", request_.path}, {"what", failure}});
  co_return Response{.status = 500, .close = true};
}

void Connection::drain() {
  if (idle_) abort();
}

// The peer may still be sending what nobody will read. Closing now would reset the connection and could destroy the
// response on its way; so we say that we are done, and read over a bounded amount until the peer has seen it.
asio::awaitable<void> Connection::linger() {
  stream_.end_output();
  std::uint64_t left = core_.limits.linger_bytes;
  stream_.set_deadline(tick_now() + core_.limits.linger_time);
  while (left > 0) {
    const std::size_t held = stream_.buffered().size();
    left -= std::min<std::uint64_t>(left, held);
    stream_.consume(held);
    const Io io = co_await stream_.fill(64 * 1024, 16 * 1024);
    if (io != Io::ok) co_return;
  }
}

}  // namespace recess::http
