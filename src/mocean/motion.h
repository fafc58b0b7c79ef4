// How players move: constant velocity between commands, laps counted, the floor rising under them. Pure functions over
// a Player; none of them reads a clock.
#pragma once

#include "mocean/planet.h"
#include "mocean/player.h"

namespace recess::mocean {

struct Fix {
  double x, y;
  Laps laps;
};

// Where the player is at `time` (not before player.since), without changing anything.
Fix where(const Planet& planet, const Player& player, WorldTime time);
// The depth a read reports: pushed up by the floor if the player moves under water.
double depth_at(const Planet& planet, const Player& player, const Fix& fix);
double air_at(const Planet& planet, const Player& player, WorldTime time);
// Who is, surfaces: at the next tick, or at the next command if that is earlier.
bool out_of_air(const Planet& planet, const Player& player, WorldTime time);

// Moves the base to `time`, so that what follows does not act backwards. A command is also an instant at which the
// floor pushes and the air may be found to have run out.
void settle(const Planet& planet, Player& player, WorldTime time);
// All changes of depth go through here: the air tank refills at the surface.
void set_depth(const Planet& planet, Player& player, double z, WorldTime time);

bool carries(const Planet& planet, const Player& player, Effect effect);
double speed_cap(const Planet& planet, const Player& player);
double view_radius(const Planet& planet, const Player& player, double z);
double grab_radius(const Planet& planet, const Player& player);

// The following expect a settled player.
void set_speed(Player& player, double speed);  // heading kept
void stop(Player& player);
// `w`, `s`, `a` or `d`.
void press(const Planet& planet, Player& player, char ctrl);
// One of the 16 thrusters of relativistic worlds, counted counter-clockwise from east.
void thrust(const Planet& planet, Player& player, unsigned direction);
inline constexpr std::string_view kThrusters = "u765432qazxcvbnj";

// Recomputes what follows from speed, heading and momentum.
void derive_velocity(const Planet& planet, Player& player);

}  // namespace recess::mocean
