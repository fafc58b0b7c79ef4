// What of a message reaches its recipient.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace recess::mocean {

inline constexpr std::size_t kMessageLength = 280;  // code points

// Without control characters and white space at the ends, cut to kMessageLength. Cleaning twice changes nothing.
std::string clean_message(std::string_view utf8);

}  // namespace recess::mocean
