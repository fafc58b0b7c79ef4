// Chat: one letter fits an inbox (or a few, by setting); sending one stops the sender, whatever becomes of it.
#include "mocean/ocean.h"

#include "mocean/chat.h"
#include "mocean/generator.h"

#include "kernel/text.h"

#include <array>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// Clem is no help.
constexpr std::array<std::string_view, 6> kClem{
    "I once met a whale who owed me money",       "the sea is mostly wet today",
    "I would answer but my pencil has drowned",   "have you tried going the other way round",
    "yesterday the trench was on the other side", "never trust a seamount that waves back"};

}  // namespace

std::string clean_message(std::string_view message) {
  std::string clean;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const auto byte = static_cast<unsigned char>(message[i]);
    const bool c1 = byte == 0xC2 && i + 1 < message.size() && static_cast<unsigned char>(message[i + 1]) < 0xA0;
    if (c1) {
      ++i;  // U+0080 to U+009F are control characters too
    } else if (byte >= 0x20 && byte != 0x7F) {
      clean += message[i];
    }
  }
  return std::string(trim(first_code_points(trim(clean), kMessageLength)));
}

Outcome Ocean::apply_chat(const Command& command, const Player& player) {
  const PlayerId id = command.player;
  if (command.kind == Kind::popchat) {
    if (player.inbox.empty()) return {};
    Player& reader = edit(id);
    const Letter letter = std::move(reader.inbox.front());
    reader.inbox.erase(reader.inbox.begin());
    reward_letter(letter, id);
    return {.changed = true, .text = letter.text};
  }
  if (!is_utf8(command.text) || !is_utf8(command.name) || code_points(command.text) > kMessageLength ||
      clean_message(command.text) != command.text) {
    return {.fault = Fault::impossible};
  }
  {
    Player& sender = edit(id);
    settle(planet(), sender, state.time);
    stop(sender);
  }
  Outcome outcome{.changed = true};
  const auto recipient = id_of(command.name);
  const bool to_clem = config().clem && command.name == "Clem" && !recipient;
  if (!recipient && !to_clem) {
    outcome.fault = Fault::chat_nobody;
  } else if (command.text.empty()) {
    outcome.fault = Fault::chat_blank;
  } else if (!to_clem && find(*recipient)->inbox.size() >= static_cast<std::size_t>(config().inbox_slots)) {
    outcome.fault = Fault::chat_full;
  }
  if (outcome.fault != Fault::none) return outcome;
  if (!to_clem) {
    const std::string text = "player " + find(id)->name + " tells you: " + command.text;
    edit(*recipient).inbox.push_back({id, text});
  }
  if (config().clem && !find(id)->greeted) {
    Player& sender = edit(id);
    sender.greeted = true;
    if (sender.inbox.size() < static_cast<std::size_t>(config().inbox_slots)) {
      const auto line = kClem[mix64(planet().seed + id) % kClem.size()];
      sender.inbox.push_back({std::nullopt, "player Clem tells you: " + std::string(line)});
    }
  }
  return outcome;
}

}  // namespace recess::mocean
