#include "mocean/routes.h"

#include "mocean/batch.h"

#include <array>

namespace recess::mocean {
namespace {

using Handler = void (*)(Turn&);

struct Route {
  RouteInfo info;
  Handler handle;  // null: the shell's
};

// clang-format off
constexpr std::array kRoutes{
    Route{{"mocean", "client, usage", "client=browser, usage=brief", "this text", false, false}, handle_usage},
    Route{{"join", "name, reply, claim, token", "letters and digits, up to 32; reply=csv; claim=1", "your player id; -1 if refused; reply=csv: name,x,y,z", true, false}, handle_join},
    Route{{"quit", "name, token", "your name", "1 or 0: your treasures go back to the sea", true, false}, handle_quit},
    Route{{"who", "", "", "there are N players: and their names", false, false}, handle_who},
    Route{{"name", "id", "player id", "the name", false, false}, handle_name},
    Route{{"id", "name", "a name", "the player id; -1 if nobody has it", false, false}, handle_id},
    Route{{"location", "id", "player id", "x,y,z,wrapped,message waiting,something near", false, false}, handle_location},
    Route{{"velocity", "id", "player id", "vx,vy,heading in radians", false, false}, handle_velocity},
    Route{{"accel", "id, ctrl", "w faster, s slower, a left, d right", "x,y,z,vx,vy,heading", true, false}, handle_accel},
    Route{{"stop", "id", "player id", "x,y,z,vx,vy,heading", true, false}, handle_stop},
    Route{{"dive", "id, ctrl", "f down 5 m, r up 5 m; stops you", "x,y,z; -1 for another ctrl", true, false}, handle_dive},
    Route{{"teleport", "id, x, y", "a place on the map; needs the crystal", "x,y,z", true, false}, handle_teleport},
    Route{{"move", "name, heading", "north, south, east, west (or n s e w; also as direction=)", "x,y,z after one metre", true, false}, handle_move},
    Route{{"look", "id", "player id", "kind,x,y,z, for each whale, treasure and player in sight", false, false}, handle_look},
    Route{{"ping", "id", "player id", "depth of the sea floor below, from the surface", false, false}, handle_ping},
    Route{{"get", "id, item", "treasure, whale", "1 and what it is, or 0 and why not", true, false}, handle_get},
    Route{{"use", "id, item", "something you carry", "1 and what happens, data of instruments, or 0", true, false}, handle_use},
    Route{{"inventory", "id", "player id", "a Python list of what you carry", false, false}, handle_inventory},
    Route{{"treasurename", "id", "player id", "treasures held by NAME: and their names", false, false}, handle_treasurename},
    Route{{"whalename", "id", "player id", "the name of the whale you ride, or 0", false, false}, handle_whalename},
    Route{{"seamountname", "id", "player id", "the name of the nearest seamount", false, false}, handle_seamountname},
    Route{{"sendchat", "id, name, message", "to whom, up to 280 characters; stops you", "1, or 0 and why not", true, false}, handle_sendchat},
    Route{{"popchat", "id", "player id", "the message in your inbox; 0 if there is none", true, false}, handle_popchat},
    Route{{"scores", "n, id, season", "how many rows, whose row too, which season", "rank,name,score in lines", false, false}, handle_scores},
    Route{{"season", "", "", "number,state,elapsed,remaining in seconds; remaining -1: no limit", false, false}, handle_season},
    Route{{"batch", "id, do", "up to 32 of w s a d r f stop location velocity ping look popchat inventory get:treasure get:whale use:ITEM with commas between", "one line for each, all at one moment", true, false}, handle_batch},
    Route{{"backdoor", "id", "player id", "ok; only where cheats are allowed", true, false}, handle_grant},
    Route{{"bonanza", "id", "player id", "ok; only where cheats are allowed", true, false}, handle_grant},
    Route{{"worlds", "", "", "name,players,season in lines; each world is at /w/NAME/", false, true}, nullptr},
    Route{{"uptime", "", "", "since,ISO-8601,up,SECONDS,starts,N,last_stop,REASON", false, true}, nullptr},
    Route{{"map", "", "", "a page that shows the ocean and who is where", false, true}, nullptr},
    Route{{"map/grid", "", "", "json: depths of the whole ocean", false, true}, nullptr},
    Route{{"map/feed", "", "", "server-sent events for the map", false, true}, nullptr},
};
// clang-format on

constexpr auto kInfos = [] {
  std::array<RouteInfo, kRoutes.size()> infos{};
  for (std::size_t i = 0; i < kRoutes.size(); ++i) infos[i] = kRoutes[i].info;
  return infos;
}();

}  // namespace

std::span<const RouteInfo> route_infos() { return kInfos; }

void run_route(Turn& turn) {
  for (const Route& route : kRoutes) {
    if (route.info.name != turn.asked.route) continue;
    return route.handle ? route.handle(turn) : turn.fail(Fault::no_route);
  }
  turn.fail(turn.asked.route == kUnknownToken ? Fault::unknown_token : Fault::no_route);
}

}  // namespace recess::mocean
