// The small grammars inside header fields: lists, quality values, dates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recess::http {

// Without blanks and tabs at both ends: the only white space that fields have.
std::string_view trim_blanks(std::string_view text);
// True if the comma-separated list has this item, without regard to case.
bool list_has(std::string_view list, std::string_view item);
// How much Accept wants this media type: 0 to 1000, by the most specific range that covers it. An empty Accept takes
// everything.
int media_quality(std::string_view accept, std::string_view type);
// The same for Accept-Encoding; a coding that is neither named nor covered by "*" is not wanted.
int coding_quality(std::string_view accept_encoding, std::string_view coding);

// The value of "; name=value" or "; name=\"value\"" behind the first semicolon; the first of that name. In quotes, \"
// and
// \\ stand for " and \ ; any other backslash stands for itself, as in the paths that old browsers send.
std::optional<std::string> header_parameter(std::string_view field, std::string_view name);

// "Sun, 06 Nov 1994 08:49:37 GMT", from and to seconds since 1970. Only this form is read: browsers send no other.
std::string http_date(std::int64_t seconds);
std::optional<std::int64_t> parse_http_date(std::string_view text);

// A character of RFC 9110's token: what methods and field names are made of.
bool is_token_character(char c);
bool is_token(std::string_view text);

}  // namespace recess::http
