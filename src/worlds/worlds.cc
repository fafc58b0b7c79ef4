#include "worlds/worlds.h"

#include "kernel/log.h"

#include <fmt/format.h>

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace recess::worlds {
namespace {

namespace asio = boost::asio;

constexpr Millis kTick{250};
constexpr Seconds kPictureEvery{60};
constexpr std::uint64_t kRowsPerPicture = 100'000;

// The picture of a world whose folding takes long would itself take long to fold: say so.
constexpr std::uint64_t kRowsPerWord = 1'000'000;

}  // namespace

Result<std::unique_ptr<Worlds>> Worlds::open(asio::io_context& loop, WorldStore& store, WorldsOptions options,
                                             AdminKey key) {
  std::unique_ptr<Worlds> worlds(new Worlds(loop, store, std::move(options), std::move(key)));
  if (const auto loaded = worlds->load(); !loaded) return loaded.error();
  worlds->arm();
  return worlds;
}

Worlds::Worlds(asio::io_context& loop, WorldStore& store, WorldsOptions options, AdminKey key)
    : loop_(loop),
      store_(store),
      options_(std::move(options)),
      key_(std::move(key)),
      uptime_(options_.state / "uptime"),
      limits_(options_.rates),
      wheel_(loop),
      past_(store),
      ticker_(loop) {}

Worlds::~Worlds() = default;

Result<> Worlds::load() {
  const auto names = store_.names();
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (!is_world_name(name)) continue;
    mocean::World world(name);
    std::uint64_t seq = 0;
    std::uint64_t rows = 0;
    const auto from_picture = [&](const WorldStore::Picture& picture) -> Result<> {
      auto restored = mocean::World::restore(name, picture.state);
      if (!restored) return restored.error();
      world = std::move(*restored);
      seq = picture.seq;
      return {};
    };
    const auto fold = [&](const WorldStore::Row& row) -> Result<> {
      const auto folded = world.replay(row.text, row.time);
      if (!folded) {
        return refuse(Code::internal, fmt::format("world {}, row {}: {}; `recess state repair` keeps what can be kept",
                                                  name, row.seq, folded.error().detail));
      }
      seq = row.seq;
      if (++rows % kRowsPerWord == 0) log_info("world.folding", {{"world", name}, {"rows", rows}});
      return {};
    };
    if (const auto loaded = store_.load(name, from_picture, fold); !loaded) return loaded.error();
    if (!world.created()) continue;
    log_info("world.restored", {{"world", name},
                                {"players", world.players()},
                                {"rows", rows},
                                {"clock_s", static_cast<double>(world.time().count()) / 1e6}});
    start(std::move(world), seq);
  }
  if (main_ == nullptr) {
    LiveWorld& world = start(mocean::World("main"), 0);
    const auto created = world.change([this](mocean::World& rules, mocean::WorldTime now) {
      return rules.create(mocean::Creation{.seed = chance().next()}, now);
    });
    if (!created.outcome) return created.outcome.error();
    log_info("world.created", {{"world", "main"}});
  }
  return {};
}

LiveWorld& Worlds::start(mocean::World world, std::uint64_t seq) {
  const std::string name = world.name();
  LiveWorld::Parts parts;
  parts.send = [this, name](mocean::WorldTime time, std::string row, Unsaved::Done done) {
    store_.append(name, time, std::move(row), std::move(done));
  };
  parts.later = [this](std::function<void()> function) { asio::post(loop_, std::move(function)); };
  auto live = std::make_unique<LiveWorld>(std::move(world), seq, std::move(parts));
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
    return refuse(Code::invalid, "a world's name has 1 to 32 characters out of a to z, 0 to 9 and -");
  }
  if (knows(name)) return refuse(Code::conflict, "there is a world of that name already");
  if (worlds_.size() >= kMostWorlds) return refuse(Code::too_many, "there are as many worlds as there may be");
  if (stopping_) return refuse(Code::cancelled, "the server is stopping");
  return {};
}

asio::awaitable<Result<>> Worlds::create(std::string name, mocean::Creation creation) {
  if (const auto may = may_make(name); !may) co_return may.error();
  // Tried on a world that nobody sees, so that a setting out of bounds leaves nothing behind.
  mocean::World trial(name);
  if (const auto fits = trial.create(creation, {}); !fits) co_return fits.error();
  start(mocean::World(name), 0);
  LiveWorld::Decide first = [creation = std::move(creation)](mocean::World& world, mocean::WorldTime now) {
    return world.create(creation, now);
  };
  const auto settled = co_await settle(std::move(name), std::move(first));
  co_return settled;
}

// A world is there once its first row is; if that cannot be written, it never was.
asio::awaitable<Result<>> Worlds::settle(std::string name, LiveWorld::Decide first) {
  LiveWorld* world = find(name);
  LiveWorld::Change change = world->change(first);
  if (!change.outcome) {
    abandon(name);
    co_return change.outcome.error();
  }
  const bool saved = co_await world->saved(std::move(change.ticket));
  if (!saved) {
    abandon(name);
    co_return refuse(Code::unavailable, "the new world could not be written; nothing has changed");
  }
  log_info("world.created", {{"world", name}});
  co_return Result<>{};
}

// Requests may still be under way in it, so it is only out of reach.
void Worlds::abandon(const std::string& name) {
  abandoned_.push_back(std::move(worlds_.at(name)));
  worlds_.erase(name);
  pictured_.erase(name);
}

asio::awaitable<Result<>> Worlds::fork(std::string source, std::string name, std::optional<mocean::WorldTime> at) {
  if (const auto may = may_make(name); !may) co_return may.error();
  LiveWorld* original = find(source);
  if (original == nullptr) co_return refuse(Code::not_found, "there is no such world to fork");
  if (at && *at > original->now()) co_return refuse(Code::invalid, "that moment has not come yet");
  Result<std::string> state = std::string();
  if (at) {
    std::function<std::string(const mocean::World&)> look = [](const mocean::World& world) {
      return world.snapshot().encode();
    };
    state = co_await this->at(source, *at, std::move(look));
  } else {
    std::function<std::string()> encode = [picture = original->rules().snapshot()] { return picture.encode(); };
    state = co_await encoder_.run(std::move(encode));
  }
  if (!state) co_return state.error();
  auto world = mocean::World::restore(name, *state);
  if (!world) co_return world.error();
  // Others may have been quicker meanwhile.
  if (const auto may = may_make(name); !may) co_return may.error();
  WorldStore::Picture picture{0, world->time(), std::move(*state)};
  const auto kept = co_await store_.keep(name, std::move(picture));
  if (!kept) co_return kept.error();
  if (const auto may = may_make(name); !may) co_return may.error();
  start(std::move(*world), 0);
  LiveWorld::Decide first = [](mocean::World& forked, mocean::WorldTime now) -> Result<std::string> {
    return forked.beat(now);
  };
  const auto settled = co_await settle(std::move(name), std::move(first));
  co_return settled;
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
  if (store_.failing()) return "not_saving";
  return {};
}

asio::awaitable<Result<std::string>> Worlds::at(std::string world, mocean::WorldTime moment,
                                                std::function<std::string(const mocean::World&)> look) {
  std::function<Result<std::string>()> work = [this, world = std::move(world), moment, look = std::move(look)] {
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
    const bool due = (now - pictured_[name] >= kPictureEvery && world->rows_since_picture() > 0) ||
                     world->rows_since_picture() >= kRowsPerPicture;
    if (!due || picturing_ > 0 || store_.failing()) continue;
    pictured_[name] = now;
    asio::co_spawn(loop_, keep_picture(name), asio::detached);
  }
}

asio::awaitable<void> Worlds::keep_picture(std::string name) {
  LiveWorld* world = find(name);
  if (world == nullptr) co_return;
  ++picturing_;
  LiveWorld::Picture picture = world->picture();
  const bool saved = co_await world->saved(std::move(picture.ticket));
  if (saved) {
    std::function<std::string()> encode = [snapshot = picture.snapshot] { return snapshot.encode(); };
    std::string state = co_await encoder_.run(std::move(encode));
    WorldStore::Picture row{picture.seq, picture.snapshot.time(), std::move(state)};
    const auto kept = co_await store_.keep(name, std::move(row));
    if (!kept) log_warning("world.not_pictured", {{"world", name}, {"why", kept.error().detail}});
  }
  --picturing_;
}

asio::awaitable<void> Worlds::close() {
  stopping_ = true;
  ticker_.cancel();
  for (const auto& [name, world] : worlds_) world->feed().close();
  std::vector<std::string> names;
  for (const auto& [name, world] : worlds_) names.push_back(name);
  for (const std::string& name : names) {
    LiveWorld& world = *worlds_.at(name);
    if (world.rules().paused()) continue;
    // The clock's last value, so that the next start goes on from here.
    LiveWorld::Change last = world.change(
        [](mocean::World& rules, mocean::WorldTime now) -> Result<std::string> { return rules.beat(now); });
    const bool saved = co_await world.saved(std::move(last.ticket));
    if (!saved) log_error("world.not_saved", {{"world", name}});
    if (saved) co_await keep_picture(name);
  }
  uptime_.stopped_cleanly();
}

}  // namespace recess::worlds
