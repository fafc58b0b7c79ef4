#include "steps/level_reader.h"

#include "kernel/log.h"
#include "kernel/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace recess::steps {
namespace {

constexpr int kMostMistakes = 20;

}  // namespace

void LevelReader::mistake(json::Value at, std::string what) {
  if (++count_ > kMostMistakes) return;
  const std::string_view source = document_.text();
  const auto offset = at ? static_cast<std::size_t>(at.raw().data() - source.data()) : 0;
  const auto line = 1 + std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  if (!report_.empty()) report_ += '\n';
  report_ += fmt::format("line {}: ", line);
  if (!level.empty()) report_ += fmt::format("level \"{}\", ", escape_control(first_code_points(level, 60)));
  if (!branch.empty()) report_ += fmt::format("branch \"{}\", ", escape_control(first_code_points(branch, 60)));
  report_ += escape_control(what);
}

std::string LevelReader::report() const {
  if (count_ <= kMostMistakes) return report_;
  return fmt::format("{}\nand {} more", report_, count_ - kMostMistakes);
}

std::optional<std::string> LevelReader::text(json::Value object, std::string_view key, std::string_view example) {
  const json::Value value = object.find(key);
  if (auto text = value.as_string()) return text;
  mistake(value ? value : object,
          fmt::format("\"{}\" {}, such as {}", key, value ? "must be a text in quotes" : "is missing", example));
  return std::nullopt;
}

std::vector<std::string> LevelReader::texts(json::Value value, std::string_view key, std::string_view example) {
  std::vector<std::string> list;
  if (!value.is(json::Kind::array)) {
    mistake(value, fmt::format("\"{}\" must be a list of texts, such as {}", key, example));
    return list;
  }
  value.each([&](std::string_view, json::Value item) {
    if (auto text = item.as_string()) list.push_back(std::move(*text));
    else mistake(item, fmt::format("\"{}\" must hold texts in quotes, such as {}", key, example));
  });
  return list;
}

bool LevelReader::flag(json::Value object, std::string_view key, bool otherwise) {
  const json::Value value = object.find(key);
  if (!value) return otherwise;
  const auto flag = value.as_boolean();
  if (!flag) mistake(value, fmt::format("\"{}\" must be true or false", key));
  return flag.value_or(otherwise);
}

void LevelReader::members(json::Value object, std::initializer_list<std::string_view> known,
                          const std::function<void(const std::string&, json::Value)>& visit) {
  object.each([&](std::string_view raw_key, json::Value value) {
    const std::string key(raw_key.substr(1, raw_key.size() - 2));
    if (std::find(known.begin(), known.end(), key) != known.end()) visit(key, value);
    else mistake(value, fmt::format("\"{}\" is not known here; known are {}", key, fmt::join(known, ", ")));
  });
}

}  // namespace recess::steps
