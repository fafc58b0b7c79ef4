#include "mocean/config.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <set>
#include <span>
#include <variant>

namespace recess::mocean {
namespace {

constexpr std::size_t kMostNames = 52;  // bits that fit a JSON number, one for each: see Deeds
constexpr std::size_t kMostRectangles = 32;
constexpr double kMostPoints = 1'000'000;

struct Words {
  std::string Config::*member;
  std::array<std::string_view, 3> allowed;
};
struct Yes {
  bool Config::*member;
};
struct Number {
  double Config::*member;
  double low, high;
};
struct Whole {
  std::int64_t Config::*member;
  double low, high;
};
struct Numbers {
  std::vector<double> Config::*member;
  double low, high;
};
struct Names {
  std::vector<std::string> Config::*member;
};
using Kind = std::variant<Words, Yes, Number, Whole, Numbers, Names>;

struct Row {
  std::string_view key;
  Kind kind;
  bool fixed = false;  // only while the world is being made
};

using C = Config;
const std::array kRows{
    Row{"preset", Words{&C::preset, {"season", "classic"}}, true},
    Row{"width", Number{&C::width, 100, 100'000}, true},
    Row{"height", Number{&C::height, 100, 100'000}, true},
    Row{"auth", Words{&C::auth, {"open", "strict"}}},
    Row{"reply_style", Words{&C::reply_style, {"both", "digits", "prose"}}},
    Row{"dynamics", Words{&C::dynamics, {"ocean", "relativistic"}}, true},
    Row{"speed_clamp", Yes{&C::speed_clamp}},
    Row{"look_players", Yes{&C::look_players}},
    Row{"cheats", Yes{&C::cheats}},
    Row{"clem", Yes{&C::clem}},
    Row{"scoring", Yes{&C::scoring}},
    Row{"who_max", Whole{&C::who_max, 1, 100'000}},
    Row{"max_players", Whole{&C::max_players, 1, 1'000'000}},
    Row{"inbox_slots", Whole{&C::inbox_slots, 1, 16}},
    Row{"look_max", Whole{&C::look_max, 1, 10'000}},
    Row{"idle_expire_s", Number{&C::idle_expire_s, 0, 1e8}},
    Row{"floor.base", Number{&C::floor_base, 0, 10'000}, true},
    Row{"floor.trench", Number{&C::floor_trench, 0, 10'000}, true},
    Row{"seamount.low", Number{&C::seamount_low, 0, 100'000}, true},
    Row{"seamount.high", Number{&C::seamount_high, 0, 100'000}, true},
    Row{"seamount.sigma_min", Number{&C::sigma_min, 0.1, 10'000}, true},
    Row{"seamount.sigma_range", Number{&C::sigma_range, 0, 10'000}, true},
    Row{"seamount.amplitude_min", Number{&C::amplitude_min, 0, 10'000}, true},
    Row{"seamount.amplitude_range", Number{&C::amplitude_range, 0, 10'000}, true},
    Row{"seamount.cut", Number{&C::seamount_cut, 0.1, 10}, true},
    Row{"seamount.names", Names{&C::seamount_names}, true},
    Row{"trench", Numbers{&C::trench, 0, 100'000}, true},
    Row{"treasure.names", Names{&C::treasure_names}, true},
    Row{"whale.names", Names{&C::whale_names}, true},
    Row{"whales.motion", Words{&C::whales_motion, {"drift", "still"}}},
    Row{"whales.speed_min", Number{&C::whale_speed_min, 0, 10}},
    Row{"whales.speed_range", Number{&C::whale_speed_range, 0, 10}},
    Row{"whales.loop_min", Number{&C::whale_loop_min, 0, 1000}},
    Row{"whales.loop_range", Number{&C::whale_loop_range, 0, 1000}},
    Row{"whales.period_min", Number{&C::whale_period_min, 1, 100'000}},
    Row{"whales.period_range", Number{&C::whale_period_range, 0, 100'000}},
    Row{"bloom.seconds", Number{&C::bloom_seconds, 0, 1e8}},
    Row{"bloom.growth", Number{&C::bloom_growth, 0, 1000}},
    Row{"bloom.radius", Number{&C::bloom_radius, 0, 100'000}},
    Row{"cap.hull", Number{&C::hull_cap, 0, 1000}},
    Row{"cap.submerged", Number{&C::submerged_cap, 0, 1000}},
    Row{"cap.rider", Number{&C::rider_cap, 0, 1000}},
    Row{"cap.alvin", Number{&C::alvin_cap, 0, 1000}},
    Row{"alvin.active", Yes{&C::alvin_active}},
    Row{"speed.unit", Number{&C::unit_speed, 0.001, 1000}},
    Row{"speed.faster", Number{&C::faster, 1, 100}},
    Row{"speed.slower", Number{&C::slower, 0, 1}},
    Row{"speed.full_stop", Number{&C::full_stop, 0, 1000}},
    Row{"veer", Number{&C::veer, 0, 6.2831853071795864}},
    Row{"view.surface", Number{&C::view_surface, 0, 1000}},
    Row{"view.minimum", Number{&C::view_minimum, 0, 1000}},
    Row{"view.binoculars", Number{&C::view_binoculars, 0, 1000}},
    Row{"grab.radius", Number{&C::grab_radius, 0, 1000}},
    Row{"grab.boat_hook", Number{&C::grab_boat_hook, 0, 1000}},
    Row{"dive.step", Number{&C::dive_step, 0.001, 1000}},
    Row{"spawn.low", Number{&C::spawn_low, 0, 100'000}},
    Row{"spawn.high", Number{&C::spawn_high, 0, 100'000}},
    Row{"tick_s", Number{&C::tick_s, 0.05, 10}, true},
    Row{"thrust", Number{&C::thrust, 0.001, 1000}},
    Row{"light_speed", Number{&C::light_speed, 0.001, 1000}},
    Row{"air.enabled", Yes{&C::air_enabled}},
    Row{"air.seconds", Number{&C::air_seconds, 1, 1e6}},
    Row{"sonar.step", Number{&C::sonar_step, 0.1, 1000}},
    Row{"rov.radius", Number{&C::rov_radius, 0.1, 1000}},
    Row{"rov.reach", Number{&C::rov_reach, 0.1, 1000}},
    Row{"competition.near", Number{&C::seamount_near, 0, 1000}},
    Row{"competition.deep", Number{&C::deep, 0, 10'000}},
    Row{"points.seamount", Whole{&C::points_seamount, 0, kMostPoints}},
    Row{"points.first", Whole{&C::points_first, 0, kMostPoints}},
    Row{"points.sound", Whole{&C::points_sound, 0, kMostPoints}},
    Row{"points.deep", Whole{&C::points_deep, 0, kMostPoints}},
    Row{"points.bloom", Whole{&C::points_bloom, 0, kMostPoints}},
    Row{"points.whale", Whole{&C::points_whale, 0, kMostPoints}},
    Row{"points.round", Whole{&C::points_round, 0, kMostPoints}},
    Row{"points.message", Whole{&C::points_message, 0, kMostPoints}},
    Row{"points.message_most", Whole{&C::points_message_most, 0, kMostPoints}},
    Row{"points.treasure", Numbers{&C::points_treasure, 0, kMostPoints}},
};

Error wants(const Row& row, std::string_view found, std::string what) {
  return refuse(Code::invalid, fmt::format("{} is {}; expected {}", row.key, found.substr(0, 60), what));
}

std::optional<double> number_in(const json::Value& value, double low, double high) {
  const auto number = value.as_number();
  if (!number || !std::isfinite(*number) || *number < low || *number > high) return std::nullopt;
  return number;
}

// A name that players will read in comma-separated replies.
bool fit_name(std::string_view name) {
  return !name.empty() && code_points(name) <= 60 && !has_control_bytes(name) && trim(name) == name &&
         name.find(',') == std::string_view::npos;
}

struct Setter {
  Config& config;
  const Row& row;
  const json::Value& value;

  Result<void> operator()(const Words& kind) const {
    const auto text = value.as_string();
    std::string choices;
    for (const auto word : kind.allowed) {
      if (word.empty()) continue;
      if (text && *text == word) {
        config.*kind.member = *text;
        return {};
      }
      choices += fmt::format("{}\"{}\"", choices.empty() ? "" : " or ", word);
    }
    return wants(row, value.raw(), choices);
  }
  Result<void> operator()(const Yes& kind) const {
    const auto yes = value.as_boolean();
    if (!yes) return wants(row, value.raw(), "true or false");
    config.*kind.member = *yes;
    return {};
  }
  Result<void> operator()(const Number& kind) const {
    const auto number = number_in(value, kind.low, kind.high);
    if (!number) return wants(row, value.raw(), fmt::format("a number from {} to {}", kind.low, kind.high));
    config.*kind.member = *number;
    return {};
  }
  Result<void> operator()(const Whole& kind) const {
    const auto number = number_in(value, kind.low, kind.high);
    if (!number || *number != std::floor(*number)) {
      return wants(row, value.raw(), fmt::format("a whole number from {:.0f} to {:.0f}", kind.low, kind.high));
    }
    config.*kind.member = static_cast<std::int64_t>(*number);
    return {};
  }
  Result<void> operator()(const Numbers& kind) const {
    const auto sorry = [&] {
      return wants(row, value.raw(), fmt::format("a list of numbers from {:.0f} to {:.0f}", kind.low, kind.high));
    };
    if (!value.is(json::Kind::array) || value.size() > 4 * kMostRectangles) return sorry();
    std::vector<double> numbers;
    bool good = true;
    value.each([&](std::string_view, json::Value element) {
      const auto number = number_in(element, kind.low, kind.high);
      good = good && number;
      if (number) numbers.push_back(*number);
    });
    if (!good) return sorry();
    config.*kind.member = std::move(numbers);
    return {};
  }
  Result<void> operator()(const Names& kind) const {
    const auto sorry = [&] {
      return wants(row, value.raw(), fmt::format("a list of 1 to {} names without commas", kMostNames));
    };
    if (!value.is(json::Kind::array) || value.size() < 1 || value.size() > kMostNames) return sorry();
    std::vector<std::string> names;
    bool good = true;
    value.each([&](std::string_view, json::Value element) {
      auto name = element.as_string();
      good = good && name && fit_name(*name);
      if (good) names.push_back(std::move(*name));
    });
    if (!good) return sorry();
    config.*kind.member = std::move(names);
    return {};
  }
};

struct Writer {
  const Config& config;
  std::string operator()(const Words& kind) const { return json::quote(config.*kind.member); }
  std::string operator()(const Yes& kind) const { return config.*kind.member ? "true" : "false"; }
  std::string operator()(const Number& kind) const { return json::number(config.*kind.member); }
  std::string operator()(const Whole& kind) const { return std::to_string(config.*kind.member); }
  std::string operator()(const Numbers& kind) const {
    std::string text = "[";
    for (const double number : config.*kind.member) text += (text.size() > 1 ? "," : "") + json::number(number);
    return text + "]";
  }
  std::string operator()(const Names& kind) const {
    std::string text = "[";
    for (const auto& name : config.*kind.member) text += (text.size() > 1 ? "," : "") + json::quote(name);
    return text + "]";
  }
};

const Row* find_row(std::string_view key) {
  for (const Row& row : kRows) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

// What must hold between keys.
Result<void> check_together(const Config& config) {
  const auto sorry = [](std::string text) { return refuse(Code::invalid, std::move(text)); };
  if (config.seamount_low > config.seamount_high) return sorry("seamount.low is above seamount.high");
  if (config.seamount_high >= std::min(config.width, config.height)) {
    return sorry("seamount.high must be less than width and height");
  }
  if (config.spawn_low > config.spawn_high) return sorry("spawn.low is above spawn.high");
  if (config.spawn_high >= std::min(config.width, config.height)) {
    return sorry("spawn.high must be less than width and height");
  }
  if (config.trench.size() % 4 != 0) return sorry("trench must be a list of x0, x1, y0, y1, four for each rectangle");
  if (config.treasure_names.size() > config.seamount_names.size()) {
    return sorry("there are more treasure.names than seamount.names to lay them on");
  }
  if (config.points_treasure.size() != config.treasure_names.size()) {
    return sorry("points.treasure must have as many numbers as there are treasure.names");
  }
  for (const double points : config.points_treasure) {
    if (points != std::floor(points)) return sorry("points.treasure must be whole numbers");
  }
  const auto distinct = [](const std::vector<std::string>& names) {
    return std::set<std::string>(names.begin(), names.end()).size() == names.size();
  };
  if (!distinct(config.whale_names)) return sorry("whale.names has a name twice");
  const double longest = std::max({config.view_surface, config.view_binoculars, config.grab_radius,
                                   config.grab_boat_hook, config.seamount_near, config.rov_reach});
  if (longest * 2 > std::min(config.width, config.height)) {
    return sorry("radii of sight and reach must be at most half of width and height");
  }
  return {};
}

Result<void> set_value(Config& config, std::string_view key, const json::Value& value, bool making) {
  const Row* row = find_row(key);
  if (row == nullptr) {
    return refuse(Code::not_found, fmt::format("there is no setting called {}", json::quote(key.substr(0, 60))));
  }
  if (row->fixed && !making) {
    return refuse(Code::conflict, fmt::format("{} can be chosen only when a world is made", row->key));
  }
  return std::visit(Setter{config, *row, value}, row->kind);
}

}  // namespace

Result<Config> preset(std::string_view name) {
  Config config;
  config.trench = {140, 260, 290, 315, 260, 266, 290, 360, 260, 330, 360, 365, 330, 338, 360, 450, 330, 410, 450, 455};
  config.seamount_names = {"Mount Crumpet",  "Axial Seamount", "Meru Prastarah", "Krakatoa",
                           "Atlantis",       "Euler Seamount", "Ridhi Seamount", "Aiden Seamount",
                           "Loihi Seamount", "Kick 'em Jenny", "West Mata",      "Vema Seamount"};
  config.whale_names = {
      "Anisha",         "Stephen Jay Gould", "Debbie Kelley",  "Herman Melville",      "Ishmael",
      "Charles Darwin", "William Wang",      "Paul Erdos",     "George Of The Jungle", "Simone de Beauvoir",
      "Alex Honnold",   "Marvin Gaye",       "Bill Watterson", "James Earl Jones",     "Richard Alley",
      "Naomi Oreskes",  "Yayoi Kusama"};
  config.treasure_names = {"fishing net",
                           "crash alert",
                           "JSON ROV",
                           "ALVIN submarine",
                           "imaging sonar",
                           "teleport crystal",
                           "chrono-synclastic infundibulum",
                           "binoculars",
                           "ham and cheese sandwich",
                           "boat hook",
                           "iron dust",
                           "iron dust"};
  config.points_treasure = {50, 20, 60, 80, 60, 100, 120, 60, 40, 60, 30, 30};
  if (name == "season") return config;
  if (name == "classic") {
    config.preset = "classic";
    config.whales_motion = "still";
    config.alvin_active = false;
    config.scoring = false;
    return config;
  }
  return refuse(Code::invalid, "preset must be \"season\" or \"classic\"");
}

Result<void> set_key(Config& config, std::string_view key, std::string_view json_value, bool making) {
  const auto document = json::Document::parse(std::string(json_value));
  if (!document)
    return refuse(Code::invalid, fmt::format("the value of {} is not JSON", json::quote(key.substr(0, 60))));
  Config changed = config;
  if (auto set = set_value(changed, key, document.value()->root(), making); !set) return set;
  // While a world is being made keys come one by one: what must hold between them is judged at the end.
  if (!making) {
    if (auto good = check_together(changed); !good) return good;
  }
  config = std::move(changed);
  return {};
}

std::string config_json(const Config& config) {
  std::string text = "{";
  for (const Row& row : kRows) {
    if (text.size() > 1) text += ',';
    text += json::quote(row.key) + ":" + std::visit(Writer{config}, row.kind);
  }
  return text + "}";
}

Result<void> finish_config(const Config& config) { return check_together(config); }

Result<Config> parse_config(std::string_view text) {
  const auto document = json::Document::parse(std::string(text));
  if (!document || !document.value()->root().is(json::Kind::object)) {
    return refuse(Code::invalid, "the world's settings are not a JSON object");
  }
  const json::Value root = document.value()->root();
  Config config;
  for (const Row& row : kRows) {
    const json::Value value = root.find(row.key);
    if (!value) return refuse(Code::invalid, fmt::format("the world's settings lack {}", row.key));
    if (auto set = set_value(config, row.key, value, true); !set) return set.error();
  }
  if (root.size() != kRows.size()) return refuse(Code::invalid, "the world's settings hold a key that is not known");
  if (auto good = check_together(config); !good) return good.error();
  return config;
}

}  // namespace recess::mocean
