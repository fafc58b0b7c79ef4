#include "class_of_pupils.h"

#include <fmt/format.h>

#include <array>

namespace recess::journal {

mocean::Answer Request::put_to(mocean::World& world, Micros now, Random& chance) const {
  std::vector<mocean::Param> params;
  for (const auto& [key, value] : keys) params.push_back({key, value});
  mocean::Ask ask;
  ask.route = route;
  ask.params = mocean::Params(params);
  return world.ask(ask, now, chance);
}

Request pupils_request(Random& chance) {
  const std::size_t who = chance.below(kPupils);
  return pupils_request(who, static_cast<int>(chance.below(kPupils)), chance);
}

Request pupils_request(std::size_t who, int id, Random& chance) {
  const std::string me = std::to_string(id);
  const std::string name = fmt::format("pupil{}", who);
  constexpr std::array kControls{"w", "w", "w", "a", "s", "d"};
  constexpr std::array kItems{"binoculars", "fishing net", "whale",        "boat hook",
                              "sandwich",   "iron dust",   "imaging sonar"};
  const auto one_of = [&](const auto& all) { return std::string(all[chance.below(all.size())]); };
  if (id < 0) return {"join", {{"name", name}}};
  switch (chance.below(20)) {
    case 0: return {"join", {{"name", name}}};
    case 1: return {"stop", {{"id", me}}};
    case 2: return {"get", {{"id", me}, {"item", one_of(kItems)}}};
    case 3: return {"get", {{"id", me}, {"item", "treasure"}}};
    case 4: return {"use", {{"id", me}, {"item", one_of(kItems)}}};
    case 5:
      return {"sendchat",
              {{"id", me}, {"name", fmt::format("pupil{}", chance.below(kPupils))}, {"message", "hello \"there\""}}};
    case 6: return {"popchat", {{"id", me}}};
    case 7: return {"ping", {{"id", me}}};
    case 8: return {"location", {{"id", me}}};
    case 9: return {"look", {{"id", me}}};
    case 10: return chance.below(6) == 0 ? Request{"quit", {{"name", name}}} : Request{"velocity", {{"id", me}}};
    case 11: return {"dive", {{"id", me}, {"ctrl", chance.below(3) == 0 ? "r" : "f"}}};
    case 12: return {"move", {{"name", name}, {"heading", "north"}}};
    default: return {"accel", {{"id", me}, {"ctrl", one_of(kControls)}}};
  }
}

namespace {

Result<mocean::World> load(const File& file, bool snapshots) {
  mocean::World world("main");
  Sink sink;
  sink.snapshot = [&](std::string_view state, Micros) -> Result<> {
    if (!snapshots) return refuse(Code::invalid, "not wanted");
    auto restored = mocean::World::restore("main", state);
    if (!restored) return restored.error();
    world = std::move(*restored);
    return {};
  };
  sink.row = [&](std::string_view record, Micros time) { return world.replay(record, time); };
  const auto loaded = file.load("main", sink);
  if (!loaded) return loaded.error();
  if (world.created()) world.advance(loaded->time);
  return world;
}

}  // namespace

Result<mocean::World> load_world(const File& file) { return load(file, true); }

Result<mocean::World> world_from_rows(const File& file) { return load(file, false); }

Result<> read_every_row(const File& file, std::string_view stream,
                        const std::function<void(std::string_view record, Micros time)>& visit) {
  Sink sink;
  sink.snapshot = [](std::string_view, Micros) -> Result<> { return refuse(Code::invalid, "not wanted"); };
  sink.row = [&](std::string_view record, Micros time) -> Result<> {
    visit(record, time);
    return {};
  };
  const auto loaded = file.load(stream, sink);
  if (!loaded) return loaded.error();
  return {};
}

}  // namespace recess::journal
