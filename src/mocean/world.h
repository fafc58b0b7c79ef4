// Mocean: a toroidal ocean planet with many players. This room is a pure fold: commands with times go in, state and
// replies come out. It has no socket, clock, thread or file; time and chance are handed to it.
// Not here: HTTP, cookies, rate limits, the journal's file (src/worlds, src/journal).
//
// Life of a command: ask() brings the world to `now` (ticks that are implied by time), decides, applies, and hands back
// the journal rows that repeat what was done; the shell sends the reply once they are durable. replay() folds such rows
// again. World, rows and times are all there is: the same rows give the same canonical_hash().
//
// Start with ocean.h (the fold), routes.cc (the table of routes), config.h (every number).
// Threading: one World is used from one thread; Snapshot objects may be encoded on another.
#pragma once

#include "kernel/clock.h"
#include "kernel/random.h"
#include "kernel/result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recess::mocean {

// World time: starts at 0 when the world is created, in whole microseconds, never steps back.
using WorldTime = Micros;
using PlayerId = std::uint32_t;

struct Param {
  std::string_view key;
  std::string_view value;  // decoded
};

// What came with a request. Borrowed: valid as long as the array behind it.
class Params {
 public:
  Params() = default;
  explicit Params(std::span<const Param> all) : all_(all) {}
  // The last value of that key without white space at both ends. Empty if missing or not UTF-8: the same thing.
  std::string_view get(std::string_view key) const;

 private:
  std::span<const Param> all_;
};

struct Caller {
  std::string_view token{};        // from token=, the header or the cookie of the player asked about; may be empty
  bool token_from_cookie = false;  // a cookie authenticates but never claims
  bool teacher = false;            // presented the teacher key: no token needed, cheats allowed
};

enum class Form { text, json };

struct Ask {
  std::string_view route;  // "accel": without slash and world
  Params params;
  Form form = Form::text;
  std::string_view style{};  // both, digits, prose; empty: params' `style`, then the world's reply_style
  Caller caller{};
};

enum class Media { text, json, html };

struct Answer {
  std::string body;
  Media media = Media::text;
  unsigned status = 200;                 // HTTP status for the form asked for (text: 200, or 404 for no such route)
  bool failed = false;                   // a refusal, in whatever form
  std::vector<std::string> records;      // compact JSON rows for the journal, in order; usually none or one
  WorldTime time{};                      // the rows' time
  std::optional<PlayerId> player;        // whom it was about: join's id (for the cookie)
  std::optional<std::string> new_token;  // of a first join: for X-Recess-Token and the cookie
  // For the log: what changed in the list of players; empty otherwise.
  std::string joined;  // the name of a NEW player
  std::string left;    // the name of a player that quit
};

struct UndoMark {
  std::uint64_t at = 0;
  WorldTime time{};
};

// --- what the map, the feed and the admin pages want to know ---

struct Ship {
  PlayerId id;
  double x, y, z, heading, speed;
  bool riding;
  std::string_view name;
};
struct Disc {
  double x, y, radius;
};
struct Spot {
  double x, y, z;
};
struct ScoreRow {
  std::uint32_t rank;  // from 1, never shared
  PlayerId id;
  std::string name;
  std::int64_t score;
};
enum class SeasonState { open, running, over };
struct SeasonView {
  std::uint32_t number;
  SeasonState state;
  std::int64_t elapsed_s;
  std::int64_t remaining_s;  // -1: unlimited
};
std::string_view season_state_name(SeasonState state);  // "open"

// The state at one moment, shared with the world until either changes: made in well under a millisecond. May be
// encoded on any thread, and outlives the world.
class Snapshot {
 public:
  struct Source;
  explicit Snapshot(std::shared_ptr<const Source> source) : source_(std::move(source)) {}
  // One JSON document, one player per line; also what `recess state export` writes. World::restore() reads it.
  std::string encode() const;
  WorldTime time() const;

 private:
  std::shared_ptr<const Source> source_;
};

struct Creation {
  std::uint64_t seed = 0;
  std::string preset = "season";  // or "classic"
  // Keys of config.h with JSON values ("40", "\"strict\"", "true"), applied over the preset.
  std::vector<std::pair<std::string, std::string>> settings;
};

struct Ocean;  // ocean.h

class World {
 public:
  // `name` is what JSON replies call the world; it is not part of the state. Nothing but create(), replay() of a
  // "created" row and restore() make a world that plays; before, ask() answers "no such world" failures.
  explicit World(std::string name);
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;
  ~World();

  // Refuses settings out of bounds; the value is the journal's first row.
  Result<std::string> create(const Creation& creation, WorldTime now);
  static Result<World> restore(std::string name, std::string_view snapshot);

  // Decides and applies. A `now` before time() counts as time(). Never throws for anything a stranger sends.
  Answer ask(const Ask& ask, WorldTime now, Random& chance);
  // POST /batch: a JSON array of {"route":...} in, a JSON array of JSON replies out. At most 32.
  Answer ask_batch(std::string_view json_array, const Caller& caller, WorldTime now, Random& chance);
  // How many requests this one counts as (batch: its tokens).
  static std::size_t cost(const Ask& ask);

  // Folds one journal row. Refuses rows that are not well formed or that cannot have happened; the world is then as
  // after advance(t).
  Result<void> replay(std::string_view record, WorldTime t);
  // Lets time pass: implied ticks. Any number of calls gives the same state as one. Also keeps the index of players
  // fresh, so call it about four times a second rather than leave that to a request.
  void advance(WorldTime now);

  // Teacher's commands; the value is the row for the journal.
  Result<std::string> configure(std::string_view key, std::string_view json_value, WorldTime now);
  Result<std::string> start_season(double minutes, std::int64_t target, WorldTime now);  // 0: no limit, no target
  Result<std::string> reset(WorldTime now);
  Result<std::string> pause(WorldTime now);
  Result<std::string> resume(WorldTime now);
  Result<std::string> release(std::string_view name, WorldTime now);  // lets go of a claim
  std::string beat(WorldTime now);                                    // a row that only says that time passed
  bool wants_beat() const;                                            // anybody moves, or a season runs

  // Undo, for commits that fail. From the first mark() on, changes keep what was before (ticks' too);
  // roll_back_to(m) restores exactly the state, time included, that was at mark m and keeps m valid; marks made after
  // m are void. forget_before(m): m itself stays valid. forget_all(): nothing is in flight, stop keeping.
  UndoMark mark();
  void forget_before(UndoMark mark);
  void forget_all();
  void roll_back_to(UndoMark mark);

  Snapshot snapshot() const;
  // SHA-256, hex, of the state without the lap pairs last reported by `location`.
  std::string canonical_hash() const;

  // Queries. Times before time() count as time(); later ones see movement but no ticks in between.
  const std::string& name() const;
  bool created() const;
  WorldTime time() const;
  bool paused() const;
  std::size_t players() const;  // active ones
  std::size_t moving() const;
  std::optional<PlayerId> id_of(std::string_view name) const;
  std::optional<std::string> name_of(PlayerId id) const;
  bool claimed(PlayerId id) const;
  void each_ship(WorldTime now, const std::function<void(const Ship&)>& visit) const;  // in id order
  std::vector<Disc> blooms(WorldTime now) const;
  std::vector<Spot> whales(WorldTime now) const;  // those in the water: secret, see mocean.md 10.5
  std::vector<Spot> treasures() const;            // those lying about: secret too
  struct SeamountView {
    std::string name;
    double x, y;
  };
  std::vector<SeamountView> seamounts() const;  // secret as well
  double width() const;
  double height() const;
  double depth(double x, double y) const;
  // One byte per cell centre, row 0 southernmost: round(5 * depth), 0..250.
  std::string depth_grid(double cell, std::size_t& nx, std::size_t& ny) const;
  SeasonView season(WorldTime now) const;
  bool scoring_shown() const;  // false in worlds without competition (preset classic)
  // Highest first. `season` 0: the present one. Empty for seasons that are not kept.
  std::vector<ScoreRow> scores(std::size_t count, std::uint32_t season = 0) const;
  std::optional<ScoreRow> score_of(PlayerId id) const;
  std::string_view auth() const;  // "open" or "strict"
  // All settings, one JSON object in the order of config.h's table.
  std::string settings_json() const;
  // Ids given so far, quit ones included.
  std::size_t ids_given() const;

 private:
  friend struct Probe;  // tests place players by hand
  explicit World(std::unique_ptr<Ocean> ocean, std::string name);
  std::string name_;
  std::unique_ptr<Ocean> ocean_;
};

// The table behind the usage text of /mocean: every published route, the shell's too.
struct RouteInfo {
  std::string_view name;   // "accel"
  std::string_view keys;   // "id, ctrl"
  std::string_view value;  // what the keys may be
  std::string_view reply;  // what comes back
  bool command;            // changes the world
  bool shell;              // answered by the shell, not by ask()
};
std::span<const RouteInfo> route_infos();

}  // namespace recess::mocean
