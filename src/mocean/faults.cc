#include "mocean/faults.h"

#include <array>

namespace recess::mocean {
namespace {

constexpr std::array kFaults{
    FaultInfo{"", 200, ""},
    FaultInfo{"bad_id", 404, "bad player id: join first and use the number that join gave you"},
    FaultInfo{"no_such_player", 404, "nobody of that name seems to be here"},
    FaultInfo{"token", 403, "this player is protected: the right token is needed"},
    FaultInfo{"paused", 409, "the world is paused: look around and wait for it to go on"},
    FaultInfo{"bad_ctrl", 400, "bad ctrl: see the usage text for the letters that work here"},
    FaultInfo{"bad_value", 400, "that heading is unknown: north or south or east or west"},
    FaultInfo{"nothing_near", 404, "no treasure within reach"},
    FaultInfo{"nothing_near", 404, "no whales within reach"},
    FaultInfo{"hungry", 409, "the whales are too hungry to carry anybody"},
    FaultInfo{"already_riding", 409, "you are already riding a whale"},
    FaultInfo{"already_carried", 409, "you already carry one of these"},
    FaultInfo{"bad_value", 400, "that is not available: ask for treasure or whale"},
    FaultInfo{"no_item", 404, "this player does not have that item"},
    FaultInfo{"bad_value", 400, "nothing to do: this works by being carried"},
    FaultInfo{"no_item", 404, "you lack the treasure to teleport"},
    FaultInfo{"bad_value", 400, "teleport failed: x and y must be numbers on the map"},
    FaultInfo{"nothing_near", 404, "you ride no whale"},
    FaultInfo{"no_such_player", 404, "that player does not seem to be in the game"},
    FaultInfo{"missing", 400, "that message is too short to send"},
    FaultInfo{"inbox_full", 409, "not sent: there is an unread message in that inbox"},
    FaultInfo{"name_refused", 409, "that name cannot be used: 1 to 32 letters and digits"},
    FaultInfo{"name_refused", 409, "the world is full"},
    FaultInfo{"no_such_player", 404, "quit failed: no player of that name"},
    FaultInfo{"bad_value", 400, "too many commands in one batch: at most 32"},
    FaultInfo{"bad_value", 400, "a batch is a JSON array of objects with a route each"},
    FaultInfo{"bad_value", 400, "unknown batch command"},
    FaultInfo{"no_such_route", 404, "no such route: /mocean lists them all"},
    FaultInfo{"bad_value", 400, "this cannot have happened"},
};
static_assert(kFaults.size() == static_cast<std::size_t>(Fault::impossible) + 1);

}  // namespace

const FaultInfo& fault_info(Fault fault) { return kFaults[static_cast<std::size_t>(fault)]; }

}  // namespace recess::mocean
