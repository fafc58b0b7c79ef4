// Steps: one request of the number exchange.
#include "kernel/text.h"
#include "steps/exchange.h"
#include "steps/log_text.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

namespace recess::steps {

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
  const bool attempt = reply.outcome == "solved" || reply.outcome == "not_integer";
  Result<> recorded;
  if (!visit.name.empty()) recorded = co_await record_attempt(visit, reply, attempt);
  if (!recorded) co_return not_remembered(*visit.request, recorded.error());
  // The number and nothing else: programs read it as it comes.
  if (visit.form == http::ReplyForm::text && sum) {
    http::Response response = rendered(visit, reply);
    response.body = *sum;
    co_return response;
  }
  co_return rendered(visit, reply);
}

}  // namespace recess::steps
