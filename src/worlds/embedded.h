// The files that the program carries inside itself; CMakeLists.txt makes them.
#pragma once

#include <string_view>

namespace recess::embedded {

extern const std::string_view kClientPy;  // a pupil's first program

}  // namespace recess::embedded
