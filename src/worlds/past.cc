#include "worlds/past.h"

#include "journal/reading.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::worlds {
namespace {

// What is read belongs to one moment, although the file grows meanwhile.
class OneMoment {
 public:
  explicit OneMoment(const journal::Database& database) : database_(database), begun(database.run("BEGIN")) {}
  OneMoment(const OneMoment&) = delete;
  OneMoment& operator=(const OneMoment&) = delete;
  ~OneMoment() { database_.roll_back(); }

 private:
  const journal::Database& database_;

 public:
  const Result<> begun;
};

// True if the rows begin with the making of the world, so that it can be folded from nothing.
Result<bool> begins_with_creation(const journal::Database& database, const journal::StreamLine& line) {
  bool creation = false;
  const auto look = [&](const journal::RowRead& row) -> Result<> {
    creation = row.seq == 1 && row.record.starts_with(R"({"c":"created")");
    return refuse(Code::cancelled, "enough");
  };
  const auto read = journal::read_rows(database, line, 0, journal::kNoLimit, look);
  if (!read && read.error().code != Code::cancelled && read.error().word != "state_damaged") return read.error();
  return creation;
}

}  // namespace

Error not_yet(mocean::WorldTime newest) {
  return refuse(Code::invalid,
                fmt::format("that moment has not come yet: the newest is {}.{:06} s of the world's clock",
                            newest.count() / 1'000'000, newest.count() % 1'000'000));
}

Result<journal::StreamLine> Past::open(const std::string& world) {
  if (!reader_) {
    auto reader = journal::Reader::open(file_);
    if (!reader) return reader.error();
    reader_ = std::move(*reader);
  }
  auto lines = journal::read_stream_lines(reader_->database());
  if (!lines) return lines.error();
  const auto found = std::find_if(lines->begin(), lines->end(), [&](const auto& line) { return line.name == world; });
  if (found == lines->end()) return refuse(Code::not_found, "there is no such world");
  return *found;
}

Result<mocean::WorldTime> Past::from(const std::string& world) {
  if (const auto known = open(world); !known) return known.error();
  const OneMoment now(reader_->database());
  if (!now.begun) return now.begun.error();
  const auto line = open(world);
  if (!line) return line.error();
  return beginning(*line);
}

Result<mocean::WorldTime> Past::beginning(const journal::StreamLine& line) {
  const auto whole = begins_with_creation(reader_->database(), line);
  if (!whole) return whole.error();
  if (*whole) return mocean::WorldTime{};
  const auto snapshots = journal::read_snapshot_lines(reader_->database(), line.id);
  if (!snapshots) return snapshots.error();
  if (snapshots->empty()) return refuse(Code::not_found, "nothing is kept of this world's past");
  return snapshots->back().time;
}

Past::Reel& Past::reel(const std::string& name) {
  auto& found = reels_[name];
  if (!found) found = std::make_unique<Reel>(Reel{.world = mocean::World(name)});
  found->used = ++uses_;
  if (reels_.size() > kReels) {
    reels_.erase(std::min_element(reels_.begin(), reels_.end(),
                                  [](const auto& a, const auto& b) { return a.second->used < b.second->used; }));
  }
  return *reels_.at(name);
}

Result<const mocean::World*> Past::at(const std::string& name, mocean::WorldTime moment) {
  if (const auto known = open(name); !known) return known.error();
  const OneMoment now(reader_->database());
  if (!now.begun) return now.begun.error();
  const auto line = open(name);
  if (!line) return line.error();
  const auto first = beginning(*line);
  if (!first) return first.error();
  if (moment < *first) {
    return refuse(Code::not_found,
                  fmt::format("the first moment that is kept is {:.3f}", static_cast<double>(first->count()) / 1e6));
  }
  Reel& reel = this->reel(name);
  auto moved = wind_back(reel, *line, moment);
  if (moved) moved = wind_on(reel, *line, moment);
  if (moved) return &reel.world;
  reels_.erase(name);
  return moved.error();
}

Result<> Past::set(Reel& reel, const std::string& name, const Point& point) {
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

// Goes to the last known state that is not after the moment, unless folding on from here is less work.
Result<> Past::wind_back(Reel& reel, const journal::StreamLine& line, mocean::WorldTime moment) {
  Point best;
  for (const Point& picture : reel.pictures) {
    if (picture.time <= moment && picture.seq >= best.seq) best = picture;
  }
  const auto snapshots = journal::read_snapshot_lines(reader_->database(), line.id);
  if (!snapshots) return snapshots.error();
  for (const auto& snapshot : *snapshots) {
    const bool better = snapshot.seq > best.seq || (best.state.empty() && snapshot.seq == 0);
    if (snapshot.time > moment || !better) continue;
    auto state = journal::read_snapshot(reader_->database(), snapshot);
    if (!state) continue;  // cleaned away meanwhile, or damaged: an older state will do
    best = {snapshot.seq, snapshot.time, std::move(*state)};
    break;
  }
  const bool usable = reel.world.created() && reel.world.time() <= moment && reel.seq >= best.seq;
  return usable ? Result<>() : set(reel, line.name, best);
}

Result<> Past::wind_on(Reel& reel, const journal::StreamLine& line, mocean::WorldTime moment) {
  const auto fold = [&](const journal::RowRead& row) -> Result<> {
    if (const auto folded = reel.world.replay(row.record, row.time); !folded) return folded.error();
    reel.seq = row.seq;
    const journal::Seq last = reel.pictures.empty() ? 0 : reel.pictures.back().seq;
    if (reel.seq >= last + kRowsPerPicture) remember(reel);
    return {};
  };
  const auto read = journal::read_rows(reader_->database(), line, reel.seq, moment, fold);
  if (!read) return read.error();
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
