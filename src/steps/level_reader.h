// What the readers of the level file share: where in the file they are, and the mistakes found so far.
#pragma once

#include "kernel/json.h"
#include "steps/levels.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::steps {

class LevelReader {
 public:
  explicit LevelReader(const json::Document& document) : document_(document) {}

  // Notes that `at` is wrong; what is said says what would do.
  void mistake(json::Value at, std::string what);
  bool failed() const { return count_ > 0; }
  std::string report() const;

  // Values of the kind wanted, or a mistake and something harmless.
  std::optional<std::string> text(json::Value object, std::string_view key, std::string_view example);
  std::vector<std::string> texts(json::Value value, std::string_view key, std::string_view example);
  bool flag(json::Value object, std::string_view key, bool otherwise);
  // Calls visit(key, value) for every member; members not in `known` are mistakes.
  void members(json::Value object, std::initializer_list<std::string_view> known,
               const std::function<void(const std::string&, json::Value)>& visit);

  std::string level{};  // where we are, for messages
  std::string branch{};

 private:
  const json::Document& document_;
  std::string report_;
  int count_ = 0;
};

// level_tests.cc
std::vector<Test> read_tests(LevelReader& reader, json::Value condition, Reading reading);
// level_lines.cc
std::vector<Line> read_lines(LevelReader& reader, json::Value lines, std::string_view key);

}  // namespace recess::steps
