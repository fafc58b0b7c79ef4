#include "mocean/motion.h"

#include <algorithm>
#include <cmath>

namespace recess::mocean {

Fix where(const Planet& planet, const Player& player, WorldTime time) {
  if (!player.moving() || time <= player.since) return {player.x, player.y, player.laps};
  const double dt = to_seconds(time - player.since);
  const Wrapped x = wrap(player.x + player.vx * dt, planet.torus.width);
  const Wrapped y = wrap(player.y + player.vy * dt, planet.torus.height);
  return {x.value, y.value, {player.laps.x + x.laps, player.laps.y + y.laps}};
}

double depth_at(const Planet& planet, const Player& player, const Fix& fix) {
  if (player.z <= 0 || !player.moving()) return player.z;
  return std::min(player.z, planet.seabed.depth(fix.x, fix.y));
}

double air_at(const Planet& planet, const Player& player, WorldTime time) {
  if (!planet.config.air_enabled || player.z <= 0) return player.air;
  return std::max(0.0, player.air - to_seconds(time - player.air_since) / planet.config.air_seconds);
}

bool out_of_air(const Planet& planet, const Player& player, WorldTime time) {
  return planet.config.air_enabled && player.z > 0 && air_at(planet, player, time) <= 0;
}

void set_depth(const Planet& planet, Player& player, double z, WorldTime time) {
  player.air = air_at(planet, player, time);
  player.air_since = time;
  player.z = z;
  if (z <= 0) player.air = 1;
}

void settle(const Planet& planet, Player& player, WorldTime time) {
  const Fix fix = where(planet, player, time);
  if (player.moving()) {
    const double dt = to_seconds(time - player.since);
    player.swum_x += player.vx * dt;
    player.swum_y += player.vy * dt;
    if (const double z = depth_at(planet, player, fix); z != player.z) set_depth(planet, player, z, time);
  }
  if (out_of_air(planet, player, time)) set_depth(planet, player, 0, time);
  player.x = fix.x;
  player.y = fix.y;
  player.laps = fix.laps;
  player.since = time;
}

bool carries(const Planet& planet, const Player& player, Effect effect) {
  return std::any_of(player.items.begin(), player.items.end(),
                     [&](Item item) { return planet.kind_of(item).effect == effect; });
}

double speed_cap(const Planet& planet, const Player& player) {
  const Config& config = planet.config;
  if (player.whale) return config.rider_cap;
  if (player.z <= 0) return config.hull_cap;
  return config.alvin_active && carries(planet, player, Effect::alvin) ? config.alvin_cap : config.submerged_cap;
}

double view_radius(const Planet& planet, const Player& player, double z) {
  if (carries(planet, player, Effect::see_far)) return planet.config.view_binoculars;
  return std::max(planet.config.view_minimum, planet.config.view_surface - z);
}

double grab_radius(const Planet& planet, const Player& player) {
  return carries(planet, player, Effect::reach) ? planet.config.grab_boat_hook : planet.config.grab_radius;
}

void set_speed(Player& player, double speed) {
  player.speed = speed;
  player.vx = speed == 0 ? 0 : speed * std::cos(player.heading);
  player.vy = speed == 0 ? 0 : speed * std::sin(player.heading);
}

void stop(Player& player) {
  player.px = player.py = 0;
  set_speed(player, 0);
}

void press(const Planet& planet, Player& player, char ctrl) {
  const Config& config = planet.config;
  const double cap = speed_cap(planet, player);
  switch (ctrl) {
    case 'w':
      if (player.speed == 0) {
        set_speed(player, std::min(config.unit_speed, cap));
      } else if (player.speed < cap) {
        const double faster = config.faster * player.speed;
        set_speed(player, config.speed_clamp ? std::min(faster, cap) : faster);
      }
      break;
    case 's': set_speed(player, player.speed < config.full_stop ? 0 : config.slower * player.speed); break;
    case 'a':
    case 'd':
      player.heading = wrapped_heading(player.heading + (ctrl == 'a' ? config.veer : -config.veer));
      set_speed(player, player.speed);
      break;
    default: break;
  }
}

void thrust(const Planet& planet, Player& player, unsigned direction) {
  const double angle = direction * kPi / 8;
  player.px += planet.config.thrust * std::cos(angle);
  player.py += planet.config.thrust * std::sin(angle);
  if (player.px != 0 || player.py != 0) player.heading = wrapped_heading(std::atan2(player.py, player.px));
  derive_velocity(planet, player);
}

void derive_velocity(const Planet& planet, Player& player) {
  if (!planet.config.relativistic()) return set_speed(player, player.speed);
  const double light = planet.config.light_speed;
  const double slowed = std::sqrt(1 + (player.px * player.px + player.py * player.py) / (light * light));
  player.vx = player.px / slowed;
  player.vy = player.py / slowed;
  player.speed = std::sqrt(player.vx * player.vx + player.vy * player.vy);
}

}  // namespace recess::mocean
