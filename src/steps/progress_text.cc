// Progress as text: the journal's commands and the snapshot, both compact JSON.
#include "kernel/json.h"
#include "kernel/text.h"
#include "kernel/world_name.h"
#include "steps/names.h"
#include "steps/progress.h"

#include <fmt/format.h>

namespace recess::steps {
namespace {

void add(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format(",\"{}\":{}", key, json::quote(text));
}

std::string run_text(const DuckRun& run) {
  std::string text = fmt::format(",\"p\":[{},{},{}],\"k\":{}", json::number(run.pond.r), json::number(run.pond.a),
                                 json::number(run.pond.b), run.requests);
  if (run.way != Way::none) text += run.way == Way::left ? ",\"y\":1" : ",\"y\":2";
  return text;
}

std::string text_of(json::Value object, std::string_view key) { return object.find(key).as_string().value_or(""); }

std::int64_t whole_of(json::Value object, std::string_view key) { return object.find(key).as_integer().value_or(0); }

int count_of(json::Value object, std::string_view key) {
  return static_cast<int>(std::clamp<std::int64_t>(whole_of(object, key), 0, 2'000'000'000));
}

std::optional<DuckRun> run_of(json::Value object) {
  const json::Value pond = object.find("p");
  const auto r = pond.at(0).as_number();
  const auto a = pond.at(1).as_number();
  const auto b = pond.at(2).as_number();
  if (!r || !a || !b) return std::nullopt;
  const int way = count_of(object, "y");
  return DuckRun{{*r, *a, *b}, count_of(object, "k"), way == 1 ? Way::left : way == 2 ? Way::right : Way::none};
}

std::string record_text(const Record& record) {
  std::string out = fmt::format("{{\"a\":{},\"w\":{},\"f\":{},\"s\":{},\"n\":{},\"q\":{},\"b\":{},\"x\":[",
                                record.attempts, record.wrong, record.first_us, record.solved_us, record.solved_at,
                                record.requests, json::quote(record.last));
  for (std::size_t i = 0; i < record.wrongs.size(); ++i) {
    out += fmt::format("{}[{},{}]", i > 0 ? "," : "", json::quote(record.wrongs[i].first), record.wrongs[i].second);
  }
  return out + "]}";
}

Record record_of(json::Value value) {
  Record record{.attempts = count_of(value, "a"),
                .wrong = count_of(value, "w"),
                .first_us = whole_of(value, "f"),
                .solved_us = whole_of(value, "s"),
                .solved_at = count_of(value, "n"),
                .requests = count_of(value, "q"),
                .last = text_of(value, "b")};
  value.find("x").each([&](std::string_view, json::Value entry) {
    record.wrongs.emplace_back(entry.at(0).as_string().value_or(""),
                               static_cast<int>(entry.at(1).as_integer().value_or(0)));
  });
  return record;
}

std::string player_text(const Player& player) {
  std::string out = "{\"n\":" + json::quote(player.name);
  if (!player.token_hash.empty()) add(out, "t", player.token_hash);
  if (player.run) out += run_text(*player.run);
  out += ",\"l\":{";
  bool first = true;
  for (const auto& [route, record] : player.records) {
    out += fmt::format("{}{}:{}", first ? "" : ",", json::quote(route), record_text(record));
    first = false;
  }
  return out + "}}";
}

Player player_of(json::Value value) {
  Player player{.name = text_of(value, "n"), .token_hash = text_of(value, "t"), .run = run_of(value)};
  value.find("l").each([&](std::string_view raw_key, json::Value record) {
    player.records[std::string(raw_key.substr(1, raw_key.size() - 2))] = record_of(record);
  });
  return player;
}

}  // namespace

std::string to_json(const Command& command) {
  constexpr std::array<std::string_view, 3> kWords{"try", "swim", "claim"};
  std::string out = fmt::format("{{\"c\":\"{}\"", kWords.at(static_cast<std::size_t>(command.kind)));
  add(out, "w", command.world);
  add(out, "n", command.name);
  if (!command.route.empty()) add(out, "r", command.route);
  if (!command.branch.empty()) add(out, "b", command.branch);
  if (command.solved) out += ",\"s\":true";
  if (!command.input.empty()) add(out, "i", command.input);
  if (command.run) out += run_text(*command.run);
  else if (command.requests > 0) out += fmt::format(",\"k\":{}", command.requests);
  if (!command.token_hash.empty()) add(out, "h", command.token_hash);
  return out + "}";
}

Result<Command> read_command(std::string_view text) {
  const auto document = json::Document::parse(std::string(text), {.depth = 8, .nodes = 64});
  if (!document) return document.error();
  const json::Value root = (*document)->root();
  const std::string kind = text_of(root, "c");
  Command command{.world = text_of(root, "w"),
                  .name = text_of(root, "n"),
                  .route = text_of(root, "r"),
                  .branch = text_of(root, "b"),
                  .solved = root.find("s").truthy(),
                  .input = text_of(root, "i"),
                  .run = run_of(root),
                  .token_hash = text_of(root, "h")};
  if (!command.run) command.requests = count_of(root, "k");
  if (kind == "try") command.kind = Command::Kind::attempt;
  else if (kind == "swim") command.kind = Command::Kind::swim;
  else if (kind == "claim") command.kind = Command::Kind::claim;
  else return refuse(Code::invalid, fmt::format("a record of Steps has the unknown kind \"{}\"", kind));
  const bool complete = is_world_name(command.world) && player_name(command.name) == command.name &&
                        (command.kind != Command::Kind::attempt || !command.route.empty());
  if (!complete) return refuse(Code::invalid, "a record of Steps lacks its world, name or level");
  return command;
}

std::string Progress::Picture::encode() const {
  std::string out = "{\"v\":1,\"worlds\":{";
  bool first_world = true;
  for (const auto& [world, all] : worlds_) {
    out += fmt::format("{}{}:[", first_world ? "" : ",", json::quote(world));
    first_world = false;
    bool first = true;
    for (const auto& [key, player] : *all) {
      if (!first) out += ',';
      first = false;
      out += player_text(*player);
    }
    out += ']';
  }
  return out + "}}";
}

Result<Progress> Progress::restore(std::string_view snapshot, ProgressLimits limits) {
  const auto document = json::Document::parse(std::string(snapshot), {.depth = 16, .nodes = 100U << 20U});
  if (!document) return document.error();
  const json::Value root = (*document)->root();
  if (whole_of(root, "v") != 1) return refuse(Code::unsupported, "this snapshot of Steps is of another version");
  Progress progress(limits);
  root.find("worlds").each([&](std::string_view raw_key, json::Value list) {
    Players& all = *progress.worlds_[std::string(raw_key.substr(1, raw_key.size() - 2))].players;
    list.each([&](std::string_view, json::Value value) {
      Player player = player_of(value);
      const std::string key = name_key(player.name);
      all[key] = std::make_shared<const Player>(std::move(player));
    });
    progress.size_ += all.size();
  });
  return progress;
}

}  // namespace recess::steps
