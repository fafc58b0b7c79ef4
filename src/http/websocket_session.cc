#include "http/websocket_session.h"

#include "kernel/log.h"

#include <cerrno>

#include <sys/socket.h>

#include <boost/asio/post.hpp>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr int kReadsPerTurn = 4;                 // then others have their turn
constexpr Micros kTurn{2000};                    // likewise
constexpr std::size_t kPongBacklog = 64 * 1024;  // who reads that little gets no pongs

}  // namespace

WebSocketSession::WebSocketSession(Socket socket, Place place, std::shared_ptr<WebSocketHandler> handler,
                                   std::uint64_t max_message_bytes)
    : socket_(std::move(socket)), place_(std::move(place)), handler_(std::move(handler)), parser_(max_message_bytes) {
  place_.core().enter(*this);
  ++place_.core().statistics.websockets;
}

WebSocketSession::~WebSocketSession() {
  place_.core().leave(*this);
  --place_.core().statistics.websockets;
}

// A handler that throws has a bug: it costs this conversation alone.
template <class Call>
void WebSocketSession::guarded(Call call) {
  try {
    call();
  } catch (const std::exception& bug) {
    log_error("http.handler_failed", {{"what", bug.what()}, {"where", "websocket"}});
    fail(CloseCode::internal);
  }
}

void WebSocketSession::start(std::string accept, std::string rest) {
  enqueue(std::make_shared<const std::string>(std::move(accept)));  // leaves together with the first frames
  guarded([this] { handler_->on_open(*this); });
  if (!rest.empty()) take(rest);
  go_on();
}

// Reading

bool WebSocketSession::is_paused() const { return state_ == State::open && pause_ && tick_now() < paused_until_; }

void WebSocketSession::go_on() {
  if (unheard_.empty()) return await_readable();
  if (resting_ || state_ == State::dead || is_paused()) return;  // the pause's timer goes on from here
  resting_ = true;
  asio::post(place_.core().loop, [self = shared_from_this()] {
    self->resting_ = false;
    self->hear_rest();
  });
}

void WebSocketSession::hear_rest() {
  if (state_ == State::dead) return;
  if (!is_paused()) {
    std::string bytes = std::exchange(unheard_, {});
    take(bytes);
  }
  go_on();
}

bool WebSocketSession::wants_rest() {
  if (state_ != State::open) return false;
  const Tick now = tick_now();
  if (turn_began_ == Tick{}) turn_began_ = now;
  return now - turn_began_ > kTurn || (pause_ && now < paused_until_);
}

void WebSocketSession::await_readable() {
  if (reading_ || state_ == State::dead || is_paused()) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](boost::system::error_code) {
    self->reading_ = false;
    self->on_readable();
  });
}

void WebSocketSession::on_readable() {
  auto& input = place_.core().input;
  for (int reads = 0; reads < kReadsPerTurn && unheard_.empty() && !is_paused(); ++reads) {
    if (state_ == State::dead) return;
    const ssize_t bytes = ::recv(socket_.native_handle(), input.data(), input.size(), MSG_DONTWAIT);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0 && errno == EAGAIN) break;
    if (bytes <= 0) return kill(false);
    const auto size = static_cast<std::size_t>(bytes);
    take(std::span(input).first(size));
    if (size < input.size()) break;
  }
  go_on();
}

void WebSocketSession::take(std::span<char> bytes) {
  if (state_ != State::open && state_ != State::closing) return;
  turn_began_ = Tick{};
  guarded([&] {
    const auto failure = parser_.feed(bytes, *this);
    if (failure) fail(*failure);
    const std::span<char> rest = bytes.last(failure ? 0 : parser_.left());
    unheard_.assign(rest.data(), rest.size());
  });
}

bool WebSocketSession::on_message(Opcode kind, const LentBytes& payload) {
  if (state_ == State::closing) return true;  // too late to be heard
  if (kind == Opcode::text) handler_->on_text(payload);
  else handler_->on_binary(payload);
  return state_ == State::open || state_ == State::closing;
}

bool WebSocketSession::on_control(Opcode kind, std::string_view payload) {
  if (kind == Opcode::close) return on_close_frame(payload);
  if (kind == Opcode::ping && state_ == State::open && outbox_.bytes() < kPongBacklog) {
    enqueue(std::make_shared<const std::string>(encode_frame(Opcode::pong, payload)));
  }
  return true;
}

bool WebSocketSession::on_close_frame(std::string_view payload) {
  const auto parsed = parse_close(payload);
  if (state_ == State::open) {
    if (!parsed) {
      fail(parsed.error());
      return false;
    }
    // The same code goes back; a close without a code is answered without one.
    enqueue(std::make_shared<const std::string>(encode_frame(Opcode::close, payload.substr(0, 2))));
  }
  linger(true);
  return false;
}

// Writing

void WebSocketSession::send(Frame frame) {
  if (state_ == State::open) enqueue(std::move(frame));
}

void WebSocketSession::enqueue(Frame frame) {
  if (outbox_.bytes() == 0) stalled_since_ = Tick{};
  outbox_.push(std::move(frame));
  if (dirty_ || writing_) return;
  dirty_ = true;
  place_.core().flush_later(shared_from_this());
}

void WebSocketSession::flush(std::size_t& budget) {
  dirty_ = false;
  if (state_ == State::dead || writing_) return;
  while (outbox_.bytes() > 0) {
    if (budget == 0) {
      dirty_ = true;
      return place_.core().flush_later(shared_from_this());
    }
    switch (outbox_.write(socket_.native_handle(), place_.core().output, budget)) {
      case Outbox::Write::taken: stalled_since_ = Tick{}; break;
      case Outbox::Write::full: return await_writable();
      case Outbox::Write::gone: return kill(false);
    }
  }
  if (state_ == State::open) {
    guarded([this] { handler_->on_drained(); });
  } else if (state_ == State::lingering && !output_ended_) {
    output_ended_ = true;
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }
}

void WebSocketSession::await_writable() {
  writing_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](boost::system::error_code) {
    self->writing_ = false;
    if (self->dirty_) return;
    self->dirty_ = true;
    self->place_.core().flush_later(self);
  });
}

// Ending

void WebSocketSession::close(CloseCode code, std::string_view reason) {
  if (state_ != State::open) return;
  enqueue(std::make_shared<const std::string>(encode_close(code, reason)));
  state_ = State::closing;
  deadline_ = tick_now() + place_.core().limits.close_time;
  go_on();  // ends a pause: the answer is awaited
}

void WebSocketSession::abort() { kill(false); }

// Says why, and listens no longer.
void WebSocketSession::fail(CloseCode code) {
  if (state_ == State::open) enqueue(std::make_shared<const std::string>(encode_close(code)));
  if (state_ == State::open || state_ == State::closing) linger(false);
}

void WebSocketSession::linger(bool clean) {
  state_ = State::lingering;
  deadline_ = tick_now() + place_.core().limits.close_time;
  finish(clean);
  if (!dirty_ && !writing_) {
    dirty_ = true;
    place_.core().flush_later(shared_from_this());
  }
}

void WebSocketSession::kill(bool clean) {
  if (state_ == State::dead) return;
  state_ = State::dead;
  boost::system::error_code ignored;
  socket_.close(ignored);
  if (pause_) pause_->cancel();
  unheard_.clear();
  finish(clean);
}

// on_closed comes from the loop, never from within a call of the handler's.
void WebSocketSession::finish(bool clean) {
  if (finished_) return;
  finished_ = true;
  asio::post(place_.core().loop, [self = shared_from_this(), clean] {
    const auto handler = std::exchange(self->handler_, nullptr);
    self->guarded([&] { handler->on_closed(clean); });
  });
}

void WebSocketSession::pause_reading(std::chrono::milliseconds duration) {
  if (state_ != State::open) return;
  if (!pause_) pause_.emplace(socket_.get_executor());
  paused_until_ = tick_now() + duration;
  pause_->expires_at(paused_until_);
  pause_->async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->go_on();
  });
}

void WebSocketSession::sweep(Tick now) {
  if (now >= deadline_) return kill(false);
  if (outbox_.bytes() == 0) return;
  if (stalled_since_ == Tick{}) stalled_since_ = now;
  else if (now - stalled_since_ >= place_.core().limits.write_time) kill(false);
}

}  // namespace recess::http
