#include "mocean/routes.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cmath>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// Letters and digits of any script, and nothing else.
bool fit_name(std::string_view name) {
  if (name.empty() || !is_utf8(name) || code_points(name) > 32) return false;
  const auto size = static_cast<std::int32_t>(name.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 point = 0;
    U8_NEXT(name.data(), at, size, point);
    if (point < 0 || !u_isalnum(point)) return false;
  }
  return true;
}

void tell_join(Turn& turn, const std::optional<std::string>& token) {
  const Player& player = *turn.ocean.find(turn.id());
  const Fix fix = where(turn.ocean.planet(), player, turn.ocean.state.time);
  const double z = depth_at(turn.ocean.planet(), player, fix);
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.integer("id", turn.id()).text("name", player.name);
      token ? out.text("token", *token) : out.null("token");
      out.number("x", fix.x).number("y", fix.y).number("z", z);
    });
  }
  if (turn.get("reply") != "csv") return turn.line(std::to_string(turn.id()));
  const auto whole = [](double value) { return "," + std::to_string(static_cast<std::int64_t>(value)); };
  const Torus& torus = turn.ocean.planet().torus;
  turn.line(player.name + whole(wrap(std::floor(fix.x + 0.5), torus.width).value) +
            whole(wrap(std::floor(fix.y + 0.5), torus.height).value) + whole(std::floor(z + 0.5)));
}

}  // namespace

// A first join makes a player; another by the same name gives the same id and changes nothing, except that it may
// claim.
void handle_join(Turn& turn) {
  const std::string_view name = turn.get("name");
  const Player* known = turn.player_named(name);
  if (turn.failed()) return turn.minus_one(Fault::token);
  if (known == nullptr && !fit_name(name)) return turn.minus_one(Fault::name_refused);

  Command join = turn.command(Kind::join);
  join.name = name;
  std::optional<std::string> token;
  if (known == nullptr || !known->token) {
    token = new_token(turn.chance);
    join.token = sha256(*token);
  }
  // An unproven rejoin claims nothing: it would lock out whoever holds the token.
  join.flag = turn.get("claim") == "1" && (token || !turn.asked.caller.token.empty());
  const Outcome outcome = turn.fold(join);
  if (outcome.fault != Fault::none) return turn.minus_one(outcome.fault);
  if (known == nullptr) {
    turn.about(outcome.player);
    turn.answer.joined = name;
  }
  turn.answer.new_token = token;
  tell_join(turn, token);
}

void handle_quit(Turn& turn) {
  const Player* player = turn.player_named(turn.get("name"));
  if (turn.failed()) return;
  if (player == nullptr) return turn.fail(Fault::quit_failed);
  const std::string name = player->name;
  const Outcome outcome = turn.fold(turn.command(Kind::quit));
  if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
  turn.answer.left = name;
  turn.status("player " + name + " is removed from the game");
}

void handle_who(Turn& turn) {
  const Players& players = turn.ocean.state.players;
  const auto most = static_cast<std::size_t>(turn.ocean.config().who_max);
  std::string names = turn.json() ? "[" : "";
  std::size_t shown = 0;
  players.each([&](PlayerId id, const Player& player) {
    if (turn.json()) {
      names +=
          (shown > 0 ? ",{\"id\":" : "{\"id\":") + std::to_string(id) + ",\"name\":" + json::quote(player.name) + "}";
    } else {
      names += player.name;
      names += ' ';
    }
    return ++shown < most;
  });
  if (turn.json()) {
    return turn.members([&](Members& out) {
      out.integer("count", static_cast<std::int64_t>(players.active())).raw("players", names + "]");
    });
  }
  turn.line("there are " + std::to_string(players.active()) + " players: " + names);
}

void handle_name(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  if (turn.json()) {
    return turn.members([&](Members& out) { out.integer("id", turn.id()).text("name", player->name); });
  }
  turn.line(player->name);
}

void handle_id(Turn& turn) {
  const auto id = turn.ocean.id_of(turn.get("name"));
  if (!id) return turn.minus_one(Fault::no_player);
  turn.answer.player = *id;
  if (turn.json()) {
    return turn.members([&](Members& out) { out.integer("id", *id).text("name", turn.ocean.find(*id)->name); });
  }
  turn.line(std::to_string(*id));
}

// The historic back doors: there only where cheating is allowed.
void handle_grant(Turn& turn) {
  if (!turn.ocean.config().cheats && !turn.asked.caller.teacher) return turn.fail(Fault::no_route);
  if (turn.player() == nullptr) return;
  const Outcome outcome = turn.fold(turn.command(Kind::grant));
  if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
  if (turn.json()) return turn.members([&](Members& out) { out.text("message", "ok"); });
  turn.line("ok");
}

}  // namespace recess::mocean
