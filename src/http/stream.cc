#include "http/stream.h"

#include "http/peer.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr auto kOutcome = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kFirstBuffer = 4 * 1024;
constexpr std::size_t kKeptBuffer = 32 * 1024;
constexpr std::size_t kWatchedBytes = 64 * 1024;

void take_off(std::size_t bytes, std::string_view& first, std::string_view& second) {
  const std::size_t of_first = std::min(bytes, first.size());
  first.remove_prefix(of_first);
  second.remove_prefix(bytes - of_first);
}

}  // namespace

void Stream::consume(std::size_t bytes) {
  begin_ += bytes;
  if (begin_ == end_) begin_ = end_ = 0;
}

void Stream::make_room(std::size_t at_least) {
  if (buffer_.size() - end_ >= at_least) return;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < at_least) buffer_.resize(std::max({kFirstBuffer, buffer_.size() * 2, end_ + at_least}));
}

void Stream::shrink() {
  if (begin_ != end_ || buffer_.size() <= kKeptBuffer) return;
  buffer_.clear();
  buffer_.shrink_to_fit();
}

asio::awaitable<Io> Stream::fill(std::size_t room, std::size_t want) {
  if (timed_out_) co_return Io::timed_out;
  if (gone_) co_return Io::closed;
  make_room(std::max<std::size_t>(want, 1));
  const std::size_t held = end_ - begin_;
  const std::size_t most = std::min(buffer_.size() - end_, room > held ? room - held : 1);
  const asio::mutable_buffer target(buffer_.data() + end_, most);
  const auto [error, bytes] = co_await socket_.async_read_some(target, kOutcome);
  end_ += bytes;
  if (timed_out_) co_return Io::timed_out;
  if (error) co_return Io::closed;
  co_return Io::ok;
}

bool Stream::write_now(std::string_view& first, std::string_view& second) {
  // Who has ended their side, or kept us waiting, still gets the answer.
  if (!socket_.is_open()) return false;
  if (first.empty() && second.empty()) return true;
  // iovec has no const; sendmsg() does not write.
  std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                             iovec{const_cast<char*>(second.data()), second.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t bytes = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (bytes >= 0) {
    take_off(static_cast<std::size_t>(bytes), first, second);
    return true;
  }
  const bool later = errno == EAGAIN || errno == EINTR || errno == ENOBUFS;
  if (!later) gone_ = true;
  return later;
}

asio::awaitable<Io> Stream::write(std::string_view first, std::string_view second, Millis stall) {
  if (!write_now(first, second)) co_return Io::closed;
  while (!first.empty() || !second.empty()) {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(first), asio::buffer(second)};
    deadline_ = tick_now() + stall;
    const auto [error, bytes] = co_await socket_.async_write_some(parts, kOutcome);
    clear_deadline();
    if (timed_out_) co_return Io::timed_out;
    if (error) {
      gone_ = true;
      co_return Io::closed;
    }
    take_off(bytes, first, second);
  }
  co_return Io::ok;
}

void Stream::sweep(Tick now) {
  if (now < deadline_ || timed_out_) return;
  timed_out_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Stream::watch(std::shared_ptr<void> owner, std::function<void()> gone) {
  when_gone_ = std::move(gone);
  if (!waiting_) await_readable(std::move(owner));
}

void Stream::unwatch() { when_gone_ = nullptr; }

void Stream::await_readable(std::shared_ptr<void> owner) {
  waiting_ = true;
  socket_.async_wait(Socket::wait_read, [this, owner = std::move(owner)](boost::system::error_code) {
    waiting_ = false;
    on_readable(owner);
  });
}

void Stream::on_readable(const std::shared_ptr<void>& owner) {
  if (!when_gone_) return;  // nobody watches any more; the next read sees what there is
  if (!socket_.is_open()) {
    gone_ = true;
  } else {
    if (end_ - begin_ >= kWatchedBytes) return;  // a peer that pipelines that much is not gone
    make_room(1);
    const ssize_t bytes = ::recv(socket_.native_handle(), buffer_.data() + end_, buffer_.size() - end_, MSG_DONTWAIT);
    if (bytes > 0) end_ += static_cast<std::size_t>(bytes);
    else if (bytes == 0 || (errno != EAGAIN && errno != EINTR)) gone_ = true;
  }
  if (!gone_) return await_readable(owner);
  const auto tell = std::exchange(when_gone_, nullptr);
  tell();
}

bool Stream::is_gone() {
  if (gone_ || timed_out_ || !socket_.is_open()) return true;
  char byte = 0;
  const ssize_t bytes = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return bytes == 0 || (bytes < 0 && errno != EAGAIN && errno != EINTR);
}

void Stream::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

std::string Stream::local_address() const {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (::getsockname(const_cast<Socket&>(socket_).native_handle(), reinterpret_cast<sockaddr*>(&own), &size) != 0)
    return {};
  return endpoint_text(own);
}

void Stream::end_output() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace recess::http
