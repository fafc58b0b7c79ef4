// A real server on a thread of its own, with a few routes that tests speak to.
#pragma once

#include "client.h"

#include "http/server.h"
#include "http/websocket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace recess::http::test {

namespace asio = boost::asio;

class ServerTest : public testing::Test {
 protected:
  ServerTest() : loop_(1), guard_(loop_.get_executor()) { add_routes(); }
  ~ServerTest() override { stop(); }

  // Runs on the loop's thread and waits for it.
  template <class F>
  std::invoke_result_t<F> on_loop(F f) {
    std::packaged_task<std::invoke_result_t<F>()> task(std::move(f));
    auto outcome = task.get_future();
    asio::post(loop_, [&task] { task(); });
    return outcome.get();
  }

  // Starts with `limits_` and `router_`; call once.
  void start() {
    server_ = std::make_unique<Server>(loop_, std::move(router_), limits_);
    auto bound = server_->listen("127.0.0.1", 0);
    ASSERT_TRUE(bound) << bound.error().detail;
    port_ = bound->port();
    thread_ = std::thread([this] { loop_.run(); });
  }

  void stop() {
    if (!thread_.joinable()) return;
    on_loop([this] { server_.reset(); });
    guard_.reset();
    loop_.stop();
    thread_.join();
  }

  Client client() { return Client(port_); }

  void add_routes();

  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  Router router_;
  Limits limits_;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

// Answers what it hears; "burst N" is answered by N frames, "close" by a close frame.
class EchoSocket : public WebSocketHandler {
 public:
  void on_open(WebSocket& socket) override { socket_ = &socket; }
  void on_text(const LentBytes& text) override;
  void on_binary(const LentBytes& bytes) override { socket_->send(binary_frame(*bytes)); }
  void on_closed(bool) override { socket_ = nullptr; }

 private:
  WebSocket* socket_ = nullptr;
};

}  // namespace recess::http::test
