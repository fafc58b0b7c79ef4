// The command line, and nothing else: words in, a Command or a refusal that says what would do. The whole grammar is
// here and in the help texts beside it.
#pragma once

#include "kernel/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recess::cli {

// Exit statuses, as sysexits.h numbers them.
enum class Exit : int {
  ok = 0,
  mistakes = 1,      // what was to be checked has mistakes
  usage = 64,        // the command line is wrong
  damaged = 65,      // the state is damaged
  unavailable = 69,  // the port is taken or not permitted
  internal = 70,
  cannot_create = 73,  // the state directory cannot be written
  locked = 75,         // another server uses the state directory
  configuration = 78,  // a setting is wrong, or the state is newer than this program
};

struct Serve {
  std::optional<std::string> port, bind, state;
  bool welcome = false;  // for people: addresses, QR code and the first administrator's link on standard output
};
struct AccountAdd {
  std::string login;
  bool admin = false;
  bool password_stdin = false;
  std::optional<std::string> state;
};
struct Migrate {
  std::optional<std::string> state;
};
// recess state check | show | export | import | repair | backup | compact | replay
struct State {
  std::string what;
  std::optional<std::string> state;
  std::string file{};               // export, import, backup
  std::string world{};              // replay
  std::optional<double> until_s{};  // replay: seconds of the world's clock; none: to the end
  bool yes = false;                 // repair: do not ask
};
struct SandboxCheck {};
struct LevelsDump {};
struct LevelsCheck {
  std::string file;
};
struct Help {
  std::string text;
};
struct Version {};
using Command = std::variant<Serve, AccountAdd, Migrate, State, SandboxCheck, LevelsDump, LevelsCheck, Help, Version>;

Result<Command> parse(const std::vector<std::string>& words);

// Of the program, or of one command ("serve", "account add", ...); empty for an unknown one.
std::string help_for(std::string_view command);

}  // namespace recess::cli
