#include "steps/duck_run.h"

#include <algorithm>

namespace recess::steps {

RunMove move_in_run(const std::optional<DuckRun>& run, std::string_view location, const DuckAsk& ask) {
  RunMove outcome;
  const bool begins = same_location(location, "0,0,0");
  const bool goes_on = !begins && run && same_location(location, pond_text(run->pond));
  if (!begins && !goes_on) {
    outcome.move = move_duck(ask.from, ask.to);
    return outcome;
  }
  outcome.certified = true;
  outcome.requests = goes_on ? run->requests + 1 : 1;
  std::optional<Spot> to = ask.to;
  if (to) to->r = std::min(to->r, kShore);
  Pond from = goes_on ? run->pond : Pond{};
  from.b = fold_angle(from.b);
  outcome.move = move_duck(from, to, goes_on ? run->way : Way::none);
  if (outcome.move.ending == Move::Ending::swimming) {
    outcome.run = DuckRun{outcome.move.pond, outcome.requests, outcome.move.way};
  }
  return outcome;
}

}  // namespace recess::steps
