// A sandbox under test: the real keeper, real Python, small real scripts. Fixtures offer verbs, so that a test reads as
// what it claims.
#pragma once

#include "sandbox/supervisor.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace recess::sandbox {

struct Played {
  std::string output;
  std::vector<LauncherReport> reports;
  std::optional<Ending> ending;
  std::optional<Error> refusal;
  UniqueFd listener;
  std::unique_ptr<Play> play;
};

class Playground : public testing::Test {
 protected:
  Playground();
  ~Playground() override;

  // Before the first play.
  Limits limits;
  SupervisorTuning tuning;
  std::size_t pool = 1;

  // Writes a game of one script and gives its folder's name.
  std::string write_game(const std::string& script);
  // Launches and goes; returns at once.
  std::shared_ptr<Played> start(const std::string& script, Profile profile = Profile::single);
  std::shared_ptr<Played> launch(LaunchRequest request);
  // The limits on time are those of a hung test, not of a slow machine.
  Played end_of(const std::shared_ptr<Played>& played, std::chrono::milliseconds most = std::chrono::seconds(60));
  // Runs the loop until the game has printed this.
  void wait_for(const std::shared_ptr<Played>& played, const std::string& text);
  std::filesystem::path games() const;
  // Launches, goes and waits for the end.
  Played play(const std::string& script, Profile profile = Profile::single);
  // Runs the loop until `done` or the time is over; fails the test in that case.
  void run_until(const std::function<bool()>& done, std::chrono::milliseconds most = std::chrono::seconds(60));
  void run_for(std::chrono::milliseconds time);
  Supervisor& sandbox();
  void shut_down();

  boost::asio::io_context loop_;

 private:
  std::filesystem::path games_;
  std::shared_ptr<Supervisor> supervisor_;
  int next_game_ = 1;
};

// A process below this one, by the kernel's name for it.
struct Descendant {
  int pid = 0;
  std::string name;
};
std::vector<Descendant> descendants();

// How many of these there are now, to compare before and after.
struct Leftovers {
  int descriptors = 0;
  int processes = 0;  // descendants of this process
  int mounts = 0;
  int groups = 0;  // control group folders named after this process
  bool operator==(const Leftovers&) const = default;
};
Leftovers count_leftovers();
std::ostream& operator<<(std::ostream& out, const Leftovers& leftovers);

// The built runtime folder, as a server would be given it.
std::filesystem::path test_runtime();

}  // namespace recess::sandbox
