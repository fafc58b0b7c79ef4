// The table of routes: name, keys, reply and handler of everything under a world's address. The usage text is made from
// it, so what is published and what is answered are the same list.
#pragma once

#include "mocean/turn.h"

#include <string>

namespace recess::mocean {

// Answers a turn by its route; routes of the shell and unknown ones fail with `no_route`.
void run_route(Turn& turn);

// --- handlers, by file ---
void handle_usage(Turn& turn);  // usage.cc
// routes_players.cc
void handle_join(Turn& turn);
void handle_quit(Turn& turn);
void handle_who(Turn& turn);
void handle_name(Turn& turn);
void handle_id(Turn& turn);
void handle_grant(Turn& turn);
// routes_motion.cc
void handle_location(Turn& turn);
void handle_velocity(Turn& turn);
void handle_accel(Turn& turn);
void handle_stop(Turn& turn);
void handle_dive(Turn& turn);
void handle_teleport(Turn& turn);
void handle_ping(Turn& turn);
void handle_move(Turn& turn);
// routes_things.cc
void handle_look(Turn& turn);
void handle_get(Turn& turn);
void handle_whalename(Turn& turn);
void handle_treasurename(Turn& turn);
void handle_seamountname(Turn& turn);
void handle_inventory(Turn& turn);
void handle_use(Turn& turn);  // use.cc
// routes_chat.cc
void handle_sendchat(Turn& turn);
void handle_popchat(Turn& turn);
// routes_scores.cc
void handle_scores(Turn& turn);
void handle_season(Turn& turn);
SeasonView season_view(const Ocean& ocean, WorldTime now);
std::vector<ScoreRow> scores_of(const Ocean& ocean, std::size_t count, std::uint32_t season);
std::optional<ScoreRow> score_row(const Ocean& ocean, PlayerId id, std::uint32_t season);
// batch.cc
void handle_batch(Turn& turn);

}  // namespace recess::mocean
