#include "mocean/routes.h"

#include "mocean/chat.h"

#include "kernel/text.h"

namespace recess::mocean {

using Kind = Command::Kind;

void handle_sendchat(Turn& turn) {
  if (turn.player() == nullptr) return;
  Command send = turn.command(Kind::sendchat);
  // A name longer than any player's is nobody's, and need not be kept.
  if (const std::string_view name = turn.get("name"); code_points(name) <= 32) send.name = name;
  send.text = clean_message(turn.get("message"));
  const Outcome outcome = turn.fold(send);
  if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
  turn.status("your message is on its way to " + send.name);
}

void handle_popchat(Turn& turn) {
  const Player* player = turn.player();
  if (player == nullptr) return;
  Outcome outcome;
  if (!player->inbox.empty()) {
    outcome = turn.fold(turn.command(Kind::popchat));
    if (outcome.fault != Fault::none) return turn.fail(outcome.fault);
  }
  if (turn.json()) {
    return turn.members(
        [&](Members& out) { outcome.changed ? out.text("message", outcome.text) : out.null("message"); });
  }
  turn.line(outcome.changed ? std::string_view(outcome.text) : "0");
}

}  // namespace recess::mocean
