#include "http/router.h"

#include "http/reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace recess::http {
namespace {

using Node = Router::Impl::Node;

std::string_view take_segment(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('/'), rest.size());
  const std::string_view segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

struct Search {
  std::string_view method;
  RouteMatch match{};
  std::set<std::string, std::less<>> allowed{};
  std::vector<std::string_view> captures{};

  bool accept(const Node& node) {
    if (node.handlers.empty()) return false;
    match.known_path = true;
    auto found = node.handlers.find(method);
    if (found == node.handlers.end() && method == "HEAD") found = node.handlers.find("GET");
    if (found == node.handlers.end()) found = node.handlers.find("*");
    if (found == node.handlers.end()) {
      for (const auto& [name, handler] : node.handlers) allowed.insert(name);
      return false;
    }
    match.handler = &found->second;
    match.captures.assign(captures.begin(), captures.end());
    return true;
  }

  // `rest` is empty or starts with '/'.
  bool visit(const Node& node, std::string_view rest) {
    if (rest.empty()) return accept(node);
    const std::string_view remainder = rest.substr(1);
    rest = remainder;
    const std::string_view segment = take_segment(rest);
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
      if (visit(*literal->second, rest)) return true;
    }
    if (node.any && !segment.empty()) {
      captures.push_back(segment);
      if (visit(*node.any, rest)) return true;
      captures.pop_back();
    }
    if (node.rest) {
      captures.push_back(remainder);
      if (accept(*node.rest)) return true;
      captures.pop_back();
    }
    return false;
  }
};

}  // namespace

Router::Router() : impl_(std::make_unique<Impl>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  impl_->add(method, pattern, std::move(handler));
}

void Router::Impl::add(std::string_view method, std::string_view pattern, Handler handler) {
  if (!pattern.starts_with('/')) throw std::logic_error("a route's pattern starts with '/'");
  Node* node = &root;
  const auto enter = [&](std::unique_ptr<Node>& next) {
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  };
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const std::string_view segment = take_segment(pattern);
    if (segment == "{}") enter(node->any);
    else if (segment == "{*}") enter(node->rest);
    else enter(node->literals[std::string(segment)]);
    if (segment == "{*}" && !pattern.empty()) throw std::logic_error("{*} ends a pattern");
  }
  node->handlers[std::string(method)] = std::move(handler);
}

void Router::fallback(Handler handler) { impl_->fallback = std::move(handler); }

Handler Router::fallback() const { return impl_->fallback; }

void Router::error_page(std::function<Response(const Request&, unsigned, const Error&)> render) {
  impl_->render_error = std::move(render);
}

RouteMatch Router::Impl::find(std::string_view method, std::string_view path) const {
  Search search{method};
  if (search.visit(root, path)) return std::move(search.match);
  if (!search.match.known_path) return {};
  if (search.allowed.contains("GET")) search.allowed.insert("HEAD");
  search.allowed.insert("OPTIONS");
  search.match.allow = fmt::format("{}", fmt::join(search.allowed, ", "));
  return std::move(search.match);
}

Response Router::Impl::with_error_page(const Request& request, Response response) const {
  const auto* body = std::get_if<std::string>(&response.body);
  if (response.status < 400 || body == nullptr || !body->empty()) return response;
  Response page;
  if (render_error) {
    page = render_error(request, response.status, response.error);
    for (const auto& [name, value] : response.headers) page.headers.set(name, value);
  } else {
    page = text(response.status, fmt::format("{} {}\n{}", response.status, reason_phrase(response.status),
                                             response.error.detail.empty() ? "" : response.error.detail + "\n"));
    for (const auto& [name, value] : response.headers) page.headers.add(name, value);
  }
  page.status = response.status;
  page.close = response.close;
  return page;
}

}  // namespace recess::http
