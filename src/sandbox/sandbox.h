// Plays as confined processes. This header is all that the rest of Recess sees of the sandbox: ask for a play, give it
// its game, read what it prints, learn how it ended. Below it: keeper, zygote, boxes (theory of operation in keeper.h).
// Loop thread only; nothing here blocks.
#pragma once

#include "kernel/result.h"
#include "kernel/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace recess::sandbox {

// single: no further processes; always allowed. multi: fork and exec, only under a cgroup that limits memory and
// processes.
enum class Profile : std::uint8_t { single, multi };

struct Limits {
  std::uint64_t memory_bytes = 256U << 20U;
  unsigned tasks = 256;
  unsigned cpu_percent = 60;  // of one core, where a cgroup can
  std::uint64_t temporary_bytes = 16U << 20U;
  std::uint64_t output_bytes = 64U << 20U;            // in all; beyond: ended by `output`
  std::uint64_t output_bytes_per_second = 4U << 20U;  // read no faster; the game blocks
  std::chrono::milliseconds start_deadline{10'000};   // for a box to be ready
};

// How this binary starts itself as the keeper (keeper/keeper.h); main() must know the word.
struct KeeperCommand {
  std::string executable = "/proc/self/exe";
  std::vector<std::string> arguments{"recess", "internal-keeper"};
};

struct Options {
  std::filesystem::path games_root;  // version folders lie beneath it
  std::filesystem::path runtime;     // holds the client library and the launcher, see runtime/README.md
  std::string python = "/usr/bin/python3";
  std::string account = "game_runner";  // used when started as root, if it exists; else an account that owns nothing
  std::size_t pool = 4;                 // warm boxes kept ready; 0: every play starts cold from the zygote
  Limits limits;
  bool allow_weak = false;
  KeeperCommand keeper;
};

// What was asked for, and whether this machine gives it: the lines of `recess sandbox-check`.
struct Property {
  std::string name;  // "own network namespace"
  bool given = false;
  std::string detail;  // what was found, and what would help
  bool required = true;
};

struct Report {
  int level = 0;  // 1: everything required is given; 0: plays are refused
  Profile widest = Profile::single;
  std::string summary;
  std::vector<Property> properties;
};

// One line per property and one for the level, for a terminal.
std::string render_report(const Report& report);
// The self-test alone: makes a box, tries it, leaves nothing. Blocks for about
// half a second, on a machine where something hangs for 20 s; no loop may run on this
// thread.
Report check_sandbox(const Options& options);

enum class EndCause : std::uint8_t {
  exited,         // by itself; see exit_code and the launcher's report
  signalled,      // by a signal that Recess did not send
  stopped,        // Recess ended it on request
  limit,          // Recess or the kernel ended it; `detail` is the limit: memory, processes, output
  recess_failed,  // it could not be started or was lost; `detail` says the step
};

struct Ending {
  EndCause cause = EndCause::exited;
  std::string detail{};
  int exit_code = 0;
  int signal = 0;
  std::chrono::milliseconds cpu{0};
  std::uint64_t peak_bytes = 0;
  std::uint64_t output_bytes = 0;
};

// What the launcher says over the control channel. The game shares its process: advice for the console, never a ground
// for rights, scores or identity. Every text is cut at 64 KiB.
struct LauncherReport {
  enum class Kind : std::uint8_t { connector_made, finished, crashed, exit_called, note } kind = Kind::note;
  std::string detail{};  // exit text, or "ValueError: bad level"
  std::string file{};    // of the innermost frame of the author's own code
  int line = 0;
  int exit_code = 0;
  std::string traceback{};  // without launcher frames
};

struct PlayCallbacks {
  // The listening socket inside the play's own network namespace: whoever connects to it is this play. Given before
  // go().
  std::function<void(UniqueFd listener)> on_listener;
  // stdout and stderr, as they come, raw bytes; at most the read rate of Limits.
  std::function<void(std::string_view bytes)> on_output;
  std::function<void(const LauncherReport&)> on_report;
  // Once, last; every process of the play is gone by then.
  std::function<void(const Ending&)> on_ended;
};

struct LaunchRequest {
  std::string play_id;
  std::filesystem::path game_folder;  // relative to games_root; resolved beneath it without following links
  std::string main_script;            // relative to the game folder
  Profile profile = Profile::single;
};

// One play. Destroying it kills what is left of it.
class Play {
 public:
  virtual ~Play() = default;
  // Opens the gate: the script's first line executes. Before it, the box waits, confined, with its folder attached.
  virtual void go() = 0;
  // Asks the launcher to disconnect the library and end; on_ended follows, or not: then kill().
  virtual void stop() = 0;
  virtual void kill() = 0;
  // The kernel's process id of the game as the host sees it, for the admin page; 0 before it runs.
  virtual int pid() const = 0;
  struct Usage {
    std::chrono::milliseconds cpu{0};
    std::uint64_t memory_bytes = 0;
  };
  virtual Usage usage() const = 0;
};

class Sandbox {
 public:
  // Starts the keeper and runs the canary. Blocks for at most some seconds: call it before the loop runs. Never fails
  // as a whole: a machine that cannot confine gives a Report of level 0 and a Sandbox that refuses every launch.
  static std::unique_ptr<Sandbox> start(boost::asio::io_context& loop, Options options);
  virtual ~Sandbox() = default;
  virtual const Report& report() const = 0;
  // Refusals: unavailable (level 0, or no box within the start deadline), not_found (no such folder or script).
  virtual boost::asio::awaitable<Result<std::unique_ptr<Play>>> launch(LaunchRequest request,
                                                                       PlayCallbacks callbacks) = 0;
  virtual std::size_t warm() const = 0;  // boxes waiting in the pool
  // Kills every play and ends the keeper; returns when nothing is left, at most 5 s.
  virtual boost::asio::awaitable<void> shut_down() = 0;
};

}  // namespace recess::sandbox
