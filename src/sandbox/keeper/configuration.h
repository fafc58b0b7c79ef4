// What the server tells its keeper before anything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace recess::sandbox {

struct KeeperConfiguration {
  std::string games_root;                    // absolute
  std::string runtime;                       // absolute
  std::string python;                        // absolute
  std::string account_name = "game_runner";  // of account 1000 inside
  std::string time_zone{};                   // value of TZ, or empty
  std::vector<uid_t> accounts{};             // for a keeper started by root: the first that can be had
  bool memory_devices = false;               // /dev/zero and /dev/full, see base_root.h
  std::vector<std::string> groups{};         // control group folders to remove at the end, with their children
  bool operator==(const KeeperConfiguration&) const = default;
};

std::string to_text(const KeeperConfiguration& configuration);
std::optional<KeeperConfiguration> parse_keeper_configuration(std::string_view text);

}  // namespace recess::sandbox
