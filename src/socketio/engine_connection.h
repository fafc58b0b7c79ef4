// A link with its ends in HTTP: the coroutine of a held GET, the WebSocket, and the one that may take over.
#pragma once

#include "http/websocket.h"
#include "socketio/engine_server.h"
#include "socketio/one_shot.h"

#include <memory>
#include <string>
#include <string_view>

namespace recess::socketio {

class EngineConnection final : public LinkPort, public std::enable_shared_from_this<EngineConnection> {
 public:
  EngineConnection(EngineServer& server, std::string sid, int revision, bool base64, Transport transport,
                   std::shared_ptr<const Handshake> handshake, http::WebSocket* socket, Tick now);

  Link& link() { return link_; }
  const Handshake& handshake() const { return *handshake_; }
  void attach(std::unique_ptr<LinkUser> user);
  LinkUser& user() { return *user_; }
  void check(Tick now);
  // To be called after anything was told to the link: its next deadline may have come closer.
  void touched() {
    if (!link_.ended()) server_.schedule(*this);
  }

  boost::asio::awaitable<Answer> wait_for_answer() { return answer_.wait(); }
  void poll_gone();

  // From the WebSocketHandlers. False: this WebSocket is not wanted.
  bool probe_opened(http::WebSocket& socket);
  void on_text(const http::WebSocket& from, const LentBytes& message);
  void on_binary(const http::WebSocket& from, const LentBytes& message);
  void on_drained(const http::WebSocket& from);
  void on_closed(const http::WebSocket& which, bool clean);

  // LinkPort
  void answer_poll(Answer answer) override { answer_.set(std::move(answer)); }
  void send_frame(const http::Frame& frame) override;
  std::size_t websocket_backlog() const override { return socket_ == nullptr ? 0 : socket_->queued_bytes(); }
  void close_websocket(http::CloseCode code) override;
  void pause_websocket(Millis duration) override;
  void send_to_probe(const http::Frame& frame) override;
  void drop_probe() override;
  void adopt_probe() override;
  void wake() override { server_.wake(*this); }
  void ended() override { server_.forget(*this); }

 private:
  friend class EngineServer;

  EngineServer& server_;
  std::shared_ptr<const Handshake> handshake_;
  http::WebSocket* socket_;
  http::WebSocket* probe_ = nullptr;
  OneShot<Answer> answer_;
  Tick scheduled_ = Tick::max();  // its place on the server's agenda
  bool awake_ = false;            // on the server's list for the end of the turn
  Link link_;
  std::unique_ptr<LinkUser> user_;
};

// A WebSocket that begins a link: it is made when the handshake response is out.
class DirectWebSocket final : public http::WebSocketHandler {
 public:
  DirectWebSocket(std::weak_ptr<EngineServer> server, int revision, bool base64,
                  std::shared_ptr<const Handshake> handshake)
      : server_(std::move(server)), revision_(revision), base64_(base64), handshake_(std::move(handshake)) {}
  void on_open(http::WebSocket& socket) override;
  void on_text(const LentBytes& text) override;
  void on_binary(const LentBytes& bytes) override;
  void on_drained() override;
  void on_closed(bool clean) override;

 private:
  std::weak_ptr<EngineServer> server_;
  int revision_;
  bool base64_;
  std::shared_ptr<const Handshake> handshake_;
  http::WebSocket* socket_ = nullptr;
  std::shared_ptr<EngineConnection> connection_;
};

// A WebSocket that wants to take over a polling link, and after "5" is its WebSocket.
class ProbeWebSocket final : public http::WebSocketHandler {
 public:
  explicit ProbeWebSocket(std::shared_ptr<EngineConnection> connection) : connection_(std::move(connection)) {}
  void on_open(http::WebSocket& socket) override;
  void on_text(const LentBytes& text) override;
  void on_binary(const LentBytes& bytes) override;
  void on_drained() override;
  void on_closed(bool clean) override;

 private:
  http::WebSocket* socket_ = nullptr;
  std::shared_ptr<EngineConnection> connection_;
};

}  // namespace recess::socketio
