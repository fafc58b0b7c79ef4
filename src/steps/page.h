// What every page of Steps is set in: head, banner, foot. The look is in pages.css. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace recess::steps {

struct Frame {
  std::string title{};
  std::string base{};  // links stay in this world
  std::string name{};  // the player's, or empty
  std::string mood{};  // a class of the body: "solved", "class"
  int refresh_s = 0;   // loads itself again
};

// `banner` and `body` are HTML.
std::string page(const Frame& frame, std::string_view banner, std::string_view body);

// A link within the world that carries the player's name along. It stays on the host where the page was fetched, which
// need not be the one that `base` names: a policy that lets forms go to their own origin only would refuse another.
std::string href(std::string_view base, std::string_view path, std::string_view name);
// "import requests; print(...)": a request as a line of Python.
std::string python_line(std::string_view url, std::span<const std::pair<std::string, std::string>> params);
// The line in a box with a button that copies it.
std::string python_box(std::string_view line);

}  // namespace recess::steps
