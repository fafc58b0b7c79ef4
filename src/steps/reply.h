// The reply to one request of a level, before and as text, JSON or a page. Pure; nothing that a player sent reaches a
// page unescaped.
#pragma once

#include "steps/levels.h"
#include "steps/progress.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recess::steps {

struct Reply {
  std::string route{};
  std::string title{};
  std::string key{};      // of the level; empty if it asks nothing
  std::string outcome{};  // the branch's id
  bool solved = false;
  std::string input{};                  // trimmed
  std::vector<std::string> say{};       // lines
  std::vector<std::string> say_html{};  // the same with links; filled for pages only
  std::vector<std::string> code{};      // a program to copy
  std::string next{};
  std::string base{};
  std::string name{};                                        // of the player, or empty
  std::optional<int> attempts{};                             // of a named player
  std::vector<std::pair<std::string, std::string>> asked{};  // keys and values, where `key` is not all
  std::string drawing{};                                     // for the page, HTML of our own: a picture above the reply
  std::string form{};                                        // and a form below it
};

std::string reply_text(const Reply& reply);
std::string reply_json(const Reply& reply, const Levels& levels);
std::string reply_page(const Reply& reply, const Levels& levels, const Player* player);

// The address of a route, and what is added to links so that the player's name goes along: "name=Fred", or nothing.
std::string route_url(std::string_view base, std::string_view route);
std::string name_query(std::string_view name);

}  // namespace recess::steps
