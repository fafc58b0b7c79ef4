// The files that the program carries inside itself; CMakeLists.txt makes them.
#pragma once

#include <string_view>

namespace recess::embedded {

extern const std::string_view kLevelsJson;
extern const std::string_view kPagesCss;
extern const std::string_view kPagesJs;

}  // namespace recess::embedded
