#include "kernel/settings.h"

#include "kernel/log.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

namespace recess {
namespace {

struct Whole {
  std::int64_t Settings::*member;
  std::int64_t least;
  std::int64_t most;
};
struct Words {
  std::string Settings::*member;
  std::string_view choices = {};  // "public registered off"; empty: anything
};
struct Row {
  std::string_view name;
  std::variant<Whole, Words> kind;
  std::string_view help;
  bool lenient = false;  // a value that cannot be read is replaced by the default, with a warning
};

constexpr std::array kRows{
    Row{"PORT", Whole{&Settings::port, 0, 65535}, "the port to listen on; 0: any free one"},
    Row{"RECESS_BIND", Words{&Settings::bind}, "the address to listen on; :: is every address"},
    Row{"RECESS_STATE", Words{&Settings::state}, "the directory that holds everything worth keeping"},
    Row{"RECESS_STATE_SYNC", Words{&Settings::state_sync, "full normal"},
        "normal: a power cut, never a crash, may lose the newest commands of worlds"},
    Row{"RECESS_STATE_MAX_MB", Whole{&Settings::state_max_mb, 1, 1048576},
        "size of worlds' history above which the oldest, not needed for a restart, is dropped"},
    Row{"HOST_URL", Words{&Settings::host_url}, "how others reach this server, for links and QR codes"},
    Row{"SECRET_KEY", Words{&Settings::secret_key}, "signs tickets and opens the score endpoint to other servers"},
    Row{"RECESS_ADMIN_KEY", Words{&Settings::admin_key},
        "the teacher key of the worlds, at least 16 characters; empty: made at the first start"},
    Row{"MAX_CONCURRENT_PLAYS", Whole{&Settings::max_concurrent_plays, 0, 500},
        "plays at the same time; 0: none may start", true},
    Row{"GAME_RUNNER", Words{&Settings::game_runner},
        "the account that games run as, when started as root and it exists"},
    Row{"OBFUSCATED_PLAYERS", Words{&Settings::obfuscated_players},
        "e-mails, separated by ';', shown under another name"},
    Row{"RECESS_ANONYMOUS_PLAY", Whole{&Settings::anonymous_play, 0, 1}, "1: people without an account may play"},
    Row{"RECESS_SPECTATE", Words{&Settings::spectate, "public registered off"}, "who may watch other people's plays"},
    Row{"RECESS_LEAVE_GRACE", Whole{&Settings::leave_grace_s, 1, 3600},
        "seconds a play waits for its phone to come back"},
    Row{"RECESS_LEAVE_GRACE_BUSY", Whole{&Settings::leave_grace_busy_s, 1, 3600},
        "the same while others wait for a place"},
    Row{"RECESS_RECOVERY", Whole{&Settings::recovery_s, 0, 3600},
        "seconds a lost connection keeps its seat and what it missed; 0: not at all"},
    Row{"RECESS_JOIN_DEADLINE", Whole{&Settings::join_deadline_s, 1, 3600},
        "seconds until the first phone must be there"},
    Row{"RECESS_START_GATE_MS", Whole{&Settings::start_gate_ms, 0, 60000},
        "milliseconds a script waits for its first phone before it starts all the same"},
    Row{"RECESS_PLAY_MEMORY_MB", Whole{&Settings::play_memory_mb, 32, 16384}, "memory of a play"},
    Row{"RECESS_PLAY_TASKS", Whole{&Settings::play_tasks, 16, 4096}, "processes and threads of a play"},
    Row{"RECESS_PLAY_CPU_PERCENT", Whole{&Settings::play_cpu_percent, 5, 800}, "CPU of a play, in percent of one core"},
    Row{"RECESS_PLAY_MINUTES", Whole{&Settings::play_minutes, 1, 1440}, "the longest play"},
    Row{"RECESS_PLAY_IDLE_MINUTES", Whole{&Settings::play_idle_minutes, 1, 1440}, "the longest play without input"},
    Row{"RECESS_PLAY_OUTPUT_MB", Whole{&Settings::play_output_mb, 1, 4096}, "what a play may print"},
    Row{"RECESS_WARM_POOL", Whole{&Settings::warm_pool, -1, 200},
        "boxes kept ready; -1: as many as places, at most 30"},
    Row{"RECESS_PYTHON", Words{&Settings::python}, "the interpreter of games, below /usr"},
    Row{"RECESS_ALLOW_WEAK_SANDBOX", Whole{&Settings::allow_weak_sandbox, 0, 1},
        "1: play even where confinement is weak"},
    Row{"RECESS_TRUSTED_PROXIES", Words{&Settings::trusted_proxies},
        "addresses, separated by ',', whose X-Forwarded-* headers are believed"},
    Row{"RECESS_STEPS_LEVELS", Words{&Settings::steps_levels},
        "the level file of Steps, taken over whenever it changes; empty: the shipped one (recess levels --dump)"},
    Row{"RECESS_STEPS_STYLE", Words{&Settings::steps_style, "puzzle echo"},
        "echo: /steps answers with its welcome line alone, for the first lesson"},
    Row{"RECESS_STEPS_AUTH", Words{&Settings::steps_auth, "open token"},
        "token: the first use of a name in Steps hands out a token, and recording needs it from then on"},
    Row{"RECESS_STEPS_PROGRESS_PUBLIC", Whole{&Settings::steps_progress_public, 0, 1},
        "0: names on the class pages of Steps for teachers only"},
    Row{"RECESS_CONNECTIONS", Whole{&Settings::connections, 16, 60'000},
        "connections at the same time; beyond: answered 503"},
    Row{"RECESS_CONNECTIONS_PER_ADDRESS", Whole{&Settings::connections_per_address, 1, 60'000},
        "the same from one address; a school often shares one"},
    Row{"RECESS_HUB_LINKS", Whole{&Settings::hub_links, 1, 60'000}, "phones and scripts at the same time"},
    Row{"RECESS_HUB_LINKS_PER_ADDRESS", Whole{&Settings::hub_links_per_address, 1, 60'000},
        "the same from one address"},
    Row{"RECESS_HUB_HANDSHAKES", Whole{&Settings::hub_handshakes_per_second, 0, 100'000},
        "new ones a second from one address, six times that at once; 0: any number"},
    Row{"RECESS_HUB_EVENTS", Whole{&Settings::hub_events_per_second, 0, 1'000'000},
        "events a second from one device or program, then it is slowed down; 0: any number"},
};

std::string expected(const Row& row) {
  if (const Whole* whole = std::get_if<Whole>(&row.kind)) {
    return fmt::format("a whole number from {} to {}", whole->least, whole->most);
  }
  return fmt::format("one of: {}", std::get<Words>(row.kind).choices);
}

bool take(Settings& settings, const Row& row, const std::string& value) {
  if (const Whole* whole = std::get_if<Whole>(&row.kind)) {
    const auto number = parse_integer(trim(value));
    if (!number || *number < whole->least || *number > whole->most) return false;
    settings.*(whole->member) = *number;
    return true;
  }
  const Words& words = std::get<Words>(row.kind);
  if (!words.choices.empty()) {
    const std::string framed = fmt::format(" {} ", words.choices);
    if (value.empty() || framed.find(fmt::format(" {} ", value)) == std::string::npos) return false;
  }
  settings.*(words.member) = value;
  return true;
}

std::string default_text(const Row& row) {
  const Settings defaults;
  if (const Whole* whole = std::get_if<Whole>(&row.kind)) return std::to_string(defaults.*(whole->member));
  return defaults.*(std::get<Words>(row.kind).member);
}

}  // namespace

Result<SettingsFound> read_settings(const Lookup& lookup, const std::vector<std::string>& known_names) {
  SettingsFound found;
  std::string mistakes;
  for (const Row& row : kRows) {
    const auto value = lookup(std::string(row.name));
    if (!value || take(found.settings, row, *value)) continue;
    const std::string what = fmt::format("{} is \"{}\"; expected {}", row.name, escape_control(*value), expected(row));
    if (row.lenient) found.warnings.push_back(fmt::format("{}; using {}", what, default_text(row)));
    else mistakes += (mistakes.empty() ? "" : "\n") + what;
  }
  for (const std::string& name : known_names) {
    const bool ours = name.starts_with("RECESS_");
    const bool known = std::any_of(kRows.begin(), kRows.end(), [&](const Row& row) { return row.name == name; });
    if (ours && !known)
      found.warnings.push_back(fmt::format("{} is no setting of this version; it has no effect", name));
  }
  if (!mistakes.empty()) return refuse(Code::invalid, mistakes);
  std::string& url = found.settings.host_url;
  while (url.ends_with('/')) url.pop_back();
  if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://")) {
    return refuse(Code::invalid,
                  fmt::format("HOST_URL is \"{}\"; expected http://… or https://…", escape_control(url)));
  }
  return found;
}

std::map<std::string, std::string> parse_env_file(std::string_view text) {
  std::map<std::string, std::string> values;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.starts_with("export ")) line = trim(line.substr(7));
    const std::size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) continue;
    std::string_view value = trim(line.substr(equals + 1));
    const bool quoted =
        value.size() >= 2 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    values[std::string(trim(line.substr(0, equals)))] = std::string(value);
  }
  return values;
}

std::string settings_help() {
  std::string text;
  for (const Row& row : kRows) {
    std::string bounds;
    if (std::holds_alternative<Whole>(row.kind) || !std::get<Words>(row.kind).choices.empty()) {
      bounds = fmt::format(" ({})", expected(row));
    }
    text += fmt::format("  {:<26} {:<17} {}{}\n", row.name, default_text(row), row.help, bounds);
  }
  return text;
}

}  // namespace recess
