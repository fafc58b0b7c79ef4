// The class as tables: who has come how far, which levels are hard, whose duck needed the fewest requests. Pure.
#pragma once

#include "http/representation.h"
#include "steps/levels.h"
#include "steps/progress.h"

#include <string>
#include <string_view>
#include <vector>

namespace recess::steps {

struct ClassView {
  const Levels& levels;
  const Players& players;
  std::string base{};
  std::string name{};        // of who looks, for links
  bool show_names = true;    // false: players are numbered instead
  bool show_wrongs = false;  // what was sent wrongly can be rude or private
};

// By solved levels, most first; then by the earlier last solve; then by name.
std::vector<const Player*> ranked(const ClassView& view);

// /steps/progress, or /steps/me with `only`, a name (nobody of that name: an empty table).
std::string progress_reply(const ClassView& view, http::ReplyForm form, const std::string* only = nullptr);
std::string stats_reply(const ClassView& view, http::ReplyForm form);
std::string ducks_reply(const ClassView& view, http::ReplyForm form);

}  // namespace recess::steps
