// Steps: one request of a level, from the query to the reply.
#include "http/public_address.h"
#include "kernel/text.h"
#include "steps/duck_page.h"
#include "steps/exchange.h"
#include "steps/log_text.h"
#include "steps/names.h"
#include "steps/say.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

#include <algorithm>

namespace recess::steps {
namespace {

constexpr std::size_t kLongestValue = 2'000;  // code points
constexpr std::string_view kMain = "main";

bool is_too_long(std::string_view value) { return value.size() > kLongestValue && code_points(value) > kLongestValue; }

Reply begun(std::string_view route, const Level* level, std::string base, std::string name) {
  Reply reply{.route = std::string(route), .base = std::move(base), .name = std::move(name)};
  if (level != nullptr) {
    reply.title = level->title;
    reply.key = level->key;
  }
  return reply;
}

void say(Reply& reply, bool html, std::string line) {
  if (html) reply.say_html.push_back(html_escape(line));
  reply.say.push_back(std::move(line));
}

void say_too_long(Reply& reply, bool html) {
  reply.outcome = "too_long";
  reply.input.clear();
  say(reply, html, "That is too long for me to read. Up to 2000 characters are fine; try something shorter.");
}

http::Response failure(const Error& error) {
  return http::reply(
      http::ReplyForm::text,
      fmt::format("This step could not be remembered just now ({}). Nothing was counted: please try again.\n",
                  error.detail),
      503);
}

}  // namespace

Steps::Visit Steps::visit_of(const http::Exchange& exchange, std::string world, std::string route) const {
  const http::Request& request = exchange.request();
  Visit visit{.request = &request, .levels = levels_, .form = http::choose_form(request)};
  visit.world = std::move(world);
  visit.route = std::move(route);
  visit.base = http::public_address(exchange, options_.host_url);
  if (request.path.starts_with("/w/")) visit.base += "/w/" + visit.world;
  visit.counts = http::is_visit(request);
  const std::string_view name = trim(request.query.get("name"));
  if (name.empty()) return visit;
  if (auto taken = player_name(name)) visit.name = std::move(*taken);
  else
    visit.note =
        "That name cannot be used: 1 to 32 letters, digits, blanks, '-', '_' and '.' make a name. Nothing is "
        "remembered.";
  return visit;
}

http::Response Steps::rendered(const Visit& visit, const Reply& reply) const {
  std::string body;
  switch (visit.form) {
    case http::ReplyForm::text: body = reply_text(reply); break;
    case http::ReplyForm::json: body = reply_json(reply, *visit.levels); break;
    case http::ReplyForm::html: body = reply_page(reply, *visit.levels, progress_.find(visit.world, visit.name)); break;
  }
  http::Response response = http::reply(visit.form, std::move(body));
  if (!visit.token.empty()) {
    response.headers.add("X-Recess-Token", visit.token);
    response.headers.add("Access-Control-Expose-Headers", "X-Recess-Token");
    response.headers.add("Set-Cookie", fmt::format("recess_steps_{}_{}={}; Path=/; HttpOnly; SameSite=Lax{}",
                                                   visit.world, token_hash(name_key(visit.name)).substr(0, 12),
                                                   visit.token, visit.request->secure ? "; Secure" : ""));
  }
  return response;
}

Steps::Answer Steps::play(http::Exchange& exchange, std::string world, std::string route) {
  Visit visit = visit_of(exchange, world.empty() ? std::string(kMain) : std::move(world), std::move(route));
  if (visit.route == kDuck) return play_duck(std::move(visit));
  if (visit.route == kExchange) return play_exchange(std::move(visit));
  const Level* level = visit.levels->find(visit.route);  // the visit keeps it
  return play_level(std::move(visit), *level);
}

Steps::Answer Steps::play_level(Visit visit, const Level& level) {
  const bool html = visit.form == http::ReplyForm::html;
  const std::string_view value = level.key.empty() ? std::string_view{} : visit.value(level.key);
  const bool too_long = is_too_long(value);
  const Input input = read_input(too_long ? std::string_view{} : value, level.reading);
  Reply reply = begun(visit.route, &level, visit.base, visit.name);
  reply.input = input.text;
  const Player* player = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name);
  const auto missing = std::find_if(level.needs.begin(), level.needs.end(), [&](const std::string& route) {
    return player == nullptr || !player->solved(route);
  });
  const bool locked = !visit.name.empty() && missing != level.needs.end();
  bool attempt = false;
  if (too_long) {
    say_too_long(reply, html);
  } else if (locked) {
    reply.outcome = "locked";
    reply.next = *missing;
    say(reply, html, fmt::format("This step opens once you have solved {}:", *missing));
    say(reply, html, route_url(visit.base, *missing));
  } else {
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
    const bool one_line = options_.echo && visit.route == "steps";
    for (std::size_t i = 0; i < (one_line ? std::min<std::size_t>(1, branch.say.size()) : branch.say.size()); ++i) {
      reply.say.push_back(say_text(branch.say[i], values));
      if (html) reply.say_html.push_back(say_html(branch.say[i], values));
    }
    for (const Line& line : branch.code) reply.code.push_back(say_text(line, values));
    attempt = !is_visit(level, branch, input);
  }
  if (visit.counts) {
    const std::string_view shown = trim(value);
    if (visit.route == "steps" || visit.route == "win") log(message_line(shown));
    if (visit.route != "steps") log(level_line(visit.route, reply.outcome, visit.name, shown));
  }
  std::vector<Command> commands;
  const bool again = reply.solved && player != nullptr && player->solved(visit.route);
  if (attempt && !visit.name.empty() && !again) {
    commands.push_back({.world = visit.world,
                        .name = visit.name,
                        .route = visit.route,
                        .branch = reply.outcome,
                        .solved = reply.solved,
                        .input = reply.solved ? std::string() : reply.input});
  }
  if (!visit.name.empty()) {
    const Result<> recorded = co_await record(visit, std::move(commands));
    if (!recorded) co_return failure(recorded.error());
  }
  player = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name);
  if (player != nullptr) {
    const auto found = player->records.find(visit.route);
    reply.attempts = found == player->records.end() ? 0 : found->second.attempts;
    if (level.shows_progress) {
      std::string list;
      for (const auto& [route, record] : player->records) {
        if (record.solved()) list += (list.empty() ? "" : ", ") + route;
      }
      say(reply, html, fmt::format("{} has solved {}.", player->name, list.empty() ? "nothing yet" : list));
    }
  }
  if (!visit.note.empty()) say(reply, html, visit.note);
  co_return rendered(visit, reply);
}

Steps::Answer Steps::play_exchange(Visit visit) {
  const bool html = visit.form == http::ReplyForm::html;
  const std::string_view task = visit.value("task");
  Reply reply = begun(kExchange, nullptr, visit.base, visit.name);
  reply.key = "task";
  reply.input = trim(task);
  const bool too_long = is_too_long(task);
  const auto sum = too_long ? std::nullopt : exchange(task);
  if (too_long) {
    say_too_long(reply, html);
  } else if (sum) {
    reply.outcome = "solved";
    reply.solved = true;
    say(reply, html, *sum);
  } else {
    reply.outcome = reply.input.empty() ? "blank" : "not_integer";
    say(reply, html, "Give me a whole number, and I give you back one that is different, always by the same rule.");
    say(reply, html, fmt::format("{}/exchange?task=5", visit.base));
  }
  if (visit.counts) log(level_line(kExchange, reply.outcome, visit.name, trim(task)));
  const Player* player = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name);
  std::vector<Command> commands;
  const bool attempt = reply.outcome == "solved" || reply.outcome == "not_integer";
  if (attempt && !visit.name.empty() && !(reply.solved && player != nullptr && player->solved(kExchange))) {
    commands.push_back({.world = visit.world,
                        .name = visit.name,
                        .route = std::string(kExchange),
                        .branch = reply.outcome,
                        .solved = reply.solved,
                        .input = reply.solved ? std::string() : reply.input});
  }
  if (!visit.name.empty()) {
    const Result<> recorded = co_await record(visit, std::move(commands));
    if (!recorded) co_return failure(recorded.error());
  }
  if (const Player* now = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name)) {
    const auto found = now->records.find(kExchange);
    reply.attempts = found == now->records.end() ? 0 : found->second.attempts;
  }
  // The number and nothing else: programs read it as it comes.
  if (visit.form == http::ReplyForm::text && sum) {
    http::Response response = rendered(visit, reply);
    response.body = *sum;
    co_return response;
  }
  co_return rendered(visit, reply);
}

Steps::Answer Steps::play_duck(Visit visit) {
  DuckReply duck{.base = visit.base, .name = visit.name};
  const std::string_view location = visit.value("location");
  const std::string_view destination = visit.value("destination");
  if (is_too_long(location) || is_too_long(destination)) {
    Reply reply = begun(kDuck, nullptr, visit.base, visit.name);
    say_too_long(reply, visit.form == http::ReplyForm::html);
    if (visit.counts) log(level_line(kDuck, reply.outcome, visit.name, location));
    co_return rendered(visit, reply);
  }
  duck.location = trim(location);
  duck.destination = trim(destination);
  duck.ask = read_duck(location, destination);
  const Player* player = visit.name.empty() ? nullptr : progress_.find(visit.world, visit.name);
  const std::optional<DuckRun> run = player == nullptr ? std::nullopt : player->run;
  if (duck.ask.kind == DuckAsk::Kind::move) {
    if (visit.name.empty()) duck.moved.move = move_duck(duck.ask.from, duck.ask.to);
    else duck.moved = move_in_run(run, duck.location, duck.ask);
  }
  if (visit.counts) {
    log(level_line(kDuck, duck.outcome(), visit.name, fmt::format("{} -> {}", duck.location, duck.destination)));
  }
  std::vector<Command> commands;
  if (duck.ask.kind == DuckAsk::Kind::move && !visit.name.empty()) {
    if (duck.moved.move.ending != Move::Ending::swimming) {
      const bool won = duck.moved.won();
      commands.push_back({.world = visit.world,
                          .name = visit.name,
                          .route = std::string(kDuck),
                          .branch = duck.outcome(),
                          .solved = won,
                          .requests = won ? duck.moved.requests : 0});
    } else if (duck.moved.run != run) {
      commands.push_back(
          {.kind = Command::Kind::swim, .world = visit.world, .name = visit.name, .run = duck.moved.run});
    }
  }
  if (!visit.name.empty()) {
    const Result<> recorded = co_await record(visit, std::move(commands));
    if (!recorded) co_return failure(recorded.error());
  }
  // A name that was not taken has no run.
  if (!visit.note.empty()) duck.name.clear();
  std::string body;
  switch (visit.form) {
    case http::ReplyForm::text: body = duck_text(duck); break;
    case http::ReplyForm::json: body = duck_json(duck); break;
    case http::ReplyForm::html: body = duck_html(duck, *visit.levels, progress_.find(visit.world, visit.name)); break;
  }
  http::Response response = rendered(visit, Reply{});
  response.body = std::move(body);
  co_return response;
}

}  // namespace recess::steps
