#include "fixture.h"

#include <fmt/format.h>

#include <stdexcept>

namespace recess::http::test {
namespace {

asio::awaitable<Response> hello(Exchange&) { co_return text(200, "hello"); }

asio::awaitable<Response> name(Exchange& exchange) {
  co_return text(200, fmt::format("{}", fmt::join(exchange.request().captures, "|")));
}

asio::awaitable<Response> describe(Exchange& exchange) {
  const Request& request = exchange.request();
  co_return text(
      200, fmt::format("{} {} host={} q={} from={} secure={}", request.method, request.path, request.header("host"),
                       request.query.get("q"), request.remote_address, request.secure));
}

asio::awaitable<Response> echo(Exchange& exchange) {
  auto body = co_await exchange.read_body(20 * 1024 * 1024);
  if (!body) co_return refusal(body.error());
  co_return text(200, std::move(*body));
}

asio::awaitable<Response> count(Exchange& exchange) {
  auto body = co_await exchange.read_body(20 * 1024 * 1024);
  if (!body) co_return refusal(body.error());
  co_return text(200, std::to_string(body->size()));
}

asio::awaitable<Response> fail(Exchange&) {
  throw std::runtime_error("a bug");
  co_return Response{};
}

asio::awaitable<Response> inject(Exchange&) { co_return redirect("/a\r\nSet-Cookie: x=y"); }

asio::awaitable<Response> websocket(Exchange& exchange) {
  Response response;
  if (!exchange.is_upgrade()) co_return text(400, "no upgrade");
  response.body = UpgradeBody{std::make_shared<EchoSocket>(), 100'000};
  co_return response;
}

}  // namespace

void ServerTest::add_routes() {
  router_.add("GET", "/", hello);
  router_.add("GET", "/describe", describe);
  router_.add("GET", "/name/{}", name);
  router_.add("GET", "/name/{}/of/{}", name);
  router_.add("GET", "/rest/{*}", name);
  router_.add("POST", "/echo", echo);
  router_.add("POST", "/count", count);
  router_.add("POST", "/ignore", hello);
  router_.add("GET", "/fail", fail);
  router_.add("GET", "/inject", inject);
  router_.add("GET", "/ws", websocket);
}

void EchoSocket::on_text(const LentBytes& lent) {
  const std::string_view text = *lent;
  if (text.starts_with("burst ")) {
    const int frames = std::stoi(std::string(text.substr(6)));
    for (int i = 0; i < frames; ++i) socket_->send(text_frame(std::to_string(i)));
  } else if (text == "close") {
    socket_->close(CloseCode::policy, "asked to");
  } else if (text == "throw") {
    throw std::runtime_error("a bug");
  } else {
    socket_->send(text_frame(text));
  }
}

}  // namespace recess::http::test
