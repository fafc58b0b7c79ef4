#include "worlds/past.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::worlds {
namespace {

constexpr std::size_t kChunk = 1'000;

}  // namespace

Result<mocean::WorldTime> Past::from(const std::string& name) {
  const auto found = reel(name);
  if (!found) return found.error();
  return (*found)->from;
}

Result<const mocean::World*> Past::at(const std::string& name, mocean::WorldTime moment) {
  const auto found = reel(name);
  if (!found) return found.error();
  Reel& reel = **found;
  if (moment < reel.from) {
    return refuse(Code::not_found,
                  fmt::format("the first moment that is kept is {:.3f}", static_cast<double>(reel.from.count()) / 1e6));
  }
  if (moment < reel.world.time()) {
    if (const auto rewound = rewind(name, reel, moment); !rewound) return rewound.error();
  }
  if (const auto wound = wind(name, reel, moment); !wound) {
    const Error why = wound.error();
    reels_.erase(name);
    return why;
  }
  return &reel.world;
}

Result<Past::Reel*> Past::reel(const std::string& name) {
  if (const auto found = reels_.find(name); found != reels_.end()) {
    found->second->used = ++uses_;
    return found->second.get();
  }
  const auto beginning = store_.beginning(name);
  if (!beginning) return beginning.error();
  auto made = std::make_unique<Reel>(Reel{.world = mocean::World(name)});
  made->pictures.push_back({});
  if (*beginning) {
    auto world = mocean::World::restore(name, (*beginning)->state);
    if (!world) return world.error();
    made->world = std::move(*world);
    made->seq = (*beginning)->seq;
    made->from = (*beginning)->time;
    made->pictures.front() = {made->seq, made->from, (*beginning)->state};
  } else {
    const auto first = store_.rows_after(name, 0, 1);
    if (!first) return first.error();
    if (first->empty()) return refuse(Code::not_found, "there is no such world");
    made->from = first->front().time;
  }
  if (reels_.size() >= kReels) {
    reels_.erase(std::min_element(reels_.begin(), reels_.end(),
                                  [](const auto& a, const auto& b) { return a.second->used < b.second->used; }));
  }
  made->used = ++uses_;
  return (reels_[name] = std::move(made)).get();
}

Result<> Past::rewind(const std::string& name, Reel& reel, mocean::WorldTime moment) {
  const auto later = std::find_if(reel.pictures.begin() + 1, reel.pictures.end(),
                                  [&](const Point& point) { return point.time > moment; });
  const Point& point = *(later - 1);
  if (point.state.empty()) {
    reel.world = mocean::World(name);
  } else {
    auto world = mocean::World::restore(name, point.state);
    if (!world) return world.error();
    reel.world = std::move(*world);
  }
  reel.seq = point.seq;
  return {};
}

Result<> Past::wind(const std::string& name, Reel& reel, mocean::WorldTime moment) {
  for (;;) {
    const auto rows = store_.rows_after(name, reel.seq, kChunk);
    if (!rows) return rows.error();
    for (const WorldStore::Row& row : *rows) {
      if (row.time > moment) {
        reel.world.advance(moment);
        return {};
      }
      if (const auto folded = reel.world.replay(row.text, row.time); !folded) return folded.error();
      reel.seq = row.seq;
      if (reel.seq >= reel.pictures.back().seq + kRowsPerPicture) remember(reel);
    }
    if (rows->size() < kChunk) break;
  }
  reel.world.advance(moment);
  return {};
}

void Past::remember(Reel& reel) {
  if (reel.pictures.size() >= kPictures) {
    std::vector<Point> kept;
    for (std::size_t i = 0; i < reel.pictures.size(); i += 2) kept.push_back(std::move(reel.pictures[i]));
    reel.pictures = std::move(kept);
  }
  reel.pictures.push_back({reel.seq, reel.world.time(), reel.world.snapshot().encode()});
}

}  // namespace recess::worlds
