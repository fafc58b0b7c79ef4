#include "playground.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace recess::sandbox {

namespace fs = std::filesystem;
namespace asio = boost::asio;
using namespace std::chrono_literals;

// Overridden by as_account.sh, which copies it to where another account can read it.
fs::path test_runtime() {
  const char* elsewhere = std::getenv("RECESS_TEST_RUNTIME");
  return elsewhere != nullptr ? elsewhere : RECESS_TEST_RUNTIME;
}

Playground::Playground() {
  // The folder around it is closed to everybody else, as a server's may be; the keeper's account must reach it anyway.
  std::string pattern = (fs::temp_directory_path() / "recess-games-XXXXXX").string();
  games_ = fs::path(::mkdtemp(pattern.data())) / "games";
  fs::create_directory(games_);
}

Playground::~Playground() {
  supervisor_.reset();
  loop_.restart();
  loop_.poll();
  fs::remove_all(games_.parent_path());
}

std::string Playground::write_game(const std::string& script) {
  const std::string name = fmt::format("{}/v1", next_game_++);
  fs::create_directories(games_ / name);
  std::ofstream(games_ / name / "main.py") << script;
  return name;
}

fs::path Playground::games() const { return games_; }

Supervisor& Playground::sandbox() {
  if (!supervisor_) {
    Options options;
    options.games_root = games_;
    options.runtime = test_runtime();
    options.pool = pool;
    options.limits = limits;
    supervisor_ = std::make_shared<Supervisor>(loop_, options, tuning);
  }
  return *supervisor_;
}

namespace {

asio::awaitable<void> launch_and_go(Supervisor& sandbox, LaunchRequest request, std::shared_ptr<Played> played) {
  PlayCallbacks callbacks;
  callbacks.on_listener = [played](UniqueFd listener) { played->listener = std::move(listener); };
  callbacks.on_output = [played](std::string_view bytes) { played->output.append(bytes); };
  callbacks.on_report = [played](const LauncherReport& report) { played->reports.push_back(report); };
  callbacks.on_ended = [played](const Ending& ending) { played->ending = ending; };
  auto launched = co_await sandbox.launch(std::move(request), std::move(callbacks));
  if (!launched) {
    played->refusal = launched.error();
    co_return;
  }
  played->play = std::move(*launched);
  played->play->go();
}

}  // namespace

std::shared_ptr<Played> Playground::start(const std::string& script, Profile profile) {
  return launch({"game-1700000000000000001", write_game(script), "main.py", profile});
}

std::shared_ptr<Played> Playground::launch(LaunchRequest request) {
  auto played = std::make_shared<Played>();
  asio::co_spawn(loop_, launch_and_go(sandbox(), std::move(request), played), asio::detached);
  return played;
}

Played Playground::play(const std::string& script, Profile profile) { return end_of(start(script, profile)); }

Played Playground::end_of(const std::shared_ptr<Played>& played, std::chrono::milliseconds most) {
  run_until([&] { return played->ending.has_value() || played->refusal.has_value(); }, most);
  if (played->refusal) played->output += "refused: " + played->refusal->detail;
  if (!played->ending) played->ending = Ending{EndCause::recess_failed, "the test saw no end"};
  return std::move(*played);
}

void Playground::wait_for(const std::shared_ptr<Played>& played, const std::string& text) {
  run_until([&] { return played->output.find(text) != std::string::npos || played->ending || played->refusal; });
  EXPECT_NE(played->output.find(text), std::string::npos)
      << (played->refusal ? played->refusal->detail : played->output);
}

void Playground::run_until(const std::function<bool()>& done, std::chrono::milliseconds most) {
  const auto deadline = std::chrono::steady_clock::now() + most;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "did not happen in time";
      return;
    }
    loop_.restart();
    loop_.run_one_for(20ms);
  }
}

void Playground::run_for(std::chrono::milliseconds time) {
  loop_.restart();
  loop_.run_for(time);
}

void Playground::shut_down() {
  bool done = false;
  asio::co_spawn(loop_, sandbox().shut_down(), [&](const std::exception_ptr&) { done = true; });
  run_until([&] { return done; });
}

namespace {

int entries(const fs::path& folder) {
  std::error_code error;
  int count = 0;
  for (const auto& entry : fs::directory_iterator(folder, error)) count += entry.path().empty() ? 0 : 1;
  return count;
}

}  // namespace

std::vector<Descendant> descendants() {
  std::map<int, std::pair<int, std::string>> parents;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream stat(entry.path() / "stat");
    std::string text{std::istreambuf_iterator<char>(stat), {}};
    const auto end = text.rfind(')');
    if (end == std::string::npos) continue;
    std::istringstream rest(text.substr(end + 1));
    char state = 0;
    int parent = 0;
    rest >> state >> parent;
    const auto begin = text.find('(');
    parents[std::stoi(name)] = {parent, text.substr(begin + 1, end - begin - 1)};
  }
  std::vector<Descendant> found;
  for (const auto& [pid, what] : parents) {
    for (int at = what.first; at > 0; at = parents.count(at) != 0 ? parents[at].first : 0) {
      if (at != ::getpid()) continue;
      found.push_back({pid, what.second});
      break;
    }
  }
  return found;
}

namespace {

int count_lines(const fs::path& file) {
  std::ifstream in(file);
  int count = 0;
  for (std::string line; std::getline(in, line);) ++count;
  return count;
}

int count_groups() {
  int count = 0;
  std::error_code error;
  const std::string mine = fmt::format("recess-{}-", ::getpid());
  for (fs::recursive_directory_iterator at("/sys/fs/cgroup", error), end; at != end; at.increment(error)) {
    if (at->is_directory(error) && at->path().string().find(mine) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace

Leftovers count_leftovers() {
  return {entries("/proc/self/fd"), static_cast<int>(descendants().size()), count_lines("/proc/self/mountinfo"),
          count_groups()};
}

std::ostream& operator<<(std::ostream& out, const Leftovers& leftovers) {
  return out << fmt::format("{} descriptors, {} processes, {} mounts, {} groups", leftovers.descriptors,
                            leftovers.processes, leftovers.mounts, leftovers.groups);
}

}  // namespace recess::sandbox
