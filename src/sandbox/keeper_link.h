// The server's side of the keeper and its zygote: starts both, starts them again when they end, and carries questions.
// A zygote that ends takes nothing with it; a keeper that ends takes every box.
#pragma once

#include "kernel/result.h"
#include "kernel/unique_fd.h"
#include "sandbox/channel.h"
#include "sandbox/keeper/configuration.h"
#include "sandbox/sandbox.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace recess::sandbox {

class KeeperLink {
 public:
  struct Events {
    std::function<void()> on_zygote_ready;
    std::function<void()> on_zygote_lost;
    std::function<void(const std::string& failure)> on_failure;  // a step of keeper or zygote failed
  };
  using OnFolder = std::function<void(Result<UniqueFd> mount)>;

  KeeperLink(boost::asio::io_context& loop, KeeperCommand command, KeeperConfiguration configuration, Events events);
  KeeperLink(const KeeperLink&) = delete;
  KeeperLink& operator=(const KeeperLink&) = delete;
  // Ends the keeper, and with it everything below; waits until it is gone, some milliseconds, at most 3 s.
  ~KeeperLink();

  bool zygote_ready() const { return zygote_ready_; }
  // False between the end of one keeper and the start of the next.
  bool keeper_runs() const { return process_ && !closing_; }
  // What last went wrong, for people; empty while all is well.
  const std::string& failure() const { return failure_; }
  // For a zygote that does not answer: the keeper ends it and starts another. Plays go on.
  void replace_zygote();
  // `boot` is the box's end of its boot socket. False: there is no zygote to make boxes now.
  bool spawn(const recess_spawn& request, int boot);
  void open_folder(recess_tree tree, const std::string& folder, const std::string& file, OnFolder on_folder);
  // Stops starting anything again and asks the keeper to end; the destructor waits for it.
  void close();
  // After close(): true once the keeper and everything below it are gone.
  bool keeper_gone();

 private:
  void start_keeper();
  void start_zygote();
  void keeper_lost();
  void zygote_lost();
  void on_keeper_message(Message message);
  void on_zygote_message(const Message& message);
  void answer(std::uint32_t id, Result<UniqueFd> mount);
  void read_log();
  void later(std::function<void()> action);
  void fail(std::string failure);

  boost::asio::io_context& loop_;
  const KeeperCommand command_;
  const KeeperConfiguration configuration_;
  const Events events_;
  std::shared_ptr<Channel> keeper_;
  std::shared_ptr<Channel> zygote_;
  UniqueFd process_;  // pidfd of the watcher, our child
  boost::asio::posix::stream_descriptor log_;
  boost::asio::steady_timer restart_;
  std::chrono::milliseconds pause_{50};  // before the next start; grows while starts fail
  bool zygote_ready_ = false;
  bool closing_ = false;
  std::string failure_;
  std::uint32_t next_id_ = 1;
  std::map<std::uint32_t, OnFolder> questions_;
  const std::shared_ptr<int> alive_ = std::make_shared<int>();  // handlers in flight look whether we still are
};

}  // namespace recess::sandbox
