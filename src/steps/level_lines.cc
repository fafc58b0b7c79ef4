// What a branch says: literal text with placeholders.
#include "steps/level_reader.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace recess::steps {
namespace {

constexpr std::string_view kExample = "[\"a line\", \"another\"]";

std::optional<Piece::Kind> placeholder(std::string_view name) {
  using Row = std::pair<std::string_view, Piece::Kind>;
  constexpr std::array kRows{Row{"input", Piece::Kind::input},   Row{"word", Piece::Kind::word},
                             Row{"number", Piece::Kind::number}, Row{"ordinal", Piece::Kind::ordinal},
                             Row{"base", Piece::Kind::base},     Row{"next_url", Piece::Kind::next_url},
                             Row{"name", Piece::Kind::name},     Row{"route", Piece::Kind::route}};
  for (const auto& [known, kind] : kRows) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

Line read_line(LevelReader& reader, json::Value at, std::string_view text) {
  Line line;
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) line.push_back({Piece::Kind::literal, std::exchange(literal, {})});
  };
  while (!text.empty()) {
    const char c = text.front();
    if (c != '{' && c != '}') {
      literal += c;
      text.remove_prefix(1);
    } else if (text.size() > 1 && text[1] == c) {
      literal += c;
      text.remove_prefix(2);
    } else {
      const std::size_t end = c == '{' ? text.find('}') : std::string_view::npos;
      const auto kind = end == std::string_view::npos ? std::nullopt : placeholder(text.substr(1, end - 1));
      if (!kind) {
        reader.mistake(
            at, fmt::format("\"{}\" is no placeholder; there are {{input}}, {{word}}, {{number}}, {{ordinal}}, "
                            "{{base}}, {{next_url}}, {{name}}, {{route}}; a brace itself is doubled",
                            text.substr(0, std::min<std::size_t>(end == std::string_view::npos ? 12 : end + 1, 40))));
        return line;
      }
      end_literal();
      line.push_back({*kind, {}});
      text.remove_prefix(end + 1);
    }
  }
  end_literal();
  return line;
}

}  // namespace

std::vector<Line> read_lines(LevelReader& reader, json::Value lines, std::string_view key) {
  std::vector<Line> read;
  if (!lines.is(json::Kind::array)) {
    reader.mistake(lines, fmt::format("\"{}\" must be a list of lines, such as {}", key, kExample));
    return read;
  }
  lines.each([&](std::string_view, json::Value item) {
    const auto text = item.as_string();
    if (!text) reader.mistake(item, fmt::format("\"{}\" must hold texts in quotes, such as {}", key, kExample));
    else if (text->find('\n') != std::string::npos)
      reader.mistake(item, "a line of text has no \\n in it; begin another line");
    else read.push_back(read_line(reader, item, *text));
  });
  return read;
}

}  // namespace recess::steps
