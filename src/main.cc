// recess: reads the command line and the settings, and hands over to one command. What is joined for serving is in
// serve.cc.
#include "cli/command_line.h"
#include "commands.h"
#include "get_steps.h"
#include "kernel/log.h"
#include "kernel/settings.h"
#include "sandbox/keeper/keeper.h"
#include "serve.h"
#include "state_commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace recess {
namespace {

using cli::Exit;

int complain(Exit status, std::string_view what) {
  std::fprintf(stderr, "recess: %.*s\n", static_cast<int>(what.size()), what.data());
  return static_cast<int>(status);
}

// The command line beats the environment, which beats .env, which beats the defaults.
Result<SettingsFound> settings_with(const std::map<std::string, std::optional<std::string>>& from_command_line) {
  std::ifstream file(".env");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto from_file = parse_env_file(text);
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    names.emplace_back(pair.substr(0, pair.find('=')));
  }
  for (const auto& [name, value] : from_file) names.push_back(name);
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    if (const auto found = from_command_line.find(name); found != from_command_line.end() && found->second) {
      return found->second;
    }
    if (const char* value = std::getenv(name.c_str())) return std::string(value);
    if (const auto found = from_file.find(name); found != from_file.end()) return found->second;
    return std::nullopt;
  };
  return read_settings(lookup, names);
}

int with_settings(const std::map<std::string, std::optional<std::string>>& from_command_line, auto command) {
  const auto found = settings_with(from_command_line);
  if (!found) return complain(Exit::configuration, found.error().detail);
  for (const std::string& warning : found->warnings) log_warning("settings.ignored", {{"what", warning}});
  return static_cast<int>(command(found->settings));
}

struct Run {
  int operator()(const cli::Serve& serve) const {
    return with_settings({{"PORT", serve.port}, {"RECESS_BIND", serve.bind}, {"RECESS_STATE", serve.state}},
                         [&](const Settings& settings) { return recess::serve(settings, serve.welcome); });
  }
  int operator()(const cli::AccountAdd& add) const {
    return with_settings({{"RECESS_STATE", add.state}},
                         [&](const Settings& settings) { return add_account(settings, add); });
  }
  int operator()(const cli::Migrate& migrate) const {
    return with_settings({{"RECESS_STATE", migrate.state}},
                         [&](const Settings& settings) { return recess::migrate(settings); });
  }
  int operator()(const cli::State& command) const {
    return with_settings({{"RECESS_STATE", command.state}},
                         [&](const Settings& settings) { return state_command(settings, command); });
  }
  int operator()(const cli::SandboxCheck&) const {
    return with_settings({}, [&](const Settings& settings) { return check_sandbox(settings); });
  }
  int operator()(const cli::LevelsDump&) const {
    const std::string_view file = shipped_levels_file();
    return std::fwrite(file.data(), 1, file.size(), stdout) == file.size() ? 0 : static_cast<int>(Exit::internal);
  }
  int operator()(const cli::LevelsCheck& check) const { return static_cast<int>(check_levels(check)); }
  int operator()(const cli::Help& help) const {
    std::fputs(help.text.c_str(), stdout);
    return 0;
  }
  int operator()(const cli::Version&) const {
    std::puts("recess " RECESS_VERSION);
    return 0;
  }
};

}  // namespace
}  // namespace recess

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  // Started by the server itself, before there is any thread.
  if (!words.empty() && words[0] == "internal-keeper") return recess::sandbox::keeper_main(argc, argv);
  try {
    const auto command = recess::cli::parse(words);
    if (!command) return recess::complain(recess::cli::Exit::usage, command.error().detail);
    return std::visit(recess::Run{}, *command);
  } catch (const std::exception& bug) {
    return recess::complain(recess::cli::Exit::internal, bug.what());
  }
}
