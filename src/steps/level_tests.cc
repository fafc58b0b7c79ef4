// The `if` of a branch.
#include "steps/level_reader.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace recess::steps {
namespace {

using Kind = Test::Kind;

// What stands behind the word, and with which readings it makes sense.
enum class Operand { flag, text, texts, number, range, count, list };
struct Word {
  std::string_view name;
  Kind kind;
  Operand operand;
  std::string_view readings;  // "" is any
  std::string_view example;
};

constexpr std::array kWords{
    Word{"blank", Kind::blank, Operand::flag, "", "{\"blank\": true}"},
    Word{"is", Kind::is_any, Operand::text, "text word", "{\"is\": \"violet\"}"},
    Word{"is_any", Kind::is_any, Operand::texts, "text word", "{\"is_any\": [\"violet\", \"purple\"]}"},
    Word{"near", Kind::near, Operand::text, "text word", "{\"near\": \"violet\"}"},
    Word{"contains", Kind::contains, Operand::text, "text word", "{\"contains\": \"violet\"}"},
    Word{"not_number", Kind::not_number, Operand::flag, "number", "{\"not_number\": true}"},
    Word{"not_whole", Kind::not_whole, Operand::flag, "number", "{\"not_whole\": true}"},
    Word{"not_integer", Kind::not_integer, Operand::flag, "integer list", "{\"not_integer\": true}"},
    Word{"lt", Kind::less, Operand::number, "number integer", "{\"lt\": 32}"},
    Word{"le", Kind::less_equal, Operand::number, "number integer", "{\"le\": 32}"},
    Word{"gt", Kind::greater, Operand::number, "number integer", "{\"gt\": 32}"},
    Word{"ge", Kind::greater_equal, Operand::number, "number integer", "{\"ge\": 32}"},
    Word{"eq", Kind::equal, Operand::number, "number integer", "{\"eq\": 32}"},
    Word{"prime", Kind::prime, Operand::flag, "number", "{\"prime\": true}"},
    Word{"fib", Kind::fibonacci, Operand::range, "number", "{\"fib\": {\"from\": 0, \"to\": 29}}"},
    Word{"count_not", Kind::count_not, Operand::count, "list", "{\"count_not\": 6}"},
    Word{"list_is", Kind::list_is, Operand::list, "list", "{\"list_is\": [1, 2, 1]}"},
    Word{"else", Kind::otherwise, Operand::flag, "", "{\"else\": true}"},
};

std::string_view reading_name(Reading reading) {
  constexpr std::array<std::string_view, 5> kNames{"text", "word", "number", "integer", "list"};
  return kNames.at(static_cast<std::size_t>(reading));
}

bool fits(const Word& word, Reading reading) {
  if (word.readings.empty()) return true;
  return fmt::format(" {} ", word.readings).find(fmt::format(" {} ", reading_name(reading))) != std::string::npos;
}

// What stands behind the word; false if it is of the wrong kind.
bool read_operand(LevelReader& reader, const Word& word, json::Value value, Reading reading, Test& test) {
  const auto number = value.as_number();
  switch (word.operand) {
    case Operand::flag:
      test.wanted = value.as_boolean().value_or(true);
      return value.as_boolean() && (word.kind != Kind::otherwise || test.wanted);
    case Operand::text:
      if (auto text = value.as_string()) test.texts.push_back(std::move(*text));
      return !test.texts.empty();
    case Operand::texts: test.texts = reader.texts(value, word.name, word.example); return !test.texts.empty();
    case Operand::number:
      test.number = number.value_or(0);
      return number && std::isfinite(*number) && (reading != Reading::integer || value.as_integer());
    case Operand::count: test.number = number.value_or(0); return value.as_integer() && *number > 0;
    case Operand::range: {
      const auto from = value.find("from").as_integer();
      const auto to = value.find("to").as_integer();
      if (!from || !to || *from < 0 || *to > 29 || *from > *to) return false;
      test.from = static_cast<int>(*from);
      test.to = static_cast<int>(*to);
      return true;
    }
    case Operand::list: {
      bool whole = value.is(json::Kind::array) && value.size() > 0;
      value.each([&](std::string_view, json::Value item) {
        const auto integer = item.as_integer();
        whole = whole && integer;
        test.list.push_back(PyInt::of(integer.value_or(0)));
      });
      return whole;
    }
  }
  return false;
}

}  // namespace

std::vector<Test> read_tests(LevelReader& reader, json::Value condition, Reading reading) {
  std::vector<Test> tests;
  if (!condition.is(json::Kind::object) || condition.size() == 0) {
    reader.mistake(condition, "\"if\" must be a condition, such as {\"is\": \"violet\"} or {\"else\": true}");
    return tests;
  }
  condition.each([&](std::string_view raw_key, json::Value value) {
    const std::string_view key = raw_key.substr(1, raw_key.size() - 2);
    const auto* const word =
        std::find_if(kWords.begin(), kWords.end(), [&](const Word& known) { return known.name == key; });
    if (word == kWords.end()) {
      std::string known;
      for (const Word& each : kWords) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
      reader.mistake(value, fmt::format("there is no condition \"{}\"; there are {}", key, known));
      return;
    }
    if (!fits(*word, reading)) {
      reader.mistake(value, fmt::format("\"{}\" needs \"read\" to be one of: {}; here it is {}", key, word->readings,
                                        reading_name(reading)));
    }
    Test test{.kind = word->kind};
    if (read_operand(reader, *word, value, reading, test)) tests.push_back(std::move(test));
    else reader.mistake(value, fmt::format("\"{}\" is written like {}", key, word->example));
  });
  return tests;
}

}  // namespace recess::steps
