// The loop side of the sandbox: keeper, pool and running plays of one server, without the self-test (check.h) and
// without a Report. sandbox.cc puts the three together.
#pragma once

#include "sandbox/control_group.h"
#include "sandbox/keeper_link.h"
#include "sandbox/plan.h"
#include "sandbox/play_run.h"
#include "sandbox/pool.h"
#include "sandbox/sandbox.h"

#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace recess::sandbox {

// For tests that want to see one layer without another, and for the self-test.
struct SupervisorTuning {
  bool landlock = true;
  bool filter = true;
  bool groups = true;
  bool nice = true;
  recess_tree tree = RECESS_TREE_GAMES;
};

class Supervisor : public std::enable_shared_from_this<Supervisor> {
 public:
  Supervisor(boost::asio::io_context& loop, const Options& options, SupervisorTuning tuning = {});
  ~Supervisor();

  boost::asio::awaitable<Result<std::unique_ptr<Play>>> launch(LaunchRequest request, PlayCallbacks callbacks);
  std::size_t warm() const { return pool_.warm(); }
  // Kills every play and ends the keeper; returns when nothing is left, at most 5 s.
  boost::asio::awaitable<void> shut_down();

  // What the self-test wants to know.
  const ControlGroups& groups() const { return groups_; }
  // Why plays cannot start, as far as known; empty while they can.
  const std::string& failure() const;
  // Of the last play that got as far as being confined.
  std::uint32_t box_facts() const { return box_facts_; }
  int landlock_abi() const { return landlock_abi_; }

 private:
  Result<PlayRun::Settings> settings_for(Profile profile) const;
  boost::asio::awaitable<bool> keeper_runs(Tick deadline);
  boost::asio::awaitable<Result<UniqueFd>> open_folder(std::string folder, std::string script, Tick deadline);
  std::shared_ptr<PlayRun> make_run(PlayRun::Settings settings, std::shared_ptr<BoxLink> box, PlayCallbacks callbacks,
                                    const std::shared_ptr<Gate>& settled);
  std::string start_failure(const std::string& what) const;
  void over(const std::shared_ptr<PlayRun>& run);
  KeeperLink::Events keeper_events();

  boost::asio::io_context& loop_;
  const Options options_;
  const SupervisorTuning tuning_;
  const Result<std::string> single_filter_;
  const Result<std::string> multi_filter_;
  ControlGroups groups_;
  KeeperLink keeper_;
  Pool pool_;
  std::set<std::shared_ptr<PlayRun>> runs_;
  std::uint32_t box_facts_ = 0;
  int landlock_abi_ = 0;
  bool closing_ = false;
};

}  // namespace recess::sandbox
