#include "steps/reply.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::steps {
namespace {

std::string quoted_or_null(std::string_view text) { return text.empty() ? "null" : json::quote(text); }

}  // namespace

std::string route_url(std::string_view base, std::string_view route) { return fmt::format("{}/{}", base, route); }

std::string name_query(std::string_view name) { return name.empty() ? std::string() : "name=" + percent_encode(name); }

std::string reply_text(const Reply& reply) {
  std::size_t size = 0;
  for (const auto* lines : {&reply.say, &reply.code}) {
    for (const std::string& line : *lines) size += line.size() + 1;
  }
  std::string text;
  text.reserve(size);
  for (const auto* lines : {&reply.say, &reply.code}) {
    for (const std::string& line : *lines) text.append(line).append(1, '\n');
  }
  return text;
}

std::string reply_json(const Reply& reply, const Levels& levels) {
  const Track* track = levels.track_of(reply.route);
  std::string say;
  for (const auto* lines : {&reply.say, &reply.code}) {
    for (const std::string& line : *lines) say += (say.empty() ? "" : ",") + json::quote(line);
  }
  return fmt::format(
      "{{\"route\":{},\"track\":{},\"outcome\":{},\"solved\":{},\"input\":{},\"say\":[{}],\"next\":{},\"next_url\":{},"
      "\"name\":{},\"attempts\":{}}}",
      json::quote(reply.route), quoted_or_null(track != nullptr ? track->id : ""), json::quote(reply.outcome),
      reply.solved, quoted_or_null(reply.input), say, quoted_or_null(reply.next),
      quoted_or_null(reply.next.empty() ? "" : route_url(reply.base, reply.next)), quoted_or_null(reply.name),
      reply.attempts ? std::to_string(*reply.attempts) : "null");
}

}  // namespace recess::steps
