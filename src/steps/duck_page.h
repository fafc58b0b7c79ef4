// The duck's replies in their three forms, and its rules. Pure.
#pragma once

#include "steps/duck_run.h"
#include "steps/levels.h"
#include "steps/progress.h"

#include <string>
#include <string_view>

namespace recess::steps {

struct DuckReply {
  DuckAsk ask{};
  RunMove moved{};                        // if ask is a move
  std::string location{}, destination{};  // as sent
  std::string base{};
  std::string name{};
  std::string outcome() const;  // swimming, lunch, escaped, start, awry
};

std::string duck_text(const DuckReply& reply);
std::string duck_json(const DuckReply& reply);
std::string duck_html(const DuckReply& reply, const Levels& levels, const Player* player);
std::string duck_rules_text(std::string_view base);
std::string duck_rules_html(std::string_view base, std::string_view name);

}  // namespace recess::steps
