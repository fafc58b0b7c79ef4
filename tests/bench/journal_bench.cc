// ./dev bench journal: durable rows beside bare SQLite on the same disk, and the time to be there again after a stop.
// journal_bench FOLDER [SECONDS]
#include "journal/journal.h"
#include "kernel/text.h"
#include "mocean/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace recess::journal {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kInFlight = 64;
const std::string kRow = R"({"c":"accel","i":31,"a":"w"})";

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Ours {
  double rows_per_s = 0, rows_per_group = 0, p50_ms = 0, p99_ms = 0;
};

// As many in flight as there are clients that wait for a reply each.
Ours measure_ours(const fs::path& file, double seconds) {
  boost::asio::io_context loop;
  auto journal = *Journal::open(loop.get_executor(), file, {});
  std::vector<double> waits;
  const auto start = Clock::now();
  std::function<void()> add = [&] {
    if (seconds_since(start) >= seconds) return;
    journal->append("main", Micros{1}, kRow, [&, asked = Clock::now()](const Result<Seq>& seq) {
      seq.value();
      waits.push_back(seconds_since(asked) * 1e3);
      add();
    });
  };
  for (std::size_t i = 0; i < kInFlight; ++i) add();
  loop.run();
  const double took = seconds_since(start);
  std::sort(waits.begin(), waits.end());
  const auto at = [&](double share) {
    return waits[static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1))];
  };
  return {static_cast<double>(waits.size()) / took,
          static_cast<double>(journal->counts().rows) / static_cast<double>(journal->counts().groups), at(0.5),
          at(0.99)};
}

// The least that SQLite must do for it: a table of texts, one statement, one thread, nothing else.
double measure_bare(const fs::path& file, double seconds, std::size_t group) {
  const auto database = *Database::open(file, Access::create);
  database
      .run(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000; "
          "CREATE TABLE row(seq INTEGER PRIMARY KEY, command TEXT NOT NULL)")
      .value();
  auto begin = *database.prepare("BEGIN IMMEDIATE");
  auto commit = *database.prepare("COMMIT");
  auto add = *database.prepare("INSERT INTO row(command) VALUES(?)");
  const auto start = Clock::now();
  std::size_t rows = 0;
  while (seconds_since(start) < seconds) {
    begin.run().value();
    for (std::size_t i = 0; i < group; ++i) add.bind(1, kRow).run().value();
    commit.run().value();
    rows += group;
  }
  return static_cast<double>(rows) / seconds_since(start);
}

void fill(const fs::path& path, int players) {
  Options options;
  options.sync = Sync::normal;
  auto file = *File::open(path, options);
  SeededRandom chance(1);
  mocean::World world("main");
  Micros now{0};
  std::vector<Entry> entries{
      {"main", now, {world.create({.seed = 1, .settings = {{"max_players", "1000000"}}}, now).value()}}};
  const auto ask = [&](std::string_view route, std::vector<mocean::Param> params) {
    now += Micros{100};
    mocean::Answer answer = world.ask({route, mocean::Params(params)}, now, chance);
    entries.push_back({"main", answer.time, std::move(answer.records)});
    if (entries.size() >= 4096) {
      file->commit(entries).value();
      entries.clear();
    }
  };
  for (int i = 0; i < players; ++i) {
    const std::string name = fmt::format("p{}", i);
    ask("join", {{"name", name}});
  }
  const Seq seq = file->commit(entries).value().back();
  entries.clear();
  file->write_snapshot("main", seq, world.time(), world.snapshot().encode()).value();
  // A fifth of them swims.
  for (int i = 0; i < players; ++i) {
    const std::string id = std::to_string(i % std::max(1, players / 5));
    ask("accel", {{"id", id}, {"ctrl", i % 2 == 0 ? "w" : "a"}});
  }
  file->commit(entries).value();
}

double measure_start(const fs::path& path, Seq& tail) {
  const auto start = Clock::now();
  const auto file = *File::open(path, {});
  mocean::World world("main");
  Sink sink{[&](std::string_view state, Micros) -> Result<> {
              auto restored = mocean::World::restore("main", state);
              if (!restored) return restored.error();
              world = std::move(*restored);
              return {};
            },
            [&](std::string_view record, Micros time) { return world.replay(record, time); }};
  tail = file->load("main", sink).value().rows;
  return seconds_since(start) * 1e3;
}

int run(const fs::path& folder, double seconds) {
  fmt::print("journal: synchronous=FULL, {} in flight, {} s each, in {}\n", kInFlight, seconds, folder.string());
  const Ours ours = measure_ours(folder / "ours.db", seconds);
  const auto group = static_cast<std::size_t>(std::max(1.0, ours.rows_per_group + 0.5));
  const double bare = measure_bare(folder / "bare.db", seconds, group);
  fmt::print(
      "  durable rows/s            ours {:.0f}  bare SQLite {:.0f} (groups of {})  ratio {:.3f}  goal >= 0.5, >= "
      "20000/s\n",
      ours.rows_per_s, bare, group, ours.rows_per_s / bare);
  fmt::print("  time until durable, ms    p50 {:.2f}  p99 {:.2f}\n", ours.p50_ms, ours.p99_ms);
  for (const auto& [players, goal_ms] : {std::pair{1'000, 100}, std::pair{100'000, 2'000}}) {
    const fs::path file = folder / fmt::format("players-{}.db", players);
    fill(file, players);
    Seq tail = 0;
    const double took = measure_start(file, tail);
    fmt::print("  loaded: {} players, {} rows behind the snapshot, ms  {:.0f}  goal <= {}\n", players, tail, took,
               goal_ms);
  }
  return 0;
}

}  // namespace
}  // namespace recess::journal

int main(int argc, char** argv) {
  const auto seconds = argc > 2 ? recess::parse_integer(argv[2]) : std::optional<long long>(4);
  if (argc < 2 || !seconds || *seconds < 1 || *seconds > 600) {
    fmt::print(stderr, "usage: journal_bench FOLDER [SECONDS]\n");
    return 64;
  }
  return recess::journal::run(argv[1], static_cast<double>(*seconds));
}
