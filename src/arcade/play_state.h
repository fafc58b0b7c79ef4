// The words for a play's life: its states, and the reasons for which it ends. The texts are stored, sent and shown;
// they do not change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::arcade {

enum class PlayState : std::uint8_t { starting, running, ending, ended };

enum class EndReason : std::uint8_t {
  player_left,      // the last controller went away and did not come back, none ever came, or the leave button
  script_finished,  // the program ended by itself
  script_crashed,   // by an exception, a signal, or an exit status nobody explained
  killed_by_player,
  killed_by_owner,
  killed_by_admin,
  limit_exceeded,  // the detail says which: memory, processes, output, time, idle, disk, message_size, offline
  server_restarted,
  replaced,  // the same person started another play
  start_failed,
};

std::string_view state_name(PlayState state);
std::string_view reason_name(EndReason reason);

// Why a play ends, noted once: the first reason wins.
struct EndNote {
  EndReason reason = EndReason::script_finished;
  std::string detail{};
  bool operator==(const EndNote&) const = default;
};

}  // namespace recess::arcade
