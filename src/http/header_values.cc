#include "http/header_values.h"

#include "kernel/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace recess::http {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Calls visit(item, quality) for every "item;q=0.5" of a list.
template <class Visit>
void each_with_quality(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view entry = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const std::size_t semicolon = std::min(entry.find(';'), entry.size());
    const std::string_view item = trim_blanks(entry.substr(0, semicolon));
    if (item.empty()) continue;
    int quality = 1000;
    std::string_view rest = entry.substr(semicolon);
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::size_t next = std::min(rest.find(';'), rest.size());
      const std::string_view parameter = trim_blanks(rest.substr(0, next));
      rest.remove_prefix(next);
      if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') continue;
      quality = parameter[2] == '1' ? 1000 : 0;
      int unit = 100;
      for (std::size_t i = 4; i < parameter.size() && quality < 1000; ++i, unit /= 10) {
        if (parameter[i] >= '0' && parameter[i] <= '9') quality += (parameter[i] - '0') * unit;
      }
    }
    visit(item, quality);
  }
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool list_has(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (equal_ignoring_case(trim_blanks(list.substr(0, end)), item)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

int media_quality(std::string_view accept, std::string_view type) {
  if (accept.empty()) return 1000;
  int best = 0;
  int best_rank = 0;
  const std::string_view family = type.substr(0, type.find('/') + 1);
  each_with_quality(accept, [&](std::string_view range, int quality) {
    int rank = 0;
    if (equal_ignoring_case(range, type)) rank = 3;
    else if (range.ends_with("/*") && equal_ignoring_case(range.substr(0, range.size() - 1), family)) rank = 2;
    else if (range == "*/*") rank = 1;
    if (rank > best_rank) {
      best_rank = rank;
      best = quality;
    }
  });
  return best;
}

int coding_quality(std::string_view accept_encoding, std::string_view coding) {
  int named = -1;
  int any = 0;
  each_with_quality(accept_encoding, [&](std::string_view item, int quality) {
    if (equal_ignoring_case(item, coding)) named = quality;
    if (item == "*") any = quality;
  });
  return named >= 0 ? named : any;
}

std::optional<std::string> header_parameter(std::string_view field, std::string_view name) {
  std::size_t at = field.find(';');
  while (at < field.size()) {
    const std::size_t equals = field.find_first_of("=;", at + 1);
    if (equals == std::string_view::npos) return std::nullopt;
    if (field[equals] == ';') {
      at = equals;
      continue;
    }
    const bool found = equal_ignoring_case(trim_blanks(field.substr(at + 1, equals - at - 1)), name);
    at = equals + 1;
    while (at < field.size() && (field[at] == ' ' || field[at] == '\t')) ++at;
    std::string value;
    if (at < field.size() && field[at] == '"') {
      for (++at; at < field.size() && field[at] != '"'; ++at) {
        const bool escape =
            field[at] == '\\' && at + 1 < field.size() && (field[at + 1] == '"' || field[at + 1] == '\\');
        if (escape) ++at;
        value += field[at];
      }
      if (at >= field.size()) return std::nullopt;  // the quote is never closed
      at = std::min(field.find(';', at), field.size());
    } else {
      const std::size_t end = std::min(field.find(';', at), field.size());
      value = trim_blanks(field.substr(at, end - at));
      at = end;
    }
    if (found) return value;
  }
  return std::nullopt;
}

std::string http_date(std::int64_t seconds) {
  const std::tm parts = fmt::gmtime(static_cast<std::time_t>(seconds));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(parts.tm_wday)],
                     parts.tm_mday, kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  // Sun, 06 Nov 1994 08:49:37 GMT
  // 0    5  8   12   17 20 23 26
  if (text.size() != 29 || text.substr(26) != "GMT" || text[3] != ',') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) { return parse_integer(text.substr(at, length)); };
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = number(5, 2);
  const auto year = number(12, 4);
  const auto hour = number(17, 2);
  const auto minute = number(20, 2);
  const auto second = number(23, 2);
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  std::tm parts{};
  parts.tm_year = static_cast<int>(*year) - 1900;
  parts.tm_mon = static_cast<int>(month - kMonths.begin());
  parts.tm_mday = static_cast<int>(*day);
  parts.tm_hour = static_cast<int>(*hour);
  parts.tm_min = static_cast<int>(*minute);
  parts.tm_sec = static_cast<int>(*second);
  return static_cast<std::int64_t>(::timegm(&parts));
}

bool is_token_character(char c) {
  static constexpr auto kTable = [] {
    std::array<bool, 256> table{};
    for (int i = 'a'; i <= 'z'; ++i) table[static_cast<std::size_t>(i)] = true;
    for (int i = 'A'; i <= 'Z'; ++i) table[static_cast<std::size_t>(i)] = true;
    for (int i = '0'; i <= '9'; ++i) table[static_cast<std::size_t>(i)] = true;
    for (const char other : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(other)] = true;
    return table;
  }();
  return kTable[static_cast<unsigned char>(c)];
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

}  // namespace recess::http
