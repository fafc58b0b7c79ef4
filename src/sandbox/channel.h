// The server's end of a socket to something below it (keeper, zygote, box): whole messages with descriptors, read when
// they come, sent at once. Loop thread only.
#pragma once

#include "kernel/result.h"
#include "kernel/unique_fd.h"
#include "sandbox/box/wire.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace recess::sandbox {

struct Message {
  recess_message header{};
  std::string payload;
  std::vector<UniqueFd> fds;
  pid_t sender = 0;
};

// Two ends of a SOCK_SEQPACKET pair, both close-on-exec; the first, ours, non-blocking and told who sends.
Result<std::pair<UniqueFd, UniqueFd>> make_channel_pair();

class Channel : public std::enable_shared_from_this<Channel> {
 public:
  using OnMessage = std::function<void(Message)>;
  using OnEnd = std::function<void()>;

  Channel(boost::asio::io_context& loop, UniqueFd socket) : descriptor_(loop, socket.release()) {}

  // Calls `on_message` for each message and `on_end` once, when the other side is gone; neither after close().
  void listen(OnMessage on_message, OnEnd on_end);
  // Reads what has arrived, now, instead of when the loop comes to it.
  void drain();
  // False if the other side is gone or has stopped reading.
  bool send(const recess_message& header, std::string_view payload = {}, std::initializer_list<int> fds = {});
  void close();

 private:
  void wait();
  // True: more may come.
  bool read_one();

  boost::asio::posix::stream_descriptor descriptor_;
  OnMessage on_message_;
  OnEnd on_end_;
};

inline recess_message message_of(recess_kind kind, std::uint32_t id = 0) {
  recess_message message{};
  message.kind = kind;
  message.id = id;
  return message;
}

// "mount /tmp: Operation not permitted", from a RECESS_FAILED.
std::string failure_text(const Message& message);

}  // namespace recess::sandbox
