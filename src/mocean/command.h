// Commands: all that ever changes a world, besides time. What a journal row holds, as compact JSON. A row holds what
// was asked, not what came of it: the fold decides again, and decides the same.
#pragma once

#include "mocean/token.h"
#include "mocean/world.h"

#include "kernel/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::mocean {

struct Command {
  enum class Kind : std::uint8_t {
    created,   // seed, text: settings as JSON object
    config,    // name: key, text: JSON value
    join,      // name, token of a new player, flag: claims at once
    claim,     // player
    quit,      // player
    accel,     // player, letter: w s a d
    thrust,    // player, letter: one of kThrusters
    stop,      // player
    dive,      // player, letter: r f
    teleport,  // player, x, y
    move,      // player, letter: n s e w
    get,       // player, letter: t(reasure) w(hale)
    use,       // player, text: item
    grant,     // player: everything that lies about
    sound,     // player: the first ping in the trench
    sendchat,  // player, name: of the recipient, text
    popchat,   // player
    season,    // x: minutes, y: target
    reset,
    pause,
    resume,
    release,  // player: lets go of a claim
    beat,     // time passed
  };

  Kind kind = Kind::beat;
  PlayerId player = 0;
  char letter = 0;
  bool flag = false;
  double x = 0, y = 0;
  std::uint64_t seed = 0;
  std::string name{};
  std::string text{};
  std::optional<Digest> token{};

  bool operator==(const Command&) const = default;
};

std::string encode(const Command& command);
// Rows come from a disk: anything may be in them.
Result<Command> decode_command(std::string_view row);

}  // namespace recess::mocean
