// Steps: one request of the duck, with or without a run that is kept.
#include "kernel/text.h"
#include "steps/duck_page.h"
#include "steps/log_text.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

namespace recess::steps {

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
    if (!recorded) co_return not_remembered(*visit.request, recorded.error());
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
