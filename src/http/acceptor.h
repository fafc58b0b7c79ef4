// Accepts on one listening socket until it is closed.
#pragma once

#include "http/core.h"

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace recess::http {

class Acceptor : public std::enable_shared_from_this<Acceptor> {
 public:
  // Owns `fd`, a socket that listens; its family does not matter, nor does the network namespace it belongs to.
  Acceptor(std::shared_ptr<Core> core, std::shared_ptr<Listener> listener, int fd);
  static boost::asio::awaitable<void> run(std::shared_ptr<Acceptor> self);
  void close();

 private:
  enum class Outcome { accepted, none, exhausted };
  Outcome accept_one();
  bool makes_room();
  void serve(Socket socket, std::string address);
  void turn_away(Socket socket);

  std::shared_ptr<Core> core_;
  std::shared_ptr<Listener> listener_;
  boost::asio::posix::basic_stream_descriptor<LoopExecutor> socket_;
  Timer pause_;
  bool exhausted_ = false;  // and the log knows
};

}  // namespace recess::http
