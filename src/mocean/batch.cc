// Several requests at one world time, with nothing in between. Each is a turn of its own; what they leave behind
// (journal rows, new tokens) is gathered into the batch's answer.
#include "mocean/batch.h"

#include "mocean/routes.h"

#include "kernel/json.h"

#include <array>
#include <vector>

namespace recess::mocean {
namespace {

struct Step {
  std::string_view route;
  std::array<Param, 4> params{};
  std::size_t count = 1;  // the first is the id
};

// What a token of `do` stands for; nothing if it is unknown.
std::optional<Step> step_of(std::string_view token) {
  const auto with = [](std::string_view route, std::string_view key, std::string_view value) {
    return Step{route, {Param{}, Param{key, value}}, 2};
  };
  if (token.size() == 1 && std::string_view("wsad").find(token[0]) != std::string_view::npos) {
    return with("accel", "ctrl", token);
  }
  if (token == "r" || token == "f") return with("dive", "ctrl", token);
  for (const std::string_view plain : {"stop", "location", "velocity", "ping", "look", "popchat", "inventory"}) {
    if (token == plain) return Step{plain};
  }
  if (token == "get:treasure" || token == "get:whale") return with("get", "item", token.substr(4));
  if (token.starts_with("use:")) return with("use", "item", token.substr(4));
  return std::nullopt;
}

// Runs one turn and hands back its body; everything else goes into `whole`.
std::string run(Turn& turn, std::string_view world, const Ask& ask, Answer& whole) {
  Answer part;
  Turn inner(turn.ocean, world, ask, turn.chance, part);
  run_route(inner);
  for (auto& record : part.records) whole.records.push_back(std::move(record));
  return std::move(part.body);
}

void append_line(std::string& out, std::string_view line) {
  for (const char c : line) {
    if (c == '\n') out += "\\n";
    else out += c;
  }
}

}  // namespace

std::vector<std::string_view> batch_tokens(std::string_view list) {
  std::vector<std::string_view> tokens;
  for (;;) {
    const auto comma = list.find(',');
    tokens.push_back(list.substr(0, comma));
    if (comma == std::string_view::npos || tokens.size() > kBatchMost) return tokens;
    list.remove_prefix(comma + 1);
  }
}

void handle_batch(Turn& turn) {
  if (turn.player() == nullptr) return;
  const auto tokens = batch_tokens(turn.get("do"));
  if (tokens.size() > kBatchMost) return turn.fail(Fault::too_many);
  const std::string id = std::to_string(turn.id());
  const std::string_view style = turn.asked.style.empty() ? turn.get("style") : turn.asked.style;
  std::string body;
  for (const std::string_view token : tokens) {
    if (!body.empty()) body += turn.json() ? ',' : '\n';
    auto step = step_of(token);
    // An unknown token takes the way of a failure, so that its line is in the right style.
    if (!step) step = Step{kUnknownToken};
    step->params[0] = {"id", id};
    const Ask ask{step->route, Params(std::span(step->params).first(step->count)), turn.asked.form, style,
                  turn.asked.caller};
    const std::string part = run(turn, turn.world(), ask, turn.answer);
    turn.json() ? void(body += part) : append_line(body, part);
  }
  if (turn.json()) return turn.members([&](Members& out) { out.raw("replies", "[" + body + "]"); });
  turn.line(body);
}

namespace {

// The members of one {"route":...}; numbers and booleans count as their text.
struct Posted {
  std::string route;
  std::vector<std::pair<std::string, std::string>> values;
};

Posted posted_of(json::Value object) {
  Posted posted;
  object.each([&](std::string_view raw_key, json::Value value) {
    const auto key = json::Document::parse(std::string(raw_key));
    if (!key || posted.values.size() > 16) return;
    std::string name = key.value()->root().as_string().value_or("");
    std::string text;
    if (value.is(json::Kind::string)) text = value.as_string().value_or("");
    else if (value.is(json::Kind::number) || value.is(json::Kind::boolean)) text = value.raw();
    else return;
    if (name == "route") posted.route = std::move(text);
    else posted.values.emplace_back(std::move(name), std::move(text));
  });
  if (posted.route.starts_with('/')) posted.route.erase(0, 1);
  if (posted.route == "batch") posted.route = "?";
  return posted;
}

}  // namespace

void run_posted(Turn& turn, std::string_view json_array) {
  const auto document = json::Document::parse(std::string(json_array), {.depth = 4, .nodes = 4096});
  if (!document || !document.value()->root().is(json::Kind::array)) return turn.fail(Fault::bad_batch);
  const json::Value list = document.value()->root();
  if (list.size() > kBatchMost) return turn.fail(Fault::too_many);
  std::string body = "[";
  list.each([&](std::string_view, json::Value object) {
    if (body.size() > 1) body += ',';
    const Posted posted = posted_of(object);
    std::vector<Param> params;
    Caller caller = turn.asked.caller;
    for (const auto& [key, value] : posted.values) {
      params.push_back({key, value});
      if (key == "token") caller.token = value, caller.token_from_cookie = false;
    }
    const Ask ask{posted.route, Params(params), Form::json, {}, caller};
    body += run(turn, turn.world(), ask, turn.answer);
  });
  turn.answer.media = Media::json;
  turn.answer.body = body + "]";
}

}  // namespace recess::mocean
