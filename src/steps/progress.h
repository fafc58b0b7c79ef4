// Who has solved what, in every world: a fold over journaled commands, so that it is the same after any stop. The shell
// asks what a request would record, applies it at once, and takes it back if the disk refuses it. No clock, no disk:
// the time of a command comes with it. Loop thread only.
#pragma once

#include "kernel/result.h"
#include "steps/duck_run.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recess::steps {

struct Record {
  int attempts = 0;
  int wrong = 0;
  std::int64_t first_us = 0;                          // when it was first tried, microseconds since 1970
  std::int64_t solved_us = 0;                         // 0: not yet
  int solved_at = 0;                                  // the attempt that solved it
  int requests = 0;                                   // duck only: the fewest of a certified run
  std::string last{};                                 // the branch of the last attempt
  std::vector<std::pair<std::string, int>> wrongs{};  // wrong inputs and how often, a few
  bool solved() const { return solved_at > 0; }
  bool operator==(const Record&) const = default;
};

struct Player {
  std::string name{};        // as first spelt
  std::string token_hash{};  // SHA-256 in hex; empty: nobody has claimed the name
  std::map<std::string, Record, std::less<>> records{};
  std::optional<DuckRun> run{};
  bool solved(std::string_view route) const;
  bool operator==(const Player&) const = default;
};

// By name_key(). A player is never changed in place: the next state of one is another object, so that a picture of all
// of them is a picture of pointers.
using Players = std::map<std::string, std::shared_ptr<const Player>, std::less<>>;

// One journaled step. As JSON: {"c":"try","w":"main","n":"Fred","r":"puzzle","b":"wrong","i":"tree"}.
struct Command {
  enum class Kind { attempt, swim, claim } kind = Kind::attempt;
  std::string world{};
  std::string name{};
  std::string route{};           // attempt
  std::string branch{};          // attempt
  bool solved = false;           // attempt
  std::string input{};           // attempt, wrong: what was sent, cut
  int requests = 0;              // attempt at the duck: of a certified run
  std::optional<DuckRun> run{};  // swim: the run as it goes on, or its end
  std::string token_hash{};      // claim
  bool operator==(const Command&) const = default;
};

std::string to_json(const Command& command);
Result<Command> read_command(std::string_view json);

struct ProgressLimits {
  std::size_t worlds = 1'000;
  std::size_t players_per_world = 5'000;
  std::size_t players = 50'000;  // in all
  std::size_t routes = 400;      // of one player: levels come and go
};

class Progress {
  struct World {
    std::shared_ptr<Players> players = std::make_shared<Players>();
    bool pictured = false;  // a picture may hold `players`: they are copied before they change
  };
  using Worlds = std::map<std::string, World, std::less<>>;

 public:
  explicit Progress(ProgressLimits limits = {}) : limits_(limits) {}
  Progress(Progress&&) = default;
  Progress& operator=(Progress&&) = default;

  const Players& players(std::string_view world) const;
  // Good until the next apply() or take_back().
  const Player* find(std::string_view world, std::string_view name) const;
  // False if a command of this name would need a place that is not there.
  bool has_place(std::string_view world, std::string_view name, std::string_view route) const;

  // What the state was before a command, for taking it back. Commands are taken back in the reverse order.
  struct Before {
    std::string world{}, key{};
    std::shared_ptr<const Player> player{};
  };
  Before apply(const Command& command, std::int64_t t_us);
  void take_back(Before before);

  // The state as it is now, for another thread to read, however this one goes on. Costs a pointer for each world here,
  // and at the next change of a world one for each of its players (of 5,000 at most).
  class Picture {
   public:
    // As text, equal for equal states.
    std::string encode() const;

   private:
    friend class Progress;
    explicit Picture(const Worlds& worlds);
    std::vector<std::pair<std::string, std::shared_ptr<const Players>>> worlds_;
  };
  Picture picture();
  std::string snapshot() const { return Picture(worlds_).encode(); }
  static Result<Progress> restore(std::string_view snapshot, ProgressLimits limits = {});
  std::size_t size() const { return size_; }

 private:
  static Players& changing(World& world);

  ProgressLimits limits_;
  Worlds worlds_;
  std::size_t size_ = 0;
};

// SHA-256 in hex: what is kept of a token.
std::string token_hash(std::string_view token);

}  // namespace recess::steps
