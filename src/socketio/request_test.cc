#include "socketio/request.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace recess::socketio {
namespace {

constexpr KnownLink kPolling4{4, Transport::polling, {}};
constexpr KnownLink kPolling3{3, Transport::polling, "10.0.0.7"};
constexpr KnownLink kWebSocket4{4, Transport::websocket, {}};

Ask handshake() { return {.method = "GET", .eio = "4", .transport = "polling", .remote_address = "10.0.0.7"}; }
Ask of_link() {
  Ask ask = handshake();
  ask.sid = "x";
  return ask;
}

std::string outcome(const Wish& wish) {
  if (const auto* refusal = std::get_if<Refusal>(&wish)) return "error " + std::to_string(static_cast<int>(*refusal));
  if (const auto* made = std::get_if<NewLink>(&wish)) {
    return (made->transport == Transport::polling ? "new polling " : "new websocket ") + std::to_string(made->revision);
  }
  switch (std::get<OldLink>(wish)) {
    case OldLink::poll: return "poll";
    case OldLink::post: return "post";
    case OldLink::probe: return "probe";
  }
  return {};
}

template <class Change>
std::string asked(Ask ask, const KnownLink* known, Change change, const Policy& policy = {}) {
  change(ask);
  return outcome(classify(ask, known, policy));
}
template <class Change>
std::string handshaking(Change change, const Policy& policy = {}) {
  return asked(handshake(), nullptr, change, policy);
}

TEST(Handshakes, AreToldWhatIsWrongInAFixedOrder) {
  EXPECT_EQ(handshaking([](Ask&) {}), "new polling 4");
  EXPECT_EQ(handshaking([](Ask& a) { a.eio = "3"; }), "new polling 3");
  EXPECT_EQ(handshaking([](Ask& a) { a.transport = ""; }), "error 0");
  EXPECT_EQ(handshaking([](Ask& a) {
              a.transport = "abc";
              a.method = "POST";
            }),
            "error 0");
  EXPECT_EQ(handshaking([](Ask& a) {
              a.origin = "http://a\x01";
              a.method = "POST";
            }),
            "error 3");
  EXPECT_EQ(handshaking([](Ask& a) {
              a.sid = "nope";
              a.eio = "9";
            }),
            "error 1");
  EXPECT_EQ(handshaking([](Ask& a) {
              a.method = "POST";
              a.eio = "9";
            }),
            "error 2");
  EXPECT_EQ(handshaking([](Ask& a) { a.method = "PUT"; }), "error 2");
  EXPECT_EQ(handshaking([](Ask& a) { a.transport = "websocket"; }), "error 3");
  EXPECT_EQ(handshaking([](Ask& a) { a.eio = "9"; }, {.has_room = false}), "error 4");
  EXPECT_EQ(handshaking([](Ask& a) { a.eio = "9"; }), "error 5");
  EXPECT_EQ(handshaking([](Ask& a) { a.eio = ""; }), "error 5");
  EXPECT_EQ(handshaking([](Ask& a) { a.eio = "abc"; }), "error 5");
  EXPECT_EQ(handshaking([](Ask& a) { a.jsonp = true; }), "error 3");
}

TEST(Handshakes, OverWebSocketNeedTheUpgrade) {
  EXPECT_EQ(handshaking([](Ask& a) {
              a.transport = "websocket";
              a.upgrade = true;
            }),
            "new websocket 4");
  EXPECT_EQ(handshaking([](Ask& a) { a.upgrade = true; }), "error 3");
}

TEST(Handshakes, FollowTheOriginPolicy) {
  const std::vector<std::string> allowed{"https://club.example"};
  const Policy policy{.allowed_origins = &allowed};
  const auto from = [&](std::string_view origin) {
    return handshaking(
        [&](Ask& a) {
          a.origin = origin;
          a.host = "recess.example:8080";
        },
        policy);
  };
  EXPECT_EQ(from(""), "new polling 4");
  EXPECT_EQ(from("http://recess.example:8080"), "new polling 4");
  EXPECT_EQ(from("https://club.example"), "new polling 4");
  EXPECT_EQ(from("https://evil.example"), "error 4");
}

TEST(RequestsOfALink, FindTheirWay) {
  const auto of = [](const KnownLink& link, auto change) { return asked(of_link(), &link, change); };
  EXPECT_EQ(of(kPolling4, [](Ask&) {}), "poll");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.method = "POST"; }), "post");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.method = "PUT"; }), "error 3");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.eio = "3"; }), "error 3");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.eio = ""; }), "error 3");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.transport = "websocket"; }), "error 3") << "no upgrade";
  EXPECT_EQ(of(kPolling4,
               [](Ask& a) {
                 a.transport = "websocket";
                 a.upgrade = true;
               }),
            "probe");
  EXPECT_EQ(of(kPolling4, [](Ask& a) { a.jsonp = true; }), "error 3");
  EXPECT_EQ(of(kWebSocket4, [](Ask&) {}), "error 3") << "no poll once the link runs on WebSocket";
  EXPECT_EQ(of(kWebSocket4, [](Ask& a) { a.method = "POST"; }), "error 3");
  EXPECT_EQ(of(kWebSocket4, [](Ask& a) { a.transport = "websocket"; }), "error 3");
  EXPECT_EQ(of(kWebSocket4,
               [](Ask& a) {
                 a.transport = "websocket";
                 a.upgrade = true;
               }),
            "probe")
      << "let in and closed at once, so that the client sees a close and not an error";
}

TEST(RequestsOfALink, ComeFromItsAddressWhileItPolls) {
  const auto from = [](std::string_view address) {
    return asked(of_link(), &kPolling3, [&](Ask& a) {
      a.eio = "3";
      a.remote_address = address;
    });
  };
  EXPECT_EQ(from("10.0.0.7"), "poll");
  EXPECT_EQ(from("10.0.0.8"), "error 1") << "whether the link exists is not for others to know";
}

TEST(Refusals, HaveTheirExactWords) {
  const std::vector<std::pair<Refusal, std::string>> cases{
      {Refusal::transport_unknown, R"(400 {"code":0,"message":"Transport unknown"})"},
      {Refusal::session_unknown, R"(400 {"code":1,"message":"Session ID unknown"})"},
      {Refusal::bad_handshake_method, R"(400 {"code":2,"message":"Bad handshake method"})"},
      {Refusal::bad_request, R"(400 {"code":3,"message":"Bad request"})"},
      {Refusal::forbidden, R"(403 {"code":4,"message":"Forbidden"})"},
      {Refusal::unsupported_version, R"(400 {"code":5,"message":"Unsupported protocol version"})"},
  };
  for (const auto& [refusal, expected] : cases) {
    const Answer answer = refusal_answer(refusal);
    EXPECT_EQ(std::to_string(answer.status) + " " + std::string(*answer.body), expected);
    EXPECT_EQ(answer.content_type, "application/json");
  }
}

TEST(Refusals, OfAWebSocketAreBareTextAndEndTheConnection) {
  const http::Response response = refused_upgrade_response(Refusal::session_unknown);
  EXPECT_EQ(response.status, 400U);
  EXPECT_EQ(std::get<std::string>(response.body), "Session ID unknown");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/html");
  EXPECT_TRUE(response.close);
  EXPECT_EQ(refused_upgrade_response(Refusal::forbidden).status, 400U);
}

TEST(Answers, EchoTheOriginAndAreNotCached) {
  http::Request request;
  request.headers.add("Origin", "http://phone.example");
  http::Response response = to_response(post_answer(), request);
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), "http://phone.example");
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(response.headers.get("Vary"), "Origin");
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
  response = to_response(refusal_answer(Refusal::session_unknown), http::Request{});
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), "*");
  EXPECT_FALSE(response.headers.has("Access-Control-Allow-Credentials"));
}

TEST(Preflight, AllowsWhatIsOffered) {
  http::Request request;
  http::Response response = preflight_response(request);
  EXPECT_EQ(response.status, 204U);
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Methods"), "GET,POST,OPTIONS");
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Headers"), "Content-Type");
  request.headers.add("Access-Control-Request-Headers", "content-type,x-token");
  EXPECT_EQ(preflight_response(request).headers.get("Access-Control-Allow-Headers"), "content-type,x-token");
}

}  // namespace
}  // namespace recess::socketio
