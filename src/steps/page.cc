#include "steps/page.h"

#include "kernel/json.h"
#include "kernel/text.h"
#include "steps/reply.h"

#include <fmt/format.h>

namespace recess::steps {

namespace {

// "/w/class-7b" of "http://host:8080/w/class-7b"
std::string_view path_of(std::string_view base) {
  const std::size_t scheme = base.find("://");
  if (scheme == std::string_view::npos) return base;
  const std::size_t path = base.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view{} : base.substr(path);
}

}  // namespace

std::string href(std::string_view base, std::string_view path, std::string_view name) {
  const std::string query = name_query(name);
  return html_escape(fmt::format("{}{}{}{}", path_of(base), path, query.empty() ? "" : "?", query));
}

std::string page(const Frame& frame, std::string_view banner, std::string_view body) {
  const std::string refresh =
      frame.refresh_s > 0 ? fmt::format("<meta http-equiv=\"refresh\" content=\"{}\">\n", frame.refresh_s) : "";
  const std::string who =
      frame.name.empty() ? "" : fmt::format("<span>Playing as <b>{}</b></span>\n", html_escape(frame.name));
  const std::string mine =
      frame.name.empty() ? "" : fmt::format("<a href=\"{}\">My steps</a>\n", href(frame.base, "/steps/me", frame.name));
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{}<title>{} - Steps</title>\n"
      "<link rel=\"stylesheet\" href=\"/steps/style.css\">\n<script src=\"/steps/page.js\" defer></script>\n</head>\n"
      "<body class=\"{}\">\n<header><a class=\"brand\" href=\"{}\">Steps</a>\n{}</header>\n<main>\n{}</main>\n"
      "<footer>{}{}<a href=\"{}\">The class</a>\n<a href=\"/\">The club</a></footer>\n</body>\n</html>\n",
      refresh, html_escape(frame.title), frame.mood, href(frame.base, "/steps", frame.name), banner, body, who, mine,
      href(frame.base, "/steps/progress", frame.name));
}

std::string python_line(std::string_view url, std::span<const std::pair<std::string, std::string>> params) {
  std::string list;
  for (const auto& [key, value] : params) {
    if (key.empty() || value.empty()) continue;
    list += fmt::format("{}{}: {}", list.empty() ? "" : ", ", json::quote(key), json::quote(value));
  }
  const std::string with = list.empty() ? "" : fmt::format(", params={{{}}}", list);
  return fmt::format("import requests; print(requests.get({}{}).text)", json::quote(url), with);
}

std::string python_box(std::string_view line) {
  return fmt::format(
      "<section class=\"python\">\n<h2>The same request in Python</h2>\n<pre><code>{}</code></pre>\n</section>\n",
      html_escape(line));
}

}  // namespace recess::steps
