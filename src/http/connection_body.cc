// Connection: the body of the request under way.
#include "http/connection.h"

#include <algorithm>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kBodyBuffer = 64 * 1024;
constexpr std::uint64_t kSkippedBytes = 64 * 1024;  // of a body that the handler did not want
constexpr std::uint64_t kLeastRate = 32 * 1024;     // bytes per second that a body may take its time for

}  // namespace

void Connection::begin_body() {
  body_left_ = head_.content_length.value_or(0);
  body_read_ = 0;
  chunks_.reset();
  if (head_.chunked) chunks_.emplace();
  piece_size_ = 0;
  continue_due_ = head_.expect_continue && stream_.buffered().empty();
  body_began_ = Tick{};
  body_error_.reset();
  forced_status_ = 0;
}

bool Connection::body_done() const { return chunks_ ? chunks_->done() : body_left_ == 0; }

bool Connection::body_is_short() const { return chunks_ ? chunks_->done() : body_left_ <= kSkippedBytes; }

Error Connection::body_failed(Code code, std::string detail, unsigned status) {
  Error error = refuse(code, std::move(detail));
  body_error_ = error;
  forced_status_ = status;
  return error;
}

asio::awaitable<bool> Connection::say_continue() {
  if (!continue_due_) co_return true;
  continue_due_ = false;
  co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
}

asio::awaitable<Result<void>> Connection::fill_body(std::size_t want) {
  const bool said = co_await say_continue();
  if (!said) co_return body_failed(Code::cancelled, "the connection was lost", 0);
  if (body_began_ == Tick{}) body_began_ = tick_now();
  const Seconds earned{body_read_ / kLeastRate};
  stream_.set_deadline(body_began_ + core_.limits.body_time + earned);
  const Io io = co_await stream_.fill(kBodyBuffer, want);
  stream_.clear_deadline();
  if (io == Io::timed_out) co_return body_failed(Code::cancelled, "the request body took too long", 408);
  if (io == Io::closed) {
    gone_ = true;
    co_return body_failed(Code::cancelled, "the connection was lost", 0);
  }
  co_return Result<void>{};
}

asio::awaitable<Result<std::string_view>> Connection::next_piece() {
  if (body_error_) co_return *body_error_;
  stream_.consume(piece_size_);
  piece_size_ = 0;
  if (chunks_) {
    auto chunk = co_await next_chunk();
    co_return chunk;
  }
  if (body_left_ == 0) co_return std::string_view{};
  if (stream_.buffered().empty()) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, kBodyBuffer));
    auto filled = co_await fill_body(want);
    if (!filled) co_return filled.error();
  }
  const std::string_view bytes = stream_.buffered();
  piece_size_ = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), body_left_));
  body_left_ -= piece_size_;
  body_read_ += piece_size_;
  co_return bytes.substr(0, piece_size_);
}

asio::awaitable<Result<std::string_view>> Connection::next_chunk() {
  while (!chunks_->done()) {
    if (stream_.buffered().empty()) {
      auto filled = co_await fill_body(kBodyBuffer / 4);
      if (!filled) co_return filled.error();
    }
    auto step = chunks_->next(stream_.buffered());
    if (!step) {
      body_failed(step.error().code, step.error().detail, 400);
      co_return step.error();
    }
    if (!step->data.empty()) {
      piece_size_ = step->consumed;
      body_read_ += step->data.size();
      co_return step->data;
    }
    stream_.consume(step->consumed);
  }
  co_return std::string_view{};
}

asio::awaitable<Result<std::string>> Connection::read_body(std::uint64_t limit) {
  std::string body;
  if (head_.content_length.value_or(0) > limit) {
    co_return body_failed(Code::too_large, "the request body is too large", 0);
  }
  body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(head_.content_length.value_or(0), 1024 * 1024)));
  for (;;) {
    auto piece = co_await next_piece();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    if (piece->size() > limit - body.size()) {
      co_return body_failed(Code::too_large, "the request body is too large", 0);
    }
    body += *piece;
  }
  watch_peer();
  co_return body;
}

// Reads over what the handler left of the body, so that the next request can be found. False: too much, or gone.
asio::awaitable<bool> Connection::skip_body() {
  for (std::uint64_t skipped = 0; skipped <= kSkippedBytes;) {
    auto piece = co_await next_piece();
    if (!piece) co_return false;
    if (piece->empty()) co_return true;
    skipped += piece->size();
  }
  co_return false;
}

bool Connection::peer_gone() const {
  if (!gone_ && body_done()) gone_ = const_cast<Stream&>(stream_).is_gone();
  return gone_;
}

void Connection::when_peer_gone(std::function<void()> callback) {
  when_gone_ = std::move(callback);
  watch_peer();
}

// Watching starts when the body is through: until then, reading it notices the end as well.
void Connection::watch_peer() {
  if (!when_gone_ || !handling_ || !body_done()) return;
  stream_.consume(piece_size_);
  piece_size_ = 0;
  stream_.watch(shared_from_this(), [this] {
    gone_ = true;
    const auto callback = std::exchange(when_gone_, nullptr);
    if (callback && handling_) callback();
  });
}

}  // namespace recess::http
