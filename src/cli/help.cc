#include "cli/command_line.h"

#include "kernel/settings.h"

namespace recess::cli {
namespace {

constexpr std::string_view kProgram = R"(recess: a coding club in one server

usage: recess COMMAND [OPTIONS]

  serve            serve the club: catalogue, plays, hub
  account add      make an account
  migrate          bring the store up to this version, and do nothing else
  levels           print the riddles of Steps, for a level file of your own, or check yours
  state            look at, copy, check and mend what worlds and Steps keep
  sandbox-check    say what this machine offers for confining games
  help COMMAND     more about one command
  --version        which version this is

Exit status: 0 done, 1 mistakes in what was checked, 64 wrong usage, 65 damaged state, 69 port taken or not permitted,
70 internal error, 73 state directory not writable, 75 state in use by another server, 78 wrong setting or newer state.
)";

constexpr std::string_view kServe = R"(usage: recess serve [--port N] [--bind ADDR] [--state DIR] [--welcome]

Serves in the foreground and logs to standard error; writes "listening on http://ADDR:PORT" when the port answers.
SIGTERM or SIGINT stops it cleanly: plays end, scores are kept, exit status 0.

  --port N      the port to listen on; before PORT, before 8080; 0 takes any free one
  --bind ADDR   an IP address to listen on; default: every address
  --state DIR   the directory that holds everything worth keeping; before RECESS_STATE, before ./var
  --welcome     also print, on standard output, addresses for this machine and for phones with a QR code, and the
                one-time link that makes the first administrator

Settings, from the environment or a file .env in the working folder (name, default, meaning):
)";

constexpr std::string_view kAccountAdd = R"(usage: recess account add LOGIN [--admin] --password-stdin [--state DIR]

Makes an account, while the server runs or not. LOGIN has 3 to 64 characters; the password has 10 or more and is the
first line of standard input.

  --admin            the account administers the club
  --password-stdin   read the password from standard input
  --state DIR        the server's state directory; before RECESS_STATE, before ./var
)";

constexpr std::string_view kMigrate = R"(usage: recess migrate [--state DIR]

Applies what is missing to the store, each step whole or not at all, after keeping a copy. Starts nothing: no port, no
play, no timer. Running it again does nothing.

  --state DIR   the server's state directory; before RECESS_STATE, before ./var
)";

constexpr std::string_view kLevels = R"(usage: recess levels --dump
       recess levels --check FILE

Prints the level file that Steps comes with, as JSON. Edit a copy, name it in RECESS_STEPS_LEVELS, and a running server
takes every change over within two seconds; a file with a mistake is told to the log, by line, and changes nothing.

  --dump         print it on standard output
  --check FILE   read FILE as the server would and tell its mistakes, each with its line and what would do: exit
                 status 0 if there is none, 1 if there are any or it cannot be read. Starts and changes nothing
)";

constexpr std::string_view kState = R"(usage: recess state COMMAND [OPTIONS] [--state DIR]

Worlds and Steps' progress, in worlds.db of the state directory.

  check            read everything; say what is damaged (exit status 65)
  show             every world with its last row, clock and snapshots
  export [FILE]    one JSON document with all of it; without FILE to standard output
  backup FILE      a consistent copy of the file
  replay           a world at any moment of its clock, as a hash: equal states have equal hashes
                     --world W   the world; default: main
                     --until T   seconds of its clock, up to what `show` says; default: its last row
These work while the server runs. The next ones need it stopped (exit status 75):
  import FILE      put an export in place of what is there; a copy of that is kept
  repair [--yes]   copy, then keep what can be kept, and say what was lost; asks first
  compact          drop rows that no kept snapshot needs; the past that they told can no longer be replayed

  --state DIR      the server's state directory; before RECESS_STATE, before ./var
)";

constexpr std::string_view kStateCommands[] = {"check",  "show",   "export",  "import",
                                               "repair", "backup", "compact", "replay"};

constexpr std::string_view kSandboxCheck = R"(usage: recess sandbox-check

Starts one box, tries what a hostile game would try, and prints each property with what was found and what would help.
Exit status 0 when games can be played (level 1), 69 when not.
)";

}  // namespace

std::string help_for(std::string_view command) {
  if (command.empty()) return std::string(kProgram);
  if (command == "serve") return std::string(kServe) + settings_help();
  if (command == "account" || command == "account add") return std::string(kAccountAdd);
  if (command == "migrate") return std::string(kMigrate);
  if (command == "levels") return std::string(kLevels);
  if (command == "state") return std::string(kState);
  for (const std::string_view name : kStateCommands) {
    if (command.starts_with("state ") && command.substr(6) == name) return std::string(kState);
  }
  if (command == "sandbox-check") return std::string(kSandboxCheck);
  return {};
}

}  // namespace recess::cli
