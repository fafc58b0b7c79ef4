#include "sandbox/channel.h"

#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

namespace recess::sandbox {
namespace {

// All that comes up to the server as payload are names of steps.
constexpr std::size_t kMostPayload = 1024;

}  // namespace

Result<std::pair<UniqueFd, UniqueFd>> make_channel_pair() {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return refuse(Code::unavailable, "no descriptors are left for a play");
  }
  std::pair<UniqueFd, UniqueFd> pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
  const int yes = 1;
  setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return pair;
}

void Channel::listen(OnMessage on_message, OnEnd on_end) {
  on_message_ = std::move(on_message);
  on_end_ = std::move(on_end);
  wait();
}

void Channel::wait() {
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](const boost::system::error_code& error) {
                           if (error || !self->descriptor_.is_open()) return;
                           self->drain();
                           if (self->descriptor_.is_open()) self->wait();
                         });
}

void Channel::drain() {
  const auto self = shared_from_this();  // a callback may let go of us
  while (descriptor_.is_open() && read_one()) {
  }
}

bool Channel::read_one() {
  Message message;
  message.payload.resize(kMostPayload);
  recess_received received{};
  const int got =
      recess_receive(descriptor_.native_handle(), &received, message.payload.data(), message.payload.size());
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  if (got <= 0) {
    const OnEnd on_end = std::move(on_end_);
    close();
    if (on_end) on_end();
    return false;
  }
  message.header = received.message;
  message.payload.resize(received.payload_bytes);
  message.sender = received.sender;
  for (unsigned i = 0; i < received.fd_count; ++i) message.fds.emplace_back(received.fds[i]);
  if (const OnMessage on_message = on_message_) on_message(std::move(message));
  return true;
}

bool Channel::send(const recess_message& header, std::string_view payload, std::initializer_list<int> fds) {
  if (!descriptor_.is_open()) return false;
  return recess_send(descriptor_.native_handle(), &header, payload.data(), payload.size(), std::data(fds),
                     static_cast<unsigned>(fds.size())) == 0;
}

void Channel::close() {
  boost::system::error_code ignored;
  descriptor_.close(ignored);
  on_message_ = nullptr;
  on_end_ = nullptr;
}

std::string failure_text(const Message& message) {
  return fmt::format("{}: {}", message.payload, std::strerror(message.header.status));
}

}  // namespace recess::sandbox
