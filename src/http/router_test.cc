#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::http {
namespace {

using testing::ElementsAre;

// Which of the routes added here is found: "GET /a/{}" and what it captured.
class Routes {
 public:
  Routes(std::initializer_list<std::pair<const char*, const char*>> routes) {
    for (const auto& [method, pattern] : routes) {
      rules_.add(method, pattern, [](Exchange&) -> boost::asio::awaitable<Response> { co_return Response{}; });
      names_[handler_at(method, pattern)] = std::string(method) + " " + pattern;
    }
  }
  std::string find(std::string_view method, std::string_view path) {
    match = rules_.find(method, path);
    return match.handler == nullptr ? match.allow : names_[match.handler];
  }
  RouteMatch match;

 private:
  // A pattern is found by itself: its placeholders match their own text.
  const Handler* handler_at(std::string_view method, std::string_view pattern) {
    return rules_.find(method, pattern).handler;
  }
  Router::Impl rules_;
  std::map<const Handler*, std::string> names_;
};

TEST(Router, PrefersWhatIsSaidLiterally) {
  Routes routes{{"GET", "/{*}"}, {"GET", "/game/{}"}, {"GET", "/game/new"}, {"GET", "/game/{}/log"}};
  EXPECT_EQ(routes.find("GET", "/game/new"), "GET /game/new");
  EXPECT_EQ(routes.find("GET", "/game/7"), "GET /game/{}");
  EXPECT_THAT(routes.match.captures, ElementsAre("7"));
  EXPECT_EQ(routes.find("GET", "/game/new/log"), "GET /game/{}/log");
  EXPECT_EQ(routes.find("GET", "/game/7/other"), "GET /{*}");
  EXPECT_THAT(routes.match.captures, ElementsAre("game/7/other"));
  EXPECT_EQ(routes.find("GET", "/"), "GET /{*}");
}

TEST(Router, TellsThePathWithAndWithoutASlash) {
  Routes routes{{"GET", "/socket.io/"}, {"GET", "/a"}};
  EXPECT_EQ(routes.find("GET", "/socket.io/"), "GET /socket.io/");
  EXPECT_EQ(routes.find("GET", "/socket.io"), "");
  EXPECT_EQ(routes.find("GET", "/a/"), "");
  EXPECT_FALSE(routes.match.known_path);
}

TEST(Router, NamesTheMethodsOfAPath) {
  Routes routes{{"GET", "/a/{}"}, {"POST", "/a/b"}, {"*", "/any"}, {"GET", "/any"}};
  EXPECT_EQ(routes.find("DELETE", "/a/b"), "GET, HEAD, OPTIONS, POST");
  EXPECT_TRUE(routes.match.known_path);
  EXPECT_EQ(routes.find("HEAD", "/a/b"), "GET /a/{}");
  EXPECT_EQ(routes.find("PATCH", "/any"), "* /any");
  EXPECT_EQ(routes.find("GET", "/any"), "GET /any");
}

TEST(Router, RefusesPatternsThatCannotMatch) {
  Router router;
  EXPECT_THROW(router.add("GET", "no-slash", {}), std::logic_error);
  EXPECT_THROW(router.add("GET", "/{*}/more", {}), std::logic_error);
}

TEST(RefusalStatus, IsAlwaysAnError) {
  for (const Code code :
       {Code::invalid, Code::unauthorized, Code::forbidden, Code::not_found, Code::conflict, Code::too_large,
        Code::too_many, Code::unsupported, Code::unavailable, Code::cancelled, Code::internal}) {
    EXPECT_GE(status_for(code), 400U);
    EXPECT_EQ(refusal(refuse(code, "no")).status, status_for(code));
  }
}

TEST(ErrorPage, IsMadeForAnswersWithoutABody) {
  Router::Impl rules;
  rules.render_error = [](const Request&, unsigned status, const Error& error) {
    return text(200, "page " + std::to_string(status) + " " + error.detail, "text/html");
  };
  Response refused = refusal(refuse(Code::forbidden, "not yours"));
  refused.headers.add("X-A", "b");
  const Response page = rules.with_error_page(Request{}, std::move(refused));
  EXPECT_EQ(page.status, 403U);
  EXPECT_EQ(std::get<std::string>(page.body), "page 403 not yours");
  EXPECT_EQ(page.headers.get("x-a"), "b");
  EXPECT_EQ(page.headers.get("content-type"), "text/html");
  EXPECT_EQ(std::get<std::string>(rules.with_error_page(Request{}, text(404, "own")).body), "own");
}

}  // namespace
}  // namespace recess::http
