// What a player sent, read the way a level wants it (steps' spec calls it `read`). A view of the request: it must not
// outlive the value it was made from.
#pragma once

#include "kernel/python_number.h"

#include <optional>
#include <string_view>
#include <vector>

namespace recess::steps {

enum class Reading { text, word, number, integer, list };

struct Input {
  std::string_view text{};                    // without white space around it
  std::string_view word{};                    // the first word of it
  std::optional<double> number{};             // Reading::number: as float() takes it, finite
  std::optional<PyInt> integer{};             // Reading::integer: of the first word, as int() takes it
  std::vector<std::optional<PyInt>> items{};  // Reading::list: at every comma, at least one

  // Without its fraction.
  std::optional<double> whole_part() const;
};

Input read_input(std::string_view value, Reading reading);

// 0, 1, 1, 2, 3, ... 514229: the thirty terms that the riddles know. The index of the first equal term, if any.
std::optional<int> fibonacci_index(double value);
// 1 is "1st"
std::string ordinal(int n);

}  // namespace recess::steps
