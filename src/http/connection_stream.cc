// Connection: responses written piece by piece while the handler's body runs.
#include "http/connection.h"

#include "kernel/log.h"

#include <fmt/format.h>

namespace recess::http {

namespace asio = boost::asio;

// Chunked for HTTP/1.1; for HTTP/1.0 the end of the connection is the end of the body.
class Connection::Writer : public StreamWriter {
 public:
  explicit Writer(Connection& connection) : connection_(connection) {}

  asio::awaitable<bool> write(std::string bytes) override {
    if (stopped()) co_return false;
    if (bytes.empty()) co_return true;
    if (!connection_.head_.http11) {
      const bool sent = co_await connection_.write(bytes);
      co_return sent && !stopped();
    }
    const std::string size = fmt::format("{:x}\r\n", bytes.size());
    bytes += "\r\n";
    const bool sent = co_await connection_.write(size, bytes);
    co_return sent && !stopped();
  }

  bool stopped() const { return connection_.broken_ || connection_.gone_ || connection_.core_.draining; }

 private:
  Connection& connection_;
};

asio::awaitable<bool> Connection::send_stream(Response response) {
  auto body = std::get<StreamBody>(std::move(response.body));
  if (!head_.http11) leave_ = true;
  if (!body_done()) leave_ = true;
  const std::string head = head_of(response, std::nullopt, head_.http11);
  const bool begun = co_await write(head);
  if (!begun || is_head()) co_return begun;
  handling_ = true;
  if (!when_gone_) when_gone_ = [] {};
  watch_peer();
  Writer writer(*this);
  bool whole = true;
  try {
    co_await body(writer);
  } catch (const std::exception& bug) {
    log_error("http.handler_failed", {{"method", request_.method}, {"path", request_.path}, {"what", bug.what()}});
    whole = false;
  }
  handling_ = false;
  // Without the last chunk the peer knows that the body is not whole.
  if (!whole || broken_ || gone_) co_return false;
  if (!head_.http11) co_return true;
  co_return co_await write("0\r\n\r\n");
}

}  // namespace recess::http
