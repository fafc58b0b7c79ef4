// Steps: one request of a level of the file: decide, log, record, answer.
#include "kernel/text.h"
#include "steps/log_text.h"
#include "steps/say.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::steps {
namespace {

// The level that `player` must solve before this one; nothing if it is open.
const std::string* locked_by(const Level& level, const Player* player) {
  const auto missing = std::find_if(level.needs.begin(), level.needs.end(), [&](const std::string& route) {
    return player == nullptr || !player->solved(route);
  });
  return missing == level.needs.end() ? nullptr : &*missing;
}

void say_branch(Reply& reply, const Branch& branch, const SayValues& values, bool html, bool one_line) {
  const std::size_t lines = one_line ? std::min<std::size_t>(1, branch.say.size()) : branch.say.size();
  for (std::size_t i = 0; i < lines; ++i) {
    reply.say.push_back(say_text(branch.say[i], values));
    if (html) reply.say_html.push_back(say_html(branch.say[i], values));
  }
  for (const Line& line : branch.code) reply.code.push_back(say_text(line, values));
}

std::string solved_text(const Player& player) {
  std::string list;
  for (const auto& [route, record] : player.records) {
    if (record.solved()) list += (list.empty() ? "" : ", ") + route;
  }
  return fmt::format("{} has solved {}.", player.name, list.empty() ? "nothing yet" : list);
}

}  // namespace

// What the level says to this value. Nothing is recorded or logged yet.
Steps::Decision Steps::decide_level(const Visit& visit, const Level& level, std::string_view value) const {
  const bool html = visit.form == http::ReplyForm::html;
  const bool too_long = is_too_long(value);
  const Input input = read_input(too_long ? std::string_view{} : value, level.reading);
  Decision made{.reply = begun(visit.route, &level, visit.base, visit.name)};
  Reply& reply = made.reply;
  reply.input = input.text;
  if (too_long) {
    say_too_long(reply, html);
    return made;
  }
  const Player* player = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name);
  if (const std::string* first = visit.name.empty() ? nullptr : locked_by(level, player)) {
    reply.outcome = "locked";
    reply.next = *first;
    say(reply, html, fmt::format("This step opens once you have solved {}:", *first));
    say(reply, html, route_url(visit.base, *first));
    return made;
  }
  const Branch& branch = decide(level, input);
  const std::string next_url = branch.next.empty() ? std::string() : route_url(visit.base, branch.next);
  const std::string query = html ? name_query(visit.name) : std::string();
  const SayValues values{.input = &input,
                         .base = visit.base,
                         .next_url = next_url,
                         .name = visit.name,
                         .route = visit.route,
                         .link_query = query};
  reply.outcome = branch.id;
  reply.solved = branch.solved;
  reply.next = branch.next;
  say_branch(reply, branch, values, html, options_.echo && visit.route == "steps");
  made.attempt = !is_visit(level, branch, input);
  return made;
}

Steps::Answer Steps::play_level(Visit visit, const Level& level) {
  const bool html = visit.form == http::ReplyForm::html;
  const bool shows_progress = level.shows_progress;
  const std::string_view value = level.key.empty() ? std::string_view{} : visit.value(level.key);
  auto [reply, attempt] = decide_level(visit, level, value);
  if (visit.counts) {
    const std::string_view shown = trim(value);
    if (visit.route == "steps" || visit.route == "win") log(message_line(shown));
    if (visit.route != "steps") log(level_line(visit.route, reply.outcome, visit.name, shown));
  }
  if (!visit.name.empty()) {
    const Result<> recorded = co_await record_attempt(visit, reply, attempt);
    if (!recorded) co_return not_remembered(*visit.request, recorded.error());
    const Player* player = progress_.find(visit.world, visit.name);
    if (shows_progress && player != nullptr) say(reply, html, solved_text(*player));
  }
  if (!visit.note.empty()) say(reply, html, visit.note);
  co_return rendered(visit, reply);
}

}  // namespace recess::steps
