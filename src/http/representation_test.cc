#include "http/representation.h"

#include "http/peer.h"
#include "http/public_address.h"
#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::http {
namespace {

struct FormCase {
  const char* query;
  const char* accept;
  ReplyForm form;
};

TEST(ChooseForm, FollowsQueryThenAccept) {
  const char* firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const std::vector<FormCase> cases{
      {"", nullptr, ReplyForm::text},
      {"", "", ReplyForm::text},
      {"", "*/*", ReplyForm::text},
      {"", firefox, ReplyForm::html},
      {"", "text/*", ReplyForm::text},
      {"", "application/json", ReplyForm::json},
      {"", "application/json, text/plain, */*", ReplyForm::json},
      {"", "text/html, application/json", ReplyForm::html},
      {"", "text/html;q=0.5, application/json", ReplyForm::json},
      {"", "text/html;q=0, */*", ReplyForm::text},
      {"", "text/html;q=0, application/json;q=0", ReplyForm::text},
      {"", "Text/HTML", ReplyForm::html},
      {"format=json", firefox, ReplyForm::json},
      {"format=text", firefox, ReplyForm::text},
      {"format=html", "application/json", ReplyForm::html},
      {"format=xml", firefox, ReplyForm::html},
      {"format=xml", nullptr, ReplyForm::text},
      {"client=browser", "*/*", ReplyForm::html},
      {"client=browser&format=text", "*/*", ReplyForm::text},
      {"client=phone", "*/*", ReplyForm::text},
  };
  for (const FormCase& c : cases) {
    Request request;
    request.query = Query::parse(c.query);
    if (c.accept != nullptr) request.headers.add("Accept", c.accept);
    EXPECT_EQ(choose_form(request), c.form) << c.query << " | " << (c.accept != nullptr ? c.accept : "none");
  }
}

TEST(Reply, CarriesWhatEveryReplyOfAGameCarries) {
  for (const ReplyForm form : {ReplyForm::text, ReplyForm::html, ReplyForm::json}) {
    const Response response = reply(form, "hello");
    EXPECT_EQ(response.headers.get("content-type"), content_type(form));
    EXPECT_EQ(response.headers.get("cache-control"), "no-store");
    EXPECT_EQ(response.headers.get("x-content-type-options"), "nosniff");
    EXPECT_EQ(response.headers.get("access-control-allow-origin"), "*");
  }
  EXPECT_EQ(content_type(ReplyForm::text), "text/plain; charset=utf-8");
}

TEST(Visit, IsNeitherHeadNorPrefetch) {
  const auto visit = [](const char* method, const char* field, const char* value) {
    Request request{.method = method};
    if (field != nullptr) request.headers.add(field, value);
    return is_visit(request);
  };
  EXPECT_TRUE(visit("GET", nullptr, nullptr));
  EXPECT_FALSE(visit("HEAD", nullptr, nullptr));
  EXPECT_FALSE(visit("GET", "Purpose", "prefetch"));
  EXPECT_FALSE(visit("GET", "Sec-Purpose", "prefetch;prerender"));
  EXPECT_FALSE(visit("GET", "sec-purpose", "Prefetch"));
  EXPECT_TRUE(visit("GET", "Sec-Purpose", "prefetching"));
  EXPECT_EQ(prefetch_reply().status, 503U);
}

TEST(MountGet, TakesASlashAtTheEndAndNamesItsMethods) {
  Router::Impl router;
  Router mounted;
  EXPECT_NO_THROW(
      mount_get(mounted, "/steps", [](Exchange&) -> boost::asio::awaitable<Response> { co_return text(200, ""); }));
  router.add("GET", "/steps", nullptr);
  router.add("OPTIONS", "/steps", nullptr);
  EXPECT_EQ(router.find("POST", "/steps").allow, "GET, HEAD, OPTIONS");
}

struct AddressCase {
  const char* name;
  const char* configured;
  bool trusted;
  bool secure;
  const char* host;
  const char* forwarded_host;
  const char* base;
};

TEST(PublicAddress, IsTheFirstThatApplies) {
  const std::vector<AddressCase> cases{
      {"host", "", false, false, "game.example:8080", nullptr, "http://game.example:8080"},
      {"bare host", "", false, false, "localhost", nullptr, "http://localhost"},
      {"IPv6", "", false, false, "[2001:db8::1]:8080", nullptr, "http://[2001:db8::1]:8080"},
      {"IPv6 without port", "", false, false, "[::1]", nullptr, "http://[::1]"},
      {"no IPv6", "", false, false, "[evil]", nullptr, "http://192.0.2.1:80"},
      {"IPv6 zone", "", false, false, "[fe80::1%eth0]", nullptr, "http://192.0.2.1:80"},
      {"underscore", "", false, false, "a_b", nullptr, "http://192.0.2.1:80"},
      {"long port", "", false, false, "a:123456", nullptr, "http://192.0.2.1:80"},
      {"empty port", "", false, false, "a:", nullptr, "http://192.0.2.1:80"},
      {"two ports", "", false, false, "a:1:2", nullptr, "http://192.0.2.1:80"},
      {"no name", "", false, false, ":80", nullptr, "http://192.0.2.1:80"},
      {"none", "", false, false, nullptr, nullptr, "http://192.0.2.1:80"},
      {"untrusted forwarding", "", false, false, "a", "evil.example", "http://a"},
      {"trusted forwarding", "", true, true, "inside:8080", "club.example", "https://club.example"},
      {"several proxies", "", true, false, "inside", "evil.example, club.example:81", "http://club.example:81"},
      {"malformed forwarding", "", true, true, "inside", "a<b", "https://inside"},
      {"trusted, only https", "", true, true, "club.example", nullptr, "https://club.example"},
      {"configured", "https://game.foo.ch", true, false, "a", "b", "https://game.foo.ch"},
  };
  for (const AddressCase& c : cases) {
    Request request{.secure = c.secure, .from_trusted_peer = c.trusted};
    if (c.host != nullptr) request.headers.add("Host", c.host);
    if (c.forwarded_host != nullptr) request.headers.add("X-Forwarded-Host", c.forwarded_host);
    EXPECT_EQ(public_address(request, c.configured, "192.0.2.1:80"), c.base) << c.name;
  }
}

TEST(Identify, BelievesWhatTheTrustedPeerWroteAndNothingBeforeIt) {
  const TrustedPeers trusted({"10.0.0.0/8"});
  struct Case {
    const char* name;
    const char* peer;
    std::vector<std::pair<const char*, const char*>> fields;
    const char* base;
  };
  const std::vector<Case> cases{
      {"https", "10.0.0.1", {{"X-Forwarded-Proto", "HTTPS"}}, "https://a"},
      {"another scheme", "10.0.0.1", {{"X-Forwarded-Proto", "wss"}}, "http://a"},
      {"a list that ends in https", "10.0.0.1", {{"X-Forwarded-Proto", "http, https"}}, "https://a"},
      {"a list that ends in http", "10.0.0.1", {{"X-Forwarded-Proto", "https,http"}}, "http://a"},
      {"a field behind a stranger's",
       "10.0.0.1",
       {{"X-Forwarded-Proto", "https"}, {"x-forwarded-proto", "http"}},
       "http://a"},
      {"a host behind a stranger's",
       "10.0.0.1",
       {{"X-Forwarded-Host", "evil.example"}, {"X-Forwarded-Host", "club.example"}},
       "http://club.example"},
      {"a stranger", "192.0.2.9", {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "evil.example"}}, "http://a"},
  };
  for (const Case& c : cases) {
    Request request;
    request.headers.add("Host", "a");
    for (const auto& [name, value] : c.fields) request.headers.add(name, value);
    identify(request, c.peer, trusted);
    EXPECT_EQ(public_address(request, "", "192.0.2.1:80"), c.base) << c.name;
  }
}

}  // namespace
}  // namespace recess::http
