// The level of the number that is 37 larger. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recess::steps {

// The integer in `task` plus 37, exact at any length; nothing if it is none.
std::optional<std::string> exchange(std::string_view task);

}  // namespace recess::steps
