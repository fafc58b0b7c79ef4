// A peer: a WebSocket relay on Boost.Beast, as its documentation would have one write it: callbacks, one write per
// message and client, the message shared. Each message goes to every client. Prints "listening PORT".
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <unordered_set>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Error = boost::system::error_code;

class Client;
using Clients = std::unordered_set<std::shared_ptr<Client>>;

class Client : public std::enable_shared_from_this<Client> {
 public:
  Client(tcp::socket socket, Clients& all) : socket_(std::move(socket)), all_(all) {}

  void start() {
    socket_.async_accept([self = shared_from_this()](Error error) {
      if (error) return;
      self->all_.insert(self);
      self->read();
    });
  }
  void send(const std::shared_ptr<const std::string>& message) {
    waiting_.push_back(message);
    if (waiting_.size() == 1) write();
  }

 private:
  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](Error error, std::size_t) {
      if (error) {
        self->all_.erase(self);
        return;
      }
      const auto message = std::make_shared<const std::string>(beast::buffers_to_string(self->buffer_.data()));
      self->buffer_.consume(self->buffer_.size());
      for (const auto& client : self->all_) client->send(message);
      self->read();
    });
  }
  void write() {
    socket_.async_write(asio::buffer(*waiting_.front()), [self = shared_from_this()](Error error, std::size_t) {
      if (error) return;
      self->waiting_.pop_front();
      if (!self->waiting_.empty()) self->write();
    });
  }

  beast::websocket::stream<tcp::socket> socket_;
  Clients& all_;
  beast::flat_buffer buffer_;
  std::deque<std::shared_ptr<const std::string>> waiting_;
};

void accept(tcp::acceptor& acceptor, Clients& all) {
  acceptor.async_accept([&](Error error, tcp::socket socket) {
    if (!error) {
      socket.set_option(tcp::no_delay(true), error);
      auto client = std::make_shared<Client>(std::move(socket), all);
      client->start();
    }
    accept(acceptor, all);
  });
}

}  // namespace

int main(int argc, char** argv) {
  asio::io_context loop(1);
  Clients all;
  const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 0);
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), port});
  std::printf("listening %d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  accept(acceptor, all);
  loop.run();
}
