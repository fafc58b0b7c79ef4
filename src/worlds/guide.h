// What pupils start from: a guide in words and small programs, and a first client to copy. Both name this server's own
// address. Every program of the guide is run by a test (tests/worlds/guide_test.py), so it stays true.
#pragma once

#include <string>
#include <string_view>

namespace recess::worlds {

// HTML, for replies.h's html_page. `base` is the address of the world: "http://host:8080/w/blue".
std::string guide_body(std::string_view base);
// A whole Python program.
std::string client_program(std::string_view base);

}  // namespace recess::worlds
