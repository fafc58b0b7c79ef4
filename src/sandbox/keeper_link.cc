#include "sandbox/keeper_link.h"

#include "kernel/log.h"
#include "sandbox/keeper_start.h"
#include "sandbox/pidfd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace recess::sandbox {

using namespace std::chrono_literals;

KeeperLink::KeeperLink(boost::asio::io_context& loop, KeeperCommand command, KeeperConfiguration configuration,
                       Events events)
    : loop_(loop),
      command_(std::move(command)),
      configuration_(std::move(configuration)),
      events_(std::move(events)),
      log_(loop),
      restart_(loop) {
  start_keeper();
}

KeeperLink::~KeeperLink() {
  close();
  if (!process_) return;
  if (!wait_pidfd(process_.get(), 3000)) signal_pidfd(process_.get(), SIGKILL);
  wait_pidfd(process_.get(), 1000);
  reap_pidfd(process_.get());
}

void KeeperLink::close() {
  closing_ = true;
  restart_.cancel();
  zygote_ready_ = false;
  boost::system::error_code ignored;
  log_.close(ignored);
  if (zygote_) zygote_->close();
  if (keeper_) keeper_->close();
  auto questions = std::exchange(questions_, {});
  for (auto& [id, on_folder] : questions) on_folder(refuse(Code::cancelled, "the server is stopping"));
}

bool KeeperLink::keeper_gone() {
  if (process_ && wait_pidfd(process_.get(), 0)) {
    reap_pidfd(process_.get());
    process_.reset();
  }
  return !process_;
}

void KeeperLink::start_keeper() {
  auto pair = make_channel_pair();
  if (!pair) return fail("no descriptors are left for the keeper");
  auto [ours, theirs] = std::move(*pair);
  keeper_ = std::make_shared<Channel>(loop_, std::move(ours));
  process_ = start_keeper_process(command_, theirs.get());
  theirs.reset();
  keeper_->listen([this](Message message) { on_keeper_message(std::move(message)); }, [this] { keeper_lost(); });
  keeper_->send(message_of(RECESS_CONFIGURE), to_text(configuration_));
  start_zygote();
}

// Asked for before the keeper has answered: it reads in order.
void KeeperLink::start_zygote() {
  auto pair = make_channel_pair();
  int log[2] = {-1, -1};
  if (!pair || ::pipe2(log, O_CLOEXEC | O_NONBLOCK) != 0) return fail("no descriptors are left for the zygote");
  auto [ours, theirs] = std::move(*pair);
  UniqueFd log_end(log[1]);
  boost::system::error_code ignored;
  log_.close(ignored);
  log_.assign(log[0], ignored);
  read_log();
  zygote_ready_ = false;
  zygote_ = std::make_shared<Channel>(loop_, std::move(ours));
  zygote_->listen([this](const Message& message) { on_zygote_message(message); }, [this] { zygote_lost(); });
  keeper_->send(message_of(RECESS_START_ZYGOTE), {}, {theirs.get(), log_end.get()});
}

void KeeperLink::on_keeper_message(Message message) {
  switch (message.header.kind) {
    case RECESS_FOLDER:
      if (message.fds.size() == 1) answer(message.header.id, std::move(message.fds.front()));
      break;
    case RECESS_FAILED:
      if (message.header.id == 0) return fail(failure_text(message));
      if (message.header.status == ENOENT || message.header.status == ENOTDIR || message.header.status == ELOOP ||
          message.header.status == EXDEV) {
        return answer(message.header.id, refuse(Code::not_found, "this game has no such folder or script"));
      }
      log_error("sandbox.folder", {{"step", failure_text(message)}});
      answer(message.header.id, refuse(Code::unavailable, "the game's files cannot be read: " + failure_text(message)));
      break;
    case RECESS_ZYGOTE_EXITED: log_warning("sandbox.zygote_ended", {{"status", message.header.status}}); break;
    default: break;
  }
}

void KeeperLink::answer(std::uint32_t id, Result<UniqueFd> mount) {
  const auto question = questions_.find(id);
  if (question == questions_.end()) return;
  const OnFolder on_folder = std::move(question->second);
  questions_.erase(question);
  on_folder(std::move(mount));
}

void KeeperLink::on_zygote_message(const Message& message) {
  if (message.header.kind == RECESS_FAILED) return fail(failure_text(message));
  if (message.header.kind != RECESS_ZYGOTE_READY) return;
  zygote_ready_ = true;
  pause_ = 50ms;
  failure_.clear();
  events_.on_zygote_ready();
}

void KeeperLink::fail(std::string failure) {
  log_error("sandbox.failed", {{"step", failure}});
  failure_ = std::move(failure);
  events_.on_failure(failure_);
}

void KeeperLink::zygote_lost() {
  zygote_ready_ = false;
  if (closing_) return;
  if (failure_.empty()) failure_ = "the Python zygote ended";
  events_.on_zygote_lost();
  later([this] { start_zygote(); });
}

void KeeperLink::keeper_lost() {
  zygote_ready_ = false;
  if (zygote_) zygote_->close();
  if (process_) {
    wait_pidfd(process_.get(), 2000);  // it ends at once; only its control groups may take a moment
    reap_pidfd(process_.get());
    process_.reset();
  }
  auto questions = std::exchange(questions_, {});
  for (auto& [id, on_folder] : questions) on_folder(refuse(Code::unavailable, "the sandbox is being restarted"));
  if (closing_) return;
  log_error("sandbox.keeper_ended");
  if (failure_.empty()) failure_ = "the keeper ended";
  events_.on_zygote_lost();
  later([this] { start_keeper(); });
}

void KeeperLink::later(std::function<void()> action) {
  restart_.expires_after(pause_);
  pause_ = std::min<std::chrono::milliseconds>(pause_ * 2, 5s);
  restart_.async_wait(
      [this, alive = std::weak_ptr<int>(alive_), action = std::move(action)](const boost::system::error_code& error) {
        if (!error && !alive.expired() && !closing_) action();
      });
}

void KeeperLink::replace_zygote() {
  if (closing_ || !keeper_runs()) return;
  log_error("sandbox.zygote_hangs");
  zygote_->close();
  start_zygote();
}

bool KeeperLink::spawn(const recess_spawn& request, int boot) {
  const std::string_view bytes(reinterpret_cast<const char*>(&request), sizeof request);
  return zygote_ready_ && zygote_->send(message_of(RECESS_SPAWN), bytes, {boot});
}

void KeeperLink::open_folder(recess_tree tree, const std::string& folder, const std::string& file, OnFolder on_folder) {
  auto question = message_of(RECESS_OPEN_FOLDER, next_id_++);
  question.facts = tree;
  const std::string names = folder + std::string(1, '\0') + file;
  if (closing_ || !keeper_->send(question, names)) {
    return on_folder(refuse(Code::unavailable, "the sandbox is being restarted"));
  }
  questions_.emplace(question.id, std::move(on_folder));
}

// What zygote and idle boxes print: trusted code that complains. Each line is an event of ours.
void KeeperLink::read_log() {
  const auto wait_read = boost::asio::posix::stream_descriptor::wait_read;
  log_.async_wait(wait_read, [this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (error || alive.expired() || closing_) return;
    std::array<char, 4096> block{};
    const ssize_t got = ::read(log_.native_handle(), block.data(), block.size());
    if (got == 0) return;
    std::string_view text(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    while (!text.empty()) {
      const auto line = text.substr(0, text.find('\n'));
      if (!line.empty()) log_warning("sandbox.zygote", {{"said", line}});
      text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    read_log();
  });
}

}  // namespace recess::sandbox
