// Carries the sockets that can be recovered, and the screens of their groups, over a restart: reads the files before
// the server listens, writes them whole when the server has stopped, and in between, every few seconds, writes who has
// which seat and what is on the screens, so that a crash costs nobody their number. What a crash costs is history, and
// what was drawn in the last seconds: a page that stayed open still shows it, one that is loaded later does not.
#pragma once

#include "hub/hub.h"
#include "kernel/worker.h"
#include "socketio/server.h"

#include <filesystem>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess {

class SavedSessions {
 public:
  // `sockets` and `hub` outlive it.
  SavedSessions(boost::asio::io_context& loop, socketio::Server& sockets, hub::Hub& hub, std::filesystem::path sessions,
                std::filesystem::path screens);

  // Failures cost recovery and nothing else: they are logged.
  void restore();
  // The last word, when every link has ended. Blocks.
  void save();

 private:
  void await_interval();
  void write_seats();
  void restore_seats();
  void restore_screens();

  socketio::Server& sockets_;
  hub::Hub& hub_;
  std::filesystem::path path_;
  std::filesystem::path screens_;
  boost::asio::steady_timer interval_;
  bool written_ = false;  // there is, or may be, a file
  Worker disk_{1};
};

}  // namespace recess
