// std::optional in queries: NULL is an empty optional, both ways.
#pragma once

#include <optional>

#include <soci/soci.h>

namespace soci {

template <class T>
struct type_conversion<std::optional<T>> {
  using base_type = typename type_conversion<T>::base_type;

  static void from_base(const base_type& in, indicator indicator, std::optional<T>& out) {
    if (indicator == i_null) {
      out.reset();
      return;
    }
    T value{};
    type_conversion<T>::from_base(in, indicator, value);
    out = std::move(value);
  }
  static void to_base(const std::optional<T>& in, base_type& out, indicator& indicator) {
    if (in) type_conversion<T>::to_base(*in, out, indicator);
    else indicator = i_null;
  }
};

}  // namespace soci
