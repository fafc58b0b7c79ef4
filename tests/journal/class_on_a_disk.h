// A simulation: thirty pupils play one ocean, with the real rules and the real journal, on a clock and a disk that are
// made up. The program stops, the disk fails and fills, the power goes. Everything follows from the seed.
//
// Claims, checked as it goes: ids and names of active players are unique; a unique treasure is in one inventory at
// most; nobody is below the sea floor when a command has moved them; scores never fall within a season, but where a
// failed commit or a stop takes deeds back; whatever was acknowledged is there after a restart, in order, and the
// world folded from the file is the one that the rows say from the first on.
#pragma once

#include "class_of_pupils.h"
#include "faulty_disk.h"

#include "journal/queue.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace recess::journal {

struct Outcome {
  std::string broken;  // the claim that does not hold; empty: all do
  std::string hash;    // over every reply and the world's end: the same seed gives the same
  std::uint64_t acknowledged = 0, refused = 0, stops = 0, power_cuts = 0, faults = 0;
};

class ClassOnADisk {
 public:
  explicit ClassOnADisk(std::uint64_t seed) : chance_(seed) { options_.vfs = disk_.vfs(); }
  Outcome play(Micros duration);

 private:
  struct Waiting {
    mocean::UndoMark mark;
    std::vector<std::string> rows;
    std::string reply;
    std::size_t pupil;
    std::optional<mocean::PlayerId> id;
  };

  void start();
  void turn();
  void ask(std::size_t pupil);
  void begin_commit();
  void end_commit();
  void told(const std::shared_ptr<Waiting>& waiting, bool kept);
  void mishap();
  void stop(bool power);
  void check();
  void check_depth(mocean::PlayerId id);
  void claim(bool holds, const std::string& what);
  void hear(std::string_view text);

  SeededRandom chance_;
  FaultyDisk disk_;
  Options options_;
  std::unique_ptr<File> file_;
  std::optional<mocean::World> world_;
  Queue queue_;
  std::deque<std::shared_ptr<Waiting>> waiting_;
  std::optional<Result<std::vector<Seq>>> result_;  // of the group at the file: known there, not told yet
  Micros now_{0}, commit_ends_{0}, disk_well_at_{0};
  std::map<std::size_t, int> ids_;  // what the pupils remember, by pupil
  std::vector<bool> busy_ = std::vector<bool>(kPupils);
  std::vector<std::string> acknowledged_;  // rows, in order
  std::map<mocean::PlayerId, std::int64_t> best_;
  std::uint64_t heard_ = 1469598103934665603ULL;
  Outcome outcome_;
};

}  // namespace recess::journal
