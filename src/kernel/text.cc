#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace recess {
namespace {

// Decodes one code point at the front; 0 bytes used means malformed.
struct Decoded {
  char32_t point;
  unsigned used;
};

Decoded decode_front(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  unsigned length = 0;
  char32_t point = 0;
  char32_t least = 0;
  if ((first & 0xE0U) == 0xC0) {
    length = 2;
    point = first & 0x1FU;
    least = 0x80;
  } else if ((first & 0xF0U) == 0xE0) {
    length = 3;
    point = first & 0x0FU;
    least = 0x800;
  } else if ((first & 0xF8U) == 0xF0) {
    length = 4;
    point = first & 0x07U;
    least = 0x10000;
  } else return {0, 0};
  if (text.size() < length) return {0, 0};
  for (unsigned i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {0, 0};
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least || point > 0x10FFFF || surrogate) return {0, 0};
  return {point, length};
}

// UTF-8 as a machine with nine states, which costs the same whatever the bytes are. The row of a byte has for every
// state the one that follows, six bits each; a state is the place of its six bits.
enum State : unsigned {
  kBetween = 0,
  kBad = 6,
  kOneMore = 12,
  kTwoMore = 18,
  kThreeMore = 24,
  kBehindE0 = 30,  // the second byte rules out overlong forms, surrogates and what lies above U+10FFFF
  kBehindED = 36,
  kBehindF0 = 42,
  kBehindF4 = 48,
};

constexpr std::array<std::uint64_t, 256> utf8_rows() {
  std::array<std::uint64_t, 256> rows{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto lead = [byte]() -> State {
      if (byte < 0x80) return kBetween;
      if (byte < 0xC2 || byte > 0xF4) return kBad;
      if (byte < 0xE0) return kOneMore;
      if (byte < 0xF0) return byte == 0xE0 ? kBehindE0 : byte == 0xED ? kBehindED : kTwoMore;
      return byte == 0xF0 ? kBehindF0 : byte == 0xF4 ? kBehindF4 : kThreeMore;
    };
    const auto go = [&](State from, unsigned lowest, unsigned highest, State to) {
      rows[byte] |= std::uint64_t{byte >= lowest && byte <= highest ? to : kBad} << from;
    };
    go(kBetween, 0, 255, lead());
    go(kBad, 0, 255, kBad);
    go(kOneMore, 0x80, 0xBF, kBetween);
    go(kTwoMore, 0x80, 0xBF, kOneMore);
    go(kThreeMore, 0x80, 0xBF, kTwoMore);
    go(kBehindE0, 0xA0, 0xBF, kOneMore);
    go(kBehindED, 0x80, 0x9F, kOneMore);
    go(kBehindF0, 0x90, 0xBF, kTwoMore);
    go(kBehindF4, 0x80, 0x8F, kTwoMore);
  }
  return rows;
}
constexpr auto kUtf8Rows = utf8_rows();

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::uint64_t state = kBetween;
  while (!text.empty()) {
    std::uint64_t word = 0x80;
    if (state == kBetween && text.size() >= sizeof word) std::memcpy(&word, text.data(), sizeof word);
    if ((word & 0x8080808080808080U) == 0) {
      text.remove_prefix(sizeof word);
      continue;
    }
    const std::size_t some = std::min<std::size_t>(text.size(), 32);
    for (std::size_t i = 0; i < some; ++i) {
      state = (kUtf8Rows[static_cast<unsigned char>(text[i])] >> state) & 63U;
    }
    if (state == kBad) return false;
    text.remove_prefix(some);
  }
  return state == kBetween;
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string_view first_code_points(std::string_view utf8, std::size_t count) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if ((static_cast<unsigned char>(utf8[i]) & 0xC0U) == 0x80) continue;
    if (count-- == 0) return utf8.substr(0, i);
  }
  return utf8;
}

bool has_control_bytes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

std::string_view trim(std::string_view utf8) {
  while (!utf8.empty()) {
    const Decoded next = decode_front(utf8);
    if (next.used == 0 || !is_white_space(next.point)) break;
    utf8.remove_prefix(next.used);
  }
  while (!utf8.empty()) {
    std::size_t start = utf8.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(utf8[start]) & 0xC0U) == 0x80) --start;
    const Decoded last = decode_front(utf8.substr(start));
    if (last.used == 0 || !is_white_space(last.point)) break;
    utf8.remove_suffix(utf8.size() - start);
  }
  return utf8;
}

std::string_view first_word(std::string_view utf8) {
  std::size_t at = 0;
  while (at < utf8.size()) {
    const Decoded next = decode_front(utf8.substr(at));
    if (next.used == 0 || is_white_space(next.point)) break;
    at += next.used;
  }
  return utf8.substr(0, at);
}

std::size_t count_words(std::string_view utf8) {
  std::size_t words = 0;
  for (utf8 = trim(utf8); !utf8.empty(); ++words) {
    const std::string_view word = first_word(utf8);
    utf8.remove_prefix(word.empty() ? utf8.size() : word.size());
    utf8 = trim(utf8);
  }
  return words;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<long long> parse_integer(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> form_decode(std::string_view text) { return decode(text, true); }
std::optional<std::string> percent_decode(std::string_view text) { return decode(text, false); }

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool unreserved = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    if (unreserved) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace recess
