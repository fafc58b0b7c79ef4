#include "steps/level_file.h"

#include "kernel/text.h"
#include "steps/embedded.h"
#include "steps/level_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace recess::steps {
namespace {

constexpr std::size_t kMostLevels = 200;
constexpr std::size_t kMostBranches = 100;

// First path segments that belong to Mocean and to the games' own pages.
constexpr std::array<std::string_view, 53> kReserved{
    "mocean",       "join",         "quit",      "who",    "name",     "id",       "look",     "get",      "whalename",
    "treasurename", "seamountname", "inventory", "use",    "sendchat", "popchat",  "location", "velocity", "accel",
    "stop",         "dive",         "teleport",  "ping",   "move",     "backdoor", "bonanza",  "uptime",   "batch",
    "scores",       "season",       "map",       "worlds", "replay",   "w",        "data",     "status",   "health",
    "ready",        "admin",        "static",    "duck",   "exchange", "docs",     "assets",   "message",  "listen",
    "broadcast",    "locean",       "token",     "hall",   "play",     "api",      "login",    "logout"};

bool is_route(std::string_view route) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !route.empty() && route.size() <= 32 && letter(route.front()) &&
         std::all_of(route.begin(), route.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

std::optional<Reading> reading_of(std::string_view word) {
  if (word == "text") return Reading::text;
  if (word == "word") return Reading::word;
  if (word == "number") return Reading::number;
  if (word == "integer") return Reading::integer;
  if (word == "list") return Reading::list;
  return std::nullopt;
}

class FileReader : LevelReader {
 public:
  FileReader(const json::Document& document, std::span<const std::string_view> taken)
      : LevelReader(document), root_(document.root()), taken_(taken) {}

  Result<Levels> read() {
    if (!root_.is(json::Kind::object)) {
      mistake(root_, "the file must be an object: {\"version\": 1, \"tracks\": [...], \"levels\": [...]}");
      return refuse(Code::invalid, report());
    }
    members(root_, {"version", "tracks", "levels", "about"}, [](const std::string&, json::Value) {});
    if (root_.find("version").as_integer() != 1) mistake(root_.find("version"), "\"version\" must be 1");
    read_all_levels(root_.find("levels"));
    read_tracks(root_.find("tracks"));
    check_links();
    if (failed()) return refuse(Code::invalid, report());
    return std::move(levels_);
  }

 private:
  void read_all_levels(json::Value list) {
    if (!list.is(json::Kind::array) || list.size() == 0 || list.size() > kMostLevels) {
      mistake(list ? list : root_, fmt::format("\"levels\" must be a list of 1 to {} levels", kMostLevels));
      return;
    }
    list.each([&](std::string_view, json::Value value) {
      level.clear();
      branch.clear();
      read_level(value);
    });
    level.clear();
    branch.clear();
  }

  void read_level(json::Value value) {
    if (!value.is(json::Kind::object)) return mistake(value, "a level must be an object in { }");
    Level read;
    const auto route = text(value, "route", "\"colors\"");
    if (!route) return;
    read.route = level = *route;
    check_route(value.find("route"), read.route);
    members(value,
            {"route", "key", "read", "title", "branches", "text_case", "requires", "points", "shows_progress", "about"},
            [&](const std::string& key, json::Value member) { read_member(read, key, member); });
    read_branches(read, value);
    if (!levels_.by_route.emplace(read.route, std::move(read)).second) {
      mistake(value.find("route"), "this route is there already; every level needs its own");
    }
    level.clear();
  }

  void check_route(json::Value at, std::string_view route) {
    if (!is_route(route)) {
      mistake(at, "a route begins with a small letter and has up to 32 small letters, digits, '-' and '_'");
    }
    const bool reserved = std::find(kReserved.begin(), kReserved.end(), route) != kReserved.end() ||
                          std::find(taken_.begin(), taken_.end(), route) != taken_.end();
    if (reserved) {
      mistake(at, fmt::format("\"{}\" belongs to another page of this server; choose another route", route));
    }
  }

  void read_member(Level& read, const std::string& key, json::Value value) {
    if (key == "key" || key == "title") {
      const auto content = value.as_string();
      if (!content) return mistake(value, fmt::format("\"{}\" must be a text in quotes", key));
      (key == "key" ? read.key : read.title) = *content;
      constexpr std::array<std::string_view, 4> kOurs{"name", "format", "client", "token"};
      const bool ours = key == "key" && std::find(kOurs.begin(), kOurs.end(), *content) != kOurs.end();
      if (ours) mistake(value, fmt::format("the key \"{}\" has a meaning on every level; choose another", *content));
    } else if (key == "read") {
      const auto reading = reading_of(value.as_string().value_or(""));
      if (!reading) mistake(value, "\"read\" must be one of \"text\", \"word\", \"number\", \"integer\", \"list\"");
      read.reading = reading.value_or(Reading::text);
    } else if (key == "text_case") {
      read.ignore_case = value.as_string() == "ignore";
      if (!read.ignore_case && value.as_string() != "exact") mistake(value, "\"text_case\" is \"ignore\" or \"exact\"");
    } else if (key == "points") {
      const auto points = value.as_integer();
      if (!points || *points < 0 || *points > 1'000'000)
        mistake(value, "\"points\" is a whole number from 0 to 1000000");
      read.points = static_cast<int>(points.value_or(0));
    } else if (key == "shows_progress") {
      read.shows_progress = value.truthy();
      if (!value.as_boolean()) mistake(value, "\"shows_progress\" must be true or false");
    } else if (key == "requires") {
      read.needs = texts(value, key, "[\"puzzle\"]");
    }
  }

  void read_branches(Level& read, json::Value value) {
    const json::Value list = value.find("branches");
    if (!list.is(json::Kind::array) || list.size() == 0 || list.size() > kMostBranches) {
      return mistake(list ? list : value,
                     fmt::format("\"branches\" must be a list of 1 to {} branches", kMostBranches));
    }
    list.each([&](std::string_view, json::Value item) { read_branch(read, item); });
    const auto solves = [](const Branch& each) { return each.solved; };
    if (std::none_of(read.branches.begin(), read.branches.end(), solves)) {
      mistake(list, "no branch solves this level; add \"solved\": true to the one that does");
    }
    const bool has_else = !read.branches.empty() && read.branches.back().tests.size() == 1 &&
                          read.branches.back().tests.front().kind == Test::Kind::otherwise;
    if (!has_else && !failed())
      mistake(list, "the last branch must have \"if\": {\"else\": true}, so that every answer has one");
  }

  void read_branch(Level& read, json::Value value) {
    if (!value.is(json::Kind::object)) return mistake(value, "a branch must be an object in { }");
    Branch made;
    made.id = branch = text(value, "id", "\"wrong\"").value_or("");
    if (!made.id.empty() && !is_route(made.id)) {
      mistake(value.find("id"), "an \"id\" begins with a small letter and has small letters, digits, '-' and '_'");
    }
    const auto same_id = [&](const Branch& other) { return other.id == made.id; };
    if (std::any_of(read.branches.begin(), read.branches.end(), same_id)) {
      mistake(value.find("id"), "this id is there already; every branch of a level needs its own");
    }
    members(value, {"id", "if", "solved", "next", "say", "code", "about"}, [](const std::string&, json::Value) {});
    if (value.find("if")) made.tests = read_tests(*this, value.find("if"), read.reading);
    else mistake(value, "\"if\" is missing: it says when this branch is taken, such as {\"else\": true}");
    made.solved = flag(value, "solved", false);
    if (value.find("next")) made.next = text(value, "next", "\"puzzle\"").value_or("");
    if (value.find("say")) made.say = read_lines(*this, value.find("say"), "say");
    else mistake(value, "\"say\" is missing: the lines of the reply, such as [\"Not yet.\"]");
    if (value.find("code")) made.code = read_lines(*this, value.find("code"), "code");
    links_.push_back({level, branch, made.next, value.find("next")});
    read.branches.push_back(std::move(made));
    branch.clear();
  }

  void read_tracks(json::Value list) {
    if (!list.is(json::Kind::array) || list.size() == 0) {
      return mistake(list ? list : root_,
                     "\"tracks\" must be a list, such as [{\"id\": \"passport\", \"levels\": [\"steps\"]}]");
    }
    std::set<std::string> seen;
    list.each([&](std::string_view, json::Value value) {
      Track track;
      track.id = text(value, "id", "\"passport\"").value_or("");
      track.title = value.find("title").as_string().value_or(track.id);
      members(value, {"id", "title", "levels", "about"}, [](const std::string&, json::Value) {});
      const json::Value routes = value.find("levels");
      track.routes = texts(routes ? routes : value, "levels", "[\"steps\", \"puzzle\"]");
      for (std::size_t i = 0; i < track.routes.size(); ++i) {
        const std::string& route = track.routes[i];
        if (!levels_.knows(route)) mistake(routes.at(i), fmt::format("there is no level \"{}\"", route));
        if (!seen.insert(route).second) mistake(routes.at(i), fmt::format("\"{}\" stands in a track already", route));
      }
      levels_.tracks.push_back(std::move(track));
    });
  }

  void check_links() {
    for (const Link& link : links_) {
      if (link.next.empty() || levels_.knows(link.next)) continue;
      level = link.level;
      branch = link.branch;
      mistake(link.at, fmt::format("\"next\" leads to \"{}\", and there is no such level", link.next));
    }
    branch.clear();
    root_.find("levels").each([&](std::string_view, json::Value value) {
      level = value.find("route").as_string().value_or("");
      value.find("requires").each([&](std::string_view, json::Value needed) {
        const std::string route = needed.as_string().value_or("");
        if (!levels_.knows(route))
          mistake(needed, fmt::format("\"requires\" names \"{}\", and there is no such level", route));
        if (route == level) mistake(needed, "a level cannot require itself");
      });
    });
    level.clear();
  }

  struct Link {
    std::string level, branch, next;
    json::Value at;
  };

  json::Value root_;
  std::span<const std::string_view> taken_;
  Levels levels_;
  std::vector<Link> links_;
};

// "JSON, byte 214: ..." names no line; a teacher's editor shows lines.
Error with_line(const Error& error, std::string_view text) {
  constexpr std::string_view kByte = "byte ";
  const std::size_t at = error.detail.find(kByte);
  if (at == std::string::npos) return error;
  const std::string_view digits = std::string_view(error.detail).substr(at + kByte.size());
  const auto offset = parse_integer(digits.substr(0, digits.find(':')));
  const auto end = std::min<std::size_t>(static_cast<std::size_t>(offset.value_or(0)), text.size());
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
  const std::size_t what = digits.find(": ");
  return refuse(error.code, fmt::format("line {}: this is not JSON: {}; look for a missing comma, quote or bracket",
                                        line, what == std::string_view::npos ? digits : digits.substr(what + 2)));
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostLevelFileBytes + 1, '\0');
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad()) {
    return refuse(Code::not_found, fmt::format("the level file {} cannot be read", path.string()));
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

std::string_view shipped_levels() { return embedded::kLevelsJson; }

Result<Levels> read_levels(std::string_view json, std::span<const std::string_view> taken) {
  if (json.size() > kMostLevelFileBytes) return refuse(Code::too_large, "the level file may have up to 1 MiB");
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);  // some editors begin files so
  const auto document = json::Document::parse(std::string(json), {.depth = 16, .nodes = 100'000});
  if (!document) return with_line(document.error(), json);
  return FileReader(**document, taken).read();
}

Result<Levels> load_levels(const std::filesystem::path& path, std::span<const std::string_view> taken) {
  const bool own = !path.empty();
  std::string text(shipped_levels());
  if (own) {
    auto file = read_file(path);
    if (!file) return file.error();
    text = std::move(*file);
  }
  auto levels = read_levels(text, taken);
  if (levels) return levels;
  const std::string where = own ? path.string() : "the shipped levels";
  return refuse(levels.error().code, fmt::format("{}: {}", where, levels.error().detail));
}

}  // namespace recess::steps
