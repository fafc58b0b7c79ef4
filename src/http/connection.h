// One client connection: reads a head under its limits, finds the route, awaits the handler, writes the response, and
// again. It is also the Exchange that the handler sees. Lives as long as its coroutine, run().
#pragma once

#include "http/chunked.h"
#include "http/core.h"
#include "http/request_head.h"
#include "http/stream.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace recess::http {

class Connection : public Client, private Exchange, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Place place);
  ~Connection() override;

  static boost::asio::awaitable<void> run(std::shared_ptr<Connection> self);

  void sweep(Tick now) override { stream_.sweep(now); }
  void drain() override;
  void abort() override {
    dropped_ = true;
    stream_.abort();
  }
  std::uint64_t listener_id() const override { return place_.listener().id; }
  bool is_idle() const override { return idle_ && !first_ && !dropped_; }

 private:
  class Writer;

  // What the next step of the conversation is.
  enum class Next { request, linger, end };

  // A head on its way here.
  struct Arriving {
    HeadScanner scanner{};
    std::size_t skipped = 0;  // empty lines before it
    bool begun = false;
    std::optional<HeadProblem> problem{};
  };

  // Exchange.
  boost::asio::awaitable<Result<std::string>> read_body(std::uint64_t limit) override;
  boost::asio::awaitable<Result<Form>> read_form(FormLimits limits, std::filesystem::path directory) override;
  bool peer_gone() const override;
  void when_peer_gone(std::function<void()> callback) override;
  bool is_upgrade() const override { return head_.asks_for_websocket; }
  std::string local_address() const override { return stream_.local_address(); }

  // connection.cc
  boost::asio::awaitable<void> converse();
  boost::asio::awaitable<Next> serve_request();
  bool head_is_here(Arriving& head);
  void forget_head();
  std::optional<HeadProblem> take_head(std::size_t length);
  const Handler* route(Response& otherwise);
  boost::asio::awaitable<Response> respond();
  boost::asio::awaitable<void> linger();
  bool stays_open() const;

  // connection_body.cc
  void begin_body();
  bool body_done() const;
  bool body_is_short() const;  // small enough to be read over
  // The next bytes of the body, a view valid until the next call; empty at its end.
  boost::asio::awaitable<Result<std::string_view>> next_piece();
  boost::asio::awaitable<Result<std::string_view>> next_chunk();
  boost::asio::awaitable<Result<void>> fill_body(std::size_t want);
  boost::asio::awaitable<bool> skip_body();
  boost::asio::awaitable<bool> say_continue();
  Error body_failed(Code code, std::string detail, unsigned status);
  void watch_peer();

  // connection_file.cc
  struct FileSlice {
    std::shared_ptr<UniqueFd> file{};
    std::uint64_t first = 0;
    std::uint64_t length = 0;
  };
  std::optional<FileSlice> open_file(Response& response);
  boost::asio::awaitable<bool> send_file(Response response, FileSlice slice);

  // connection_form.cc
  boost::asio::awaitable<Result<Form>> read_multipart(std::string boundary, FormLimits limits,
                                                      std::filesystem::path directory);

  // connection_send.cc
  // The common case without a coroutine: a text that the kernel takes. What it does not take is left in `unsent_`.
  // False: this is something else, use send().
  bool send_at_once(Response& response);
  boost::asio::awaitable<bool> send(Response response);
  boost::asio::awaitable<bool> send_bytes(const Response& response, std::string_view body);
  boost::asio::awaitable<bool> send_stream(Response response);
  boost::asio::awaitable<bool> write(std::string_view first, std::string_view second = {});
  std::string head_of(const Response& response, std::optional<std::uint64_t> length, bool chunked = false) const;
  bool is_head() const { return request_.method == "HEAD"; }
  bool upgrade(const UpgradeBody& body);

  Stream stream_;
  Place place_;
  std::shared_ptr<Core> kept_;  // outlives place_, which an upgrade takes away
  Core& core_;

  // The request under way.
  RequestFraming head_{};
  bool idle_ = true;       // no byte of the next request is here
  bool dropped_ = false;   // about to go
  bool first_ = true;      // on this connection
  bool leave_ = false;     // close after this response
  bool broken_ = false;    // nothing more can be written
  std::string unsent_;     // of a response that was begun
  bool upgraded_ = false;  // the socket is a WebSocketSession's now
  bool handling_ = false;  // a handler is running
  std::function<void()> when_gone_;
  mutable bool gone_ = false;

  // Its body.
  std::uint64_t body_left_ = 0;
  std::uint64_t body_read_ = 0;
  std::optional<ChunkDecoder> chunks_;
  std::size_t piece_size_ = 0;  // of the view handed out last, consumed at the next call
  bool continue_due_ = false;
  Tick body_began_{};
  std::optional<Error> body_error_;
  unsigned forced_status_ = 0;  // the answer, whatever the handler says: 408
};

}  // namespace recess::http
