#include "saved_sessions.h"

#include "kernel/log.h"
#include "socketio/session_file.h"

#include <chrono>
#include <functional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace recess {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kInterval{5};
// Twice what is written at most: half of it is text whose escapes may have doubled it.
constexpr std::size_t kMostBytes = 64U << 20U;
// Of screens, while the server runs: the loop notes them, the worker puts them together. And when it has stopped.
constexpr std::size_t kRunningScreens = 4U << 20U;
constexpr std::size_t kLastScreens = 64U << 20U;

void report(const Result<>& outcome) {
  if (!outcome) log_warning("sessions.not_saved", {{"why", outcome.error().detail}});
}

// The loop does not wait for it, and a write that is under way when the server stops is finished first.
asio::awaitable<void> write(Worker& disk, std::filesystem::path path, std::function<std::string()> text) {
  auto replace = [path = std::move(path), text = std::move(text)] {
    return socketio::replace_session_file(path, text());
  };
  const Result<> outcome = co_await disk.run(std::move(replace));
  report(outcome);
}

}  // namespace

SavedSessions::SavedSessions(asio::io_context& loop, socketio::Server& sockets, hub::Hub& hub,
                             std::filesystem::path sessions, std::filesystem::path screens)
    : sockets_(sockets), hub_(hub), path_(std::move(sessions)), screens_(std::move(screens)), interval_(loop) {}

void SavedSessions::restore() {
  restore_seats();
  restore_screens();
  await_interval();
}

// Questions on the screens are kept for those whose seat is there, so this comes second.
void SavedSessions::restore_screens() {
  auto saved = socketio::take_session_file(screens_, kLastScreens + 1024);
  if (!saved) log_warning("screens.ignored", {{"why", saved.error().detail}});
  else {
    const auto restored = hub_.restore_stores(*saved);
    if (saved->empty()) return;  // but now the hub knows that its stores are behind
    if (restored) log_info("screens.restored", {{"groups", *restored}});
    else log_warning("screens.ignored", {{"why", restored.error().detail}});
  }
}

void SavedSessions::restore_seats() {
  auto saved = socketio::take_session_file(path_, kMostBytes);
  if (!saved) log_warning("sessions.ignored", {{"why", saved.error().detail}});
  else if (!saved->empty()) {
    const auto restored = sockets_.restore_sessions(*saved);
    if (restored) log_info("sessions.restored", {{"sockets", *restored}});
    else log_warning("sessions.ignored", {{"why", restored.error().detail}});
  }
}

void SavedSessions::await_interval() {
  interval_.expires_after(kInterval);
  interval_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    write_seats();
    await_interval();
  });
}

// A file without seats is written once, so that nobody finds an older one.
void SavedSessions::write_seats() {
  const bool any = sockets_.statistics().recoverable > 0;
  if (!any && !written_) return;
  written_ = any;
  auto seats = [text = sockets_.save_sessions(false)] { return text; };
  asio::co_spawn(interval_.get_executor(), write(disk_, path_, std::move(seats)), asio::detached);
  asio::co_spawn(interval_.get_executor(), write(disk_, screens_, hub_.save_stores(kRunningScreens, false)),
                 asio::detached);
}

void SavedSessions::save() {
  interval_.cancel();
  disk_.join();
  report(socketio::replace_session_file(path_, sockets_.save_sessions(true)));
  report(socketio::replace_session_file(screens_, hub_.save_stores(kLastScreens, true)()));
}

}  // namespace recess
