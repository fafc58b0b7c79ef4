// ./dev sim SEED [SECONDS]: one lesson of the simulation; see class_on_a_disk.h.
#include "class_on_a_disk.h"

#include "kernel/text.h"

#include <fmt/format.h>

int main(int argc, char** argv) {
  using namespace recess;
  const auto seed = argc > 1 ? parse_integer(argv[1]) : std::nullopt;
  const auto seconds = argc > 2 ? parse_integer(argv[2]) : std::optional<long long>(300);
  if (!seed || *seed < 0 || !seconds || *seconds < 1 || *seconds > 86'400) {
    fmt::print(stderr, "usage: ./dev sim SEED [SECONDS]   (whole numbers; SECONDS of the lesson, 1 to 86400)\n");
    return 64;
  }
  const journal::Outcome outcome = journal::ClassOnADisk(static_cast<std::uint64_t>(*seed)).play(Seconds{*seconds});
  fmt::print("seed {}: {} acknowledged, {} refused, {} stops, {} power cuts, {} disk faults, hash {}\n", *seed,
             outcome.acknowledged, outcome.refused, outcome.stops, outcome.power_cuts, outcome.faults, outcome.hash);
  if (outcome.broken.empty()) return 0;
  fmt::print(stderr, "broken {}\nagain by: ./dev sim {} {}\n", outcome.broken, *seed, *seconds);
  return 1;
}
