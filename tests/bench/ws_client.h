// A WebSocket client for load: non-blocking, no library, so that the generator is never the bottleneck. Speaks to
// Socket.IO servers of both generations (direct WebSocket) and to bare relays that know no Socket.IO.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace recess::bench {

enum class Dialect { bare, engine3, engine4 };

class WsClient {
 public:
  // Connects and asks for the WebSocket; read() drives the rest until ready(). Throws std::runtime_error.
  WsClient(const std::string& host, int port, Dialect dialect);
  WsClient(const WsClient&) = delete;
  WsClient& operator=(const WsClient&) = delete;
  ~WsClient();

  int fd() const { return fd_; }
  // The handshakes are through: of the WebSocket, and of Socket.IO where it is spoken.
  bool ready() const { return state_ == State::ready; }
  // Queues a text message; flush() writes what it can.
  void send(std::string_view text);
  void send_event(std::string_view json_array) {
    send(dialect_ == Dialect::bare ? std::string(json_array) : "42" + std::string(json_array));
  }
  bool flush();  // false while something is left
  // Reads what is there and calls back with each whole text message. Answers heartbeats. False when the connection
  // ended.
  bool read(const std::function<void(std::string_view)>& on_message);

 private:
  enum class State { upgrading, joining, ready };

  bool finish_upgrade();
  bool parse(const std::function<void(std::string_view)>& on_message);

  int fd_ = -1;
  Dialect dialect_;
  State state_ = State::upgrading;
  std::string in_;
  std::string out_;
};

}  // namespace recess::bench
