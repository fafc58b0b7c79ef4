#include "socketio/server.h"

#include "kernel/clock.h"
#include "kernel/random.h"
#include "socketio/engine_server.h"
#include "socketio/session.h"

#include <algorithm>
#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace recess::socketio {
namespace {

EngineOptions engine_options(Options options) {
  EngineOptions engine;
  engine.path = std::move(options.path);
  engine.links = options.links;
  engine.per_address = {options.links_per_address, options.handshakes_per_second, options.handshake_burst};
  engine.pin_polling_address = options.pin_polling_address;
  engine.allowed_origins = std::move(options.allowed_origins);
  engine.link.ping_interval = options.ping_interval;
  engine.link.ping_timeout = options.ping_timeout;
  engine.link.upgrade_timeout = options.upgrade_timeout;
  engine.link.max_payload_bytes = options.max_payload_bytes;
  engine.link.outbox_bytes = options.outbox_bytes;
  engine.link.outbox_events = options.outbox_events;
  return engine;
}

}  // namespace

struct Server::Impl final : EngineApplication {
  Impl(boost::asio::io_context& loop, Application& application, Options options)
      : recovery(options.recovery, secure_random(), static_cast<std::uint64_t>(to_micros(wall_now())), tick_now),
        context{application, secure_random(), options.connect_timeout},
        expiry(loop),
        engine(std::make_shared<EngineServer>(loop, *this, engine_options(std::move(options)), secure_random())) {
    context.recovery = &recovery;
    recovery.wake = [this] { await_expiry(); };
  }

  std::unique_ptr<LinkUser> open(Link& link, std::shared_ptr<const Handshake> handshake, Tick now) override {
    return std::make_unique<Session>(context, link, std::move(handshake), now);
  }

  // One wait at a time; nothing waits when nobody is away. A second late is no harm.
  void await_expiry() {
    if (waiting || recovery.away() == 0) return;
    waiting = true;
    const Tick now = tick_now();
    expiry.expires_at(std::clamp(recovery.deadline(), now, now + std::chrono::seconds(1)));
    expiry.async_wait([this](boost::system::error_code error) {
      if (error) return;
      waiting = false;
      end_away(context);
      await_expiry();
    });
  }

  Recovery recovery;  // before those whose memberships it keeps
  SessionContext context;
  boost::asio::steady_timer expiry;
  bool waiting = false;
  std::shared_ptr<EngineServer> engine;  // kept by routes and requests too, which shutdown() makes harmless
};

Server::Server(boost::asio::io_context& loop, Application& application, Options options)
    : impl_(std::make_unique<Impl>(loop, application, std::move(options))) {}

Server::~Server() {
  impl_->engine->shutdown();
  end_away(impl_->context, true);
}

void Server::mount(http::Router& router, std::string listener) { impl_->engine->mount(router, listener); }

void Server::close_listener(std::string_view label) { impl_->engine->close_listener(label); }

void Server::close_all() { impl_->engine->close_all(); }

std::string Server::save_sessions(bool with_history) const {
  return impl_->recovery.save(impl_->context.application, wall_now(), with_history);
}

Result<std::size_t> Server::restore_sessions(std::string_view saved) {
  return impl_->recovery.restore(saved, impl_->context.application, wall_now());
}

Server::Statistics Server::statistics() const {
  Statistics statistics = impl_->context.statistics;
  statistics.links = impl_->engine->links();
  statistics.recoverable = impl_->recovery.enrolled();
  statistics.away = impl_->recovery.away();
  statistics.bytes_in = impl_->engine->traffic().bytes_in;
  statistics.bytes_out = impl_->engine->traffic().bytes_out;
  return statistics;
}

}  // namespace recess::socketio
