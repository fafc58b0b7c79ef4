// Why a request fails: the word and status of JSON replies, and the prose of text replies. One table.
#pragma once

#include <cstdint>
#include <string_view>

namespace recess::mocean {

enum class Fault : std::uint8_t {
  none,
  bad_id,
  no_player,  // a name nobody has
  token,      // missing or wrong
  paused,
  bad_ctrl,
  bad_heading,  // of /move
  no_treasure,
  no_whales,
  hungry,
  already_riding,
  already_carried,
  not_available,  // /get of what cannot be got
  no_item,
  nothing_to_do,  // /use of what works by being carried
  no_crystal,
  bad_place,
  not_riding,
  chat_nobody,
  chat_blank,
  chat_full,
  name_refused,
  world_full,
  quit_failed,
  too_many,       // of a batch
  bad_batch,      // a POST that is no array
  unknown_token,  // in a batch
  no_route,
  impossible,  // a journal row that cannot have happened
};

struct FaultInfo {
  std::string_view word;
  unsigned status;
  std::string_view prose;  // one line, no comma: old clients split at commas
};

const FaultInfo& fault_info(Fault fault);

}  // namespace recess::mocean
