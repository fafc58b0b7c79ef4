// The page of a level: what was asked, the reply, the way on, a form for the next try, and the same in Python.
#include "kernel/text.h"
#include "steps/page.h"
#include "steps/reply.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::steps {
namespace {

std::string title_of(const Levels& levels, std::string_view route) {
  if (route == kDuck) return "The duck and the wolf";
  if (route == kExchange) return "The number exchange";
  const Level* level = levels.find(route);
  return level == nullptr || level->title.empty() ? std::string(route) : level->title;
}

// The trail as stones. What lies ahead stays a surprise: only stones up to here, and solved ones, are named.
std::string trail(const Reply& reply, const Levels& levels, const Player* player) {
  const Track* track = levels.track_of(reply.route);
  if (track == nullptr) return {};
  const auto here = std::find(track->routes.begin(), track->routes.end(), reply.route);
  std::string stones;
  int number = 0;
  for (auto route = track->routes.begin(); route != track->routes.end(); ++route) {
    ++number;
    const bool solved = (player != nullptr && player->solved(*route)) || (route == here && reply.solved);
    const char* state = route == here  ? (solved ? "here done" : "here")
                        : solved       ? "done"
                        : route < here ? "past"
                                       : "ahead";
    if (route > here && !solved) {
      stones +=
          fmt::format("<li class=\"{}\"><span aria-label=\"step {}, still ahead\">?</span></li>\n", state, number);
      continue;
    }
    stones += fmt::format("<li class=\"{}\"><a href=\"{}\" title=\"{}\"{}>{}</a></li>\n", state,
                          href(reply.base, "/" + *route, reply.name), html_escape(title_of(levels, *route)),
                          route == here ? " aria-current=\"step\"" : "", number);
  }
  return fmt::format("<nav aria-label=\"{}\"><ol class=\"trail\">\n{}</ol></nav>\n", html_escape(track->title), stones);
}

using Params = std::vector<std::pair<std::string, std::string>>;

Params params_of(const Reply& reply) {
  Params params = reply.asked;
  if (params.empty() && !reply.key.empty()) params.emplace_back(reply.key, reply.input);
  std::erase_if(params, [](const auto& param) { return param.second.empty(); });
  return params;
}

std::string asked(const Reply& reply) {
  std::string query;
  for (const auto& [key, value] : params_of(reply))
    query += fmt::format("{}{}={}", query.empty() ? "?" : "&", key, value);
  return fmt::format("<p class=\"asked\"><span>You asked</span> <code>{}</code></p>\n",
                     html_escape(route_url(reply.base, reply.route) + query));
}

std::string said(const Reply& reply) {
  std::string lines;
  for (const std::string& line : reply.say_html) lines += (lines.empty() ? "" : "<br>\n") + line;
  std::string code;
  for (const std::string& line : reply.code) code += html_escape(line) + "<br>";
  if (!code.empty()) code = fmt::format("<pre><code>{}</code></pre>\n", code);
  return fmt::format("<section class=\"said\" aria-live=\"polite\">\n<p>{}</p>\n{}</section>\n", lines, code);
}

std::string way_on(const Reply& reply) {
  if (!reply.solved || reply.next.empty()) return {};
  return fmt::format("<p><a class=\"onward\" href=\"{}\">On to {}</a></p>\n",
                     href(reply.base, "/" + reply.next, reply.name), html_escape(reply.next));
}

std::string hidden_name(const Reply& reply) {
  if (reply.name.empty()) return {};
  return fmt::format("<input type=\"hidden\" name=\"name\" value=\"{}\">", html_escape(reply.name));
}

std::string form(const Reply& reply) {
  if (reply.key.empty()) return {};
  const bool again = !reply.input.empty() && !reply.solved;
  return fmt::format(
      "<form class=\"answer\" action=\"{}\" method=\"get\">\n<label for=\"answer\">Your {}</label>\n<div><input "
      "id=\"answer\" name=\"{}\" value=\"{}\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" "
      "autofocus>{}<button>Send</button></div>\n</form>\n",
      href(reply.base, "/" + reply.route, ""), html_escape(reply.key), html_escape(reply.key),
      again ? html_escape(reply.input) : "", hidden_name(reply));
}

std::string name_form(const Reply& reply) {
  if (!reply.name.empty()) {
    if (!reply.attempts) return {};
    const bool one = *reply.attempts == 1;
    return fmt::format("<p class=\"tries\">{} {} so far at this step.</p>\n", *reply.attempts, one ? "try" : "tries");
  }
  return fmt::format(
      "<form class=\"name\" action=\"{}\" method=\"get\">\n<label for=\"name\">Want your steps to be remembered? "
      "Choose a "
      "name</label>\n<div><input id=\"name\" name=\"name\" maxlength=\"32\" autocomplete=\"nickname\"><button>Use "
      "it</button></div>\n</form>\n",
      href(reply.base, "/" + reply.route, ""));
}

}  // namespace

std::string reply_page(const Reply& reply, const Levels& levels, const Player* player) {
  const std::string title = title_of(levels, reply.route);
  Params params = params_of(reply);
  if (!reply.name.empty()) params.emplace_back("name", reply.name);
  const std::string line = python_line(route_url(reply.base, reply.route), params);
  std::string body = fmt::format("<h1>{}</h1>\n", html_escape(title));
  body += asked(reply) + reply.drawing + said(reply) + way_on(reply) + (reply.form.empty() ? form(reply) : reply.form) +
          name_form(reply) + python_box(line);
  const Frame frame{.title = title, .base = reply.base, .name = reply.name, .mood = reply.solved ? "solved" : ""};
  return page(frame, trail(reply, levels, player), body);
}

}  // namespace recess::steps
