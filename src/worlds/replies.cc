#include "worlds/replies.h"

#include "kernel/json.h"
#include "kernel/text.h"

#include <fmt/format.h>

namespace recess::worlds {
namespace {

constexpr std::string_view kStyle =
    R"(:root { color-scheme: light dark; --ink: #12303c; --paper: #f5fafb; --line: #b9d3da; --deep: #0b6e8a; --code: #e6f1f4; }
@media (prefers-color-scheme: dark) { :root { --ink: #dcecf1; --paper: #0a1c24; --line: #2b4a56; --deep: #5cc3df; --code: #12303c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; font: 1.05rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.3rem; }
a { color: var(--deep); }
code, pre { font: 0.95rem/1.5 ui-monospace, monospace; background: var(--code); border-radius: 0.4rem; }
code { padding: 0.1rem 0.3rem; overflow-wrap: anywhere; }
pre { padding: 0.8rem 1rem; overflow-x: auto; }
pre code { padding: 0; overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
input, button, select { font: inherit; padding: 0.4rem 0.6rem; margin: 0.15rem 0.3rem 0.15rem 0; border: 1px solid var(--line); border-radius: 0.4rem; background: transparent; color: inherit; max-width: 100%; }
button { background: var(--deep); border-color: var(--deep); color: var(--paper); cursor: pointer; }
fieldset { border: 1px solid var(--line); border-radius: 0.6rem; margin: 1rem 0; }
.notice { border-left: 4px solid var(--deep); padding: 0.4rem 0.8rem; background: var(--code); }
)";

http::ReplyForm plain_form(const http::Request& request) {
  return choose_form(request) == http::ReplyForm::json ? http::ReplyForm::json : http::ReplyForm::text;
}

http::Response try_later(const http::Request& request, unsigned status, std::string_view word,
                         std::string_view message) {
  http::Response response = failure(plain_form(request), status, word, message);
  response.headers.add("Retry-After", "1");
  return response;
}

}  // namespace

http::Response failure(http::ReplyForm form, unsigned status, std::string_view word, std::string_view message) {
  if (form == http::ReplyForm::json) {
    return http::reply(
        form, fmt::format(R"({{"ok":false,"error":{},"message":{}}})", json::quote(word), json::quote(message)),
        status);
  }
  return http::reply(http::ReplyForm::text, fmt::format("0 {}", message), status);
}

http::Response no_such_world(const http::Request& request) {
  return failure(plain_form(request), 404, "no_such_world", "there is no such world; /worlds lists them");
}

http::Response slow_down(const http::Request& request) { return try_later(request, 429, "rate", "slow down"); }

http::Response not_saved(const http::Request& request) {
  return try_later(request, 503, "not_saved", "not saved: the log of the sea cannot be written; nothing has changed");
}

http::Response busy(const http::Request& request) {
  return try_later(request, 503, "busy", "too much is waiting to be saved; nothing has changed");
}

http::Response stopping(const http::Request& request) {
  return try_later(request, 503, "stopping", "the server is stopping; it will be back");
}

http::Response head_only(http::ReplyForm form) {
  http::Response response = http::reply(form, {});
  response.body = http::StreamBody{};  // no length is told, since none is known
  return response;
}

http::Response answer_response(mocean::Answer answer) {
  http::ReplyForm form = http::ReplyForm::text;
  if (answer.media == mocean::Media::json) form = http::ReplyForm::json;
  if (answer.media == mocean::Media::html) form = http::ReplyForm::html;
  return http::reply(form, std::move(answer.body), answer.status);
}

http::Response html_page(std::string_view title, std::string_view body, unsigned status) {
  return http::reply(http::ReplyForm::html,
                     fmt::format("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                 "<title>{}</title>\n<link rel=\"stylesheet\" href=\"/mocean/style.css\">\n</head>\n"
                                 "<body>\n{}\n</body>\n</html>\n",
                                 title, body),
                     status);
}

std::string_view page_style() { return kStyle; }

}  // namespace recess::worlds
