#include "http/outbox.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/uio.h>

namespace recess::http {
namespace {

constexpr std::size_t kWrite = 1024 * 1024;     // at most, by one system call
constexpr std::size_t kParts = 64;              // likewise
constexpr std::size_t kCopiedFrame = 2 * 1024;  // frames up to here are copied together
constexpr std::size_t kKept = 256;              // places for frames

// The parts of one sendmsg().
class Parts {
 public:
  explicit Parts(std::span<char> scratch) : scratch_(scratch) {}

  bool has_room() const { return count_ < kParts && total_ < kWrite; }
  std::size_t room() const { return kWrite - total_; }

  void refer(const char* from, std::size_t size) {
    add(const_cast<char*>(from), size);  // iovec has no const; sendmsg() does not write
  }

  // False when the scratch buffer is full.
  bool copy(const char* from, std::size_t size) {
    if (copied_ + size > scratch_.size()) return false;
    char* const to = scratch_.data() + copied_;
    std::memcpy(to, from, size);
    copied_ += size;
    add(to, size);
    return true;
  }

  ssize_t send(int socket) {
    msghdr message{};
    message.msg_iov = parts_.data();
    message.msg_iovlen = count_;
    return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  }

 private:
  void add(char* from, std::size_t size) {
    total_ += size;
    const bool joins =
        count_ > 0 && static_cast<char*>(parts_[count_ - 1].iov_base) + parts_[count_ - 1].iov_len == from;
    if (joins) parts_[count_ - 1].iov_len += size;
    else parts_[count_++] = iovec{from, size};
  }

  std::span<char> scratch_;
  std::array<iovec, kParts> parts_;  // the first count_ are set
  std::size_t count_ = 0;
  std::size_t copied_ = 0;
  std::size_t total_ = 0;
};

}  // namespace

void Outbox::push(Frame frame) {
  bytes_ += frame->size();
  frames_.push_back(std::move(frame));
}

Outbox::Write Outbox::write(int socket, std::span<char> scratch, std::size_t& budget) {
  Parts parts(scratch);
  const bool single = frames() == 1;
  std::size_t offset = front_sent_;
  for (std::size_t i = sent_frames_; i < frames_.size() && parts.has_room(); ++i) {
    const char* const from = frames_[i]->data() + offset;
    const std::size_t size = std::min(frames_[i]->size() - offset, parts.room());
    offset = 0;
    if (single || size > kCopiedFrame) parts.refer(from, size);
    else if (!parts.copy(from, size)) break;
  }
  const ssize_t sent = parts.send(socket);
  if (sent > 0) {
    const auto bytes = static_cast<std::size_t>(sent);
    budget -= std::min(budget, bytes);
    forget(bytes);
    return Write::taken;
  }
  if (sent < 0 && errno == EINTR) return Write::taken;
  if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS)) return Write::full;
  return Write::gone;
}

void Outbox::forget(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    Frame& front = frames_[sent_frames_];
    const std::size_t left = front->size() - front_sent_;
    if (bytes < left) {
      front_sent_ += bytes;
      break;
    }
    bytes -= left;
    front_sent_ = 0;
    front.reset();
    ++sent_frames_;
  }
  // Of thousands, half must have gone: what is left moves up, and must not do so at every write.
  if (bytes_ > 0 && (sent_frames_ < kKept || 2 * sent_frames_ < frames_.size())) return;
  frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(sent_frames_));
  sent_frames_ = 0;
  if (frames_.empty() && frames_.capacity() > kKept) frames_.shrink_to_fit();
}

}  // namespace recess::http
