#include "cli/command_line.h"

#include "kernel/python_number.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::cli {
namespace {

// Takes options off a list of words; what is left over at the end is a mistake.
class Words {
 public:
  Words(std::string command, std::vector<std::string> words) : command_(std::move(command)), words_(std::move(words)) {}

  bool flag(std::string_view name) {
    const auto found = std::find(words_.begin(), words_.end(), name);
    if (found == words_.end()) return false;
    words_.erase(found);
    return true;
  }

  // "--name value" or "--name=value"
  std::optional<std::string> option(std::string_view name) {
    for (auto word = words_.begin(); word != words_.end(); ++word) {
      if (*word == name) {
        if (word + 1 == words_.end()) {
          mistake_ = fmt::format("{} needs a value", name);
          return std::nullopt;
        }
        std::string value = *(word + 1);
        words_.erase(word, word + 2);
        return value;
      }
      if (word->size() > name.size() && word->starts_with(name) && (*word)[name.size()] == '=') {
        std::string value = word->substr(name.size() + 1);
        words_.erase(word);
        return value;
      }
    }
    return std::nullopt;
  }

  std::optional<std::string> argument() {
    const auto found =
        std::find_if(words_.begin(), words_.end(), [](const auto& word) { return !word.starts_with('-'); });
    if (found == words_.end()) return std::nullopt;
    std::string value = *found;
    words_.erase(found);
    return value;
  }

  Result<> done() const {
    const std::string hint = fmt::format("; see `recess {} --help`", command_);
    if (!mistake_.empty()) return refuse(Code::invalid, mistake_ + hint);
    if (!words_.empty())
      return refuse(Code::invalid, fmt::format("recess {} knows no \"{}\"{}", command_, words_[0], hint));
    return {};
  }

 private:
  std::string command_;
  std::vector<std::string> words_;
  std::string mistake_;
};

Result<Command> parse_serve(Words words) {
  Serve serve;
  serve.welcome = words.flag("--welcome");
  serve.port = words.option("--port");
  serve.bind = words.option("--bind");
  serve.state = words.option("--state");
  if (const auto done = words.done(); !done) return done.error();
  return serve;
}

Result<Command> parse_account_add(Words words) {
  AccountAdd add;
  add.admin = words.flag("--admin");
  add.password_stdin = words.flag("--password-stdin");
  add.state = words.option("--state");
  const auto login = words.argument();
  if (const auto done = words.done(); !done) return done.error();
  if (!login) return refuse(Code::invalid, "recess account add needs a login name; see `recess account add --help`");
  if (!add.password_stdin) {
    return refuse(Code::invalid, "the password is read from standard input: add --password-stdin");
  }
  add.login = *login;
  return add;
}

Result<Command> parse_migrate(Words words) {
  Migrate migrate;
  migrate.state = words.option("--state");
  if (const auto done = words.done(); !done) return done.error();
  return migrate;
}

constexpr std::string_view kStateCommands = "check, show, export, import, repair, backup, compact, replay";

Result<Command> parse_state(std::string what, Words words) {
  State state{std::move(what)};
  state.state = words.option("--state");
  if (state.what == "repair") state.yes = words.flag("--yes");
  if (state.what == "replay") {
    state.world = words.option("--world").value_or("main");
    if (const auto until = words.option("--until")) {
      const auto seconds = parse_py_float(*until);
      if (!seconds || !(*seconds >= 0 && *seconds <= 1e9)) {
        return refuse(Code::invalid, "--until is seconds of the world's clock, 0 to 1000000000");
      }
      state.until_s = *seconds;
    }
  }
  const bool needs_file = state.what == "import" || state.what == "backup";
  if (needs_file || state.what == "export") state.file = words.argument().value_or("");
  if (const auto done = words.done(); !done) return done.error();
  if (needs_file && state.file.empty()) {
    return refuse(Code::invalid,
                  fmt::format("recess state {0} needs a file; see `recess state {0} --help`", state.what));
  }
  return state;
}

Result<Command> parse_levels(Words words) {
  const bool dump = words.flag("--dump");
  const auto file = words.option("--check");
  if (const auto done = words.done(); !done) return done.error();
  if (dump == file.has_value()) {
    return refuse(Code::invalid, "recess levels needs --dump or --check FILE; see `recess levels --help`");
  }
  if (dump) return LevelsDump{};
  if (file->empty()) return refuse(Code::invalid, "--check needs a file; see `recess levels --help`");
  return LevelsCheck{*file};
}

bool asks_for_help(const std::vector<std::string>& words) {
  return std::find_if(words.begin(), words.end(), [](const auto& w) { return w == "--help" || w == "-h"; }) !=
         words.end();
}

}  // namespace

Result<Command> parse(const std::vector<std::string>& words) {
  if (words.empty()) return refuse(Code::invalid, "recess needs a command; see `recess --help`");
  std::string name = words[0];
  std::size_t used = 1;
  if ((name == "account" || name == "state") && words.size() > 1 && !words[1].starts_with('-')) {
    name += " " + words[1];
    used = 2;
  }
  std::vector<std::string> rest(words.begin() + static_cast<std::ptrdiff_t>(used), words.end());
  if (name == "--version" || name == "version") return Version{};
  if (name == "--help" || name == "-h") return Help{help_for("")};
  if (name == "help") {
    std::string topic;
    for (const std::string& word : rest) topic += (topic.empty() ? "" : " ") + word;
    const std::string text = help_for(topic);
    if (text.empty())
      return refuse(Code::invalid, fmt::format("recess has no command \"{}\"; see `recess --help`", topic));
    return Help{text};
  }
  if (help_for(name).empty()) {
    return refuse(Code::invalid, fmt::format("recess has no command \"{}\"; see `recess --help`", name));
  }
  if (asks_for_help(rest)) return Help{help_for(name)};
  if (name == "serve") return parse_serve(Words(name, std::move(rest)));
  if (name == "account add") return parse_account_add(Words(name, std::move(rest)));
  if (name == "migrate") return parse_migrate(Words(name, std::move(rest)));
  if (name.starts_with("state ")) return parse_state(name.substr(6), Words(name, std::move(rest)));
  if (name == "state") {
    return refuse(Code::invalid,
                  fmt::format("recess state needs a command: {}; see `recess state --help`", kStateCommands));
  }
  if (name == "sandbox-check") {
    if (const auto done = Words(name, std::move(rest)).done(); !done) return done.error();
    return SandboxCheck{};
  }
  if (name == "levels") return parse_levels(Words(name, std::move(rest)));
  return refuse(Code::invalid, "recess account needs a command: add; see `recess account add --help`");
}

}  // namespace recess::cli
