// Text that came from outside: is it UTF-8, how long is it for a person, what is around it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace recess {

// Strict UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
// Number of code points of valid UTF-8.
std::size_t code_points(std::string_view utf8);
// The first `count` code points of valid UTF-8.
std::string_view first_code_points(std::string_view utf8, std::size_t count);
// True if any byte is below 0x20 or is 0x7F.
bool has_control_bytes(std::string_view text);
// Without Unicode White_Space at both ends; the text must be valid UTF-8.
std::string_view trim(std::string_view utf8);
// What stands before the first Unicode White_Space; empty if the text starts with it. Valid UTF-8 only.
std::string_view first_word(std::string_view utf8);
// How many words there are with white space between them.
std::size_t count_words(std::string_view utf8);
// ASCII only; other bytes unchanged.
std::string to_lower(std::string_view text);
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

// A decimal integer with optional '-', digits only otherwise, that fits; nothing around it.
std::optional<long long> parse_integer(std::string_view text);

// application/x-www-form-urlencoded and query strings: '+' is a blank, then %XX. Nothing if an escape is malformed or
// the outcome is not UTF-8.
std::optional<std::string> form_decode(std::string_view text);
// Percent-decoding alone, for paths.
std::optional<std::string> percent_decode(std::string_view text);
// Everything but unreserved characters (RFC 3986) as %XX.
std::string percent_encode(std::string_view text);

// & < > " ' as entities.
std::string html_escape(std::string_view text);

}  // namespace recess
