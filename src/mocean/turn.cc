#include "mocean/turn.h"

#include "kernel/json.h"
#include "kernel/python_number.h"

#include <charconv>

namespace recess::mocean {
namespace {

void append_key(std::string& out, std::string_view key) {
  out += ",\"";
  out += key;
  out += "\":";
}

Style style_of(std::string_view asked, std::string_view by_request, std::string_view by_world) {
  for (const std::string_view word : {asked, by_request, by_world}) {
    if (word == "both") return Style::both;
    if (word == "digits") return Style::digits;
    if (word == "prose") return Style::prose;
  }
  return Style::both;
}

}  // namespace

Members& Members::number(std::string_view key, double value) {
  append_key(out_, key);
  append_pyfloat(out_, value);
  return *this;
}
Members& Members::integer(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }
Members& Members::yes(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
Members& Members::text(std::string_view key, std::string_view value) { return raw(key, json::quote(value)); }
Members& Members::null(std::string_view key) { return raw(key, "null"); }
Members& Members::raw(std::string_view key, std::string_view json) {
  append_key(out_, key);
  out_ += json;
  return *this;
}

Turn::Turn(Ocean& the_ocean, std::string_view world, const Ask& ask, Random& the_chance, Answer& the_answer)
    : ocean(the_ocean),
      asked(ask),
      chance(the_chance),
      answer(the_answer),
      world_(world),
      style_(style_of(ask.style, ask.params.get("style"), the_ocean.config().reply_style)) {}

std::optional<PlayerId> parse_id(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || (negative && value != 0)) return std::nullopt;
  return value;
}

const Player* Turn::player() {
  const auto id = parse_id(get("id"));
  const Player* found = id ? ocean.find(*id) : nullptr;
  if (found == nullptr) {
    fail(Fault::bad_id);
    return nullptr;
  }
  about(*id);
  if (!may_act(*found)) {
    fail(Fault::token);
    return nullptr;
  }
  return ocean.find(id_);
}

const Player* Turn::player_named(std::string_view name) {
  const auto id = ocean.id_of(name);
  if (!id) return nullptr;
  about(*id);
  if (!may_act(*ocean.find(id_))) {
    fail(Fault::token);
    return nullptr;
  }
  return ocean.find(id_);
}

// A right token that did not come by cookie claims the player on the way.
bool Turn::may_act(const Player& player) {
  if (asked.caller.teacher) return true;
  const std::string_view token = asked.caller.token;
  const bool strict = ocean.config().auth == "strict";
  if (!player.token) return !strict || asked.route == "join";  // after a release: join brings a new one
  if (token.empty()) return !strict && !player.claimed;
  if (!same_digest(sha256(token), *player.token)) return false;
  if (!player.claimed && !asked.caller.token_from_cookie) fold(command(Command::Kind::claim));
  return true;
}

bool Turn::paused() {
  if (!ocean.state.globals.paused) return false;
  fail(Fault::paused);
  return true;
}

Command Turn::command(Command::Kind kind, char letter) const {
  Command made;
  made.kind = kind;
  made.player = id_;
  made.letter = letter;
  return made;
}

Outcome Turn::fold(const Command& command) {
  Outcome outcome = ocean.apply(command);
  if (outcome.changed) answer.records.push_back(encode(command));
  return outcome;
}

void Turn::open() {
  answer.media = Media::json;
  answer.body += R"({"ok":true,"world":)";
  answer.body += json::quote(world_);
  answer.body += R"(,"t":)";
  append_pyfloat(answer.body, to_seconds(ocean.state.time));
}

void Turn::fail(Fault fault) {
  const FaultInfo& info = fault_info(fault);
  answer.failed = true;
  answer.body.clear();
  if (json()) {
    answer.media = Media::json;
    answer.status = info.status;
    answer.body = R"({"ok":false,"error":")";
    answer.body += info.word;
    answer.body += R"(","message":)";
    answer.body += json::quote(info.prose);
    answer.body += '}';
    return;
  }
  if (fault == Fault::no_route) answer.status = info.status;
  if (style_ != Style::prose) answer.body = "0";
  if (style_ == Style::both) answer.body += ' ';
  if (style_ != Style::digits) answer.body += info.prose;
}

void Turn::minus_one(Fault fault) {
  fail(fault);
  if (!json()) answer.body = "-1";
}

void Turn::status(std::string_view prose) {
  if (json()) return members([&](Members& out) { out.text("message", prose); });
  if (style_ == Style::digits) {
    answer.body = "1";
    return;
  }
  answer.body = style_ == Style::both ? "1 " : "";
  answer.body += prose;
}

void Turn::line(std::string_view text) { answer.body = text; }

void Turn::numbers(std::initializer_list<double> values) {
  bool first = true;
  for (const double value : values) {
    if (!first) answer.body += ',';
    first = false;
    append_pyfloat(answer.body, value);
  }
}

}  // namespace recess::mocean
