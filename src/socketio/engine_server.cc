#include "socketio/engine_server.h"

#include "kernel/text.h"
#include "socketio/engine_connection.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace recess::socketio {

namespace asio = boost::asio;

EngineServer::EngineServer(asio::io_context& loop, EngineApplication& application, EngineOptions options,
                           Random& random)
    : loop_(loop),
      application_(&application),
      options_(std::move(options)),
      random_(random),
      addresses_(options_.per_address),
      timer_(loop) {}

EngineServer::~EngineServer() = default;

void EngineServer::mount(http::Router& router, const std::string& listener) {
  const http::Handler handler = [self = shared_from_this(), listener](http::Exchange& exchange) {
    return self->serve(exchange, listener);
  };
  router.add("*", options_.path, handler);
  if (options_.path.size() > 1 && options_.path.ends_with('/')) {
    router.add("*", options_.path.substr(0, options_.path.size() - 1), handler);
  }
}

// --- requests ---

EngineServer::Served EngineServer::serve(http::Exchange& exchange, std::string listener) {
  const http::Request& request = exchange.request();
  if (request.method == "OPTIONS") co_return preflight_response(request);
  if (application_ == nullptr) co_return to_response(unavailable_answer(), request);
  const Tick now = tick_now();
  const Ask ask = read_ask(request, exchange.is_upgrade());
  const ConnectionRef connection = find(ask.sid, now);
  KnownLink known;
  if (connection) {
    known.revision = connection->link().revision();
    known.transport = connection->link().transport();
    const bool pinned = options_.pin_polling_address && known.revision == 3;
    if (pinned) known.pinned_address = connection->handshake().remote_address;
  }
  const Wish wish = classify(ask, connection ? &known : nullptr, policy_for(ask, listener, now));
  if (const auto* refusal = std::get_if<Refusal>(&wish)) {
    if (ask.upgrade) co_return refused_upgrade_response(*refusal);
    co_return to_response(refusal_answer(*refusal), request);
  }
  if (const auto* made = std::get_if<NewLink>(&wish)) {
    co_return handshake(ask, *made, request, std::move(listener));
  }
  switch (std::get<OldLink>(wish)) {
    case OldLink::probe: co_return probe(connection);
    case OldLink::post: {
      http::Response posted = co_await post(exchange, connection);
      co_return posted;
    }
    case OldLink::poll: break;
  }
  http::Response polled = co_await poll(exchange, connection);
  co_return polled;
}

EngineServer::ConnectionRef EngineServer::find(std::string_view sid, Tick now) {
  const auto found = links_.find(std::string(sid));
  if (found == links_.end()) return nullptr;
  const ConnectionRef connection = found->second;
  connection->check(now);  // its timer may be late, and a dead link must not answer
  return connection->link().ended() ? nullptr : connection;
}

Policy EngineServer::policy_for(const Ask& ask, std::string_view listener, Tick now) {
  Policy policy{.has_room = true, .allowed_origins = &options_.allowed_origins};
  const bool handshake = ask.sid.empty() && ask.method == "GET";
  const std::size_t links = listener.empty() ? options_.per_address.links : options_.links_per_listener;
  if (handshake) policy.has_room = links_.size() < options_.links && addresses_.admit(ask.remote_address, links, now);
  return policy;
}

http::Response EngineServer::handshake(const Ask& ask, NewLink wish, const http::Request& request,
                                       std::string listener) {
  auto facts = std::make_shared<const Handshake>(Handshake{.engine_revision = wish.revision,
                                                           .remote_address = request.remote_address,
                                                           .query = request.query,
                                                           .headers = request.headers,
                                                           .listener = std::move(listener)});
  if (wish.transport == Transport::websocket) {
    auto handler = std::make_shared<DirectWebSocket>(weak_from_this(), wish.revision, ask.base64, std::move(facts));
    return {.status = 101, .body = http::UpgradeBody{std::move(handler), options_.link.max_payload_bytes}};
  }
  const ConnectionRef connection = open(wish.revision, ask.base64, wish.transport, std::move(facts), nullptr);
  const Answer answer = connection->link().handshake_answer();
  connection->user().start(tick_now());
  return to_response(answer, request);
}

http::Response EngineServer::probe(const ConnectionRef& connection) const {
  auto handler = std::make_shared<ProbeWebSocket>(connection);
  return {.status = 101, .body = http::UpgradeBody{std::move(handler), options_.link.max_payload_bytes}};
}

EngineServer::Served EngineServer::poll(http::Exchange& exchange, ConnectionRef connection) {
  if (auto answer = connection->link().poll()) co_return to_response(*answer, exchange.request());
  exchange.when_peer_gone([weak = std::weak_ptr(connection)] {
    if (const auto alive = weak.lock()) alive->poll_gone();
  });
  if (exchange.peer_gone()) connection->poll_gone();
  const Answer answer = co_await connection->wait_for_answer();
  exchange.when_peer_gone(nullptr);
  co_return to_response(answer, exchange.request());
}

EngineServer::Served EngineServer::post(http::Exchange& exchange, ConnectionRef connection) {
  Link& link = connection->link();
  if (auto refused = link.begin_post()) co_return to_response(*refused, exchange.request());
  auto body = co_await exchange.read_body(options_.link.max_payload_bytes);
  Answer answer;
  if (body) {
    const std::string type = to_lower(exchange.request().header("Content-Type"));
    Link::Post post;
    const SharedBytes bytes(std::move(*body));
    auto outcome = link.open_post(bytes, type.starts_with(kBinaryPayload), tick_now(), post);
    while (!outcome) {
      outcome = link.hear_post(post, tick_now());
      connection->touched();
      if (!outcome) co_await asio::post(loop_, asio::use_awaitable);
    }
    answer = std::move(*outcome);
  } else if (body.error().code == Code::too_large) {
    answer = link.post_too_large();
  } else {
    link.post_aborted();
    answer = refusal_answer(Refusal::bad_request);
  }
  connection->touched();
  const Millis delay = link.post_delay(tick_now());
  if (delay > Millis{0}) {
    asio::steady_timer pause(loop_, delay);
    co_await pause.async_wait(asio::use_awaitable);
  }
  co_return to_response(answer, exchange.request());
}

// --- links ---

EngineServer::ConnectionRef EngineServer::open(int revision, bool base64, Transport transport, HandshakeRef handshake,
                                               http::WebSocket* socket) {
  const Tick now = tick_now();
  std::string sid = random_.token(20);
  auto connection = std::make_shared<EngineConnection>(*this, sid, revision, base64, transport, handshake, socket, now);
  links_.emplace(std::move(sid), connection);
  addresses_.link_opened(handshake->remote_address, now);
  connection->attach(application_->open(connection->link(), std::move(handshake), now));
  connection->user().greet();
  schedule(*connection);
  return connection;
}

void EngineServer::forget(EngineConnection& connection) {
  addresses_.link_ended(connection.handshake().remote_address);
  agenda_.erase({connection.scheduled_, &connection});
  connection.scheduled_ = Tick::max();
  const auto place = links_.find(connection.link().sid());
  if (place == links_.end()) return;
  graveyard_.push_back(std::move(place->second));
  links_.erase(place);
  end_turn_later();
}

template <class Select>
void EngineServer::end_where(Select select) {
  for (const auto& [sid, connection] : links_) {
    if (select(connection->handshake())) {
      connection->link().request_end(Ending::server_stopping, Farewell::may_return);
    }
  }
}

void EngineServer::close_listener(std::string_view label) {
  end_where([&](const Handshake& handshake) { return handshake.listener == label; });
}

void EngineServer::close_all() {
  end_where([](const Handshake&) { return true; });
}

void EngineServer::shutdown() {
  application_ = nullptr;
  timer_.cancel();
  while (!links_.empty()) {
    const ConnectionRef connection = links_.begin()->second;
    connection->link().end(Ending::server_stopping, Farewell::may_return);
  }
}

// --- turns and time ---

void EngineServer::wake(EngineConnection& connection) {
  if (std::exchange(connection.awake_, true)) return;
  awake_.push_back(connection.shared_from_this());
  end_turn_later();
}

void EngineServer::end_turn_later() {
  if (std::exchange(turn_ends_later_, true)) return;
  asio::post(loop_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->end_turn();
  });
}

void EngineServer::end_turn() {
  turn_ends_later_ = false;
  const std::vector<ConnectionRef> dead = std::exchange(graveyard_, {});
  const Tick now = tick_now();
  for (const ConnectionRef& connection : std::exchange(awake_, {})) {
    connection->awake_ = false;
    connection->link().settle(now);
    connection->touched();
  }
}

void EngineServer::schedule(EngineConnection& connection) {
  const Tick next = connection.link().deadline();
  if (next >= connection.scheduled_) return;  // it will be looked at early enough
  agenda_.erase({connection.scheduled_, &connection});
  connection.scheduled_ = next;
  agenda_.emplace(next, &connection);
  arm_timer();
}

void EngineServer::arm_timer() {
  if (application_ == nullptr || agenda_.empty() || agenda_.begin()->first >= timer_set_for_) return;
  timer_set_for_ = agenda_.begin()->first;
  timer_.expires_at(timer_set_for_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->on_timer();
  });
}

void EngineServer::on_timer() {
  timer_set_for_ = Tick::max();
  const Tick now = tick_now();
  // Each once: whatever is due again at once waits for the timer, so that everything else has its turn before.
  std::vector<ConnectionRef> due;
  while (!agenda_.empty() && agenda_.begin()->first <= now) {
    due.push_back(agenda_.begin()->second->shared_from_this());
    agenda_.erase(agenda_.begin());
    due.back()->scheduled_ = Tick::max();
  }
  for (const ConnectionRef& connection : due) connection->check(now);
  arm_timer();
}

}  // namespace recess::socketio
