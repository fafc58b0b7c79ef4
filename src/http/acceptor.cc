#include "http/acceptor.h"

#include "http/connection.h"
#include "http/stream.h"
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
constexpr std::size_t kTurnedAwayAtOnce = 256;
constexpr Millis kTurnedAwayTime{1'000};

// One client for whom there is no place: hears so, and has a moment to read it. Closing at once would reset the
// connection when its request arrives, and the answer could be lost.
class TurnedAway : public Client {
 public:
  TurnedAway(std::shared_ptr<Core> core, Socket socket, std::uint64_t listener)
      : core_(std::move(core)), stream_(std::move(socket)), listener_(listener) {
    core_->enter(*this);
    ++core_->turned_away;
  }
  ~TurnedAway() override {
    core_->leave(*this);
    --core_->turned_away;
  }

  static asio::awaitable<void> run(std::shared_ptr<TurnedAway> self) {
    constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 40\r\n"
        "Retry-After: 5\r\nConnection: close\r\n\r\nAll places are taken. Try again shortly.";
    Io io = co_await self->stream_.write(kBusy, {}, kTurnedAwayTime);
    self->stream_.end_output();
    self->stream_.set_deadline(tick_now() + kTurnedAwayTime);
    while (io == Io::ok) {
      self->stream_.consume(self->stream_.buffered().size());
      io = co_await self->stream_.fill(4096);
    }
    self->stream_.abort();
  }

  void sweep(Tick now) override { stream_.sweep(now); }
  void drain() override { stream_.abort(); }
  void abort() override { stream_.abort(); }
  std::uint64_t listener_id() const override { return listener_; }

 private:
  std::shared_ptr<Core> core_;
  Stream stream_;
  std::uint64_t listener_;
};

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
    if (outcome != Outcome::exhausted) {
      self->exhausted_ = false;
      continue;
    }
    // Out of descriptors or memory: the connection stays in the queue, so asking again at once would spin.
    if (!std::exchange(self->exhausted_, true)) log_warning("http.accept_paused", {{"errno", errno}});
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
    Socket socket(core_->loop.get_executor());
    boost::system::error_code error;
    socket.assign(asio::ip::tcp::v4(), fd, error);  // the family is not looked at again
    std::string address = address_text(peer);
    if (error) ::close(fd);
    else if (core_->has_place(*listener_, address) || makes_room()) serve(std::move(socket), std::move(address));
    else turn_away(std::move(socket));
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

// Only where the connections of one program are counted: on the public port a class shares the places.
bool Acceptor::makes_room() { return listener_->router && core_->drop_idle_client_of(listener_->id); }

void Acceptor::serve(Socket socket, std::string address) {
  const bool counted = !listener_->router && !core_->trusted().contains(address);
  Place place(core_, listener_, std::move(address), counted);
  auto connection = std::make_shared<Connection>(std::move(socket), std::move(place));
  asio::co_spawn(core_->loop, Connection::run(std::move(connection)), asio::detached);
}

void Acceptor::turn_away(Socket socket) {
  ++core_->statistics.turned_away;
  if (core_->turned_away >= kTurnedAwayAtOnce) return;  // closed without a word
  auto client = std::make_shared<TurnedAway>(core_, std::move(socket), listener_->id);
  asio::co_spawn(core_->loop, TurnedAway::run(std::move(client)), asio::detached);
}

}  // namespace recess::http
