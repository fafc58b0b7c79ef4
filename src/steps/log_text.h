// The lines of the log about what players send. Control characters are escaped when the line is written. Pure.
#pragma once

#include <string>
#include <string_view>

namespace recess::steps {

// "Server received message: hello wurlde"; at most 200 code points of the message, then "...".
std::string message_line(std::string_view message);
// steps route=puzzle outcome=wrong name=fred input="tree"
std::string level_line(std::string_view route, std::string_view outcome, std::string_view name, std::string_view input);

}  // namespace recess::steps
