// Who somebody is in a hall.
#pragma once

#include <cstdint>
#include <string_view>

namespace recess::hub {

enum class Role : std::uint8_t {
  open,        // the public hall: equal rights for all
  script,      // came through a play's own listener: is that play's program
  controller,  // may steer the play
  spectator,   // sees and never sends; forced silent
};

// Whether a text has the form of a play's id, "game-" and 1 to 19 digits: for doorkeepers.
bool is_play_id(std::string_view device_id);

}  // namespace recess::hub
