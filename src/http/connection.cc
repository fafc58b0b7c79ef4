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
  stream_.shrink();
  Arriving arriving;
  stream_.set_deadline(tick_now() + (first_ ? core_.limits.head_time : core_.limits.idle_time));
  while (!head_is_here(arriving)) {
    if (core_.draining && idle_) co_return Next::end;
    const Io io = co_await stream_.fill(core_.limits.head_bytes + 1);
    if (io == Io::ok) continue;
    if (io != Io::timed_out || !arriving.begun) co_return Next::end;  // the peer left, or kept us waiting
    arriving.problem = HeadProblem{408, "the request took too long"};
    break;
  }
  if (arriving.problem) forget_head();
  else arriving.problem = take_head(arriving.scanner.length());
  ++core_.statistics.requests;
  if (arriving.problem) {
    leave_ = true;
    Response refused = problem_response(*arriving.problem);
    const bool sent = co_await send(std::move(refused));
    if (!sent) co_return Next::end;
    co_return Next::linger;
  }
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

// True: the head is whole, or it is clear that it never will be.
bool Connection::head_is_here(Arriving& head) {
  const Limits& limits = core_.limits;
  std::string_view bytes = stream_.buffered();
  while (bytes.starts_with("\r\n") && head.skipped < kMaxSkippedLines) {
    stream_.consume(2);
    ++head.skipped;
    bytes = stream_.buffered();
  }
  idle_ = bytes.empty();
  if (idle_) return false;
  if (!head.begun) {
    head.begun = true;
    if (!first_) stream_.set_deadline(tick_now() + limits.head_time);
  }
  const auto refused = [&](unsigned status, std::string detail) {
    head.problem = HeadProblem{status, std::move(detail)};
    return true;
  };
  const auto state = bytes == "\r" ? HeadScanner::State::incomplete : head.scanner.scan(bytes);
  if (state == HeadScanner::State::malformed) return refused(400, "the request is malformed");
  const std::size_t line = head.scanner.has_request_line() ? head.scanner.request_line_length() : bytes.size();
  if (line > limits.target_bytes + kRequestLineRest) return refused(414, "the address is too long");
  const bool complete = state == HeadScanner::State::complete;
  if ((complete ? head.scanner.length() : bytes.size()) > limits.head_bytes) {
    return refused(431, "the header fields are too large");
  }
  return complete;
}

// That of the request before.
void Connection::forget_head() {
  head_ = {};
  request_ = {};
}

std::optional<HeadProblem> Connection::take_head(std::size_t length) {
  stream_.clear_deadline();
  auto parsed = parse_request_head(stream_.buffered().substr(0, length), core_.limits.target_bytes);
  stream_.consume(length);
  if (!parsed) {
    forget_head();
    return parsed.error();
  }
  head_ = *parsed;
  request_ = std::move(parsed->request);
  const std::string& label = place_.listener().label;
  if (label.empty()) identify(request_, place_.address(), core_.trusted());
  else request_.remote_address = label;
  if (head_.asks_for_websocket) return check_handshake(request_);
  return std::nullopt;
}

// The handler for this request, or null with the answer there is without one.
const Handler* Connection::route(Response& otherwise) {
  const Router::Impl& routes = core_.routes(place_.listener());
  RouteMatch match = routes.find(request_.method, request_.path);
  otherwise.status = 404;
  if (match.handler != nullptr) {
    request_.captures = std::move(match.captures);
    return match.handler;
  }
  if (request_.path == "*") {
    otherwise = no_content();
    otherwise.headers.set("Allow", "GET, HEAD, POST, OPTIONS");
  } else if (match.known_path) {
    otherwise.status = request_.method == "OPTIONS" ? 204 : 405;
    otherwise.headers.set("Allow", match.allow);
  } else if (routes.fallback) {
    return &routes.fallback;
  }
  return nullptr;
}

asio::awaitable<Response> Connection::respond() {
  Response response;
  std::string failure;
  if (const Handler* handler = route(response)) {
    handling_ = true;
    try {
      asio::awaitable<Response> answer = (*handler)(*this);
      response = co_await std::move(answer);
    } catch (const std::exception& bug) {
      failure = bug.what();
      if (failure.empty()) failure = "unknown";
    } catch (...) {
      failure = "unknown";
    }
    handling_ = false;
  }
  if (!failure.empty()) {
    log_error("http.handler_failed", {{"method", request_.method}, {"path", request_.path}, {"what", failure}});
    response = Response{.status = 500, .close = true};
  }
  if (forced_status_ != 0) {
    response = Response{.status = forced_status_, .close = true};
    if (body_error_) response.error = *body_error_;
  }
  co_return response;
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
