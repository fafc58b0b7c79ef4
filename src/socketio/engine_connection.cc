#include "socketio/engine_connection.h"

#include <utility>

namespace recess::socketio {

EngineConnection::EngineConnection(EngineServer& server, std::string sid, int revision, bool base64,
                                   Transport transport, std::shared_ptr<const Handshake> handshake,
                                   http::WebSocket* socket, Tick now)
    : server_(server),
      handshake_(std::move(handshake)),
      socket_(socket),
      link_(server.options_.link, server.traffic_, *this, revision, std::move(sid), base64, transport, now) {}

void EngineConnection::attach(std::unique_ptr<LinkUser> user) {
  user_ = std::move(user);
  link_.attach(*user_);
}

void EngineConnection::check(Tick now) {
  link_.check(now);
  touched();
}

void EngineConnection::poll_gone() {
  link_.poll_aborted();
  answer_.set(refusal_answer(Refusal::session_unknown));  // nobody will read it, but the coroutine must end
}

// --- from HTTP ---

bool EngineConnection::probe_opened(http::WebSocket& socket) {
  if (!link_.begin_probe(tick_now())) return false;
  probe_ = &socket;
  touched();
  return true;
}

void EngineConnection::on_text(const http::WebSocket& from, const LentBytes& message) {
  if (&from == socket_) link_.websocket_text(message, tick_now());
  else if (&from == probe_) link_.probe_text(*message, tick_now());
  touched();
}

void EngineConnection::on_binary(const http::WebSocket& from, const LentBytes& message) {
  if (&from == socket_) link_.websocket_binary(message, tick_now());
  else if (&from == probe_) link_.probe_binary();
  touched();
}

void EngineConnection::on_drained(const http::WebSocket& from) {
  if (&from == socket_) link_.websocket_drained();
}

void EngineConnection::on_closed(const http::WebSocket& which, bool clean) {
  if (&which == socket_) {
    socket_ = nullptr;
    link_.websocket_closed(clean);
  } else if (&which == probe_) {
    probe_ = nullptr;
    link_.probe_closed();
    if (!link_.ended()) wake();
  }
}

// --- to HTTP ---

void EngineConnection::send_frame(const http::Frame& frame) {
  if (socket_ != nullptr) socket_->send(frame);
}

void EngineConnection::close_websocket(http::CloseCode code) {
  if (auto* socket = std::exchange(socket_, nullptr)) socket->close(code);
}

void EngineConnection::pause_websocket(Millis duration) {
  if (socket_ != nullptr) socket_->pause_reading(duration);
}

void EngineConnection::send_to_probe(const http::Frame& frame) {
  if (probe_ != nullptr) probe_->send(frame);
}

void EngineConnection::drop_probe() {
  if (auto* probe = std::exchange(probe_, nullptr)) probe->close(http::CloseCode::normal);
  if (!link_.ended()) wake();
}

void EngineConnection::adopt_probe() { socket_ = std::exchange(probe_, nullptr); }

// --- the two ways a WebSocket begins ---

void DirectWebSocket::on_open(http::WebSocket& socket) {
  const auto server = server_.lock();
  if (!server || server->application_ == nullptr) return socket.close(http::CloseCode::going_away);
  socket_ = &socket;
  connection_ = server->open(revision_, base64_, Transport::websocket, std::move(handshake_), &socket);
  connection_->link().websocket_opened();
  connection_->user().start(tick_now());
}
void DirectWebSocket::on_text(const LentBytes& text) {
  if (connection_) connection_->on_text(*socket_, text);
}
void DirectWebSocket::on_binary(const LentBytes& bytes) {
  if (connection_) connection_->on_binary(*socket_, bytes);
}
void DirectWebSocket::on_drained() {
  if (connection_) connection_->on_drained(*socket_);
}
void DirectWebSocket::on_closed(bool clean) {
  if (connection_) connection_->on_closed(*socket_, clean);
}

// One that is not wanted is let in and closed at once: refused earlier, clients would report an error instead of a
// close.
void ProbeWebSocket::on_open(http::WebSocket& socket) {
  socket_ = &socket;
  if (connection_->probe_opened(socket)) return;
  connection_.reset();
  socket.close(http::CloseCode::normal);
}
void ProbeWebSocket::on_text(const LentBytes& text) {
  if (connection_) connection_->on_text(*socket_, text);
}
void ProbeWebSocket::on_binary(const LentBytes& bytes) {
  if (connection_) connection_->on_binary(*socket_, bytes);
}
void ProbeWebSocket::on_drained() {
  if (connection_) connection_->on_drained(*socket_);
}
void ProbeWebSocket::on_closed(bool clean) {
  if (connection_) connection_->on_closed(*socket_, clean);
}

}  // namespace recess::socketio
