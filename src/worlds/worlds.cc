#include "worlds/worlds.h"

#include "kernel/background.h"
#include "kernel/log.h"
#include "kernel/world_name.h"

#include <fmt/format.h>

#include <utility>

#include <boost/asio/executor_work_guard.hpp>

namespace recess::worlds {
namespace {

namespace asio = boost::asio;

constexpr Millis kTick{250};
constexpr Seconds kPictureEvery{60};
constexpr std::uint64_t kSentPerPicture = 100'000;

}  // namespace

Result<std::unique_ptr<Worlds>> Worlds::open(asio::io_context& loop, journal::Journal& journal, WorldsOptions options,
                                             AdminKey key) {
  std::unique_ptr<Worlds> worlds(new Worlds(loop, journal, std::move(options), std::move(key)));
  if (const auto loaded = worlds->load(); !loaded) return loaded.error();
  worlds->arm();
  return worlds;
}

Worlds::Worlds(asio::io_context& loop, journal::Journal& journal, WorldsOptions options, AdminKey key)
    : loop_(loop),
      journal_(journal),
      options_(std::move(options)),
      key_(std::move(key)),
      uptime_(options_.state / "uptime"),
      limits_(options_.rates),
      wheel_(loop),
      past_(journal.file()),
      ticker_(loop) {}

Worlds::~Worlds() = default;

Result<> Worlds::load() {
  const auto streams = journal_.streams();
  if (!streams) return streams.error();
  for (const journal::StreamInfo& stream : *streams) {
    if (!is_world_name(stream.name)) continue;
    if (const auto loaded = load(stream.name); !loaded) return loaded.error();
  }
  return main_ == nullptr ? make_main() : Result<>();
}

// Before the loop runs, so it is run here until the first row is on disk.
Result<> Worlds::make_main() {
  mocean::World world("main");
  const auto row = world.create(mocean::Creation{.seed = chance().next()}, {});
  if (!row) return row.error();
  std::optional<Result<>> written;
  journal_.append("main", {}, *row, [&](const Result<journal::Seq>& outcome) {
    written = outcome ? Result<>() : Result<>(outcome.error());
  });
  const auto work = asio::make_work_guard(loop_);
  while (!written) loop_.run_one();
  if (!*written) return written->error();
  log_info("world.created", {{"world", "main"}});
  start(std::move(world));
  return {};
}

Result<> Worlds::load(const std::string& name) {
  mocean::World world(name);
  journal::Sink sink;
  sink.snapshot = [&](std::string_view state, Micros) -> Result<> {
    auto restored = mocean::World::restore(name, state);
    if (!restored) return restored.error();
    world = std::move(*restored);
    return {};
  };
  sink.row = [&](std::string_view row, Micros time) -> Result<> {
    const auto folded = world.replay(row, time);
    if (!folded) return folded.error();
    return {};
  };
  Tick said = tick_now();
  sink.progress = [&](journal::Seq done, journal::Seq all) {
    if (tick_now() - said < Seconds(2)) return;
    said = tick_now();
    log_info("world.folding", {{"world", name}, {"rows", done}, {"of", all}});
  };
  const auto loaded = journal_.load(name, sink);
  if (!loaded) {
    Error error = loaded.error();
    if (error.word.empty()) {  // the rules', about a row that is whole
      error = refuse(Code::internal, error.detail + "; `recess state repair` keeps what can be kept", "state_damaged");
    }
    error.detail = fmt::format("world {}: {}", name, error.detail);
    return error;
  }
  for (const std::string& passed : loaded->passed_over) log_warning("world.snapshot_passed_over", {{"why", passed}});
  if (!world.created()) return {};
  world.advance(loaded->time);
  log_info("world.restored", {{"world", name},
                              {"players", world.players()},
                              {"rows", loaded->rows},
                              {"clock_s", static_cast<double>(world.time().count()) / 1e6}});
  start(std::move(world));
  return {};
}

LiveWorld& Worlds::start(mocean::World world) {
  const std::string name = world.name();
  auto live = std::make_unique<LiveWorld>(
      std::move(world), [this, name](mocean::WorldTime time, std::vector<std::string> rows, Unsaved::Done done) {
        journal_.append(journal::Entry{name, time, std::move(rows)},
                        [done = std::move(done)](const Result<journal::Seq>& outcome) { done(outcome.has_value()); });
      });
  LiveWorld& started = *live;
  worlds_[name] = std::move(live);
  pictured_[name] = tick_now();
  if (name == "main") main_ = &started;
  return started;
}

LiveWorld* Worlds::find(std::string_view name) {
  const auto found = worlds_.find(name);
  return found == worlds_.end() ? nullptr : found->second.get();
}

std::vector<const LiveWorld*> Worlds::all() const {
  std::vector<const LiveWorld*> all;
  all.reserve(worlds_.size());
  for (const auto& [name, world] : worlds_) all.push_back(world.get());
  return all;
}

Result<> Worlds::may_make(std::string_view name) const {
  if (!is_world_name(name)) {
    return refuse(Code::invalid,
                  "a world's name has 1 to 32 characters out of a to z, 0 to 9 and -, and is not \"steps\"");
  }
  if (knows(name) || making_.contains(name)) {
    return refuse(Code::conflict, "there is a world of that name already");
  }
  if (worlds_.size() >= kMostWorlds) return refuse(Code::too_many, "there are as many worlds as there may be");
  if (stopping_) return refuse(Code::cancelled, "the server is stopping");
  return {};
}

asio::awaitable<Result<>> Worlds::create(std::string name, mocean::Creation creation) {
  if (const auto may = may_make(name); !may) co_return may.error();
  mocean::World world(name);
  auto row = world.create(creation, {});
  if (!row) co_return row.error();
  std::string first = std::move(*row);
  const auto begun = co_await begin(std::move(world), std::move(first));
  co_return begun;
}

// A world is there once its first row is.
asio::awaitable<Result<>> Worlds::begin(mocean::World world, std::string row) {
  const std::string name = world.name();
  making_.insert(name);
  WaitList<bool> written;
  journal_.append(name, world.time(), std::move(row),
                  [&written](const Result<journal::Seq>& outcome) { written.wake(outcome.has_value()); });
  const bool there = co_await written.wait();
  making_.erase(name);
  if (!there) co_return refuse(Code::unavailable, "the new world could not be written; nothing has changed");
  log_info("world.created", {{"world", name}});
  start(std::move(world));
  co_return Result<>{};
}

asio::awaitable<Result<>> Worlds::fork(std::string source, std::string name, std::optional<mocean::WorldTime> at) {
  if (const auto may = may_make(name); !may) co_return may.error();
  LiveWorld* original = find(source);
  if (original == nullptr) co_return refuse(Code::not_found, "there is no such world to fork");
  if (at && *at > original->now()) co_return not_yet(original->now());
  Result<std::string> state = std::string();
  if (at) {
    std::function<std::string(const mocean::World&)> look = [](const mocean::World& world) {
      return world.snapshot().encode();
    };
    state = co_await this->at(source, *at, std::move(look));
  } else {
    std::function<std::string()> encode = [picture = original->rules().snapshot()] { return picture.encode(); };
    state = co_await historian_.run(std::move(encode));
  }
  if (!state) co_return state.error();
  auto world = mocean::World::restore(name, *state);
  if (!world) co_return world.error();
  // Others may have been quicker meanwhile.
  if (const auto may = may_make(name); !may) co_return may.error();
  // The state first: whatever is written of the copy then has something to stand on.
  journal_.snapshot(
      name, world->time(), [state = std::move(*state)] { return state; }, [](const Result<journal::Seq>&) {});
  std::string first = world->beat(world->time());
  mocean::World copy = std::move(*world);
  const auto begun = co_await begin(std::move(copy), std::move(first));
  co_return begun;
}

asio::awaitable<bool> Worlds::hold(std::optional<Micros> time) {
  if (!time) co_return false;
  if (*time <= Micros::zero()) co_return true;
  const bool held = co_await wheel_.hold(*time);
  co_return held;
}

asio::awaitable<bool> Worlds::admit(const http::Request& request, const LiveWorld& world,
                                    std::optional<mocean::PlayerId> player, Load load) {
  const Tick now = tick_now();
  const auto world_key = std::hash<std::string_view>{}(world.name());
  Micros longest{};
  // False: refused, and what was taken before is not given back: who is that far over does not gain by it.
  const auto longer = [&](std::optional<Micros> time) {
    if (time) longest = std::max(longest, *time);
    return time.has_value();
  };
  const auto address = address_key(request.remote_address);
  const auto cost = static_cast<double>(std::max<std::size_t>(load.cost, 1));
  if (address && !longer(limits_.address(*address, cost, now))) co_return false;
  if (address && load.join && !longer(limits_.join(*address, now))) co_return false;
  if (address && player && !longer(limits_.player(world_key, *player, cost, now))) co_return false;
  if (load.move && player && !longer(limits_.move(world_key, *player, now))) co_return false;
  const bool admitted = co_await hold(longest);
  co_return admitted;
}

asio::awaitable<bool> Worlds::admit_address(const http::Request& request, std::size_t cost) {
  const auto address = address_key(request.remote_address);
  if (!address) co_return true;
  const bool admitted = co_await hold(limits_.address(*address, static_cast<double>(cost), tick_now()));
  co_return admitted;
}

std::string_view Worlds::trouble() const {
  if (stopping_) return "stopping";
  if (!journal_.healthy()) return "not_saving";
  return {};
}

asio::awaitable<Result<std::string>> Worlds::at(std::string world, mocean::WorldTime moment,
                                                std::function<std::string(const mocean::World&)> look) {
  std::function<Result<std::string>()> work = [this, world = std::move(world), moment, look = std::move(look)] {
    give_way();
    const auto then = past_.at(world, moment);
    if (!then) return Result<std::string>(then.error());
    return Result<std::string>(look(**then));
  };
  auto found = co_await historian_.run(std::move(work));
  co_return found;
}

asio::awaitable<Result<mocean::WorldTime>> Worlds::first_moment(std::string world) {
  std::function<Result<mocean::WorldTime>()> work = [this, world = std::move(world)] { return past_.from(world); };
  auto found = co_await historian_.run(std::move(work));
  co_return found;
}

void Worlds::arm() {
  ticker_.expires_after(kTick);
  ticker_.async_wait([this](boost::system::error_code error) {
    if (error || stopping_) return;
    tick();
    arm();
  });
}

void Worlds::tick() {
  const Tick now = tick_now();
  for (const auto& [name, world] : worlds_) {
    world->tick();
    const std::uint64_t sent = world->sent_since_picture();
    const bool due = sent >= kSentPerPicture || (sent > 0 && now - pictured_[name] >= kPictureEvery);
    if (due && !picturing_ && journal_.healthy()) keep_picture(*world);
  }
}

// Cheap here: the text is made and written elsewhere.
void Worlds::keep_picture(LiveWorld& world) {
  const std::string& name = world.name();
  pictured_[name] = tick_now();
  picturing_ = true;
  journal_.snapshot(
      name, world.rules().time(), [picture = world.picture()] { return picture.encode(); },
      [this, name](const Result<journal::Seq>& kept) {
        picturing_ = false;
        if (!kept) log_warning("world.not_pictured", {{"world", name}, {"why", kept.error().detail}});
      });
}

asio::awaitable<void> Worlds::close() {
  stopping_ = true;
  ticker_.cancel();
  for (const auto& [name, world] : worlds_) {
    world->feed().close();
    if (world->sent_since_picture() == 0 && !world->rules().wants_beat()) continue;
    if (!world->rules().paused()) {
      world->change([](mocean::World& rules, mocean::WorldTime now) -> Result<std::string> { return rules.beat(now); });
    }
    keep_picture(*world);
  }
  WaitList<bool> settled;
  journal_.settle([&settled] { settled.wake(true); });
  co_await settled.wait();
  if (!journal_.healthy()) log_error("worlds.not_saved", {{"why", journal_.trouble()}});
  uptime_.stopped_cleanly();
}

}  // namespace recess::worlds
