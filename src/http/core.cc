#include "http/core.h"

#include "http/header_values.h"
#include "http/websocket_session.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <boost/asio/post.hpp>

namespace recess::http {
namespace {

// Bytes that one turn hands to the kernel, which copies them: a giant message to many is sent in several turns.
constexpr std::size_t kFlush = 4 * 1024 * 1024;

// Often enough that the shortest limit is kept to about a quarter.
Millis sweep_interval(const Limits& limits) {
  const Millis shortest = std::min({limits.head_time, limits.body_time, limits.idle_time, limits.write_time});
  return std::clamp(shortest / 4, Millis{10}, Millis{250});
}

}  // namespace

Place::Place(std::shared_ptr<Core> core, std::shared_ptr<Listener> listener, std::string address,
             bool counted_by_address)
    : core_(std::move(core)),
      listener_(std::move(listener)),
      address_(std::move(address)),
      counted_by_address_(counted_by_address) {
  ++listener_->connections;
  ++core_->statistics.connections;
  if (counted_by_address_) ++core_->by_address_[address_];
}

Place::~Place() {
  if (!core_) return;  // moved on
  --listener_->connections;
  --core_->statistics.connections;
  if (!counted_by_address_) return;
  const auto found = core_->by_address_.find(address_);
  if (--found->second == 0) core_->by_address_.erase(found);
}

Core::Core(boost::asio::io_context& io, Router router, Limits given)
    : loop(io),
      limits(std::move(given)),
      router_(std::move(router)),
      trusted_(limits.trusted_proxies),
      sweeper_(io.get_executor()),
      sweep_interval_(sweep_interval(limits)) {}

bool Core::has_place(const Listener& listener, const std::string& address) const {
  if (listener.connections >= listener.cap) return false;
  if (listener.router || trusted_.contains(address)) return true;
  const auto found = by_address_.find(address);
  return found == by_address_.end() || found->second < limits.connections_per_address;
}

void Core::enter(Client& client) {
  clients_.insert(&client);
  if (!sweeping_) arm_sweep();
}

void Core::drain_clients() {
  draining = true;
  const std::vector<Client*> now(clients_.begin(), clients_.end());
  for (Client* client : now) client->drain();
}

void Core::abort_clients() {
  const std::vector<Client*> now(clients_.begin(), clients_.end());
  for (Client* client : now) client->abort();
  // Nothing can be written any more, and a loop that has stopped would never come to it: they and we would hold each
  // other.
  const auto unwritten = std::exchange(dirty_, {});
}

void Core::abort_clients_of(std::uint64_t listener) {
  const std::vector<Client*> now(clients_.begin(), clients_.end());
  for (Client* client : now) {
    if (client->listener_id() == listener) client->abort();
  }
}

bool Core::drop_idle_client_of(std::uint64_t listener) {
  for (Client* client : clients_) {
    if (client->listener_id() != listener || !client->is_idle()) continue;
    client->abort();
    return true;
  }
  return false;
}

void Core::arm_sweep() {
  sweeping_ = true;
  sweeper_.expires_after(sweep_interval_);
  sweeper_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->sweep();
  });
}

void Core::sweep() {
  sweeping_ = false;
  if (clients_.empty()) return;
  const Tick now = tick_now();
  for (Client* client : clients_) client->sweep(now);
  arm_sweep();
}

void Core::flush_later(std::shared_ptr<WebSocketSession> session) {
  if (dirty_.empty()) {
    boost::asio::post(loop, [self = shared_from_this()] { self->flush(); });
  }
  dirty_.push_back(std::move(session));
}

void Core::flush() {
  flushing_.swap(dirty_);  // what on_drained sends belongs to the next turn
  std::size_t budget = kFlush;
  for (const auto& session : flushing_) session->flush(budget);
  flushing_.clear();
}

const Router::Impl& Core::routes(const Listener& listener) const {
  return listener.router ? *listener.router->impl_ : *router_.impl_;
}

std::string_view Core::date() {
  const std::int64_t second = ::time(nullptr);
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(second);
  }
  return date_;
}

}  // namespace recess::http
