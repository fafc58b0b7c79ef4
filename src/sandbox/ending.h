// Why a play ended, from what the kernel and the server itself know. Never from what the game says.
#pragma once

#include "sandbox/sandbox.h"

#include <cstdint>
#include <optional>
#include <string>

namespace recess::sandbox {

struct EndFacts {
  std::optional<std::string> limit;    // the server ended it for this limit
  bool asked = false;                  // the server was asked to end it
  std::optional<std::string> failure;  // a step below the server said that it failed
  std::optional<int> wait_status;      // of the game process, from the box's init
  bool out_of_memory = false;          // the kernel killed something in its control group
  bool group_counts_memory = false;
  std::uint64_t memory_limit = 0;
  std::uint64_t peak_bytes = 0;
  std::uint64_t output_bytes = 0;
  std::chrono::milliseconds cpu{0};
};

Ending decide_ending(const EndFacts& facts);

}  // namespace recess::sandbox
