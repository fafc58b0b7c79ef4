#include "kernel/result.h"

#include <array>
#include <stdexcept>

namespace recess {

std::string_view code_name(Code code) {
  static constexpr std::array<std::string_view, 11> kNames{"invalid",     "unauthorized", "forbidden", "not_found",
                                                           "conflict",    "too_large",    "too_many",  "unsupported",
                                                           "unavailable", "cancelled",    "internal"};
  return kNames.at(static_cast<std::size_t>(code));
}

void throw_error(const Error& error) {
  throw std::logic_error("value() of a refusal: " + std::string(code_name(error.code)) + ": " + error.detail);
}

}  // namespace recess
