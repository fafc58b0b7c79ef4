#include "http/request_head.h"

#include <gtest/gtest.h>

namespace recess::http {
namespace {

TEST(HeadScanner, FindsTheEndWhereverTheBytesAreCut) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    HeadScanner scanner;
    auto state = scanner.scan(std::string_view(bytes).substr(0, cut));
    if (state == HeadScanner::State::incomplete) state = scanner.scan(bytes);
    ASSERT_EQ(state, HeadScanner::State::complete) << cut;
    ASSERT_EQ(scanner.length(), bytes.size() - 5);
    ASSERT_EQ(scanner.request_line_length(), 16U);
  }
}

TEST(HeadScanner, RefusesLineFeedsAlone) {
  for (const std::string_view bytes : {"GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nA: b\n", "\n", "GET / HTTP/1.1\r\n\n"}) {
    EXPECT_EQ(HeadScanner{}.scan(bytes), HeadScanner::State::malformed) << bytes;
  }
}

RequestHead parsed(std::string_view line, std::string_view fields = {}) {
  auto head = parse_request_head(std::string(line) + "\r\nHost: a\r\n" + std::string(fields) + "\r\n", 100);
  EXPECT_TRUE(head) << (head ? "" : head.error().detail);
  return head ? *head : RequestHead{};
}

unsigned refused(std::string_view line, std::string_view fields = "Host: a\r\n") {
  const auto head = parse_request_head(std::string(line) + "\r\n" + std::string(fields) + "\r\n", 100);
  return head ? 0 : head.error().status;
}

TEST(RequestHead, ReadsTargets) {
  EXPECT_EQ(parsed("GET /a%2Fb?x=1&y HTTP/1.1").request.path, "/a/b");
  EXPECT_EQ(parsed("GET /?x=1?2 HTTP/1.1").request.query.get("x"), "1?2");
  EXPECT_EQ(parsed("GET HTTP://b:80/c HTTP/1.1").request.header("host"), "b:80");
  EXPECT_EQ(parsed("GET http://b?q=1 HTTP/1.1").request.path, "/");
  EXPECT_EQ(parsed("OPTIONS * HTTP/1.1").request.path, "*");
  EXPECT_EQ(parsed("GET /..a/b.. HTTP/1.1").request.path, "/..a/b..");
}

TEST(RequestHead, RefusesTargets) {
  for (const std::string_view line :
       {"GET a HTTP/1.1", "GET * HTTP/1.1", "CONNECT a:80 HTTP/1.1", "GET /%zz HTTP/1.1", "GET /\xc3\xbc HTTP/1.1",
        "GET http://user@host/ HTTP/1.1", "GET http:///x HTTP/1.1", "GET /.. HTTP/1.1", "GET /a/%2e./b HTTP/1.1",
        "GET /a%2f..%2fb HTTP/1.1", "GET /a b HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET / http/1.1",
        "G(T / HTTP/1.1", "GET / HTTP/1.10", "GET /", ""}) {
    EXPECT_EQ(refused(line), 400U) << line;
  }
  EXPECT_EQ(refused("GET / HTTP/2.0"), 505U);
  EXPECT_EQ(refused("GET /" + std::string(99, 'a') + " HTTP/1.1"), 0U);
  EXPECT_EQ(refused("GET /" + std::string(100, 'a') + " HTTP/1.1"), 414U);
}

TEST(RequestHead, KnowsWhetherTheConnectionStays) {
  EXPECT_TRUE(parsed("GET / HTTP/1.1").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.1", "Connection: foo, Close\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.0").keep_alive);
  EXPECT_TRUE(parsed("GET / HTTP/1.0", "Connection: Keep-Alive\r\n").keep_alive);
}

TEST(RequestHead, FramesTheBody) {
  EXPECT_EQ(parsed("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 5\r\n").content_length, 5U);
  EXPECT_TRUE(parsed("POST / HTTP/1.1", "transfer-encoding: Chunked\r\n").chunked);
  EXPECT_EQ(refused("POST / HTTP/1.1", "Host: a\r\nContent-Length: 18446744073709551616\r\n"), 400U);
  EXPECT_EQ(refused("POST / HTTP/1.1", "Host: a\r\nContent-Length:\r\n"), 400U);
  EXPECT_EQ(refused("POST / HTTP/1.1", "Host: a\r\nTransfer-Encoding: chunked, chunked\r\n"), 501U);
  EXPECT_EQ(refused("POST / HTTP/1.1",
                    "Host: a\r\nTransfer-Encoding: \x0b"
                    "chunked\r\n"),
            400U);
}

TEST(RequestHead, TakesAMalformedHostForNone) {
  for (const std::string_view host :
       {"evil<b>", "a b", "a/b", "user@a", "a\"b", "a\xc3\xbc", "http://a", "a?b#c", "\\"}) {
    const auto head = parse_request_head("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n", 100);
    ASSERT_TRUE(head) << host;
    EXPECT_TRUE(head->request.headers.has("host"));
    EXPECT_EQ(head->request.header("host"), "") << host;
  }
  EXPECT_EQ(refused("GET / HTTP/1.1", "Host: a b\r\nHost: c\r\n"), 400U);
  EXPECT_EQ(refused("GET / HTTP/1.1", "Host: a\tb\x01\r\n"), 400U);
  EXPECT_EQ(refused("GET / HTTP/1.1", "X: y\r\n"), 400U);
}

TEST(RequestHead, SeesWhoAsksForAWebSocket) {
  EXPECT_TRUE(parsed("GET / HTTP/1.1", "Upgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\n").asks_for_websocket);
  EXPECT_FALSE(parsed("GET / HTTP/1.1", "Upgrade: websocket\r\n").asks_for_websocket);
  EXPECT_FALSE(parsed("POST / HTTP/1.1", "Upgrade: websocket\r\nConnection: upgrade\r\n").asks_for_websocket);
  EXPECT_FALSE(parsed("GET / HTTP/1.1", "Upgrade: h2c\r\nConnection: upgrade\r\n").asks_for_websocket);
}

}  // namespace
}  // namespace recess::http
