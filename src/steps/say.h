// What is said, from a branch and what the player sent: lines of text, or of HTML with everything escaped and the
// addresses as links. Placeholders are filled once: what a player sends is never read for more of them. Pure.
#pragma once

#include "steps/levels.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::steps {

struct SayValues {
  const Input* input = nullptr;
  std::string_view base{};  // "http://host:port/w/class-7b"
  std::string_view next_url{};
  std::string_view name{};
  std::string_view route{};
  std::string_view link_query{};  // added to links in HTML: "name=Fred"
};

void append_text(std::string& out, const Line& line, const SayValues& values);
std::string say_text(const Line& line, const SayValues& values);
std::string say_html(const Line& line, const SayValues& values);

// <a href="URL">URL</a>, escaped; `query` ("name=Fred") is added to where it leads.
std::string link_html(std::string_view url, std::string_view query);

// "passport" with its number: the value of {number} for this input.
std::string number_text(const Input& input);

}  // namespace recess::steps
