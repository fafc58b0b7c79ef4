#include "steps/say.h"

#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::steps {
namespace {

std::string ordinal_text(const Input& input) {
  const auto index = input.number ? fibonacci_index(*input.number) : std::nullopt;
  return index ? ordinal(*index + 1) : std::string();
}

void append_piece(std::string& out, const Piece& piece, const SayValues& values) {
  switch (piece.kind) {
    case Piece::Kind::literal: out += piece.literal; break;
    case Piece::Kind::input: out += values.input->text; break;
    case Piece::Kind::word: out += values.input->word; break;
    case Piece::Kind::number: out += number_text(*values.input); break;
    case Piece::Kind::ordinal: out += ordinal_text(*values.input); break;
    case Piece::Kind::base: out += values.base; break;
    case Piece::Kind::next_url: out += values.next_url; break;
    case Piece::Kind::name: out += values.name; break;
    case Piece::Kind::route: out += values.route; break;
  }
}

// How much of this text goes on with an address.
std::size_t address_length(std::string_view text) {
  std::size_t end = std::min(text.find_first_of(" \t\"'<>)]"), text.size());
  while (end > 0 && std::string_view(".,;:!?").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

}  // namespace

std::string number_text(const Input& input) {
  if (input.number) return pyfloat(*input.number);
  if (input.integer) return input.integer->text();
  return std::string(input.word);
}

void append_text(std::string& out, const Line& line, const SayValues& values) {
  for (const Piece& piece : line) append_piece(out, piece, values);
}

std::string say_text(const Line& line, const SayValues& values) {
  std::string out;
  append_text(out, line, values);
  return out;
}

std::string link_html(std::string_view url, std::string_view query) {
  const std::string shown = html_escape(url);
  if (query.empty()) return fmt::format("<a href=\"{}\">{}</a>", shown, shown);
  const char join = url.find('?') == std::string_view::npos ? '?' : '&';
  return fmt::format("<a href=\"{}\">{}</a>", html_escape(fmt::format("{}{}{}", url, join, query)), shown);
}

std::string say_html(const Line& line, const SayValues& values) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string text;
    append_piece(text, line[i], values);
    const bool address = line[i].kind == Piece::Kind::base || line[i].kind == Piece::Kind::next_url;
    if (!address) {
      out += html_escape(text);
      continue;
    }
    std::string_view rest;
    if (i + 1 < line.size() && line[i + 1].kind == Piece::Kind::literal) rest = line[++i].literal;
    const std::size_t length = address_length(rest);
    text += rest.substr(0, length);
    out += link_html(text, values.link_query) + html_escape(rest.substr(length));
  }
  return out;
}

}  // namespace recess::steps
