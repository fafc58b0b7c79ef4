#include "class_on_a_disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace recess::journal {
namespace {

constexpr Micros kTurn{10'000};

std::vector<std::string> rows_in(const File& file) {
  std::vector<std::string> rows;
  (void)read_every_row(file, "main", [&](std::string_view record, Micros) { rows.emplace_back(record); });
  return rows;
}

}  // namespace

Outcome ClassOnADisk::play(Micros duration) {
  start();
  for (; now_ < duration && outcome_.broken.empty(); now_ += kTurn) turn();
  if (outcome_.broken.empty()) stop(false);
  if (world_) hear(world_->canonical_hash());
  outcome_.hash = fmt::format("{:016x}", heard_);
  return outcome_;
}

void ClassOnADisk::claim(bool holds, const std::string& what) {
  if (!holds && outcome_.broken.empty()) outcome_.broken = fmt::format("at {} us: {}", now_.count(), what);
}

void ClassOnADisk::hear(std::string_view text) {
  for (const char c : text) heard_ = (heard_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
}

// --- life of the server ----------------------------------------------------------------------------------------------

void ClassOnADisk::start() {
  disk_.fail_at(0, Fault::none);
  disk_well_at_ = Micros{0};
  auto file = File::open("worlds.db", options_);
  if (!file) return claim(false, "the file does not open: " + file.error().detail);
  file_ = std::move(*file);
  auto loaded = load_world(*file_);
  if (!loaded) return claim(false, "the world does not load: " + loaded.error().detail);
  world_.emplace(std::move(*loaded));

  // What was acknowledged comes first; behind it at most what was on its way.
  std::vector<std::string> rows = rows_in(*file_);
  claim(rows.size() >= acknowledged_.size(),
        fmt::format("{} rows were acknowledged, {} are there", acknowledged_.size(), rows.size()));
  for (std::size_t i = 0; i < acknowledged_.size() && i < rows.size(); ++i) {
    claim(rows[i] == acknowledged_[i], fmt::format("row {} is not what was acknowledged", i + 1));
  }
  acknowledged_ = std::move(rows);
  if (!world_->created()) {
    const auto created = world_->create({.seed = chance_.next()}, now_);
    const Entry entry{"main", now_, {*created}};
    claim(file_->commit(std::span(&entry, 1)).has_value(), "the world cannot be made");
    acknowledged_.push_back(*created);
  }
  auto told = world_from_rows(*file_);
  claim(told && (told->advance(world_->time()), told->canonical_hash() == world_->canonical_hash()),
        "the snapshot and its rows differ from all rows");
  now_ = std::max(now_, world_->time());
  best_.clear();
  if (world_->season(now_).state == mocean::SeasonState::over) claim(false, "nobody ended the season");
}

void ClassOnADisk::turn() {
  if (result_ && now_ >= commit_ends_) end_commit();
  if (!file_) return;
  world_->advance(now_);
  for (std::size_t pupil = 0; pupil < kPupils; ++pupil) {
    if (!busy_[pupil] && chance_.below(30) == 0) ask(pupil);
  }
  if (!result_ && queue_.waiting()) begin_commit();
  if (chance_.below(80) == 0) mishap();
  if (chance_.below(25) == 0) check();
}

void ClassOnADisk::stop(bool power) {
  ++(power ? outcome_.power_cuts : outcome_.stops);
  const auto close = [&] { file_.reset(); };
  if (power) disk_.cut_power(close, [&] { return chance_.below(2) == 0; });
  else disk_.kill(close);
  world_.reset();
  queue_ = Queue{};
  waiting_.clear();
  result_.reset();
  std::fill(busy_.begin(), busy_.end(), false);
  start();
}

void ClassOnADisk::mishap() {
  switch (chance_.below(5)) {
    case 0: return stop(false);
    case 1: return stop(true);
    case 2: {  // the disk is full, or ill, for a while or for one change
      ++outcome_.faults;
      const bool sticky = chance_.below(2) == 0;
      disk_.fail_at(1 + chance_.below(12), chance_.below(2) == 0 ? Fault::full : Fault::input_output, sticky);
      disk_well_at_ = now_ + Micros{static_cast<std::int64_t>(chance_.below(2'000'000))};
      return;
    }
    default:
      if (waiting_.empty() && file_) {
        const Entry mark{"main", world_->time(), {}};
        const auto seq = file_->commit(std::span(&mark, 1));
        if (seq) (void)file_->write_snapshot("main", seq->front(), world_->time(), world_->snapshot().encode());
        (void)file_->tidy();
      }
  }
}

// --- a request -------------------------------------------------------------------------------------------------------

void ClassOnADisk::ask(std::size_t pupil) {
  const auto known = ids_.find(pupil);
  const int id = known == ids_.end() ? -1 : known->second;
  const Request request = pupils_request(pupil, id, chance_);
  auto waiting = std::make_shared<Waiting>();
  waiting->mark = world_->mark();
  waiting->pupil = pupil;
  mocean::Answer answer = request.put_to(*world_, now_, chance_);
  waiting->id = answer.player;
  waiting->reply = std::move(answer.body);
  waiting->rows = answer.records;
  if (request.route == "join" && answer.player) ids_[pupil] = static_cast<int>(*answer.player);
  if (request.route == "quit") ids_.erase(pupil);
  if (id >= 0 && !answer.records.empty()) check_depth(static_cast<mocean::PlayerId>(id));
  if (answer.records.empty()) {
    hear(waiting->reply);
    return;
  }
  busy_[pupil] = true;
  waiting_.push_back(waiting);
  queue_.add(Entry{"main", answer.time, std::move(answer.records)},
             [this, waiting](const Result<Seq>& outcome) { told(waiting, outcome.has_value()); });
}

// The commit happens now; that it has is told when it has taken its time. A stop in between leaves rows that are on
// the disk and that nobody was told of.
void ClassOnADisk::begin_commit() {
  if (disk_well_at_ != Micros{0} && now_ >= disk_well_at_) {
    disk_.fail_at(0, Fault::none);
    disk_well_at_ = Micros{0};
  }
  const std::vector<Entry> group = queue_.take();
  result_ = file_->commit(group);
  commit_ends_ = now_ + Micros{static_cast<std::int64_t>(1'000 + chance_.below(60'000))};
}

void ClassOnADisk::end_commit() {
  const auto result = *std::exchange(result_, std::nullopt);
  for (Queue::Told& one : queue_.settle(result)) one.done(one.outcome);
  if (waiting_.empty() && world_) world_->forget_all();
}

void ClassOnADisk::told(const std::shared_ptr<Waiting>& waiting, bool kept) {
  busy_[waiting->pupil] = false;
  hear(kept ? waiting->reply : "refused");
  if (kept) {
    ++outcome_.acknowledged;
    acknowledged_.insert(acknowledged_.end(), waiting->rows.begin(), waiting->rows.end());
    if (!waiting_.empty() && waiting_.front() == waiting) waiting_.pop_front();
    if (!waiting_.empty()) world_->forget_before(waiting_.front()->mark);
    return;
  }
  ++outcome_.refused;
  if (waiting_.empty() || waiting_.front() != waiting) return;  // taken back with the first of its group
  world_->roll_back_to(waiting->mark);
  waiting_.clear();
  best_.clear();
}

// --- claims ----------------------------------------------------------------------------------------------------------

void ClassOnADisk::check_depth(mocean::PlayerId id) {
  world_->each_ship(world_->time(), [&](const mocean::Ship& ship) {
    if (ship.id != id) return;
    const double floor = world_->depth(ship.x, ship.y);
    claim(ship.z <= floor + 1e-9, fmt::format("player {} is at {} m where the sea is {} m deep", id, ship.z, floor));
  });
}

void ClassOnADisk::check() {
  if (!world_) return;
  std::set<mocean::PlayerId> ids;
  std::set<std::string> names, treasures;
  world_->each_ship(now_, [&](const mocean::Ship& ship) {
    claim(ids.insert(ship.id).second, fmt::format("two players have the id {}", ship.id));
    claim(names.insert(std::string(ship.name)).second, fmt::format("two players are called {}", ship.name));
  });
  for (const mocean::PlayerId id : ids) {
    const Request look{"inventory", {{"id", std::to_string(id)}}};
    const std::string held = look.put_to(*world_, now_, chance_).body;
    for (std::size_t at = 0; (at = held.find("['treasure', '", at)) != std::string::npos;) {
      at += 14;
      const std::string item = held.substr(at, held.find('\'', at) - at);
      if (item == "iron dust" || item == "crash alert") continue;  // piles without end
      claim(treasures.insert(item).second, "two players hold the " + item);
    }
  }
  for (const mocean::ScoreRow& row : world_->scores(kPupils)) {
    auto [best, first] = best_.try_emplace(row.id, row.score);
    claim(first || row.score >= best->second, fmt::format("the score of player {} fell to {}", row.id, row.score));
    best->second = std::max(best->second, row.score);
  }
}

}  // namespace recess::journal
