// Every setting of the server: one row in settings.cc has its name, default, bounds and help, and the help text of
// `recess serve` is made from the rows. Sources, strongest first: the command line, the environment, a file `.env` in
// the working folder (NAME=value lines, # comments), the default.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess {

struct Settings {
  std::int64_t port = 8080;
  std::string bind = "::";  // every address, IPv6 and IPv4
  std::string state = "var";
  std::string state_sync = "full";
  std::int64_t state_max_mb = 1024;
  std::string host_url;    // without slashes at the end; empty: the address asked for
  std::string admin_key;   // empty: made once, kept in the state directory
  std::string secret_key;  // empty: random, kept in the state directory
  std::string game_runner = "game_runner";
  std::string obfuscated_players;
  std::string trusted_proxies;
  std::string python = "/usr/bin/python3";
  std::string spectate = "public";
  std::string steps_levels;            // the level file; empty: the shipped levels
  std::string steps_style = "puzzle";  // puzzle, echo
  std::string steps_auth = "open";     // open, token
  std::int64_t steps_progress_public = 1;
  std::int64_t max_concurrent_plays = 15;
  std::int64_t leave_grace_s = 45;
  std::int64_t leave_grace_busy_s = 10;
  std::int64_t join_deadline_s = 30;
  std::int64_t start_gate_ms = 1500;
  std::int64_t play_memory_mb = 256;
  std::int64_t play_tasks = 256;
  std::int64_t play_cpu_percent = 60;
  std::int64_t play_minutes = 60;
  std::int64_t play_idle_minutes = 20;
  std::int64_t play_output_mb = 64;
  std::int64_t warm_pool = -1;  // -1: as many as places, at most 30
  std::int64_t recovery_s = 120;
  std::int64_t anonymous_play = 1;
  std::int64_t allow_weak_sandbox = 0;
  std::int64_t connections = 4000;
  std::int64_t connections_per_address = 1000;
  std::int64_t hub_links = 2000;
  std::int64_t hub_links_per_address = 500;
  std::int64_t hub_handshakes_per_second = 50;  // 0: any number
  std::int64_t hub_events_per_second = 500;     // 0: any number
};

struct SettingsFound {
  Settings settings;
  std::vector<std::string> warnings;  // unknown RECESS_ names, values replaced by their defaults
};

using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

// Values by name (`PORT` -> "8080"), strongest source already chosen by the caller. Every mistake is reported at once,
// each as "NAME is "value"; expected ..."; refusal: invalid, a line each.
Result<SettingsFound> read_settings(const Lookup& lookup, const std::vector<std::string>& known_names);

// NAME=value lines; blanks around, and one pair of quotes around the value, are dropped. Lines without '=' are ignored.
std::map<std::string, std::string> parse_env_file(std::string_view text);

// "  PORT              8080    the port to listen on (1 to 65535)", a line per setting.
std::string settings_help();

}  // namespace recess
