#include "steps/input.h"

#include "kernel/text.h"

#include <cmath>

namespace recess::steps {

std::optional<double> Input::whole_part() const {
  if (!number) return std::nullopt;
  return std::trunc(*number);
}

Input read_input(std::string_view value, Reading reading) {
  Input input;
  input.text = trim(value);
  input.word = first_word(input.text);
  if (reading == Reading::number) {
    input.number = parse_py_float(input.text);
    if (input.number && !std::isfinite(*input.number)) input.number.reset();
  } else if (reading == Reading::integer) {
    input.integer = parse_py_int(input.word);
  } else if (reading == Reading::list) {
    std::string_view rest = input.text;
    for (;;) {
      const std::size_t comma = rest.find(',');
      input.items.push_back(parse_py_int(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return input;
}

std::optional<int> fibonacci_index(double value) {
  constexpr int kTerms = 30;
  double term = 0;
  double next = 1;
  for (int i = 0; i < kTerms; ++i) {
    if (term == value) return i;
    const double sum = term + next;
    term = next;
    next = sum;
  }
  return std::nullopt;
}

std::string ordinal(int n) {
  const int tens = n % 100;
  const bool teen = tens >= 11 && tens <= 13;
  const char* ending = "th";
  if (!teen && n % 10 == 1) ending = "st";
  if (!teen && n % 10 == 2) ending = "nd";
  if (!teen && n % 10 == 3) ending = "rd";
  return std::to_string(n) + ending;
}

}  // namespace recess::steps
