#include "commands.h"

#include "arcade/arcade.h"
#include "get_steps.h"
#include "paths.h"
#include "sandbox_options.h"
#include "state_directory.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>

namespace recess {
namespace {

using cli::Exit;

Exit complain(Exit status, const Error& error) {
  fmt::print(stderr, "recess: {}\n", error.detail);
  return status;
}

Exit exit_for(const Error& error) {
  switch (error.code) {
    case Code::invalid:
    case Code::conflict: return Exit::usage;
    case Code::unavailable: return error.word == "store_newer" ? Exit::damaged : Exit::cannot_create;
    default: return Exit::damaged;
  }
}

// The directories that a store needs, without the server's lock: these commands work beside a running server.
Result<std::filesystem::path> state_for(const Settings& settings) {
  std::error_code failed;
  const std::filesystem::path state = std::filesystem::absolute(settings.state, failed);
  std::filesystem::create_directories(state, failed);
  if (failed) {
    return refuse(Code::unavailable,
                  fmt::format("the state directory {} cannot be written: {}", state.string(), failed.message()));
  }
  return state;
}

}  // namespace

Exit add_account(const Settings& settings, const cli::AccountAdd& add) {
  std::string password;
  std::getline(std::cin, password);
  if (password.ends_with('\r')) password.pop_back();
  const auto state = state_for(settings);
  if (!state) return complain(Exit::cannot_create, state.error());
  const auto added = arcade::add_account_now(*state, add.login, password, add.admin);
  if (!added) return complain(exit_for(added.error()), added.error());
  fmt::print("account {} made{}\n", add.login, add.admin ? ", an administrator" : "");
  return Exit::ok;
}

Exit migrate(const Settings& settings) {
  const auto state = state_for(settings);
  if (!state) return complain(Exit::cannot_create, state.error());
  const auto number = arcade::migrate_now(*state);
  if (!number) return complain(exit_for(number.error()), number.error());
  fmt::print("the store is at version {}\n", *number);
  return Exit::ok;
}

Exit check_sandbox(const Settings& settings) {
  Settings alone = settings;
  alone.warm_pool = 0;
  const ProgramFiles files = program_files();
  // Any folder of games serves for the check; these are there without a state directory.
  const sandbox::Report report = sandbox::check_sandbox(sandbox_options(alone, files.examples, files));
  std::fputs(sandbox::render_report(report).c_str(), stdout);
  return report.level >= 1 ? Exit::ok : Exit::unavailable;
}

Exit check_levels(const cli::LevelsCheck& check) {
  const auto levels = check_levels_file(check.file);
  if (!levels) {
    fmt::print("{}\n", levels.error().detail);
    return Exit::mistakes;
  }
  fmt::print("{}: {} level{}, no mistakes\n", check.file, *levels, *levels == 1 ? "" : "s");
  return Exit::ok;
}

}  // namespace recess
