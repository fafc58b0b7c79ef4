#include "client.h"

#include "kernel/text.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>

namespace recess::http::test {

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

std::uint16_t WsFrame::close_code() const {
  if (payload.size() < 2) return 1005;
  return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8U |
                                    static_cast<unsigned char>(payload[1]));
}

Client::Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::end_output() { ::shutdown(fd_.get(), SHUT_WR); }

void Client::shrink_receive_buffer(int bytes) { ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

void Client::reset() {
  const linger hard{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  fd_.reset();
}

bool Client::fill(std::chrono::milliseconds patience) {
  if (ended_) return false;
  pollfd waiting{fd_.get(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(fd_.get(), bytes.data(), bytes.size(), 0);
  if (got <= 0) {
    ended_ = true;
    reset_ = got < 0 && errno == ECONNRESET;
    return false;
  }
  buffer_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Client::line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

std::optional<Reply> Client::reply(bool head) {
  Reply reply;
  const auto status = line();
  if (!status || !status->starts_with("HTTP/1.1 ")) return std::nullopt;
  reply.status = static_cast<unsigned>(std::stoul(status->substr(9)));
  for (;;) {
    const auto field = line();
    if (!field) return std::nullopt;
    if (field->empty()) break;
    const std::size_t colon = field->find(": ");
    std::string& value = reply.headers[to_lower(field->substr(0, colon))];
    if (!value.empty()) value += ", ";
    value += field->substr(colon + 2);
  }
  if (head || reply.status < 200 || reply.status == 204 || reply.status == 304) return reply;
  if (reply.header("transfer-encoding") == "chunked") {
    for (;;) {
      const auto size = line();
      if (!size) return std::nullopt;
      const std::size_t length = std::stoul(*size, nullptr, 16);
      reply.body += read_exactly(length);
      const auto end = line();
      if (!end || !end->empty()) return std::nullopt;
      if (length == 0) return reply;
    }
  }
  if (const std::string length = reply.header("content-length"); !length.empty()) {
    reply.body = read_exactly(std::stoul(length));
    return reply.body.size() == std::stoul(length) ? std::optional(reply) : std::nullopt;
  }
  reply.body = read_to_end();
  return reply;
}

Reply Client::get(std::string_view target, std::string_view more_fields) {
  send("GET " + std::string(target) + " HTTP/1.1\r\nHost: here\r\n" + std::string(more_fields) + "\r\n");
  return reply().value_or(Reply{});
}

std::string Client::read_some(std::chrono::milliseconds patience) {
  if (buffer_.empty()) fill(patience);
  return std::exchange(buffer_, {});
}

std::string Client::read_exactly(std::size_t bytes) {
  while (buffer_.size() < bytes && fill()) {
  }
  std::string text = buffer_.substr(0, bytes);
  buffer_.erase(0, text.size());
  return text;
}

std::string Client::read_to_end() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

bool Client::closes(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!ended_ && std::chrono::steady_clock::now() < end) fill(std::chrono::milliseconds(20));
  return ended_;
}

Reply Client::open_websocket(std::string_view target, std::string_view more_bytes) {
  send("GET " + std::string(target) +
       " HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
       std::string(more_bytes));
  return reply().value_or(Reply{});
}

std::optional<WsFrame> Client::frame() {
  const std::string head = read_exactly(2);
  if (head.size() < 2) return std::nullopt;
  WsFrame frame;
  frame.final = (head[0] & 0x80) != 0;
  frame.opcode = static_cast<unsigned char>(head[0]) & 0x0FU;
  std::size_t length = static_cast<unsigned char>(head[1]);
  EXPECT_LT(length, 128U) << "server frames are not masked";
  if (length >= 126) {
    const std::string more = read_exactly(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : more) length = length << 8U | static_cast<unsigned char>(c);
  }
  frame.payload = read_exactly(length);
  return frame;
}

std::string Client::masked(unsigned first_byte, std::string_view payload) {
  constexpr std::array<char, 4> kMask{0x12, 0x34, 0x56, 0x78};
  std::string out(1, static_cast<char>(first_byte));
  const std::size_t size = payload.size();
  const unsigned extra = size < 126 ? 0 : size <= 0xFFFF ? 2 : 8;
  out += static_cast<char>(0x80U | (extra == 0 ? size : extra == 2 ? 126U : 127U));
  for (unsigned i = extra; i > 0; --i) out += static_cast<char>(size >> (8 * (i - 1)));
  out.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ kMask[i % 4]);
  return out;
}

}  // namespace recess::http::test
