// Every number and choice of a world, as a key with bounds. A world starts from a preset; the teacher changes one key
// at a time, and each change is a journaled command. The table in config.cc is the only list of keys.
#pragma once

#include "kernel/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recess::mocean {

struct Config {
  std::string preset = "season";
  double width = 900, height = 900;

  // who may do what, and how it is answered
  std::string auth = "open";
  std::string reply_style = "both";
  std::string dynamics = "ocean";
  bool speed_clamp = true;
  bool look_players = true;
  bool cheats = false;
  bool clem = false;
  bool scoring = true;
  std::int64_t who_max = 1000, max_players = 100'000, inbox_slots = 1, look_max = 200;
  double idle_expire_s = 0;

  // sea floor
  double floor_base = 30, floor_trench = 50;
  double seamount_low = 60, seamount_high = 839;
  double sigma_min = 10, sigma_range = 30, amplitude_min = 10, amplitude_range = 15, seamount_cut = 3;
  std::vector<double> trench;  // x0, x1, y0, y1 of each half-open rectangle
  std::vector<std::string> seamount_names, whale_names, treasure_names;

  // whales
  std::string whales_motion = "drift";
  double whale_speed_min = 0.5, whale_speed_range = 1, whale_loop_min = 15, whale_loop_range = 25;
  double whale_period_min = 120, whale_period_range = 180;
  double bloom_seconds = 0, bloom_growth = 2, bloom_radius = 300;

  // players
  double hull_cap = 40, submerged_cap = 5, rider_cap = 80, alvin_cap = 15;
  bool alvin_active = true;
  double unit_speed = 1, faster = 1.45, slower = 0.6, full_stop = 0.33, veer = 0.2617993877991494;
  double view_surface = 20, view_minimum = 5, view_binoculars = 100;
  double grab_radius = 10, grab_boat_hook = 35;
  double dive_step = 5, spawn_low = 40, spawn_high = 200, tick_s = 0.25;
  double thrust = 10, light_speed = 40;
  bool air_enabled = false;
  double air_seconds = 300;
  double sonar_step = 10, rov_radius = 25, rov_reach = 50;

  // competition
  double seamount_near = 15, deep = 45;
  std::int64_t points_seamount = 20, points_first = 20, points_sound = 15, points_deep = 25, points_bloom = 30;
  std::int64_t points_whale = 80, points_round = 60, points_message = 2, points_message_most = 10;
  std::vector<double> points_treasure;

  bool operator==(const Config&) const = default;
  bool relativistic() const { return dynamics == "relativistic"; }
};

// "season" or "classic".
Result<Config> preset(std::string_view name);

// Sets one key from a JSON value; the refusal names the key, what was found and what would do. Nothing is changed by a
// refusal. Keys that shape the planet are `fixed`: they are taken only while the world is being made.
Result<void> set_key(Config& config, std::string_view key, std::string_view json_value, bool making);

// What must hold between keys, judged once all of a new world's are set.
Result<void> finish_config(const Config& config);

// All keys in the table's order, as one JSON object.
std::string config_json(const Config& config);
// What config_json() wrote: every key must be there, none may be unknown.
Result<Config> parse_config(std::string_view json);

}  // namespace recess::mocean
