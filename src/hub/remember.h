// What a message does to the store of its group, by its type (step R9 of resolve.h). Rules only.
//
//   unknown, all_data, notification, alert_confirm   nothing
//   input_prompt       kept until the answer to it (input_response) comes, here or in another group
//   sprite, line       merged into the stored one of that id, else appended; sprites and lines: each element so
//   remove_sprite, remove_line                        drops that one
//   clean_playground   drops sprites and lines; clear_playground: the configuration as well
//   playground_config  the last one stays
//   auto_movement_pos  moves the stored sprite; later reports of the same movement go no further
//   anything else      appended
// A hall that keeps all for returning pages (StoreLimits::for_returning_pages) merges configurations, keeps alerts
// until they are confirmed, drops sprites reported as removed, and forgets changes to a grid that has been replaced.
#pragma once

#include "hub/message.h"
#include "hub/resolve.h"
#include "hub/stores.h"

#include <string_view>

namespace recess::hub {

struct Remembering {
  Stores& stores;
  const Rooms& rooms;
  Tick now;
};

// Returns false if the message ends here instead of being delivered.
bool remember(const Remembering& hall, std::string_view group, std::string_view type, const Message& message);

// Removes what waits for an answer to this socket, which is gone.
void forget_questions_of(Stores& stores, std::string_view socket_id);

}  // namespace recess::hub
