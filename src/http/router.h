// How routes are kept and found. Pure; the contract is Router in server.h.
#pragma once

#include "http/server.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace recess::http {

struct RouteMatch {
  const Handler* handler = nullptr;
  std::vector<std::string> captures{};
  bool known_path = false;
  std::string allow{};  // for a known path that does not take the method: "GET, HEAD, OPTIONS"
};

struct Router::Impl {
  // One segment deep for every level; "{}" and "{*}" have places of their own.
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> any;
    std::unique_ptr<Node> rest;
    std::map<std::string, Handler, std::less<>> handlers;  // by method
  };

  Node root;
  Handler fallback;
  std::function<Response(const Request&, unsigned, const Error&)> render_error;

  void add(std::string_view method, std::string_view pattern, Handler handler);
  RouteMatch find(std::string_view method, std::string_view path) const;
  // The response itself, or the error page for a status >= 400 that came without a body.
  Response with_error_page(const Request& request, Response response) const;
};

}  // namespace recess::http
