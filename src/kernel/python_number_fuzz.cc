// What is read prints as something that reads back to the same number, and nothing takes long.
#include "kernel/python_number.h"
#include "kernel/text.h"

#include <cmath>
#include <cstdlib>

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!recess::is_utf8(text)) return 0;
  if (const auto value = recess::parse_py_float(text); value && !std::isnan(*value)) {
    const std::string printed = recess::pyfloat(*value);
    check(recess::parse_py_float(printed) == *value);
    check(recess::pyfloat(*recess::parse_py_float(printed)) == printed);
    const double rounded = recess::round_to_2(*value);
    check(recess::round_to_2(rounded) == rounded);
    // Half a hundredth, and what the rounding itself cannot represent.
    check(std::isinf(*value) || std::fabs(rounded - *value) <= 0.005001 + std::fabs(*value) * 2.3e-16);
  }
  if (const auto value = recess::parse_py_int(text)) {
    check(recess::parse_py_int(value->text()) == *value);
    check(value->plus(37).plus(-37) == *value);
    check(value->plus(1) > *value);
    check(recess::parse_py_float(text).has_value());
  }
  return 0;
}
