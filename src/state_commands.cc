#include "state_commands.h"

#include "journal/file.h"
#include "journal/upkeep.h"
#include "mocean/world.h"
#include "state_directory.h"
#include "worlds/past.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

namespace recess {
namespace {

using cli::Exit;
using cli::State;
namespace fs = std::filesystem;

Exit complain(const Error& error) {
  fmt::print(stderr, "recess: {}\n", error.detail);
  if (error.word == "state_damaged") return Exit::damaged;
  if (error.word == "store_newer") return Exit::configuration;
  switch (error.code) {
    case Code::conflict:
    case Code::invalid:
    case Code::not_found: return Exit::usage;
    case Code::unavailable: return Exit::cannot_create;
    default: return Exit::internal;
  }
}

Exit ended(const Result<>& outcome, std::string_view good) {
  if (!outcome) return complain(outcome.error());
  if (!good.empty()) fmt::print("{}\n", good);
  return Exit::ok;
}

// On a terminal only, one line that is overwritten.
void show_progress(std::string_view what, std::int64_t done, std::int64_t all) {
  if (::isatty(STDERR_FILENO) == 0) return;
  fmt::print(stderr, "\r{}: {} of {}\033[K{}", what, done, all, done >= all ? "\n" : "");
}

struct Place {
  fs::path directory;
  fs::path file;  // worlds.db
};

// --- commands that work beside a running server ----------------------------------------------------------------------

Exit check(const Place& place) {
  const auto found = journal::find_damage(place.file, show_progress);
  if (!found) return complain(found.error());
  if (found->empty()) return ended({}, "nothing is wrong");
  for (const std::string& what : *found) fmt::print("{}\n", what);
  fmt::print(stderr, "recess: the state is damaged; `recess state repair` keeps what can be kept, after a copy\n");
  return Exit::damaged;
}

Exit show(const Place& place) {
  const auto reader = journal::Reader::open(place.file);
  if (!reader) return complain(reader.error());
  const auto streams = reader->streams();
  if (!streams) return complain(streams.error());
  fmt::print("{:<32} {:>10} {:>10} {:>14} {:>9}\n", "name", "last row", "first kept", "clock (s)", "snapshots");
  for (const journal::StreamInfo& stream : *streams) {
    fmt::print("{:<32} {:>10} {:>10} {:>14.6f} {:>9}\n", stream.name, stream.last_seq, stream.first_seq,
               static_cast<double>(stream.time.count()) / 1e6, stream.snapshots.size());
  }
  return Exit::ok;
}

Exit export_state(const Place& place, const std::string& name) {
  if (name.empty() || name == "-") return ended(journal::export_to(place.file, stdout, show_progress), "");
  if (fs::exists(name)) return complain(refuse(Code::conflict, name + " exists; name a file that does not"));
  const ::mode_t before = ::umask(0077);
  std::FILE* out = std::fopen(name.c_str(), "wx");
  ::umask(before);
  if (out == nullptr) return complain(refuse(Code::unavailable, name + " cannot be written"));
  auto done = journal::export_to(place.file, out, show_progress);
  if (std::fclose(out) != 0 && done) done = refuse(Code::unavailable, name + " cannot be written");
  if (!done) fs::remove(name);
  return ended(done, "exported to " + name);
}

// The world as it was at that moment of its own clock.
Exit replay(const Place& place, const State& command) {
  const auto reader = journal::Reader::open(place.file);
  if (!reader) return complain(reader.error());
  const auto streams = reader->streams();
  if (!streams) return complain(streams.error());
  const auto same_name = [&](const journal::StreamInfo& stream) { return stream.name == command.world; };
  const auto stream = std::find_if(streams->begin(), streams->end(), same_name);
  if (stream == streams->end()) {
    return complain(refuse(Code::not_found, "there is no world " + command.world + "; see `recess state show`"));
  }
  Micros until = journal::kNoLimit;
  if (command.until_s) {
    until = Micros{static_cast<std::int64_t>(*command.until_s * 1e6 + 0.5)};
    if (until > stream->time) return complain(worlds::not_yet(stream->time));
  }
  mocean::World world(command.world);
  journal::Sink sink;
  sink.snapshot = [&](std::string_view state, Micros) -> Result<> {
    auto restored = mocean::World::restore(command.world, state);
    if (!restored) return restored.error();
    world = std::move(*restored);
    return {};
  };
  sink.row = [&](std::string_view record, Micros time) { return world.replay(record, time); };
  sink.progress = [](journal::Seq done, journal::Seq all) { show_progress("rows", done, all); };
  const auto loaded = reader->load(command.world, sink, until);
  if (!loaded) return complain(loaded.error());
  if (!world.created()) return complain(refuse(Code::not_found, "the world did not exist yet at that time"));
  if (command.until_s) world.advance(until);
  fmt::print("{}\n", world.canonical_hash());
  return Exit::ok;
}

// --- commands that need the state for themselves ---------------------------------------------------------------------

bool agreed(const State& command, std::string_view what) {
  if (command.yes) return true;
  fmt::print(stderr, "{} Go on? Type yes: ", what);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

Exit repair(const Place& place, const State& command) {
  const fs::path copy = journal::name_beside(place.file, "before-repair");
  if (!agreed(command, fmt::format("{} is copied to {}, then replaced by what can be kept of it.", place.file.string(),
                                   copy.string()))) {
    fmt::print(stderr, "recess: nothing was changed\n");
    return Exit::usage;
  }
  if (auto copied = journal::copy_as_is(place.file, copy); !copied) return complain(copied.error());
  const fs::path mended = journal::name_beside(place.file, "mended");
  const auto report = journal::mend(place.file, mended, show_progress);
  if (!report) return complain(report.error());
  for (const std::string& line : *report) fmt::print("{}\n", line);
  return ended(journal::replace(place.file, mended), fmt::format("the file as it was: {}", copy.string()));
}

Exit import_state(const Place& place, const State& command) {
  std::ifstream in(command.file, std::ios::binary);
  if (!in) return complain(refuse(Code::invalid, command.file + " cannot be read"));
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const fs::path fresh = journal::name_beside(place.file, "imported");
  if (auto imported = journal::import_from(std::move(text), fresh, show_progress); !imported) {
    return complain(imported.error());
  }
  std::string kept = "nothing was there before";
  if (fs::exists(place.file)) {
    const fs::path copy = journal::name_beside(place.file, "before-import");
    if (auto copied = journal::copy_as_is(place.file, copy); !copied) return complain(copied.error());
    kept = fmt::format("what was there before: {}", copy.string());
  }
  return ended(journal::replace(place.file, fresh), fmt::format("imported; {}", kept));
}

Exit locked_command(const Place& place, const State& command) {
  const auto lock = open_state_directory(place.directory, std::chrono::seconds(0));
  if (!lock) {
    fmt::print(stderr, "recess: {}; stop it first\n", lock.error().detail);
    return lock.error().code == Code::conflict ? Exit::locked : Exit::cannot_create;
  }
  if (command.what == "import") return import_state(place, command);
  if (command.what == "repair") return repair(place, command);
  return ended(journal::compact(place.file), "compacted");
}

}  // namespace

Exit state_command(const Settings& settings, const State& command) {
  const fs::path directory = fs::absolute(settings.state).lexically_normal();
  const Place place{directory, directory / "worlds.db"};
  if (command.what == "import") return locked_command(place, command);
  if (!fs::exists(place.file)) {
    fmt::print(stderr, "recess: there is no state in {}; name its directory with --state\n", directory.string());
    return Exit::usage;
  }
  if (command.what == "check") return check(place);
  if (command.what == "show") return show(place);
  if (command.what == "export") return export_state(place, command.file);
  if (command.what == "replay") return replay(place, command);
  if (command.what == "backup") {
    return ended(journal::back_up(place.file, command.file, show_progress), "copied to " + command.file);
  }
  return locked_command(place, command);
}

}  // namespace recess
