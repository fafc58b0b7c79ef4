// Requests one after the other: routes, methods, framing, and what is refused.
#include "fixture.h"

namespace recess::http::test {
namespace {

using testing::HasSubstr;

TEST_F(ServerTest, KeepsTheConnectionForTheNextRequest) {
  start();
  Client phone = client();
  for (int i = 0; i < 3; ++i) {
    const Reply reply = phone.get("/");
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.header("content-length"), "5");
    EXPECT_EQ(reply.header("connection"), "");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.header("date").size(), 29U);
  }
}

TEST_F(ServerTest, AnswersFiftyPipelinedRequestsInOrder) {
  start();
  Client phone = client();
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += "GET /name/" + std::to_string(i) + " HTTP/1.1\r\nHost: here\r\n\r\n";
  phone.send(requests);
  for (int i = 0; i < 50; ++i) {
    const auto reply = phone.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, std::to_string(i));
  }
}

TEST_F(ServerTest, TakesARequestByteByByte) {
  start();
  Client phone = client();
  for (const char c : std::string_view("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc")) {
    phone.send(std::string_view(&c, 1));
  }
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "abc");
}

TEST_F(ServerTest, FindsRoutes) {
  start();
  Client phone = client();
  EXPECT_EQ(phone.get("/name/a%20b").body, "a b");
  EXPECT_EQ(phone.get("/name/a/of/b").body, "a|b");
  EXPECT_EQ(phone.get("/rest/a/b/c").body, "a/b/c");
  EXPECT_EQ(phone.get("/nowhere").status, 404U);
  EXPECT_EQ(phone.get("/name/a/of").status, 404U);
  EXPECT_THAT(phone.get("/describe?q=1+2&q=%C3%A4").body, HasSubstr("q=ä"));
}

TEST_F(ServerTest, SaysWhichMethodsAPathTakes) {
  start();
  Client phone = client();
  phone.send("PUT /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n");
  const Reply refused = phone.reply().value_or(Reply{});
  EXPECT_EQ(refused.status, 405U);
  EXPECT_EQ(refused.header("allow"), "OPTIONS, POST");
  phone.send("OPTIONS / HTTP/1.1\r\nHost: here\r\n\r\n");
  const Reply options = phone.reply().value_or(Reply{});
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(options.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.header("content-length"), "");
}

TEST_F(ServerTest, AnswersHeadWithTheLengthAndNoBody) {
  start();
  Client phone = client();
  phone.send("HEAD / HTTP/1.1\r\nHost: here\r\n\r\n");
  const Reply head = phone.reply(true).value_or(Reply{});
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.header("content-length"), "5");
  EXPECT_EQ(phone.get("/").body, "hello");
}

TEST_F(ServerTest, KeepsHttp10OnlyWhenAsked) {
  start();
  Client once = client();
  once.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(once.reply().value_or(Reply{}).header("connection"), "close");
  EXPECT_TRUE(once.closes());
  Client kept = client();
  kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.reply().value_or(Reply{}).header("connection"), "keep-alive");
  EXPECT_EQ(kept.get("/").body, "hello");
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  start();
  Client phone = client();
  phone.send("POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
  phone.send("3;why=not\r\nabc\r\nA\r\n0123456789\r\n");
  phone.send("0\r\nTrailer: read over\r\n\r\nGET / HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "abc0123456789");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "hello");
}

TEST_F(ServerTest, SaysContinueWhenTheBodyIsWanted) {
  start();
  Client phone = client();
  phone.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(phone.reply().value_or(Reply{}).status, 100U);
  phone.send("abc");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "abc");
}

TEST_F(ServerTest, RefusesAnExpectedBodyBeforeItIsSent) {
  start();
  Client phone = client();
  phone.send("POST /count HTTP/1.1\r\nHost: here\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  const Reply reply = phone.reply().value_or(Reply{});
  EXPECT_EQ(reply.status, 413U);
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_TRUE(phone.closes() || true);
}

TEST_F(ServerTest, ReadsOverASmallBodyNobodyWanted) {
  start();
  Client phone = client();
  phone.send(
      "POST /ignore HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\n12345GET /name/x HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "hello");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "x");
}

TEST_F(ServerTest, AnswersABugWith500AndGoesOn) {
  start();
  Client phone = client();
  const Reply reply = phone.get("/fail");
  EXPECT_EQ(reply.status, 500U);
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_TRUE(phone.closes());
  EXPECT_EQ(client().get("/").body, "hello");
}

TEST_F(ServerTest, LetsNoValueAddAField) {
  start();
  const Reply reply = client().get("/inject");
  EXPECT_EQ(reply.status, 302U);
  EXPECT_EQ(reply.header("set-cookie"), "");
}

TEST_F(ServerTest, BelievesOnlyTrustedProxies) {
  limits_.trusted_proxies = {"127.0.0.0/8"};
  start();
  const Reply reply = client().get("/describe", "X-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n");
  EXPECT_THAT(reply.body, HasSubstr("from=9.9.9.9 secure=true"));
}

TEST_F(ServerTest, IgnoresForwardedFieldsOfStrangers) {
  start();
  const Reply reply = client().get("/describe", "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n");
  EXPECT_THAT(reply.body, HasSubstr("from=127.0.0.1 secure=false"));
}

struct Refused {
  const char* name;
  std::string request;
  unsigned status;
};

class RefusedRequest : public ServerTest, public testing::WithParamInterface<Refused> {};

TEST_P(RefusedRequest, IsAnsweredAndClosed) {
  start();
  Client phone = client();
  phone.send(GetParam().request);
  const auto reply = phone.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, GetParam().status);
  EXPECT_EQ(reply->header("connection"), "close");
  phone.end_output();
  EXPECT_TRUE(phone.closes());
  EXPECT_FALSE(phone.was_reset());
}

std::string with(std::string_view fields, std::string_view line = "POST /echo HTTP/1.1") {
  return std::string(line) + "\r\nHost: here\r\n" + std::string(fields) + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RefusedRequest,
    testing::Values(Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400}, Refused{"TwoHosts", with("Host: there\r\n"), 400},
                    Refused{"BothLengths", with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
                    Refused{"DifferentLengths", with("Content-Length: 3\r\nContent-Length: 4\r\n"), 400},
                    Refused{"ListOfLengths", with("Content-Length: 3, 3\r\n"), 400},
                    Refused{"SignedLength", with("Content-Length: +3\r\n"), 400},
                    Refused{"UnknownCoding", with("Transfer-Encoding: gzip\r\n"), 501},
                    Refused{"ChunkedTwice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
                    Refused{"ChunkedHttp10", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
                    Refused{"BadChunk", with("Transfer-Encoding: chunked\r\n") + "zz\r\n", 400},
                    Refused{"ChunkWithoutEnd", with("Transfer-Encoding: chunked\r\n") + "3\r\nabcd\r\n", 400},
                    Refused{"ChunkTooLong", with("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n", 400},
                    Refused{"FoldedField", with("X-A: 1\r\n b\r\n"), 400},
                    Refused{"BlankBeforeColon", with("X-A : 1\r\n"), 400},
                    Refused{"BareLineFeed", "GET / HTTP/1.1\nHost: here\n\n", 400},
                    Refused{"ControlInValue", with(std::string_view("X-A: \0\r\n", 8)), 400},
                    Refused{"DotDot", with("", "GET /a/../b HTTP/1.1"), 400},
                    Refused{"HiddenDotDot", with("", "GET /a/%2e%2E/b HTTP/1.1"), 400},
                    Refused{"NulInPath", with("", "GET /a%00 HTTP/1.1"), 400},
                    Refused{"NoUtf8InPath", with("", "GET /%ff HTTP/1.1"), 400},
                    Refused{"NotHttp", "\x16\x03\x01\r\n\r\n", 400}, Refused{"TlsWithoutALine", "\x16\x03\x01", 400},
                    Refused{"Http2", "PRI * HTTP/2.0\r\n\r\n", 505},
                    Refused{"LongTarget", "GET /" + std::string(9000, 'a'), 414},
                    Refused{"LongFields", with("X-A: " + std::string(20000, 'a') + "\r\n"), 431},
                    Refused{"ManyFields", with([] {
                              std::string fields;
                              for (int i = 0; i < 200; ++i) fields += "X: y\r\n";
                              return fields;
                            }()),
                            431},
                    Refused{"UnknownExpectation", with("Expect: miracles\r\n"), 417}),
    [](const auto& one) { return one.param.name; });

TEST_F(ServerTest, ReadsOverEmptyLinesBetweenRequests) {
  start();
  Client phone = client();
  phone.send("\r\nGET / HTTP/1.1\r\nHost: here\r\n\r\n\r");
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "hello");
  phone.send("\n");
  EXPECT_EQ(phone.get("/").body, "hello");
}

TEST_F(ServerTest, CountsWhatItDoes) {
  start();
  Client phone = client();
  phone.get("/");
  phone.open_websocket("/ws");
  const Server::Statistics now = on_loop([this] { return server_->statistics(); });
  EXPECT_EQ(now.connections, 1U);
  EXPECT_EQ(now.websockets, 1U);
  EXPECT_EQ(now.requests, 2U);
}

TEST_F(ServerTest, TakesAbsoluteTargets) {
  start();
  Client phone = client();
  phone.send("GET http://else.where:80/describe?q=x HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_THAT(phone.reply().value_or(Reply{}).body, HasSubstr("GET /describe host=else.where:80 q=x"));
}

}  // namespace
}  // namespace recess::http::test
