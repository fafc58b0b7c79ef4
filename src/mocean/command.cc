#include "mocean/command.h"

#include "mocean/motion.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

namespace recess::mocean {
namespace {

using Kind = Command::Kind;

// Which members a kind carries.
enum Part : unsigned {
  kPlayer = 1,
  kLetter = 2,
  kFlag = 4,
  kPoint = 8,
  kSeed = 16,
  kName = 32,
  kText = 64,
  kToken = 128
};

struct Shape {
  Kind kind;
  std::string_view word;
  unsigned parts;
  std::string_view letters{};
};

constexpr std::array kShapes{
    Shape{Kind::created, "created", kSeed | kText},
    Shape{Kind::config, "config", kName | kText},
    Shape{Kind::join, "join", kName | kToken | kFlag},
    Shape{Kind::claim, "claim", kPlayer},
    Shape{Kind::quit, "quit", kPlayer},
    Shape{Kind::accel, "accel", kPlayer | kLetter, "wsad"},
    Shape{Kind::thrust, "thrust", kPlayer | kLetter, kThrusters},
    Shape{Kind::stop, "stop", kPlayer},
    Shape{Kind::dive, "dive", kPlayer | kLetter, "rf"},
    Shape{Kind::teleport, "teleport", kPlayer | kPoint},
    Shape{Kind::move, "move", kPlayer | kLetter, "nsew"},
    Shape{Kind::get, "get", kPlayer | kLetter, "tw"},
    Shape{Kind::use, "use", kPlayer | kText},
    Shape{Kind::grant, "grant", kPlayer},
    Shape{Kind::sound, "sound", kPlayer},
    Shape{Kind::sendchat, "sendchat", kPlayer | kName | kText},
    Shape{Kind::popchat, "popchat", kPlayer},
    Shape{Kind::season, "season", kPoint},
    Shape{Kind::reset, "reset", 0},
    Shape{Kind::pause, "pause", 0},
    Shape{Kind::resume, "resume", 0},
    Shape{Kind::release, "release", kPlayer},
    Shape{Kind::beat, "beat", 0},
};

Error bad(std::string_view row, std::string_view what) {
  return refuse(Code::invalid,
                fmt::format("journal row {} {}", json::quote(first_code_points(is_utf8(row) ? row : "?", 120)), what));
}

// The members that `shape` asks for; nothing if one is missing or not what it should be.
std::optional<Command> read(const Shape& shape, const json::Value& root) {
  Command command;
  command.kind = shape.kind;
  if ((shape.parts & kPlayer) != 0) {
    const auto id = root.find("i").as_integer();
    if (!id || *id < 0 || *id > std::numeric_limits<PlayerId>::max()) return std::nullopt;
    command.player = static_cast<PlayerId>(*id);
  }
  if ((shape.parts & kLetter) != 0) {
    const auto letter = root.find("a").as_string();
    if (!letter || letter->size() != 1 || shape.letters.find((*letter)[0]) == std::string_view::npos)
      return std::nullopt;
    command.letter = (*letter)[0];
  }
  if ((shape.parts & kFlag) != 0) command.flag = root.find("claim").as_boolean().value_or(false);
  if ((shape.parts & kPoint) != 0) {
    const auto x = root.find("x").as_number();
    const auto y = root.find("y").as_number();
    if (!x || !y) return std::nullopt;
    command.x = *x;
    command.y = *y;
  }
  if ((shape.parts & kSeed) != 0) {
    const auto seed = root.find("seed").as_string();
    if (!seed) return std::nullopt;
    const auto [end, wrong] = std::from_chars(seed->data(), seed->data() + seed->size(), command.seed);
    if (wrong != std::errc{} || end != seed->data() + seed->size()) return std::nullopt;
  }
  if ((shape.parts & kName) != 0) {
    auto name = root.find("n").as_string();
    if (!name) return std::nullopt;
    command.name = std::move(*name);
  }
  if ((shape.parts & kText) != 0) {
    auto text = root.find("m").as_string();
    if (!text) return std::nullopt;
    command.text = std::move(*text);
  }
  if ((shape.parts & kToken) != 0) {
    if (const auto hex = root.find("k").as_string()) {
      command.token = from_hex(*hex);
      if (!command.token) return std::nullopt;
    }
  }
  return command;
}

}  // namespace

std::string encode(const Command& command) {
  const Shape& shape = kShapes[static_cast<std::size_t>(command.kind)];
  std::string text = R"({"c":")";
  text += shape.word;
  text += '"';
  const auto member = [&](std::string_view key, std::string_view json) {
    text += ",\"";
    text += key;
    text += "\":";
    text += json;
  };
  if ((shape.parts & kPlayer) != 0) member("i", std::to_string(command.player));
  if ((shape.parts & kLetter) != 0) member("a", std::string{'"', command.letter, '"'});
  if ((shape.parts & kPoint) != 0) {
    member("x", json::number(command.x));
    member("y", json::number(command.y));
  }
  if ((shape.parts & kSeed) != 0) member("seed", fmt::format("\"{}\"", command.seed));
  if ((shape.parts & kName) != 0) member("n", json::quote(command.name));
  if ((shape.parts & kText) != 0) member("m", json::quote(command.text));
  if ((shape.parts & kToken) != 0 && command.token) member("k", "\"" + to_hex(*command.token) + "\"");
  if ((shape.parts & kFlag) != 0 && command.flag) member("claim", "true");
  return text + "}";
}

Result<Command> decode_command(std::string_view row) {
  const auto document = json::Document::parse(std::string(row), {.depth = 8, .nodes = 4096});
  if (!document) return bad(row, "is not JSON");
  const json::Value root = document.value()->root();
  const auto word = root.find("c").as_string();
  if (!word) return bad(row, "does not say which command it is");
  for (const Shape& shape : kShapes) {
    if (shape.word != *word) continue;
    auto command = read(shape, root);
    if (!command) return bad(row, "lacks something or holds what cannot be");
    return std::move(*command);
  }
  return bad(row, "holds a command that is not known");
}

}  // namespace recess::mocean
