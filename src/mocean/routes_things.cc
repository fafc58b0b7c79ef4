// Whales, treasures, seamounts and what is carried.
#include "mocean/routes.h"

#include "mocean/sight.h"

#include "kernel/json.h"
#include "kernel/python_number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// As Python's repr() quotes a text.
std::string python_quote(std::string_view text) {
  const bool single = text.find('\'') != std::string_view::npos;
  const char mark = single && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string quoted(1, mark);
  for (const char c : text) {
    if (c == mark || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + mark;
}

// A text that is copied whole, its room included: that takes no loop and no call.
template <std::size_t room>
struct Word {
  std::array<char, room> text;
  std::uint8_t size;
};
// "0," to "999,": most coordinates are one of these.
constexpr auto kNumerals = [] {
  std::array<Word<4>, 1000> all{};
  for (unsigned number = 0; number < all.size(); ++number) {
    auto& [text, size] = all[number];
    if (number >= 100) text[size++] = static_cast<char>('0' + number / 100);
    if (number >= 10) text[size++] = static_cast<char>('0' + number / 10 % 10);
    text[size++] = static_cast<char>('0' + number % 10);
    text[size++] = ',';
  }
  return all;
}();

// "whale,", "treasure,", "player,".
constexpr auto kKinds = [] {
  std::array<Word<12>, 3> all{};
  for (std::size_t kind = 0; kind < all.size(); ++kind) {
    auto& [text, size] = all[kind];
    for (const char c : sighting_name(static_cast<Sighting::Kind>(kind))) text[size++] = c;
    text[size++] = ',';
  }
  return all;
}();

// The groups of `look` are put together in an array of its own, and appended some dozens at once: there may be
// hundreds.
class Groups {
 public:
  explicit Groups(std::string& body) : body_(body) {}
  Groups(const Groups&) = delete;
  Groups& operator=(const Groups&) = delete;
  ~Groups() { flush(); }

  void begin(Sighting::Kind kind) {
    if (bytes_.data() + bytes_.size() - at_ < kLongest) flush();
    word(kKinds[static_cast<std::size_t>(kind)]);
  }
  // Rounded; what rounds to the far edge is at 0.
  void whole(double value, double length) {
    auto number = static_cast<std::uint64_t>(value + 0.5);
    if (static_cast<double>(number) >= length) number = 0;
    if (number < kNumerals.size()) return word(kNumerals[number]);
    at_ = std::to_chars(at_, bytes_.data() + bytes_.size(), number).ptr;
    *at_++ = ',';
  }
  void text(std::string_view part) {
    part.copy(at_, part.size());
    at_ += part.size();
  }
  void pyfloat(double value) {
    flush();
    append_pyfloat(body_, value);
    *at_++ = ',';
  }

 private:
  template <std::size_t room>
  void word(const Word<room>& word) {
    std::memcpy(at_, word.text.data(), room);
    at_ += word.size;
  }
  static constexpr std::ptrdiff_t kLongest = 64;  // a kind, two numbers of at most 20 digits, a depth of zero
  void flush() {
    body_.append(bytes_.data(), static_cast<std::size_t>(at_ - bytes_.data()));
    at_ = bytes_.data();
  }

  std::string& body_;
  std::array<char, 1024> bytes_;
  char* at_ = bytes_.data();
};

}  // namespace

void handle_look(Turn& turn) {
  if (turn.player() == nullptr) return;
  const auto seen = sightings(turn.ocean, turn.id());
  const Torus& torus = turn.ocean.planet().torus;
  if (turn.json()) {
    std::string things = "[";
    for (const Sighting& sighting : seen) {
      if (things.size() > 1) things += ',';
      things += R"({"kind":")" + std::string(sighting_name(sighting.kind)) + '"';
      Members out(things);
      out.number("x", sighting.x).number("y", sighting.y).number("z", sighting.z);
      out.number("distance", std::sqrt(sighting.squared));
      sighting.kind == Sighting::Kind::player ? out.text("name", turn.ocean.find(sighting.id)->name) : out.null("name");
      things += '}';
    }
    return turn.members([&](Members& out) { out.raw("things", things + "]"); });
  }
  std::string& body = turn.answer.body;
  body.reserve(24 * seen.size());
  Groups groups(body);
  for (const Sighting& sighting : seen) {
    groups.begin(sighting.kind);
    groups.whole(sighting.x, torus.width);
    groups.whole(sighting.y, torus.height);
    if (sighting.kind == Sighting::Kind::whale) {
      groups.text("0,");
    } else if (sighting.z == 0) {
      groups.text("0.0,");
    } else {
      groups.pyfloat(sighting.z);
    }
  }
}

void handle_get(Turn& turn) {
  if (turn.player() == nullptr || turn.paused()) return;
  const std::string_view wanted = turn.get("item");
  if (wanted != "treasure" && wanted != "whale") return turn.fail(Fault::not_available);
  const Outcome outcome = turn.fold(turn.command(Kind::get, wanted[0]));
  if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
  const std::string& name = turn.ocean.planet().item_name(*outcome.item);
  if (turn.json()) return turn.members([&](Members& out) { out.text("kind", wanted).text("name", name); });
  turn.status(wanted == "whale" ? "you are riding a whale called " + name : "treasure recovered: " + name);
}

void handle_whalename(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  if (!player->whale) return turn.fail(Fault::not_riding);
  const std::string& name = turn.ocean.config().whale_names[*player->whale];
  if (turn.json()) return turn.members([&](Members& out) { out.text("name", name); });
  turn.line(name);
}

void handle_treasurename(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  std::string names, list = "[";
  for (const Item item : player->items) {
    if (item.what != Item::What::treasure) continue;
    const std::string& name = turn.ocean.planet().item_name(item);
    names += (names.empty() ? "" : ", ") + name;
    list += (list.size() > 1 ? "," : "") + json::quote(name);
  }
  if (turn.json()) {
    return turn.members([&](Members& out) { out.text("name", player->name).raw("treasures", list + "]"); });
  }
  turn.line("treasures held by " + player->name + ": " + names);
}

void handle_seamountname(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  const Ocean& ocean = turn.ocean;
  const Fix fix = where(ocean.planet(), *player, ocean.state.time);
  const std::string& name = ocean.config().seamount_names[ocean.planet().seabed.nearest(fix.x, fix.y).index];
  if (turn.json()) return turn.members([&](Members& out) { out.text("name", name); });
  turn.line("the seamount nearest to you is called " + name);
}

void handle_inventory(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  const bool json = turn.json();
  const auto quote = [&](std::string_view text) { return json ? json::quote(text) : python_quote(text); };
  const std::string_view between = json ? "," : ", ";
  std::string text = "[[" + quote(kAirTank);
  (text += between) += quote(kAirTank);
  (text += between) += pyfloat(air_at(turn.ocean.planet(), *player, turn.ocean.state.time));
  text += ']';
  for (const Item item : player->items) {
    (text += between) += '[';
    text += quote(item.what == Item::What::whale ? "whale" : "treasure");
    (text += between) += quote(turn.ocean.planet().item_name(item));
    text += ']';
  }
  text += ']';
  if (json) return turn.members([&](Members& out) { out.raw("items", text); });
  turn.line(text);
}

}  // namespace recess::mocean
