// Steps: a request becomes a visit, and a reply becomes an answer in the form that was asked for. What happens in
// between is in play_level.cc, play_exchange.cc and play_duck.cc.
#include "http/public_address.h"
#include "kernel/text.h"
#include "steps/exchange.h"
#include "steps/names.h"
#include "steps/steps_visit.h"

#include <fmt/format.h>

namespace recess::steps {
namespace {

constexpr std::size_t kLongestValue = 2'000;  // code points
constexpr std::string_view kMain = "main";

}  // namespace

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

}  // namespace recess::steps
