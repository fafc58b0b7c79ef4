#include "steps/exchange.h"

#include "kernel/python_number.h"

namespace recess::steps {

std::optional<std::string> exchange(std::string_view task) {
  constexpr long long kMore = 37;
  const auto number = parse_py_int(task);
  if (!number) return std::nullopt;
  return number->plus(kMore).text();
}

}  // namespace recess::steps
