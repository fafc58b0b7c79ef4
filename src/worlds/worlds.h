// The worlds of Mocean as they run on this server: by name, each with its rules, clock, journal and map. Around the
// pure rules (src/mocean) this room puts what they leave out: HTTP, tokens in headers and cookies, rate limits, the
// teacher's routes, the live map, replay. Not here: the rules themselves, the journal's file (src/journal), the map
// page (web).
//
// Start with live_world.h (one world), unsaved.h (why a reply may wait), game_routes.h (a request).
// Threading: the loop thread, but for encoding snapshots and looking into the past, which a worker does.
#pragma once

#include "http/server.h"
#include "journal/journal.h"
#include "kernel/random.h"
#include "kernel/result.h"
#include "kernel/worker.h"
#include "worlds/admin_key.h"
#include "worlds/hold.h"
#include "worlds/live_world.h"
#include "worlds/past.h"
#include "worlds/rate_limits.h"
#include "worlds/uptime.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>

namespace recess::worlds {

struct WorldsOptions {
  std::filesystem::path state;  // the state directory
  std::string host_url;         // how others reach this server; empty: the address asked for
  Rates rates{};
};

class Worlds {
 public:
  // Folds every world that the journal knows and makes `main` if it is not there. Refusals: of the journal, invalid
  // (RECESS_ADMIN_KEY too short), internal (a world cannot be folded: the text says which command helps).
  static Result<std::unique_ptr<Worlds>> open(boost::asio::io_context& loop, journal::Journal& journal,
                                              WorldsOptions options, AdminKey key);
  ~Worlds();

  LiveWorld* find(std::string_view name);
  LiveWorld* main() { return main_; }
  std::vector<const LiveWorld*> all() const;  // by name
  // Worlds that exist: the other games keep their classes apart by them.
  bool knows(std::string_view name) const { return worlds_.find(name) != worlds_.end(); }

  // A new world, once its first rows are on disk. Refusals: invalid (name, settings), conflict (it is there already),
  // too_many, unavailable (cannot be written).
  boost::asio::awaitable<Result<>> create(std::string name, mocean::Creation creation);
  // A copy of `source` as it was at world time `at` (or is now), under a new name.
  boost::asio::awaitable<Result<>> fork(std::string source, std::string name, std::optional<mocean::WorldTime> at);
  static constexpr std::size_t kMostWorlds = 200;

  // Rate limits. False for who is exempt.
  bool limits(const http::Request& request) const { return address_key(request.remote_address).has_value(); }
  struct Load {
    std::size_t cost = 1;
    bool join = false;
    bool move = false;
  };
  // Holds a request that came too soon. False: more than a second too soon, to be refused.
  boost::asio::awaitable<bool> admit(const http::Request& request, const LiveWorld& world,
                                     std::optional<mocean::PlayerId> player, Load load);
  // The same for other games, which have no players here: the address only.
  boost::asio::awaitable<bool> admit_address(const http::Request& request, std::size_t cost = 1);

  const AdminKey& admin_key() const { return key_; }
  const WorldsOptions& options() const { return options_; }
  const Uptime& uptime() const { return uptime_; }
  Random& chance() { return secure_random(); }
  // Looks into the past on its own thread: `look` gets the world as it was.
  boost::asio::awaitable<Result<std::string>> at(std::string world, mocean::WorldTime moment,
                                                 std::function<std::string(const mocean::World&)> look);
  boost::asio::awaitable<Result<mocean::WorldTime>> first_moment(std::string world);
  // False: decide no command now.
  bool has_room() const { return journal_.has_room(); }
  bool stopping() const { return stopping_; }
  // Why not all is well, in a word; empty: it is.
  std::string_view trouble() const;

  // Takes no more commands, ends the feeds, notes where every clock stands, and keeps a picture of every world that has
  // changed. Returns when all of it is on disk, or cannot be.
  boost::asio::awaitable<void> close();

 private:
  Worlds(boost::asio::io_context& loop, journal::Journal& journal, WorldsOptions options, AdminKey key);
  Result<> load();
  Result<> load(const std::string& name);
  Result<> make_main();
  LiveWorld& start(mocean::World world);
  Result<> may_make(std::string_view name) const;
  boost::asio::awaitable<Result<>> begin(mocean::World world, std::string row);
  void arm();
  void tick();
  void keep_picture(LiveWorld& world);
  boost::asio::awaitable<bool> hold(std::optional<Micros> time);

  boost::asio::io_context& loop_;
  journal::Journal& journal_;
  WorldsOptions options_;
  AdminKey key_;
  Uptime uptime_;
  RateLimits limits_;
  HoldingWheel wheel_;
  Past past_;  // the historian's
  Worker historian_{1};
  std::map<std::string, std::unique_ptr<LiveWorld>, std::less<>> worlds_;
  std::set<std::string, std::less<>> making_;  // their first rows are on the way
  LiveWorld* main_ = nullptr;
  boost::asio::steady_timer ticker_;
  std::uint64_t ticks_ = 0;
  std::map<std::string, Tick, std::less<>> pictured_;  // when last asked for
  std::size_t picturing_ = 0;                          // under way
  bool stopping_ = false;
};

}  // namespace recess::worlds
