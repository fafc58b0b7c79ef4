#include "socketio/placeholders.h"

#include "kernel/text.h"

#include <map>

namespace recess::socketio {
namespace {

// Cheap and never wrong in the negative: a key is written plainly or with a \u escape.
bool may_hold_placeholder(std::string_view json) {
  return json.find("_placeholder") != std::string_view::npos || json.find("\\u") != std::string_view::npos;
}

bool is_placeholder(json::Value value) { return value.is(json::Kind::object) && value.find("_placeholder").truthy(); }

// Visits placeholders in document order until the visitor returns false. Depth is bounded by the parser's limit.
template <class Visit>
bool each_placeholder(json::Value value, Visit& visit) {
  if (is_placeholder(value)) return visit(value);
  if (!value.is(json::Kind::object) && !value.is(json::Kind::array)) return true;
  bool goes_on = true;
  value.each([&](std::string_view, json::Value child) { goes_on = goes_on && each_placeholder(child, visit); });
  return goes_on;
}

}  // namespace

std::optional<std::size_t> placeholder_index(json::Value placeholder) {
  if (placeholder.find("_placeholder").as_boolean() != true) return std::nullopt;
  const json::Value num = placeholder.find("num");
  if (!num.is(json::Kind::number)) return std::nullopt;
  const auto index = parse_integer(num.raw());
  if (!index || *index < 0 || num.raw().front() == '-') return std::nullopt;
  return static_cast<std::size_t>(*index);
}

bool placeholders_fit(json::Value value, std::size_t attachments) {
  if (!may_hold_placeholder(value.raw())) return true;
  auto fits = [&](json::Value placeholder) {
    const auto index = placeholder_index(placeholder);
    return index && *index < attachments;
  };
  return each_placeholder(value, fits);
}

void append_renumbered(json::Value value, const std::vector<Binary>& own, std::string& out,
                       std::vector<Binary>& collected) {
  std::string_view rest = value.raw();
  std::map<std::size_t, std::size_t> renumbered;
  auto replace = [&](json::Value placeholder) {
    const auto index = placeholder_index(placeholder);
    if (!index || *index >= own.size()) return true;
    const auto [entry, first_time] = renumbered.try_emplace(*index, collected.size());
    if (first_time) collected.push_back(own[*index]);
    const std::string_view raw = placeholder.raw();
    out += rest.substr(0, static_cast<std::size_t>(raw.data() - rest.data()));
    out.append(R"({"_placeholder":true,"num":)").append(std::to_string(entry->second)) += '}';
    rest.remove_prefix(static_cast<std::size_t>(raw.data() + raw.size() - rest.data()));
    return true;
  };
  if (!own.empty()) each_placeholder(value, replace);
  out += rest;
}

}  // namespace recess::socketio
