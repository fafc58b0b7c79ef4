#include "kernel/world_name.h"

#include <algorithm>

namespace recess {

bool is_world_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && name != "steps" && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace recess
