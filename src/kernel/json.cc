#include "kernel/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

namespace recess::json {
namespace {

constexpr double kWholeLimit = 9007199254740992.0;  // 2^53: every whole number up to here has its own double
// The longest double has 767 digits that matter. What is longer is passed on like any number, and read as none.
constexpr std::size_t kNumberDigits = 1200;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits after \u; the parser has seen that they are there.
char32_t hex4(const char* digits) {
  char32_t unit = 0;
  for (int i = 0; i < 4; ++i) unit = unit * 16 + static_cast<char32_t>(hex_value(digits[i]));
  return unit;
}

// To where there is room for four bytes; returns how many it took.
std::size_t write_utf8(char* to, char32_t c) {
  const auto tail = [c](unsigned shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    to[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    to[0] = static_cast<char>(0xC0U | (c >> 6U));
    to[1] = tail(0);
    return 2;
  }
  if (c < 0x10000) {
    to[0] = static_cast<char>(0xE0U | (c >> 12U));
    to[1] = tail(6), to[2] = tail(0);
    return 3;
  }
  to[0] = static_cast<char>(0xF0U | (c >> 18U));
  to[1] = tail(12), to[2] = tail(6), to[3] = tail(0);
  return 4;
}

bool is_high_surrogate(char32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

char simple_escape(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;  // quote, backslash, slash
  }
}

// What an escape took, and what it came to.
struct Decoded {
  std::size_t taken, written;
};

// One \u escape, or two that form a pair, at the front of `rest`.
Decoded decode_unicode_escape(std::string_view rest, char* to) {
  const char32_t unit = hex4(rest.data() + 2);
  if (is_high_surrogate(unit) && rest.size() >= 12 && rest[6] == '\\' && rest[7] == 'u') {
    const char32_t low = hex4(rest.data() + 8);
    if (is_low_surrogate(low)) return {12, write_utf8(to, 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00))};
  }
  return {6, write_utf8(to, is_high_surrogate(unit) || is_low_surrogate(unit) ? 0xFFFD : unit)};
}

// One escape at the front of `rest`, to where there is room for four bytes.
Decoded decode_escape(std::string_view rest, char* to) {
  if (rest[1] == 'u') return decode_unicode_escape(rest, to);
  *to = simple_escape(rest[1]);
  return {2, 1};
}

// The text of a string that the parser accepted, without its quotes. No escape comes to more than it takes.
void decode_string(std::string_view inside, std::string& out) {
  out.resize(inside.size());
  char* to = out.data();
  while (!inside.empty()) {
    const std::size_t plain = std::min(inside.find('\\'), inside.size());
    std::memcpy(to, inside.data(), plain);
    to += plain;
    inside.remove_prefix(plain);
    while (!inside.empty() && inside[0] == '\\') {
      const auto [taken, written] = decode_escape(inside, to);
      to += written;
      inside.remove_prefix(taken);
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

std::string_view without_quotes(std::string_view raw) { return raw.substr(1, raw.size() - 2); }

// Stops at the first difference: asking for a few members must not read all of many long names.
bool names(std::string_view raw_key, bool escaped, std::string_view key) {
  constexpr std::size_t kLongestEscape = 6;  // of one byte
  std::string_view inside = without_quotes(raw_key);
  if (!escaped) return inside == key;
  if (inside.size() > kLongestEscape * key.size()) return false;
  while (!inside.empty()) {
    char decoded[4] = {inside[0]};
    const auto [taken, written] = inside[0] == '\\' ? decode_escape(inside, decoded) : Decoded{1, 1};
    if (!key.starts_with(std::string_view(decoded, written))) return false;
    key.remove_prefix(written);
    inside.remove_prefix(taken);
  }
  return key.empty();
}

// The two hexadecimal digits of every byte.
constexpr auto kHexPairs = [] {
  constexpr char kHex[] = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (unsigned byte = 0; byte < pairs.size(); ++byte) pairs[byte] = {kHex[byte >> 4U], kHex[byte & 15U]};
  return pairs;
}();

// \uXXXX for a UTF-16 unit; returns where the next goes.
char* write_escape(char* to, char32_t unit) {
  std::memcpy(to, "\\u", 2);
  std::memcpy(to + 2, kHexPairs[(unit >> 8U) & 0xFFU].data(), 2);
  std::memcpy(to + 4, kHexPairs[unit & 0xFFU].data(), 2);
  return to + 6;
}

}  // namespace

Kind Value::kind() const { return document_ == nullptr ? Kind::absent : document_->nodes_[index_].kind; }

std::string_view Value::raw() const {
  if (document_ == nullptr) return {};
  const auto& node = document_->nodes_[index_];
  return document_->text_.substr(node.begin, node.end - node.begin);
}

std::optional<std::string_view> Value::as_string(std::string& scratch) const {
  if (!is(Kind::string)) return std::nullopt;
  const std::string_view inside = without_quotes(raw());
  if (!document_->nodes_[index_].escaped) return inside;
  decode_string(inside, scratch);
  return scratch;
}

std::optional<std::string> Value::as_string() const {
  std::string scratch;
  const auto text = as_string(scratch);
  if (!text) return std::nullopt;
  return std::string(*text);
}

std::optional<double> Value::as_number() const {
  if (!is(Kind::number)) return std::nullopt;
  const std::string_view text = raw();
  if (text.size() > kNumberDigits) return std::nullopt;
  double value = 0;
  const auto outcome = std::from_chars(text.data(), text.data() + text.size(), value);
  if (outcome.ec == std::errc{}) return value;
  // Too large or too small for a double; from_chars does not say which.
  value = std::strtod(std::string(text).c_str(), nullptr);
  if (std::isinf(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> Value::as_integer() const {
  const std::optional<double> value = as_number();
  if (!value || std::abs(*value) > kWholeLimit || std::trunc(*value) != *value) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<bool> Value::as_boolean() const {
  if (!is(Kind::boolean)) return std::nullopt;
  return raw().front() == 't';
}

bool Value::truthy() const {
  switch (kind()) {
    case Kind::absent:
    case Kind::null: return false;
    case Kind::boolean: return raw().front() == 't';
    case Kind::number: return as_number() != 0.0;  // one too large for a double is not zero
    case Kind::string: return raw().size() > 2;
    case Kind::array:
    case Kind::object: return true;
  }
  return false;
}

std::size_t Value::size() const {
  if (!is(Kind::array) && !is(Kind::object)) return 0;
  return document_->nodes_[index_].count;
}

Value Value::at(std::size_t index) const {
  if (!is(Kind::array) || index >= size()) return {};
  std::uint32_t node = index_ + 1;
  while (index-- > 0) node = document_->nodes_[node].next;
  return Value(document_, node);
}

Value Value::find(std::string_view key) const {
  if (!is(Kind::object)) return {};
  const auto& nodes = document_->nodes_;
  Value found;
  std::uint32_t at = index_ + 1;
  for (std::uint32_t i = 0; i < nodes[index_].count; ++i) {
    const std::uint32_t value = nodes[at].next;
    if (names(Value(document_, at).raw(), nodes[at].escaped, key)) found = Value(document_, value);
    at = nodes[value].next;
  }
  return found;
}

SharedBytes Document::share(std::string_view some) const {
  const bool most = some.size() >= text_.size() / 2;
  return shared_ && most ? SharedBytes(shared_.owner(), some) : SharedBytes(std::string(some));
}

ObjectEditor& ObjectEditor::set(std::string_view key, std::string json) {
  for (auto& change : changes_) {
    if (change.first == key) {
      change.second = std::move(json);
      return *this;
    }
  }
  changes_.emplace_back(std::string(key), std::move(json));
  return *this;
}

ObjectEditor& ObjectEditor::remove(std::string_view key) {
  for (auto& change : changes_) {
    if (change.first == key) {
      change.second.reset();
      return *this;
    }
  }
  changes_.emplace_back(std::string(key), std::nullopt);
  return *this;
}

std::string ObjectEditor::text() const {
  if (empty() && object_.is(Kind::object)) return std::string(object_.raw());
  constexpr std::size_t kUntouched = std::numeric_limits<std::size_t>::max();
  const auto change_of = [&](std::string_view raw_key) {
    const bool escaped = raw_key.find('\\') != std::string_view::npos;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (names(raw_key, escaped, changes_[i].first)) return i;
    }
    return kUntouched;
  };
  // How often each changed name occurs: only its last place is kept.
  std::vector<std::size_t> left(changes_.size());
  std::size_t room = object_.raw().size() + 2;
  if (object_.is(Kind::object)) {
    object_.each([&](std::string_view raw_key, Value) {
      if (const std::size_t i = change_of(raw_key); i != kUntouched) ++left[i];
    });
  }
  for (const auto& [key, json] : changes_) room += json ? key.size() + json->size() + 8 : 0;

  std::string out;
  out.reserve(room);
  const auto append = [&](std::string_view raw_key, std::string_view json) {
    out += out.empty() ? '{' : ',';
    out.append(raw_key).append(1, ':').append(json);
  };
  std::vector<bool> placed(changes_.size());
  if (object_.is(Kind::object)) {
    object_.each([&](std::string_view raw_key, Value value) {
      const std::size_t i = change_of(raw_key);
      if (i == kUntouched) return append(raw_key, value.raw());
      if (--left[i] > 0 || !changes_[i].second) return;
      append(raw_key, *changes_[i].second);
      placed[i] = true;
    });
  }
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i].second && !placed[i]) append(quote(changes_[i].first), *changes_[i].second);
  }
  if (out.empty()) out += '{';
  return out += '}';
}

void append_quoted(std::string& out, std::string_view utf8) {
  out += '"';
  std::size_t plain = 0;  // from here on nothing needed an escape
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') continue;
    out.append(utf8.substr(plain, i - plain));
    plain = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out.append("\\u00").append(kHexPairs[byte].data(), 2);
    }
  }
  out.append(utf8.substr(plain)) += '"';
}

std::string quote(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size() + 2);
  append_quoted(out, utf8);
  return out;
}

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char text[400];  // the longest fixed form below 1e21 needs far less
  char* end = text;
  const double size = std::abs(value);
  if (size < kWholeLimit && std::trunc(value) == value) {
    end = std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(value)).ptr;
  } else if (size >= 1e-6 && size < 1e21) {
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
  } else {
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  }
  return {text, end};
}

std::string to_ascii(std::string_view json) {
  static constexpr std::ptrdiff_t kLongest = 12;  // of what stands for one character
  // A character of two bytes becomes six, and no other grows more.
  const auto above = static_cast<std::size_t>(std::ranges::count_if(json, [](char c) { return c < 0; }));
  std::string out;
  out.reserve(json.size() + 2 * above);
  std::array<char, 4096> chunk;
  char* to = chunk.data();
  const auto flush = [&] { out.append(chunk.data(), std::exchange(to, chunk.data())); };
  for (std::size_t i = 0; i < json.size();) {
    if (chunk.data() + chunk.size() - to < kLongest) flush();
    const auto first = static_cast<unsigned char>(json[i]);
    if (first < 0x80) {
      *to++ = json[i++];
      continue;
    }
    const unsigned length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = first & (0xFFU >> (length + 1));
    for (unsigned k = 1; k < length && i + k < json.size(); ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(json[i + k]) & 0x3FU);
    }
    i += length;
    if (point < 0x10000) {
      to = write_escape(to, point);
    } else {
      to = write_escape(to, 0xD800 + ((point - 0x10000) >> 10U));
      to = write_escape(to, 0xDC00 + ((point - 0x10000) & 0x3FFU));
    }
  }
  flush();
  return out;
}

}  // namespace recess::json
