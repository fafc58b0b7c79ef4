// A socket with what was read from it and not used yet, and one deadline. Reads and writes end as `closed` or
// `timed_out` instead of throwing.
#pragma once

#include "http/core.h"

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace recess::http {

enum class Io { ok, closed, timed_out };

class Stream {
 public:
  explicit Stream(Socket socket) : socket_(std::move(socket)) {}

  // Waits for at least one byte more; at most `room` are kept unread. `want` is how much is likely to come.
  boost::asio::awaitable<Io> fill(std::size_t room, std::size_t want = 1);
  std::string_view buffered() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
  void consume(std::size_t bytes);
  // Between requests: gives a buffer that a body has made large back.
  void shrink();

  // Hands the kernel what it takes of both at once, and takes that off their fronts. False once the peer is gone.
  bool write_now(std::string_view& first, std::string_view& second);
  // Writes both entirely. A peer that takes nothing for `stall` counts as timed out.
  boost::asio::awaitable<Io> write(std::string_view first, std::string_view second, Millis stall);

  // The deadline of the next fill; writes set their own.
  void set_deadline(Tick when) { deadline_ = when; }
  void clear_deadline() { deadline_ = Tick::max(); }
  void sweep(Tick now);

  // While a handler runs nobody reads. From here until unwatch(), the end of the peer is noticed: `gone` is called
  // once. Bytes that arrive meanwhile are kept, up to a bound. `owner` keeps this Stream alive.
  void watch(std::shared_ptr<void> owner, std::function<void()> gone);
  void unwatch();
  bool is_gone();  // looks at the socket

  std::string local_address() const;

  void abort();
  void end_output();  // no more writes: the peer reads to the end
  // Takes the socket away, for another protocol.
  Socket release() { return std::move(socket_); }

 private:
  void await_readable(std::shared_ptr<void> owner);
  void on_readable(const std::shared_ptr<void>& owner);
  void make_room(std::size_t at_least);

  Socket socket_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  Tick deadline_ = Tick::max();
  bool timed_out_ = false;
  bool gone_ = false;
  bool waiting_ = false;  // a wait for readable is with the loop, wanted or not
  std::function<void()> when_gone_;
};

}  // namespace recess::http
