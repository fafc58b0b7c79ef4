// What pupils do: requests by chance, most of them sensible, and the world that a file holds.
#pragma once

#include "journal/file.h"
#include "kernel/random.h"
#include "mocean/world.h"

#include <string>
#include <utility>
#include <vector>

namespace recess::journal {

inline constexpr std::size_t kPupils = 30;

struct Request {
  std::string route;
  std::vector<std::pair<std::string, std::string>> keys;

  mocean::Answer put_to(mocean::World& world, Micros now, Random& chance) const;
};

// By anybody; or by pupil number `who`, whose id is `id` if there is one.
Request pupils_request(Random& chance);
Request pupils_request(std::size_t who, int id, Random& chance);

Result<mocean::World> load_world(const File& file);       // from the newest snapshot
Result<mocean::World> world_from_rows(const File& file);  // from the first row on, past all snapshots
Result<> read_every_row(const File& file, std::string_view stream,
                        const std::function<void(std::string_view record, Micros time)>& visit);

}  // namespace recess::journal
