#include "http/representation.h"

#include "http/header_values.h"
#include "kernel/text.h"

#include <boost/asio/awaitable.hpp>

namespace recess::http {
namespace {

// True if the list names exactly this type, not only by a range such as "*/*".
bool names(std::string_view accept, std::string_view type) {
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    const std::string_view entry = accept.substr(0, end);
    accept.remove_prefix(std::min(end + 1, accept.size()));
    if (equal_ignoring_case(trim_blanks(entry.substr(0, entry.find(';'))), type)) return true;
  }
  return false;
}

bool says_prefetch(std::string_view purpose) {
  while (!purpose.empty()) {
    const std::size_t end = std::min(purpose.find_first_of(",;"), purpose.size());
    if (equal_ignoring_case(trim_blanks(purpose.substr(0, end)), "prefetch")) return true;
    purpose.remove_prefix(std::min(end + 1, purpose.size()));
  }
  return false;
}

boost::asio::awaitable<Response> turn_away() { co_return prefetch_reply(); }

boost::asio::awaitable<Response> allow_scripts(std::string methods) {
  Response response = no_content();
  response.headers.add("Allow", methods);
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.headers.add("Access-Control-Allow-Methods", methods);
  response.headers.add("Access-Control-Allow-Headers", "*");
  response.headers.add("Access-Control-Max-Age", "86400");
  co_return response;
}

}  // namespace

ReplyForm choose_form(const Request& request) {
  if (const auto format = request.query.find("format")) {
    if (*format == "json") return ReplyForm::json;
    if (*format == "text") return ReplyForm::text;
    if (*format == "html") return ReplyForm::html;
  }
  if (request.query.get("client") == "browser") return ReplyForm::html;
  const std::string_view accept = request.header("accept");
  if (accept.empty() || accept == "*/*") return ReplyForm::text;
  const bool html = names(accept, "text/html");
  const bool json = names(accept, "application/json");
  if (html) {
    const int wanted = media_quality(accept, "text/html");
    if (wanted > 0 && (!json || wanted >= media_quality(accept, "application/json"))) return ReplyForm::html;
  }
  if (json && media_quality(accept, "application/json") > 0) return ReplyForm::json;
  return ReplyForm::text;
}

std::string_view content_type(ReplyForm form) {
  switch (form) {
    case ReplyForm::text: return "text/plain; charset=utf-8";
    case ReplyForm::html: return "text/html; charset=utf-8";
    case ReplyForm::json: return "application/json";
  }
  return "text/plain; charset=utf-8";
}

Response reply_as(std::string_view content_type, std::string body, unsigned status) {
  Response response{.status = status};
  response.headers.add("Content-Type", content_type);
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.body = std::move(body);
  return response;
}

Response reply(ReplyForm form, std::string body, unsigned status) {
  return reply_as(content_type(form), std::move(body), status);
}

bool is_prefetch(const Request& request) {
  return says_prefetch(request.header("purpose")) || says_prefetch(request.header("sec-purpose"));
}

Response prefetch_reply() {
  return reply(ReplyForm::text, "Nothing is fetched ahead here: every request counts.\n", 503);
}

bool is_visit(const Request& request) { return request.method != "HEAD" && !is_prefetch(request); }

void mount_get(Router& router, std::string_view pattern, Handler handler, std::string_view more) {
  Handler guarded = [handler = std::move(handler)](Exchange& exchange) -> boost::asio::awaitable<Response> {
    return is_prefetch(exchange.request()) ? turn_away() : handler(exchange);
  };
  mount_document(router, pattern, std::move(guarded), more);
}

void mount_document(Router& router, std::string_view pattern, Handler handler, std::string_view more) {
  std::string methods = "GET, HEAD, OPTIONS";
  if (!more.empty()) methods.append(", ").append(more);
  std::string with_slash(pattern);
  if (!with_slash.ends_with('/')) with_slash += '/';
  for (const std::string_view path : {pattern, std::string_view(with_slash)}) {
    router.add("GET", path, handler);
    router.add("OPTIONS", path, [methods](Exchange&) { return allow_scripts(methods); });
  }
}

}  // namespace recess::http
