#include "mocean/snapshot.h"

#include "mocean/motion.h"

#include "kernel/json.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <set>

namespace recess::mocean {
namespace {

constexpr int kVersion = 1;
constexpr std::string_view kPlayersMark = "\"players\":[";

// --- writing ---

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& raw(std::string_view text) {
    out_ += text;
    return *this;
  }
  Writer& number(double value) {
    char digits[32];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  Writer& integer(std::int64_t value) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  Writer& text(std::string_view value) { return raw(json::quote(value)); }
  Writer& time(WorldTime value) { return integer(value.count()); }

 private:
  std::string& out_;
};

void write_slots(Writer& out, const std::vector<std::optional<PlayerId>>& slots) {
  out.raw("[");
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (i > 0) out.raw(",");
    slots[i] ? out.integer(*slots[i]) : out.raw("null");
  }
  out.raw("]");
}

void write_table(Writer& out, const ScoreTable& table) {
  out.raw("{\"season\":").integer(table.season).raw(",\"rows\":[");
  bool first = true;
  for (const ScoreRow& row : table.rows) {
    if (!first) out.raw(",");
    first = false;
    out.raw("[").integer(row.rank).raw(",").integer(row.id).raw(",").text(row.name).raw(",").integer(row.score).raw(
        "]");
  }
  out.raw("]}");
}

void write_head(Writer& out, const State& state) {
  const Globals& globals = state.globals;
  const Season& season = globals.season;
  out.raw("{\"recess_world\":").integer(kVersion).raw(",\"t\":").time(state.time);
  out.raw(",\"seed\":\"").raw(std::to_string(state.planet->seed)).raw("\",\"config\":");
  out.raw(config_json(state.planet->config)).raw(",\"paused\":").raw(globals.paused ? "true" : "false");
  out.raw(",\"holders\":");
  write_slots(out, globals.holders);
  out.raw(",\"riders\":");
  write_slots(out, globals.riders);
  out.raw(",\"blooms\":[");
  for (std::size_t i = 0; i < globals.blooms.size(); ++i) {
    const Bloom& bloom = globals.blooms[i];
    out.raw(i > 0 ? ",[" : "[").number(bloom.x).raw(",").number(bloom.y).raw(",").time(bloom.started);
    out.raw(",").integer(bloom.by).raw("]");
  }
  out.raw("],\"found\":").integer(static_cast<std::int64_t>(globals.seamounts_found));
  out.raw(",\"season\":{\"n\":").integer(season.number).raw(",\"state\":").text(season_state_name(season.state));
  out.raw(",\"started\":").time(season.started).raw(",\"ends\":");
  season.ends ? out.time(*season.ends) : out.raw("null");
  out.raw(",\"target\":").integer(season.target).raw(",\"over_at\":").time(season.over_at).raw("},\"frozen\":");
  globals.frozen ? write_table(out, *globals.frozen) : void(out.raw("null"));
  out.raw(",\"archived\":[");
  for (std::size_t i = 0; i < globals.archived.size(); ++i) {
    if (i > 0) out.raw(",");
    write_table(out, *globals.archived[i]);
  }
  out.raw("],\"ids\":").integer(state.players.ids()).raw(",").raw(kPlayersMark);
}

void write_player(Writer& out, PlayerId id, const Player& player, const Laps* reported) {
  const Deeds& deeds = player.deeds;
  out.raw("[").integer(id).raw(",").text(player.name).raw(",\"");
  if (player.token) out.raw(to_hex(*player.token));
  out.raw("\",").integer((player.claimed ? 1 : 0) | (player.greeted ? 2 : 0)).raw(",[");
  for (const double value : {player.x, player.y, player.z, player.speed, player.heading, player.px, player.py,
                             player.swum_x, player.swum_y, player.air}) {
    out.number(value).raw(",");
  }
  out.time(player.since).raw(",").time(player.air_since).raw(",").time(player.last_command).raw(",");
  out.integer(player.laps.x).raw(",").integer(player.laps.y).raw("],[");
  for (std::size_t i = 0; i < player.items.size(); ++i) {
    if (i > 0) out.raw(",");
    out.integer((player.items[i].what == Item::What::whale ? 100 : 0) + player.items[i].index);
  }
  out.raw("],[");
  for (std::size_t i = 0; i < player.inbox.size(); ++i) {
    const Letter& letter = player.inbox[i];
    out.raw(i > 0 ? ",[" : "[").integer(letter.from ? *letter.from : -1).raw(",").text(letter.text).raw("]");
  }
  out.raw("],[").integer(static_cast<std::int64_t>(deeds.seamounts)).raw(",");
  out.integer(static_cast<std::int64_t>(deeds.treasures)).raw(",").integer(static_cast<std::int64_t>(deeds.whales));
  out.raw(",").integer((deeds.sounded ? 1 : 0) | (deeds.deep ? 2 : 0) | (deeds.round_x ? 4 : 0) |
                       (deeds.round_y ? 8 : 0));
  out.raw(",").integer(deeds.score).raw(",").time(deeds.reached);
  for (const PlayerId reader : deeds.readers) out.raw(",").integer(reader);
  out.raw("]");
  if (reported) out.raw(",").integer(reported->x).raw(",").integer(reported->y);
  out.raw("]");
}

// --- reading: everything may be wrong ---

struct Wrong {
  std::string what;
};

[[noreturn]] void wrong(std::string what) { throw Wrong{std::move(what)}; }

double number_of(const json::Value& value, std::string_view what) {
  const auto number = value.as_number();
  if (!number || !std::isfinite(*number)) wrong(fmt::format("{} is no number", what));
  return *number;
}

std::int64_t integer_of(const json::Value& value, std::int64_t low, std::int64_t high, std::string_view what) {
  const auto number = value.as_integer();
  if (!number || *number < low || *number > high) wrong(fmt::format("{} is no whole number in its bounds", what));
  return *number;
}

constexpr std::int64_t kBig = std::int64_t{1} << 53;

WorldTime time_of(const json::Value& value, std::string_view what) {
  return WorldTime(integer_of(value, 0, kBig, what));
}

std::string text_of(const json::Value& value, std::string_view what) {
  auto text = value.as_string();
  if (!text) wrong(fmt::format("{} is no text", what));
  return std::move(*text);
}

std::vector<std::optional<PlayerId>> slots_of(const json::Value& value, std::size_t size, std::int64_t ids,
                                              std::string_view what) {
  if (!value.is(json::Kind::array) || value.size() != size) wrong(fmt::format("{} has the wrong length", what));
  std::vector<std::optional<PlayerId>> slots;
  value.each([&](std::string_view, json::Value slot) {
    slots.push_back(slot.is(json::Kind::null)
                        ? std::nullopt
                        : std::optional(static_cast<PlayerId>(integer_of(slot, 0, ids - 1, what))));
  });
  return slots;
}

std::shared_ptr<const ScoreTable> table_of(const json::Value& value) {
  ScoreTable table;
  table.season = static_cast<std::uint32_t>(integer_of(value.find("season"), 1, 1U << 31U, "a table's season"));
  value.find("rows").each([&](std::string_view, json::Value row) {
    ScoreRow read;
    std::string scratch;
    std::size_t i = 0;
    row.each([&](std::string_view, json::Value cell) {
      if (i == 0) read.rank = static_cast<std::uint32_t>(integer_of(cell, 1, 1U << 31U, "a rank"));
      if (i == 1) read.id = static_cast<PlayerId>(integer_of(cell, 0, 0xFFFFFFFF, "a row's id"));
      if (i == 2) read.name = text_of(cell, "a row's name");
      if (i == 3) read.score = integer_of(cell, 0, kBig, "a row's score");
      ++i;
    });
    if (i != 4) wrong("a row of a score table has the wrong length");
    table.rows.push_back(std::move(read));
  });
  return std::make_shared<const ScoreTable>(std::move(table));
}

SeasonState season_state_of(const json::Value& value) {
  const std::string word = text_of(value, "the season's state");
  for (const SeasonState state : {SeasonState::open, SeasonState::running, SeasonState::over}) {
    if (word == season_state_name(state)) return state;
  }
  wrong("the season's state is not known");
}

State read_head(const json::Value& head) {
  if (integer_of(head.find("recess_world"), 0, kBig, "the version") != kVersion) {
    wrong(fmt::format("it has version {}; this build reads version {}", head.find("recess_world").raw(), kVersion));
  }
  auto config = parse_config(head.find("config").raw());
  if (!config) wrong(config.error().detail);
  const std::string seed_text = text_of(head.find("seed"), "the seed");
  std::uint64_t seed = 0;
  const auto [end, bad] = std::from_chars(seed_text.data(), seed_text.data() + seed_text.size(), seed);
  if (bad != std::errc{} || end != seed_text.data() + seed_text.size()) wrong("the seed is no number");

  State state;
  state.planet = std::make_shared<Planet>(std::move(config.value()), seed);
  state.time = time_of(head.find("t"), "the time");
  const auto ids = integer_of(head.find("ids"), 0, 0xFFFFFFFE, "the number of ids");
  Globals& globals = state.globals;
  globals.created = true;
  globals.paused = head.find("paused").as_boolean().value_or(false);
  globals.holders = slots_of(head.find("holders"), state.planet->treasures.size(), ids, "a treasure's holder");
  globals.riders = slots_of(head.find("riders"), state.planet->whales.size(), ids, "a whale's rider");
  head.find("blooms").each([&](std::string_view, json::Value bloom) {
    globals.blooms.push_back({number_of(bloom.at(0), "a bloom"), number_of(bloom.at(1), "a bloom"),
                              time_of(bloom.at(2), "a bloom"),
                              static_cast<PlayerId>(integer_of(bloom.at(3), 0, 0xFFFFFFFF, "a bloom"))});
  });
  globals.seamounts_found = static_cast<std::uint64_t>(integer_of(head.find("found"), 0, kBig, "what was found"));
  const json::Value season = head.find("season");
  globals.season.number = static_cast<std::uint32_t>(integer_of(season.find("n"), 1, 1U << 31U, "the season"));
  globals.season.state = season_state_of(season.find("state"));
  globals.season.started = time_of(season.find("started"), "the season's start");
  if (!season.find("ends").is(json::Kind::null)) globals.season.ends = time_of(season.find("ends"), "the season's end");
  globals.season.target = integer_of(season.find("target"), 0, kBig, "the season's target");
  globals.season.over_at = time_of(season.find("over_at"), "the season's end");
  if (head.find("frozen").is(json::Kind::object)) globals.frozen = table_of(head.find("frozen"));
  head.find("archived").each([&](std::string_view, json::Value t) { globals.archived.push_back(table_of(t)); });
  state.players.grow_to(static_cast<PlayerId>(ids));
  state.reported.resize(static_cast<std::size_t>(ids));
  return state;
}

// Walks an array once: at(i) would start from the front each time.
std::vector<json::Value> elements(const json::Value& array, std::size_t least, std::size_t most,
                                  std::string_view what) {
  if (!array.is(json::Kind::array) || array.size() < least || array.size() > most) {
    wrong(fmt::format("{} has the wrong length", what));
  }
  std::vector<json::Value> values;
  values.reserve(array.size());
  array.each([&](std::string_view, json::Value value) { values.push_back(value); });
  return values;
}

void read_motion(const json::Value& array, const Planet& planet, Player& player) {
  const auto parts = elements(array, 15, 15, "a player's motion");
  double* const numbers[] = {&player.x,  &player.y,  &player.z,      &player.speed,  &player.heading,
                             &player.px, &player.py, &player.swum_x, &player.swum_y, &player.air};
  for (std::size_t i = 0; i < std::size(numbers); ++i) *numbers[i] = number_of(parts[i], "a player's motion");
  if (player.x < 0 || player.x >= planet.torus.width || player.y < 0 || player.y >= planet.torus.height ||
      player.z < 0 || player.speed < 0) {
    wrong("a player is not on the map");
  }
  player.since = time_of(parts[10], "a player's time");
  player.air_since = time_of(parts[11], "a player's time");
  player.last_command = time_of(parts[12], "a player's time");
  player.laps = {integer_of(parts[13], -kBig, kBig, "laps"), integer_of(parts[14], -kBig, kBig, "laps")};
  derive_velocity(planet, player);
}

void read_items(const json::Value& array, const Planet& planet, Player& player) {
  for (const json::Value& value : elements(array, 0, 255, "an inventory")) {
    const std::int64_t code = integer_of(value, 0, 199, "an item");
    const bool whale = code >= 100;
    const auto index = static_cast<std::uint8_t>(code % 100);
    if (index >= (whale ? planet.whales.size() : planet.treasures.size())) wrong("an item is not in this world");
    if (whale && player.whale) wrong("a player rides two whales");
    if (whale) player.whale = index;
    player.items.push_back({whale ? Item::What::whale : Item::What::treasure, index});
  }
}

void read_deeds(const json::Value& array, Deeds& deeds) {
  const auto parts = elements(array, 6, 4096, "a player's deeds");
  deeds.seamounts = static_cast<std::uint64_t>(integer_of(parts[0], 0, kBig, "deeds"));
  deeds.treasures = static_cast<std::uint64_t>(integer_of(parts[1], 0, kBig, "deeds"));
  deeds.whales = static_cast<std::uint64_t>(integer_of(parts[2], 0, kBig, "deeds"));
  const std::int64_t flags = integer_of(parts[3], 0, 15, "deeds");
  deeds.sounded = (flags & 1) != 0;
  deeds.deep = (flags & 2) != 0;
  deeds.round_x = (flags & 4) != 0;
  deeds.round_y = (flags & 8) != 0;
  deeds.score = integer_of(parts[4], 0, kBig, "a score");
  deeds.reached = time_of(parts[5], "a score's time");
  for (std::size_t i = 6; i < parts.size(); ++i) {
    deeds.readers.push_back(static_cast<PlayerId>(integer_of(parts[i], 0, 0xFFFFFFFF, "a reader")));
  }
}

void read_player(const json::Value& line, State& state, std::int64_t& last) {
  const auto parts = elements(line, 8, 10, "a player");
  Player player;
  const std::int64_t id = integer_of(parts[0], last + 1, std::int64_t{state.players.ids()} - 1, "a player's id");
  last = id;
  player.name = text_of(parts[1], "a name");
  if (player.name.empty()) wrong("a name is empty");
  if (const std::string hex = text_of(parts[2], "a token"); !hex.empty()) {
    player.token = from_hex(hex);
    if (!player.token) wrong("a token is damaged");
  }
  const std::int64_t flags = integer_of(parts[3], 0, 3, "a player's flags");
  player.claimed = (flags & 1) != 0;
  player.greeted = (flags & 2) != 0;
  read_motion(parts[4], *state.planet, player);
  if (player.since > state.time) wrong("a player is ahead of time");
  read_items(parts[5], *state.planet, player);
  for (const json::Value& letter : elements(parts[6], 0, 16, "an inbox")) {
    const std::int64_t from = integer_of(letter.at(0), -1, 0xFFFFFFFF, "a letter");
    player.inbox.push_back(
        {from < 0 ? std::nullopt : std::optional(static_cast<PlayerId>(from)), text_of(letter.at(1), "a letter")});
  }
  read_deeds(parts[7], player.deeds);
  if (parts.size() == 10) {
    state.reported[static_cast<std::size_t>(id)] = {integer_of(parts[8], -kBig, kBig, "laps"),
                                                    integer_of(parts[9], -kBig, kBig, "laps")};
  }
  state.players.put(static_cast<PlayerId>(id), std::move(player));
}

void check_whole(const State& state) {
  std::set<std::string_view> names;
  state.players.each([&](PlayerId id, const Player& player) {
    if (!names.insert(player.name).second) wrong("a name is there twice");
    if (player.whale && state.globals.riders[*player.whale] != id) wrong("a ridden whale does not know its rider");
  });
  for (std::size_t i = 0; i < state.globals.riders.size(); ++i) {
    const auto& rider = state.globals.riders[i];
    if (!rider) continue;
    const Player* player = state.players.find(*rider);
    if (player == nullptr || player->whale != i) wrong("a whale's rider does not ride it");
  }
}

json::Value parse_line(std::shared_ptr<const json::Document>& document, std::string text, std::string_view what) {
  auto parsed = json::Document::parse(std::move(text), {.depth = 8});
  if (!parsed) wrong(fmt::format("{} is not JSON: {}", what, parsed.error().detail));
  document = std::move(parsed.value());
  return document->root();
}

}  // namespace

std::string encode_state(const State& state, bool canonical) {
  std::string text;
  text.reserve(4096 + 256 * state.players.active());
  Writer out(text);
  write_head(out, state);
  bool first = true;
  state.players.each([&](PlayerId id, const Player& player) {
    out.raw(first ? "\n" : ",\n");
    first = false;
    write_player(out, id, player, canonical ? nullptr : &state.reported[id]);
  });
  out.raw("\n]}\n");
  return text;
}

Result<State> decode_state(std::string_view text) {
  try {
    const auto newline = text.find('\n');
    std::string_view head = text.substr(0, newline);
    if (newline == std::string_view::npos || !head.ends_with(kPlayersMark)) wrong("its first line is not a world's");
    std::shared_ptr<const json::Document> document;
    State state = read_head(parse_line(document, std::string(head) + "]}", "its first line"));
    text.remove_prefix(newline + 1);
    std::int64_t last = -1;
    std::size_t number = 1;
    for (;;) {
      const auto end = text.find('\n');
      if (end == std::string_view::npos) wrong("it ends early");
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end + 1);
      ++number;
      if (line == "]}") break;
      if (line.ends_with(',')) line.remove_suffix(1);
      read_player(parse_line(document, std::string(line), fmt::format("line {}", number)), state, last);
    }
    if (!text.empty()) wrong("there is something after its end");
    check_whole(state);
    return state;
  } catch (const Wrong& damage) {
    return refuse(Code::invalid, "a world's snapshot cannot be read: " + damage.what);
  }
}

}  // namespace recess::mocean
