// The state as text and back. One JSON document laid out in lines: a head with everything but the players, then one
// array per player. The layout is fixed, so that a hundred thousand players are read line by line.
#pragma once

#include "mocean/state.h"

#include "kernel/result.h"

#include <string>
#include <string_view>

namespace recess::mocean {

// Canonical: without the lap pairs last reported.
std::string encode_state(const State& state, bool canonical);
Result<State> decode_state(std::string_view text);

struct Snapshot::Source {
  State state;
};

}  // namespace recess::mocean
