// A certified run: the server remembers the exact state between the moves of a named player, so that nothing can be won
// by rounding or by claiming to be elsewhere. Pure.
#pragma once

#include "steps/duck.h"

#include <optional>
#include <string_view>

namespace recess::steps {

struct DuckRun {
  Pond pond{};          // exact; the wolf's angle as it was sent
  int requests = 0;     // the moves so far
  Way way = Way::none;  // the wolf ran last
  bool operator==(const DuckRun&) const = default;
};

struct RunMove {
  Move move{};
  std::optional<DuckRun> run{};  // goes on; nothing if there is none or it has ended
  bool certified = false;        // this move belongs to a run
  int requests = 0;              // of that run, this one included
  // The duck is ashore ahead of the wolf, and every move of it was seen.
  bool won() const { return certified && move.ending == Move::Ending::escaped; }
};

// `location` as sent, `ask` what it says. 0,0,0 begins a run; the text sent last goes on with it; anything else is
// answered from what the player says, and ends it.
RunMove move_in_run(const std::optional<DuckRun>& run, std::string_view location, const DuckAsk& ask);

}  // namespace recess::steps
