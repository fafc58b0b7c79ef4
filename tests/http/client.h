// A client on a plain socket: sends exactly the bytes it is told, and reads what comes.
#pragma once

#include "kernel/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http::test {

struct Reply {
  unsigned status = 0;
  std::map<std::string, std::string> headers{};  // names in lower case; repeated fields joined by ", "
  std::string body{};
  std::string header(const std::string& name) const;
};

struct WsFrame {
  unsigned opcode = 0;
  bool final = true;
  std::string payload{};
  std::uint16_t close_code() const;
};

class Client {
 public:
  explicit Client(std::uint16_t port);

  // False if the server has closed.
  bool send(std::string_view bytes);
  void end_output();
  // The next response, with its body by its framing. `head` is true for answers to HEAD.
  std::optional<Reply> reply(bool head = false);
  Reply get(std::string_view target, std::string_view more_fields = {});
  // At least one byte as it came, empty at the end or when `patience` is over.
  std::string read_some(std::chrono::milliseconds patience = std::chrono::seconds(3));
  std::string read_exactly(std::size_t bytes);
  std::string read_to_end();
  // True once the server has closed, within the patience.
  bool closes(std::chrono::milliseconds patience = std::chrono::seconds(3));
  bool was_reset() const { return reset_; }
  void shrink_receive_buffer(int bytes = 4096);
  void reset();  // leaves with RST

  // WebSocket
  Reply open_websocket(std::string_view target, std::string_view more_bytes = {});
  std::optional<WsFrame> frame();
  static std::string masked(unsigned first_byte, std::string_view payload);
  static std::string text(std::string_view payload) { return masked(0x81, payload); }

 private:
  bool fill(std::chrono::milliseconds patience = std::chrono::seconds(3));
  std::optional<std::string> line();

  UniqueFd fd_;
  std::string buffer_;
  bool ended_ = false;
  bool reset_ = false;
};

}  // namespace recess::http::test
