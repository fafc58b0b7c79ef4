#include "sandbox/box_link.h"

#include "sandbox/pidfd.h"

#include <csignal>
#include <utility>

#include <boost/asio/post.hpp>

namespace recess::sandbox {

BoxLink::BoxLink(boost::asio::io_context& loop, UniqueFd boot, std::unique_ptr<ControlGroup> group)
    : loop_(loop), boot_(std::make_shared<Channel>(loop, std::move(boot))), process_(loop), group_(std::move(group)) {}

void BoxLink::start() {
  boot_->listen(
      [weak = weak_from_this()](Message message) {
        if (const auto self = weak.lock()) self->on_message(std::move(message));
      },
      [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->on_socket_end();
      });
}

void BoxLink::on_message(Message message) {
  switch (message.header.kind) {
    case RECESS_SPAWNED:
      if (message.fds.size() != 1) break;
      process_.assign(message.fds.front().release());
      watch_process();
      break;
    case RECESS_LISTENER:
      if (message.fds.size() != 1) break;
      listener_ = std::move(message.fds.front());
      if (group_) group_->add(message.sender);
      break;
    case RECESS_READY:
      game_pid_ = message.sender;
      facts_ = message.header.facts;
      if (group_) group_->add(game_pid_);  // it waits for us and has one thread: nothing of it escapes
      ready_ = true;
      if (events_.on_ready) events_.on_ready();
      break;
    case RECESS_CONFINED:
      if (events_.on_confined) events_.on_confined(message.header.status);
      break;
    case RECESS_ENDED:
      end_.wait_status = message.header.status;
      end_.peak_bytes = message.header.peak_bytes;
      end_.cpu = std::chrono::milliseconds(message.header.cpu_us / 1000);
      break;
    case RECESS_FAILED:
      if (!end_.failure) end_.failure = failure_text(message);
      break;
    default: break;
  }
}

// The end of the init is what counts, so with a process descriptor there is nothing to do but wait for it.
void BoxLink::on_socket_end() {
  if (!process_.is_open()) finish();
}

void BoxLink::watch_process() {
  process_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                      [weak = weak_from_this()](const boost::system::error_code& error) {
                        const auto self = weak.lock();
                        if (error || !self) return;
                        self->boot_->drain();  // its last word may still lie there
                        self->finish();
                      });
}

void BoxLink::finish() {
  if (std::exchange(gone_, true)) return;
  boot_->close();
  boost::system::error_code ignored;
  process_.close(ignored);
  listener_.reset();
  const Events events = std::exchange(events_, {});
  if (events.on_gone) events.on_gone(end_);
}

bool BoxLink::attach(std::string_view payload, int folder, int output, int control) {
  return !gone_ && boot_->send(message_of(RECESS_ATTACH), payload, {folder, output, control});
}

void BoxLink::kill() {
  if (gone_) return;
  if (group_) group_->kill();
  if (process_.is_open()) {
    signal_pidfd(process_.native_handle(), SIGKILL);
    return;
  }
  // Not heard of yet: closing its socket ends it as well.
  boost::asio::post(loop_, [self = shared_from_this()] { self->finish(); });
}

void BoxLink::discard() {
  events_ = {};
  if (process_.is_open()) signal_pidfd(process_.native_handle(), SIGKILL);
  finish();
}

}  // namespace recess::sandbox
