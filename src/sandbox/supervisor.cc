#include "sandbox/supervisor.h"

#include "kernel/clock.h"
#include "sandbox/seccomp_filter.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <pwd.h>
#include <unistd.h>

namespace recess::sandbox {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Accounts for a server that runs as root. Numbers that nothing hands out stand behind the named one; the last is for
// containers that map few.
std::vector<uid_t> accounts(const std::string& name) {
  std::vector<uid_t> ids;
  if (const passwd* entry = ::getpwnam(name.c_str()); entry != nullptr && entry->pw_uid != 0) {
    ids.push_back(entry->pw_uid);
  }
  ids.insert(ids.end(), {1'900'000'042, 64'999});
  return ids;
}

// A name that can stand in /etc/passwd.
std::string inner_name(const std::string& account) {
  const bool plain =
      !account.empty() && account.size() <= 32 && std::all_of(account.begin(), account.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      });
  return plain && account != "root" ? account : "game_runner";
}

KeeperConfiguration configuration(const Options& options, const ControlGroups& groups) {
  const char* zone = std::getenv("TZ");
  KeeperConfiguration made{std::filesystem::absolute(options.games_root), std::filesystem::absolute(options.runtime),
                           options.python, inner_name(options.account), zone != nullptr ? zone : ""};
  made.accounts = accounts(options.account);
  made.memory_devices = groups.facts().memory;
  made.groups = groups.parents();
  return made;
}

// What a box has before it is known what it will play; the profiles do not differ in it.
LaunchPlan box_plan(const Limits& limits, const GroupFacts& groups) {
  return plan_launch(limits, Profile::single, groups).value();
}

// A path that stays below where it starts and names something. The keeper makes sure of it again, by descriptor.
bool stays_below(const std::filesystem::path& path) {
  if (path.empty() || path.is_absolute() || path.native().find('\0') != std::string::npos) return false;
  return std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

}  // namespace

Supervisor::Supervisor(asio::io_context& loop, const Options& options, SupervisorTuning tuning)
    : loop_(loop),
      options_(options),
      tuning_(tuning),
      single_filter_(tuning.filter ? compile_filter(Profile::single) : std::string()),
      multi_filter_(tuning.filter ? compile_filter(Profile::multi) : std::string()),
      groups_(tuning.groups),
      keeper_(loop, options.keeper, configuration(options, groups_), keeper_events()),
      pool_(loop, keeper_, groups_, box_plan(options.limits, groups_.facts()), options.pool) {}

Supervisor::~Supervisor() {
  closing_ = true;
  for (const auto& run : std::exchange(runs_, {})) {
    run->abandon();
    groups_.retire(run->box()->take_group());
  }
}

// The loop runs these later, when all members stand.
KeeperLink::Events Supervisor::keeper_events() {
  return {[this] { pool_.fill(); }, [] {}, [](const std::string&) {}};
}

const std::string& Supervisor::failure() const {
  return keeper_.failure().empty() ? pool_.failure() : keeper_.failure();
}

Result<PlayRun::Settings> Supervisor::settings_for(Profile profile) const {
  auto plan = plan_launch(options_.limits, profile, groups_.facts());
  if (!plan) return plan.error();
  const auto& filter = profile == Profile::multi ? multi_filter_ : single_filter_;
  if (!filter) return filter.error();
  if (!tuning_.nice) plan->nice = 0;
  return PlayRun::Settings{*plan, options_.limits, *filter, tuning_.landlock};
}

// A keeper that ended is started again within moments: a launch waits for it.
asio::awaitable<bool> Supervisor::keeper_runs(Tick deadline) {
  asio::steady_timer pause(loop_);
  while (!keeper_.keeper_runs() && !closing_ && tick_now() < deadline) {
    pause.expires_after(20ms);
    boost::system::error_code ignored;
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return keeper_.keeper_runs();
}

asio::awaitable<Result<UniqueFd>> Supervisor::open_folder(std::string folder, std::string script, Tick deadline) {
  struct Answer {
    explicit Answer(asio::io_context& loop) : gate(loop) {}
    Gate gate;
    Result<UniqueFd> mount = refuse(Code::unavailable, "the sandbox did not answer in time");
  };
  const auto answer = std::make_shared<Answer>(loop_);
  keeper_.open_folder(tuning_.tree, folder, script, [answer](Result<UniqueFd> mount) {
    answer->mount = std::move(mount);
    answer->gate.open();
  });
  co_await answer->gate.wait(deadline);
  co_return std::move(answer->mount);
}

std::shared_ptr<PlayRun> Supervisor::make_run(PlayRun::Settings settings, std::shared_ptr<BoxLink> box,
                                              PlayCallbacks callbacks, const std::shared_ptr<Gate>& settled) {
  const auto run = std::make_shared<PlayRun>(loop_, std::move(settings), std::move(box), std::move(callbacks));
  run->watch({[settled] { settled->open(); },
              [weak = weak_from_this(), weak_run = std::weak_ptr(run)] {
                const auto self = weak.lock();
                const auto over = weak_run.lock();
                if (self && over) self->over(over);
              }});
  runs_.insert(run);
  return run;
}

asio::awaitable<Result<std::unique_ptr<Play>>> Supervisor::launch(LaunchRequest request, PlayCallbacks callbacks) {
  const auto self = shared_from_this();
  const Tick deadline = tick_now() + options_.limits.start_deadline;
  if (closing_) co_return refuse(Code::unavailable, "the server is stopping");
  if (!stays_below(request.game_folder) || !stays_below(request.main_script)) {
    co_return refuse(Code::not_found, "this game has no such folder or script");
  }
  auto settings = settings_for(request.profile);
  if (!settings) co_return settings.error();
  const bool keeper_runs_now = co_await keeper_runs(deadline);
  if (!keeper_runs_now) co_return refuse(Code::unavailable, start_failure("the sandbox is being restarted"));
  auto folder = co_await open_folder(request.game_folder, request.main_script, deadline);
  if (!folder) co_return folder.error();
  auto box = co_await pool_.take(deadline);
  if (!box) co_return refuse(Code::unavailable, start_failure("no box was ready in time"));

  auto on_listener = std::move(callbacks.on_listener);
  const auto settled = std::make_shared<Gate>(loop_);
  const auto run = make_run(std::move(*settings), std::move(box), std::move(callbacks), settled);
  auto play = make_play(run);  // leaving this function without it kills the box
  if (!run->begin(request, std::move(*folder))) co_return refuse(Code::unavailable, start_failure("the box was lost"));
  co_await settled->wait(deadline);
  if (!run->confined()) {
    co_return refuse(Code::unavailable, start_failure(run->failure().value_or("the box did not answer in time")));
  }
  box_facts_ = run->box()->facts();
  landlock_abi_ = run->landlock_abi();
  run->accept();
  if (on_listener) on_listener(run->box()->take_listener());
  co_return std::move(play);
}

std::string Supervisor::start_failure(const std::string& what) const {
  return failure().empty() ? what : what + " (" + failure() + ")";
}

void Supervisor::over(const std::shared_ptr<PlayRun>& run) {
  groups_.retire(run->box()->take_group());
  runs_.erase(run);
}

asio::awaitable<void> Supervisor::shut_down() {
  const auto self = shared_from_this();
  const Tick deadline = tick_now() + 5s;
  closing_ = true;
  for (const auto& run : std::set(runs_)) run->kill();
  pool_.clear();
  asio::steady_timer pause(loop_);
  bool asked = false;
  while (tick_now() < deadline) {
    if (runs_.empty() && !std::exchange(asked, true)) keeper_.close();
    if (asked && keeper_.keeper_gone()) co_return;
    pause.expires_after(5ms);
    boost::system::error_code ignored;
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

}  // namespace recess::sandbox
