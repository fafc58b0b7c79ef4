#include "ws_client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace recess::bench {
namespace {

[[noreturn]] void fail(const char* what) { throw std::runtime_error(std::string(what) + ": " + std::strerror(errno)); }

void append_frame(std::string& out, std::string_view text) {
  out += static_cast<char>(0x81);
  if (text.size() < 126) {
    out += static_cast<char>(0x80 | text.size());
  } else if (text.size() < 65536) {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(text.size() >> 8U);
    out += static_cast<char>(text.size() & 0xFFU);
  } else {
    out += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8)
      out += static_cast<char>((text.size() >> static_cast<unsigned>(shift)) & 0xFFU);
  }
  out.append(4, '\0');  // the mask may be zero: the server unmasks all the same
  out += text;
}

}  // namespace

WsClient::WsClient(const std::string& host, int port, Dialect dialect) : dialect_(dialect) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) fail("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
  std::string target = "/";
  if (dialect_ == Dialect::engine3) target = "/socket.io/?EIO=3&transport=websocket";
  if (dialect_ == Dialect::engine4) target = "/socket.io/?EIO=4&transport=websocket";
  out_ = "GET " + target + " HTTP/1.1\r\nHost: " + host + ":" + std::to_string(port) +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  flush();
}

WsClient::~WsClient() {
  if (fd_ >= 0) ::close(fd_);
}

// The rest of what came is frames.
bool WsClient::finish_upgrade() {
  const std::size_t end = in_.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  if (in_.find(" 101 ") > in_.find('\r')) throw std::runtime_error("no upgrade: " + in_.substr(0, in_.find('\r')));
  in_.erase(0, end + 4);
  state_ = dialect_ == Dialect::bare ? State::ready : State::joining;
  if (dialect_ == Dialect::engine4) {
    send("40");
    flush();
  }
  return true;
}

void WsClient::send(std::string_view text) { append_frame(out_, text); }

bool WsClient::flush() {
  while (!out_.empty()) {
    const ssize_t sent = ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    out_.erase(0, static_cast<std::size_t>(sent));
  }
  return true;
}

bool WsClient::read(const std::function<void(std::string_view)>& on_message) {
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t got = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    in_.append(buffer, static_cast<std::size_t>(got));
    if (state_ == State::upgrading && !finish_upgrade()) continue;
    if (!parse(on_message)) return false;
    if (got < static_cast<ssize_t>(sizeof buffer)) return true;
  }
}

bool WsClient::parse(const std::function<void(std::string_view)>& on_message) {
  std::size_t at = 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(in_[at + i]); };
  bool open = true;
  for (;;) {
    if (in_.size() - at < 2) break;
    std::uint64_t length = byte(1) & 0x7FU;
    std::size_t head = 2;
    if (length == 126) head = 4;
    if (length == 127) head = 10;
    if (in_.size() - at < head) break;
    if (head > 2) {
      length = 0;
      for (std::size_t i = 2; i < head; ++i) length = (length << 8U) | byte(i);
    }
    if (in_.size() - at < head + length) break;
    const std::string_view text = std::string_view(in_).substr(at + head, length);
    const unsigned opcode = byte(0) & 0x0FU;
    at += head + length;
    if (opcode == 8) {
      open = false;
    } else if (dialect_ == Dialect::engine4 && text == "2") {
      send("3");
      flush();
    } else if (state_ == State::joining) {
      if (text.starts_with("40")) state_ = State::ready;
    } else if (opcode == 1) {
      on_message(text);
    }
  }
  in_.erase(0, at);
  return open;
}

}  // namespace recess::bench
