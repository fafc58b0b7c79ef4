#include "sandbox/check.h"

#include "kernel/log.h"
#include "sandbox/supervisor.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace recess::sandbox {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kCanaryTime = 20s;

long read_setting(const char* path) {
  std::ifstream in(path);
  long value = -1;
  in >> value;
  return in ? value : -1;
}

NamespaceSettings read_settings() {
  return {read_setting("/proc/sys/user/max_user_namespaces"),
          read_setting("/proc/sys/kernel/unprivileged_userns_clone"),
          read_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")};
}

// One canary: launched, played, ended. Lives until its loop has run dry.
struct Canary {
  std::string output;
  std::string failure = "the canary did not end in time";
  std::unique_ptr<Play> play;
  bool over = false;
};

asio::awaitable<void> play_canary(std::shared_ptr<Supervisor> supervisor, std::shared_ptr<Canary> canary) {
  PlayCallbacks callbacks;
  callbacks.on_output = [canary](std::string_view bytes) { canary->output.append(bytes.substr(0, 1U << 20U)); };
  callbacks.on_ended = [canary](const Ending& ending) {
    canary->failure = ending.cause == EndCause::exited ? "" : "the canary ended unasked: " + ending.detail;
    canary->over = true;
  };
  LaunchRequest request{"game-0", "canary", "probe.py", Profile::single};
  auto launched = co_await supervisor->launch(std::move(request), std::move(callbacks));
  if (!launched) {
    canary->failure = launched.error().detail;
    canary->over = true;
    co_return;
  }
  canary->play = std::move(*launched);
  canary->play->go();
}

template <class Done>
void run_until(asio::io_context& loop, Tick deadline, Done done) {
  while (!done() && tick_now() < deadline) {
    loop.restart();
    loop.run_one_for(50ms);
  }
}

}  // namespace

std::optional<Property> parse_probe(std::string_view line) {
  boost::system::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(line.data(), line.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto* name = object.if_contains("name");
  const auto* given = object.if_contains("given");
  const auto* detail = object.if_contains("detail");
  if (name == nullptr || !name->is_string() || given == nullptr || !given->is_bool()) return std::nullopt;
  Property property{std::string(name->get_string()), given->get_bool(), {}};
  if (detail != nullptr && detail->is_string()) property.detail = std::string(detail->get_string());
  return property;
}

Report check_sandbox(const Options& options) {
  Options small = options;
  small.pool = 1;
  small.limits.start_deadline = std::min<std::chrono::milliseconds>(options.limits.start_deadline, 15s);
  SupervisorTuning tuning;
  tuning.tree = RECESS_TREE_RUNTIME;
  tuning.nice = false;  // trusted, and waited for

  asio::io_context loop;
  const auto supervisor = std::make_shared<Supervisor>(loop, small, tuning);
  const auto canary = std::make_shared<Canary>();
  asio::co_spawn(loop, play_canary(supervisor, canary), [](const std::exception_ptr&) {});
  // What fails is tried again, as on a server; here one second of that is enough.
  const Tick begun = tick_now();
  run_until(loop, begun + kCanaryTime,
            [&] { return canary->over || (!supervisor->failure().empty() && tick_now() > begun + 1s); });

  Findings findings{canary->failure, {}, supervisor->groups().facts(), supervisor->groups().description()};
  if (!canary->failure.empty() && !supervisor->failure().empty()) findings.failure = supervisor->failure();
  findings.landlock_abi = supervisor->landlock_abi();
  findings.box_facts = supervisor->box_facts();
  findings.settings = read_settings();
  LineCutter().add(canary->output, [&](std::string_view line) {
    if (auto property = parse_probe(line)) findings.probes.push_back(std::move(*property));
  });
  canary->play.reset();
  bool closed = false;
  asio::co_spawn(loop, supervisor->shut_down(), [&](const std::exception_ptr&) { closed = true; });
  run_until(loop, tick_now() + 6s, [&] { return closed; });
  return judge(findings);
}

}  // namespace recess::sandbox
