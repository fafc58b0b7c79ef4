#include "http/message.h"

#include "http/header_values.h"
#include "kernel/text.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace recess::http {
namespace {

// As browsers do it: a '%' that starts no escape stands for itself.
std::string escape_stray_percents(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const bool escape = i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
    if (text[i] == '%' && !escape) out += "25";
  }
  return out;
}

std::optional<std::string> decode_component(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return form_decode(text);
  return form_decode(escape_stray_percents(text));
}

// "host:80" asked for by http and "host" are one origin.
std::string_view without_default_port(std::string_view host) {
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) return host.substr(0, host.size() - port.size());
  }
  return host;
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
  constexpr std::size_t kUsualFields = 8;
  constexpr std::size_t kUsualBytes = 256;
  if (fields_.empty()) {
    fields_.reserve(kUsualFields);
    bytes_.reserve(kUsualBytes);
  }
  fields_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(name.size()),
                     static_cast<std::uint32_t>(value.size())});
  bytes_.append(name).append(value);
}

void Headers::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return equal_ignoring_case(name_of(field), name); });
}

std::string_view Headers::get(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (equal_ignoring_case(name_of(fields_[i]), name)) return field(i).second;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& field) { return equal_ignoring_case(name_of(field), name); });
}

Query Query::parse(std::string_view encoded) {
  Query query;
  while (!encoded.empty()) {
    const std::size_t end = std::min(encoded.find('&'), encoded.size());
    const std::string_view pair = encoded.substr(0, end);
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto key = decode_component(pair.substr(0, equals));
    auto value = decode_component(pair.substr(std::min(equals + 1, pair.size())));
    if (!key) continue;
    if (value) query.values_.emplace_back(std::move(*key), std::move(*value));
    else std::erase_if(query.values_, [&](const auto& earlier) { return earlier.first == *key; });
  }
  return query;
}

std::optional<std::string_view> Query::find(std::string_view key) const {
  const auto found =
      std::find_if(values_.rbegin(), values_.rend(), [&](const auto& pair) { return pair.first == key; });
  if (found == values_.rend()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!equal_ignoring_case(key, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view pair = trim_blanks(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!pair.starts_with(name) || pair.size() <= name.size() || pair[name.size()] != '=') continue;
      pair.remove_prefix(name.size() + 1);
      if (pair.size() >= 2 && pair.front() == '"' && pair.back() == '"') pair = pair.substr(1, pair.size() - 2);
      return std::string(pair);
    }
  }
  return std::nullopt;
}

bool Request::wants_json() const {
  const std::string_view accept = header("accept");
  return media_quality(accept, "application/json") > media_quality(accept, "text/html");
}

bool Request::is_same_origin() const {
  if (const std::string_view site = header("sec-fetch-site"); !site.empty()) {
    return site == "same-origin" || site == "none";
  }
  std::string_view origin = header("origin");
  if (origin.empty()) return true;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  origin.remove_prefix(scheme + 3);
  return equal_ignoring_case(without_default_port(origin), without_default_port(header("host")));
}

Response text(unsigned status, std::string body, std::string content_type) {
  Response response{.status = status};
  response.headers.add("Content-Type", content_type);
  response.body = std::move(body);
  return response;
}

Response json(unsigned status, const boost::json::value& value) {
  return text(status, boost::json::serialize(value), "application/json");
}

Response redirect(std::string location, unsigned status) {
  Response response{.status = status};
  response.headers.add("Location", location);
  return response;
}

Response no_content() { return Response{.status = 204}; }

Response refusal(Error error) {
  Response response{.status = status_for(error.code)};
  response.error = std::move(error);
  return response;
}

unsigned status_for(Code code) {
  switch (code) {
    case Code::invalid: return 400;
    case Code::unauthorized: return 401;
    case Code::forbidden: return 403;
    case Code::not_found: return 404;
    case Code::conflict: return 409;
    case Code::too_large: return 413;
    case Code::too_many: return 429;
    case Code::unsupported: return 501;
    case Code::unavailable:
    case Code::cancelled: return 503;
    case Code::internal: return 500;
  }
  return 500;
}

}  // namespace recess::http
