// Carries the sockets that can be recovered over a restart: reads the file before the server listens, writes it whole
// when the server has stopped, and in between, every few seconds, writes who has which seat, so that a crash costs
// nobody their number. What a crash costs is history: a page is then told to fetch the state anew.
#pragma once

#include "kernel/worker.h"
#include "socketio/server.h"

#include <filesystem>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess {

class SavedSessions {
 public:
  // `sockets` outlives it.
  SavedSessions(boost::asio::io_context& loop, socketio::Server& sockets, std::filesystem::path path);

  // Failures cost recovery and nothing else: they are logged.
  void restore();
  // The last word, when every link has ended. Blocks.
  void save();

 private:
  void await_interval();
  void write_seats();

  socketio::Server& sockets_;
  std::filesystem::path path_;
  boost::asio::steady_timer interval_;
  bool written_ = false;  // there is, or may be, a file
  Worker disk_{1};
};

}  // namespace recess
