#include "arcade/play_state.h"

#include <array>

namespace recess::arcade {

std::string_view state_name(PlayState state) {
  static constexpr std::array<std::string_view, 4> kNames{"starting", "running", "ending", "ended"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::string_view reason_name(EndReason reason) {
  static constexpr std::array<std::string_view, 10> kNames{
      "player_left",     "script_finished", "script_crashed",   "killed_by_player", "killed_by_owner",
      "killed_by_admin", "limit_exceeded",  "server_restarted", "replaced",         "start_failed"};
  return kNames.at(static_cast<std::size_t>(reason));
}

}  // namespace recess::arcade
