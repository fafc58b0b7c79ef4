#include "http/file_rules.h"

#include "http/header_values.h"
#include "kernel/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace recess::http {
namespace {

std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return UINT64_MAX;
  if (error != std::errc{}) return std::nullopt;
  return value;
}

// If-None-Match compares weakly: a W/ in front makes no difference.
bool is_one_of(std::string_view list, std::string_view etag) {
  if (trim_blanks(list) == "*") return true;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view item = trim_blanks(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
  }
  return false;
}

bool is_unchanged(const Request& request, const FileFacts& facts) {
  if (request.headers.has("if-none-match")) return is_one_of(request.header("if-none-match"), facts.etag);
  const auto since = parse_http_date(request.header("if-modified-since"));
  return since && facts.modified <= *since;
}

// If-Range: the range counts only for the file that the client has the rest of.
bool range_counts(const Request& request, const FileFacts& facts) {
  const std::string_view condition = request.header("if-range");
  if (condition.empty()) return true;
  if (condition.front() == '"') return condition == facts.etag;
  const auto date = parse_http_date(condition);
  return date && *date == facts.modified;
}

FileAnswer answer_for_range(std::string_view range, std::uint64_t size) {
  const FileAnswer whole{200, 0, size};
  constexpr std::string_view kUnit = "bytes=";
  if (range.size() < kUnit.size() || !equal_ignoring_case(range.substr(0, kUnit.size()), kUnit)) return whole;
  range = trim_blanks(range.substr(kUnit.size()));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return whole;
  const std::string_view before = range.substr(0, dash);
  const std::string_view after = range.substr(dash + 1);
  if (before.empty()) {
    const auto suffix = digits(after);
    if (!suffix) return whole;
    if (*suffix == 0 || size == 0) return FileAnswer{416};
    const std::uint64_t length = std::min(*suffix, size);
    return FileAnswer{206, size - length, length};
  }
  const auto first = digits(before);
  const auto last = after.empty() ? std::optional(UINT64_MAX) : digits(after);
  if (!first || !last || *last < *first) return whole;
  if (*first >= size) return FileAnswer{416};
  return FileAnswer{206, *first, std::min(*last, size - 1) - *first + 1};
}

}  // namespace

FileAnswer answer_for_file(const Request& request, const FileFacts& facts) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && is_unchanged(request, facts)) return FileAnswer{304};
  const std::string_view range = request.header("range");
  if (request.method == "GET" && !range.empty() && range_counts(request, facts)) {
    return answer_for_range(range, facts.size);
  }
  return FileAnswer{200, 0, facts.size};
}

std::string etag_of(const struct stat& facts, std::string_view variant) {
  return fmt::format("\"{:x}-{:x}.{:x}-{:x}{}{}\"", facts.st_ino, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec,
                     facts.st_size, variant.empty() ? "" : "-", variant);
}

std::string_view content_type_for(std::string_view file_name) {
  using Row = std::pair<std::string_view, std::string_view>;
  static constexpr std::array kTypes{
      Row{"html", "text/html; charset=utf-8"},
      Row{"js", "text/javascript; charset=utf-8"},
      Row{"mjs", "text/javascript; charset=utf-8"},
      Row{"css", "text/css; charset=utf-8"},
      Row{"json", "application/json"},
      Row{"map", "application/json"},
      Row{"webmanifest", "application/manifest+json"},
      Row{"svg", "image/svg+xml"},
      Row{"png", "image/png"},
      Row{"jpg", "image/jpeg"},
      Row{"jpeg", "image/jpeg"},
      Row{"gif", "image/gif"},
      Row{"webp", "image/webp"},
      Row{"avif", "image/avif"},
      Row{"ico", "image/x-icon"},
      Row{"woff2", "font/woff2"},
      Row{"woff", "font/woff"},
      Row{"ttf", "font/ttf"},
      Row{"mp3", "audio/mpeg"},
      Row{"ogg", "audio/ogg"},
      Row{"oga", "audio/ogg"},
      Row{"opus", "audio/ogg"},
      Row{"wav", "audio/wav"},
      Row{"m4a", "audio/mp4"},
      Row{"flac", "audio/flac"},
      Row{"mp4", "video/mp4"},
      Row{"webm", "video/webm"},
      Row{"wasm", "application/wasm"},
      Row{"txt", "text/plain; charset=utf-8"},
      Row{"md", "text/plain; charset=utf-8"},
      Row{"py", "text/plain; charset=utf-8"},
      Row{"csv", "text/csv; charset=utf-8"},
      Row{"pdf", "application/pdf"},
      Row{"zip", "application/zip"},
  };
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string extension = to_lower(file_name.substr(dot + 1));
    const auto found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const Row& row) { return row.first == extension; });
    if (found != kTypes.end()) return found->second;
  }
  return "application/octet-stream";
}

}  // namespace recess::http
