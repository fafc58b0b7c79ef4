// The ceiling: a WebSocket relay on epoll that knows nothing but frames. Each message goes to every client. With
// --join, what waits for a client within one turn is written in one call; without, each message is a write of its own.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/beast/core/detail/base64.hpp>
#include <boost/uuid/detail/sha1.hpp>

namespace {

struct Client {
  std::string in;
  std::string out;
  bool open = false;
};

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(text.data(), text.size());
  unsigned words[5];
  hash.get_digest(words);
  unsigned char digest[20];
  for (int i = 0; i < 20; ++i)
    digest[i] = static_cast<unsigned char>(words[i / 4] >> (24U - 8U * static_cast<unsigned>(i % 4)));
  std::string encoded(boost::beast::detail::base64::encoded_size(20), '\0');
  encoded.resize(boost::beast::detail::base64::encode(encoded.data(), digest, 20));
  return encoded;
}

class Relay {
 public:
  Relay(int port, bool join) : join_(join) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 1024) != 0) {
      std::perror("bare_relay");
      std::exit(69);
    }
    epoll_ = ::epoll_create1(0);
    watch(listener_);
  }

  [[noreturn]] void run() {
    std::vector<epoll_event> events(1024);
    std::puts("listening");
    std::fflush(stdout);
    for (;;) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        const int fd = events[static_cast<std::size_t>(i)].data.fd;
        if (fd == listener_) accept_all();
        else read(fd);
      }
      for (auto& [fd, client] : clients_) write(fd, client);
    }
  }

 private:
  void watch(int fd) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }
  void accept_all() {
    for (int fd = -1; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      clients_[fd];
      watch(fd);
    }
  }
  static void write(int fd, Client& client) {
    if (client.out.empty()) return;
    const ssize_t sent = ::send(fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
    if (sent > 0) client.out.erase(0, static_cast<std::size_t>(sent));
  }
  void read(int fd) {
    char buffer[65536];
    const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) {
      ::close(fd);
      clients_.erase(fd);
      return;
    }
    Client& client = clients_[fd];
    client.in.append(buffer, static_cast<std::size_t>(got));
    if (!client.open) open(client);
    if (client.open) frames(client);
  }
  static void open(Client& client) {
    const std::size_t end = client.in.find("\r\n\r\n");
    const std::size_t at = client.in.find("Sec-WebSocket-Key: ");
    if (end == std::string::npos || at == std::string::npos) return;
    const std::string key = client.in.substr(at + 19, client.in.find("\r\n", at) - at - 19);
    client.out +=
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        accept_key(key) + "\r\n\r\n";
    client.in.erase(0, end + 4);
    client.open = true;
  }
  void frames(Client& from) {
    std::size_t at = 0;
    for (;;) {
      const std::string& in = from.in;
      if (in.size() - at < 6) break;
      std::size_t length = static_cast<unsigned char>(in[at + 1]) & 0x7FU;
      std::size_t head = 2;
      if (length == 126) {
        if (in.size() - at < 8) break;
        length = static_cast<std::size_t>(static_cast<unsigned char>(in[at + 2])) << 8U |
                 static_cast<unsigned char>(in[at + 3]);
        head = 4;
      }
      if (in.size() - at < head + 4 + length) break;
      std::string frame = in.substr(at, head);
      frame[1] = static_cast<char>(frame[1] & 0x7F);
      const char* mask = in.data() + at + head;
      for (std::size_t i = 0; i < length; ++i) frame += static_cast<char>(in[at + head + 4 + i] ^ mask[i % 4]);
      at += head + 4 + length;
      for (auto& [fd, client] : clients_) {
        if (!client.open) continue;
        client.out += frame;
        if (!join_) write(fd, client);
      }
    }
    from.in.erase(0, at);
  }

  bool join_;
  int listener_ = -1;
  int epoll_ = -1;
  std::unordered_map<int, Client> clients_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 64;
  std::signal(SIGPIPE, SIG_IGN);
  Relay(std::atoi(argv[1]), argc > 2 && std::strcmp(argv[2], "--join") == 0).run();
}
