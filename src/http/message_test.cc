#include "http/message.h"

#include "http/handshake.h"
#include "http/header_values.h"
#include "http/peer.h"
#include "http/response_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::http {
namespace {

using testing::HasSubstr;
using testing::Not;

Request with(std::initializer_list<std::pair<const char*, const char*>> fields) {
  Request request;
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

TEST(Query, KeepsTheLastAndDecodes) {
  const Query query = Query::parse("a=1&b=x+y%20z&a=2&flag&&=nameless&bad=1&bad=%ff&a;b=c&p=100%");
  EXPECT_EQ(query.get("a"), "2");
  EXPECT_EQ(query.get("b"), "x y z");
  EXPECT_EQ(query.find("flag"), "");
  EXPECT_EQ(query.find("bad"), std::nullopt);
  EXPECT_EQ(query.get("a;b"), "c");
  EXPECT_EQ(query.get("p"), "100%");
  EXPECT_FALSE(query.has("c"));
}

TEST(Cookie, IsFoundAmongOthers) {
  const Request request = with({{"Cookie", "aa=1; a=2;b=\"q\""}, {"cookie", "c=3=4"}});
  EXPECT_EQ(request.cookie("a"), "2");
  EXPECT_EQ(request.cookie("b"), "q");
  EXPECT_EQ(request.cookie("c"), "3=4");
  EXPECT_EQ(request.cookie("d"), std::nullopt);
}

TEST(Request, TellsBrowsersFromPrograms) {
  EXPECT_TRUE(with({{"Accept", "application/json"}}).wants_json());
  EXPECT_TRUE(with({{"Accept", "text/html;q=0.5, application/json"}}).wants_json());
  EXPECT_FALSE(with({{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}}).wants_json());
  EXPECT_FALSE(with({{"Accept", "*/*"}}).wants_json());
  EXPECT_FALSE(with({}).wants_json());
}

struct OriginCase {
  const char* site;
  const char* origin;
  const char* host;
  bool same;
};

TEST(Request, KnowsItsOwnOrigin) {
  const std::vector<OriginCase> cases{
      {"same-origin", "", "club", true},
      {"none", "", "club", true},
      {"same-site", "http://club", "club", false},
      {"cross-site", "http://club", "club", false},
      {"", "", "club", true},
      {"", "http://club", "club", true},
      {"", "https://CLUB:443", "club", true},
      {"", "http://club:8080", "club:8080", true},
      {"", "http://club:8080", "club", false},
      {"", "http://evil", "club", false},
      {"", "null", "club", false},
  };
  for (const OriginCase& one : cases) {
    Request request = with({{"Host", one.host}});
    if (*one.site != '\0') request.headers.add("Sec-Fetch-Site", one.site);
    if (*one.origin != '\0') request.headers.add("Origin", one.origin);
    EXPECT_EQ(request.is_same_origin(), one.same) << one.site << " " << one.origin;
  }
}

TEST(HeaderValues, WeighCodings) {
  EXPECT_EQ(coding_quality("gzip, br;q=0.9, *;q=0", "br"), 900);
  EXPECT_EQ(coding_quality("gzip", "br"), 0);
  EXPECT_EQ(coding_quality("*;q=0.25", "br"), 250);
  EXPECT_EQ(coding_quality("br;q=0, *", "br"), 0);
  EXPECT_EQ(coding_quality("", "br"), 0);
  EXPECT_EQ(media_quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.1", "text/plain"), 300);
}

TEST(HeaderValues, WriteAndReadDates) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
  EXPECT_EQ(parse_http_date("Sun, 06 Foo 1994 08:49:37 GMT"), std::nullopt);
  EXPECT_EQ(parse_http_date("yesterday"), std::nullopt);
}

TEST(Handshake, DerivesTheKeyOfTheStandardsExample) {
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(ResponseHead, HoldsWhatTheConnectionDecides) {
  Response response = text(200, "x");
  response.headers.add("Connection", "keep-alive");
  response.headers.add("content-length", "99");
  response.headers.add("X-A", "one\r\nX-B: two");
  const std::string head = response_head(response, Framing{.keep_alive = false, .content_length = 1, .date = "now"});
  EXPECT_EQ(head,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nX-A: one  X-B: two\r\nDate: now\r\n"
            "Content-Length: 1\r\nConnection: close\r\n\r\n");
}

TEST(SecurityHeaders, LeaveTheHandlersOwn) {
  Response response;
  response.headers.add("content-security-policy", "default-src 'none'");
  security_headers(response, true, "club");
  EXPECT_EQ(response.headers.get("Content-Security-Policy"), "default-src 'none'");
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
  Response page;
  security_headers(page, true, "club:8080");
  EXPECT_THAT(std::string(page.headers.get("Content-Security-Policy")),
              HasSubstr("connect-src 'self' ws://club:8080 wss://club:8080"));
  Response odd;
  security_headers(odd, true, "club;script-src");
  EXPECT_THAT(std::string(odd.headers.get("Content-Security-Policy")), Not(HasSubstr("club")));
  EXPECT_THAT(std::string(page.headers.get("Content-Security-Policy")), Not(HasSubstr("frame-ancestors")));
}

TEST(TrustedPeers, AreAddressesAndNetworks) {
  const TrustedPeers trusted({"10.0.0.0/8", "192.168.1.5", "::1", "fd00::/8"});
  EXPECT_TRUE(trusted.contains("10.200.3.4"));
  EXPECT_TRUE(trusted.contains("192.168.1.5"));
  EXPECT_FALSE(trusted.contains("192.168.1.6"));
  EXPECT_TRUE(trusted.contains("::1"));
  EXPECT_TRUE(trusted.contains("fd12::3"));
  EXPECT_FALSE(trusted.contains("fe80::3"));
  EXPECT_FALSE(trusted.contains(""));
}

struct Forwarded {
  const char* fields;
  const char* address;
};

TEST(Identify, CountsFromTheEndOfTheList) {
  const TrustedPeers trusted({"10.0.0.0/8"});
  const std::vector<Forwarded> cases{
      {"", "10.0.0.1"},
      {"9.9.9.9", "9.9.9.9"},
      {"6.6.6.6, 9.9.9.9", "9.9.9.9"},
      {"6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"},
      {"9.9.9.9:1234", "9.9.9.9"},
      {"[2001:db8::1]:80", "2001:db8::1"},
      {"9.9.9.9, unknown", "10.0.0.1"},
  };
  for (const Forwarded& one : cases) {
    Request request;
    if (*one.fields != '\0') request.headers.add("X-Forwarded-For", one.fields);
    identify(request, "10.0.0.1", trusted);
    EXPECT_EQ(request.remote_address, one.address) << one.fields;
  }
}

}  // namespace
}  // namespace recess::http
