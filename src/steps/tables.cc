// Steps: the class's tables, the rules of the pond, and what the pages load.
#include "http/public_address.h"
#include "kernel/text.h"
#include "kernel/world_name.h"
#include "steps/class_pages.h"
#include "steps/duck_page.h"
#include "steps/embedded.h"
#include "steps/names.h"
#include "steps/steps_visit.h"

namespace recess::steps {
namespace {

http::Handler asset(std::string type, std::string_view bytes) {
  return [type, body = std::make_shared<const std::string>(bytes)](
             http::Exchange&) -> boost::asio::awaitable<http::Response> {
    http::Response response{.status = 200};
    response.headers.add("Content-Type", type);
    response.headers.add("Cache-Control", "max-age=300");
    response.body = body;
    co_return response;
  };
}

}  // namespace

void Steps::mount_tables(http::Router& router) {
  router.add("GET", "/steps/style.css", asset("text/css; charset=utf-8", embedded::kPagesCss));
  router.add("GET", "/steps/page.js", asset("text/javascript; charset=utf-8", embedded::kPagesJs));
  for (const char* page : {"/steps/progress", "/steps/me", "/steps/stats", "/steps/duck", "/duck/rules"}) {
    http::mount_get(router, page, [this, page](http::Exchange& exchange) { return table(exchange, "main", page); });
    http::mount_get(router, std::string("/w/{}") + page, [this, page](http::Exchange& exchange) {
      return table(exchange, exchange.request().captures.at(0), page);
    });
  }
}

Steps::Answer Steps::table(http::Exchange& exchange, std::string world, std::string page) {
  if (!is_world_name(world) || !knows_world(world)) co_return no_such_world(exchange.request());
  if (options_.is_limited && options_.is_limited(exchange.request())) {
    const bool may = co_await options_.admit(exchange.request());
    if (!may) co_return slow_down(exchange.request());
  }
  const Visit visit = visit_of(exchange, std::move(world), "");
  if (page == "/duck/rules") {
    const bool html = visit.form == http::ReplyForm::html;
    co_return http::reply(html ? visit.form : http::ReplyForm::text,
                          html ? duck_rules_html(visit.base, visit.name) : duck_rules_text(visit.base));
  }
  const bool teacher = is_teacher_(exchange.request());
  const ClassView view{.levels = *visit.levels,
                       .players = progress_.players(visit.world),
                       .base = visit.base,
                       .name = visit.name,
                       .show_names = options_.progress_public || teacher,
                       .show_wrongs = teacher};
  std::string body;
  if (page == "/steps/progress") body = progress_reply(view, visit.form);
  else if (page == "/steps/me") body = progress_reply(view, visit.form, &visit.name);
  else if (page == "/steps/stats") body = stats_reply(view, visit.form);
  else body = ducks_reply(view, visit.form);
  co_return http::reply(visit.form, std::move(body));
}

}  // namespace recess::steps
