// Listening sockets made elsewhere, with routes and places of their own.
#include "fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace recess::http::test {
namespace {

asio::awaitable<Response> who(Exchange& exchange) { co_return text(200, exchange.request().remote_address); }

asio::awaitable<Response> websocket(Exchange&) {
  Response response;
  response.body = UpgradeBody{std::make_shared<EchoSocket>(), 1000};
  co_return response;
}

class ListenersTest : public ServerTest {
 protected:
  // A socket that listens on a free port, as a sandbox would hand it over.
  int make_listener() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd, 16), 0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
    own_port_ = ntohs(address.sin_port);
    return fd;
  }

  std::uint64_t adopt(std::size_t connections) {
    auto router = std::make_shared<Router>();
    router->add("GET", "/who", who);
    router->add("GET", "/ws", websocket);
    const int fd = make_listener();
    return on_loop([&] { return server_->adopt_listener(fd, router, connections, "play-1"); });
  }

  std::uint16_t own_port_ = 0;
};

TEST_F(ListenersTest, ServeTheirOwnRoutesUnderTheirLabel) {
  start();
  adopt(8);
  Client inside(own_port_);
  EXPECT_EQ(inside.get("/who").body, "play-1");
  EXPECT_EQ(inside.get("/").status, 404U) << "the public routes are not there";
  EXPECT_EQ(client().get("/who").status, 404U);
}

TEST_F(ListenersTest, HaveTheirOwnPlaces) {
  limits_.connections_per_address = 1;
  start();
  adopt(2);
  Client first(own_port_);
  Client second(own_port_);
  EXPECT_EQ(first.open_websocket("/ws").status, 101U);
  EXPECT_EQ(second.open_websocket("/ws").status, 101U);
  EXPECT_EQ(Client(own_port_).reply().value_or(Reply{}).status, 503U);
  EXPECT_EQ(client().get("/").status, 200U);
}

TEST_F(ListenersTest, AnIdleConnectionMakesRoomForTheNext) {
  start();
  adopt(2);
  Client busy(own_port_);
  Client idle(own_port_);
  EXPECT_EQ(busy.open_websocket("/ws").status, 101U);
  EXPECT_EQ(idle.get("/who").status, 200U);
  Client next(own_port_);
  EXPECT_EQ(next.get("/who").status, 200U);
  EXPECT_TRUE(idle.closes());
}

TEST_F(ListenersTest, TakeTheirConnectionsWithThem) {
  start();
  const std::uint64_t id = adopt(8);
  Client plain(own_port_);
  EXPECT_EQ(plain.get("/who").status, 200U);
  Client socket(own_port_);
  EXPECT_EQ(socket.open_websocket("/ws").status, 101U);
  Client outside = client();
  EXPECT_EQ(outside.get("/").status, 200U);
  on_loop([&] { server_->close_listener(id); });
  EXPECT_TRUE(plain.closes());
  EXPECT_TRUE(socket.closes());
  EXPECT_THROW(Client{own_port_}, std::runtime_error);
  EXPECT_EQ(outside.get("/").status, 200U);
}

TEST_F(ListenersTest, SayWhenAPortIsTaken) {
  start();
  const auto refused = on_loop([&] { return server_->listen("127.0.0.1", port_); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_EQ(on_loop([&] { return server_->listen("not an address", 0); }).error().code, Code::unavailable);
  const auto both = on_loop([&] { return server_->listen("::", 0); });
  if (!both) GTEST_SKIP() << "no IPv6 here";
  EXPECT_THAT(Client(both->port()).get("/describe").body, testing::HasSubstr("from=127.0.0.1")) << "IPv4 over ::";
}

}  // namespace
}  // namespace recess::http::test
