#include "http/server.h"

#include "http/acceptor.h"
#include "http/core.h"
#include "kernel/log.h"

#include <cerrno>
#include <map>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::http {
namespace {

namespace asio = boost::asio;

constexpr auto kOutcome = asio::as_tuple(asio::use_awaitable);

Error cannot_listen(const std::string& address, std::uint16_t port, const boost::system::error_code& error) {
  return refuse(Code::unavailable,
                "cannot listen on " + address + " port " + std::to_string(port) + ": " + error.message());
}

}  // namespace

struct Server::Impl {
  Impl(asio::io_context& loop, Router router, Limits limits)
      : core(std::make_shared<Core>(loop, std::move(router), std::move(limits))) {}

  void adopt(std::shared_ptr<Listener> listener, int fd) {
    auto acceptor = std::make_shared<Acceptor>(core, listener, fd);
    acceptors[listener->id] = acceptor;
    asio::co_spawn(core->loop, Acceptor::run(std::move(acceptor)), asio::detached);
  }

  void close_acceptors() {
    for (const auto& [id, acceptor] : acceptors) acceptor->close();
    acceptors.clear();
  }

  std::shared_ptr<Core> core;
  std::map<std::uint64_t, std::shared_ptr<Acceptor>> acceptors;
  std::uint64_t next_id = 1;
};

Server::Server(asio::io_context& loop, Router router, Limits limits)
    : impl_(std::make_unique<Impl>(loop, std::move(router), std::move(limits))) {}

Server::~Server() {
  impl_->close_acceptors();
  impl_->core->abort_clients();
  impl_->core->files.join();  // what is being read or written still needs the loop to come home to
}

Result<asio::ip::tcp::endpoint> Server::listen(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error) return cannot_listen(address, port, error);
  const asio::ip::tcp::endpoint endpoint(parsed, port);
  asio::ip::tcp::acceptor socket(impl_->core->loop);
  socket.open(endpoint.protocol(), error);
  if (!error) socket.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && parsed.is_v6()) socket.set_option(asio::ip::v6_only(!parsed.is_unspecified()), error);
  if (!error) socket.bind(endpoint, error);
  if (!error) socket.listen(SOMAXCONN, error);
  if (error) return cannot_listen(address, port, error);
  const auto bound = socket.local_endpoint(error);
  auto listener = std::make_shared<Listener>();
  listener->id = impl_->next_id++;
  listener->cap = impl_->core->limits.connections;
  impl_->adopt(std::move(listener), socket.release(error));
  return bound;
}

std::uint64_t Server::adopt_listener(int fd, std::shared_ptr<Router> router, std::size_t connections,
                                     std::string label) {
  auto listener = std::make_shared<Listener>();
  listener->id = impl_->next_id++;
  listener->router = std::move(router);
  listener->cap = connections;
  listener->label = std::move(label);
  const std::uint64_t id = listener->id;
  impl_->adopt(std::move(listener), fd);
  return id;
}

void Server::close_listener(std::uint64_t id) {
  const auto found = impl_->acceptors.find(id);
  if (found == impl_->acceptors.end()) return;
  found->second->close();
  impl_->acceptors.erase(found);
  impl_->core->abort_clients_of(id);
}

Server::Statistics Server::statistics() const { return impl_->core->statistics; }

asio::awaitable<void> Server::drain(std::chrono::milliseconds deadline) {
  constexpr Millis kLook{10};
  const auto core = impl_->core;
  impl_->close_acceptors();
  core->drain_clients();
  Timer timer(core->loop.get_executor());
  for (const Tick end = tick_now() + deadline; !core->empty() && tick_now() < end;) {
    timer.expires_after(kLook);
    co_await timer.async_wait(kOutcome);
  }
  core->abort_clients();
}

}  // namespace recess::http
