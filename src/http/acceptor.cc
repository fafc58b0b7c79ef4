#include "http/acceptor.h"

#include "http/connection.h"
#include "kernel/log.h"

#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr auto kOutcome = asio::as_tuple(asio::use_awaitable);
constexpr int kAcceptsPerTurn = 64;
constexpr Millis kPause{100};

}  // namespace

Acceptor::Acceptor(std::shared_ptr<Core> core, std::shared_ptr<Listener> listener, int fd)
    : core_(std::move(core)),
      listener_(std::move(listener)),
      socket_(core_->loop.get_executor(), fd),
      pause_(core_->loop.get_executor()) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // accepted sockets inherit it
  socket_.non_blocking(true);
}

asio::awaitable<void> Acceptor::run(std::shared_ptr<Acceptor> self) {
  while (self->socket_.is_open()) {
    const auto [error] = co_await self->socket_.async_wait(asio::posix::descriptor_base::wait_read, kOutcome);
    if (error) co_return;
    Outcome outcome = Outcome::accepted;
    for (int i = 0; i < kAcceptsPerTurn && outcome == Outcome::accepted; ++i) outcome = self->accept_one();
    if (outcome != Outcome::exhausted) continue;
    // Out of descriptors or memory: the connection stays in the queue, so asking again at once would spin.
    log_warning("http.accept_paused", {{"errno", errno}});
    self->pause_.expires_after(kPause);
    const auto [waited] = co_await self->pause_.async_wait(kOutcome);
    if (waited) co_return;
  }
}

void Acceptor::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  pause_.cancel();
}

Acceptor::Outcome Acceptor::accept_one() {
  if (!socket_.is_open()) return Outcome::none;
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  const int fd =
      ::accept4(socket_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) {
    std::string address = address_text(peer);
    if (core_->has_place(*listener_, address)) serve(fd, std::move(address));
    else turn_away(fd);
    return Outcome::accepted;
  }
  switch (errno) {
    case EAGAIN: return Outcome::none;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM: return Outcome::exhausted;
    default: return Outcome::accepted;  // that one connection is gone already
  }
}

void Acceptor::serve(int fd, std::string address) {
  Socket socket(core_->loop.get_executor());
  boost::system::error_code error;
  socket.assign(asio::ip::tcp::v4(), fd, error);
  if (error) {
    ::close(fd);
    return;
  }
  const bool counted = !listener_->router && !core_->trusted().contains(address);
  Place place(core_, listener_, std::move(address), counted);
  auto connection = std::make_shared<Connection>(std::move(socket), std::move(place));
  asio::co_spawn(core_->loop, Connection::run(std::move(connection)), asio::detached);
}

// Says why, as far as that needs no waiting: what has arrived is read first, because closing over unread bytes would
// reset the connection and destroy the answer.
void Acceptor::turn_away(int fd) {
  static constexpr std::string_view kBusy =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 40\r\n"
      "Retry-After: 5\r\nConnection: close\r\n\r\nAll places are taken. Try again shortly.";
  UniqueFd socket(fd);
  ::recv(fd, core_->input.data(), core_->input.size(), MSG_DONTWAIT);
  ::send(fd, kBusy.data(), kBusy.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::shutdown(fd, SHUT_WR);
}

}  // namespace recess::http
