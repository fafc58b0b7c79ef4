// What waits for one WebSocket's client: frames in order, handed to the kernel with as few system calls as possible,
// for the call is the cost. Small frames are copied together into a scratch buffer that all outboxes share; large ones
// are sent by reference. Knows sockets only as what sendmsg() takes: no waits, no deadlines. Loop thread only.
#pragma once

#include "http/websocket.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace recess::http {

class Outbox {
 public:
  void push(Frame frame);

  // taken: the kernel took some of it; write again while there is more. full: it takes no more for now. gone: the peer
  // is, or the socket is broken.
  enum class Write : std::uint8_t { taken, full, gone };
  // One sendmsg() that does not block, of up to a megabyte. Call only while something is queued. `scratch` may hold
  // anything before and after. Takes from `budget` the bytes that were sent, at most down to zero.
  Write write(int socket, std::span<char> scratch, std::size_t& budget);

  // Bytes and frames of which the kernel does not have everything yet.
  std::size_t bytes() const { return bytes_; }
  std::size_t frames() const { return frames_.size() - sent_frames_; }

 private:
  void forget(std::size_t bytes);

  std::vector<Frame> frames_;
  std::size_t sent_frames_ = 0;  // at the front: the kernel has them, their places are kept until many can go at once
  std::size_t front_sent_ = 0;   // bytes of the first unsent frame that the kernel has
  std::size_t bytes_ = 0;
};

}  // namespace recess::http
