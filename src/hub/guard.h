// Who may do what. In a play's hall there is one group, the play's own: its program and its phones may speak to that
// group and to nobody else, and those who watch may not speak at all. Rules only.
#pragma once

#include "hub/roles.h"
#include "hub/resolve.h"

#include <cstdint>
#include <string_view>

namespace recess::hub {

constexpr std::string_view kScoreCollector = "__GAME_RUNNER__";

// Names with a meaning of their own, which no play may use for a room.
bool is_reserved(std::string_view name);

// False for events of which nothing, not even an answer, may come.
bool may_send(Role role, std::string_view event);

enum class Passage : std::uint8_t {
  deliver,
  score,  // for the owner of the hall, and for nobody else
  drop,
};
Passage passage(Role role, std::string_view own_id, json::Value message, const Resolved& resolved);

// The name of a device or room: 1 to 128 bytes without control characters.
bool is_name(std::string_view name);

}  // namespace recess::hub
