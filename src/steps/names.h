// The names players go by. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recess::steps {

// The name as it is kept: without white space around it and with single blanks inside; nothing if it has not 1 to 32
// code points of letters (with their marks), digits, blank, '-', '_' and '.'.
std::optional<std::string> player_name(std::string_view text);
// Names with equal keys are one player: ASCII case does not count.
std::string name_key(std::string_view name);

}  // namespace recess::steps
