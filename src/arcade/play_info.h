// A play as the pages show it: the twin of PlayInfo and RunningPlay in web/src/protocol/pages.ts, with the members that
// this viewer may see.
#pragma once

#include "arcade/live_play.h"
#include "arcade/names.h"
#include "arcade/play_store.h"
#include "arcade/viewer.h"

#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace recess::arcade {

// "game-" and 19 digits.
bool is_play_id(std::string_view text);

// An account as a starter of plays, by the store.
Result<Person> find_person(soci::session& sql, PlayerId player, const HiddenNames& names);
Person person_of(const Viewer& viewer);

// The owner of the game and administrators read the console and the details.
bool may_read_console(const Viewer& viewer, PlayerId game_owner);
// Started by this player, or from this browser.
bool is_own_play(const Viewer& viewer, const LivePlay& play);

boost::json::object live_play_json(const LivePlay& play, const Viewer& viewer);
boost::json::object ended_play_json(const ShownPlay& play, std::string_view player_name, const Viewer& viewer);
boost::json::object running_play_json(const LivePlay& play, const Viewer& viewer, bool watchable);

boost::json::array console_lines_json(const std::vector<ConsoleLine>& lines);
boost::json::value traceback_json(const std::optional<sandbox::LauncherReport>& failure);

}  // namespace recess::arcade
