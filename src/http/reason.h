// The words that go with status codes.
#pragma once

#include <string_view>

namespace recess::http {

std::string_view reason_phrase(unsigned status);

}  // namespace recess::http
