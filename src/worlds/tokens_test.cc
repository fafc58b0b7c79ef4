#include "worlds/tokens.h"

#include <gtest/gtest.h>

namespace recess::worlds {
namespace {

http::Request request(std::string_view query, std::string header, std::string cookie) {
  http::Request request;
  request.query = http::Query::parse(query);
  if (!header.empty()) request.headers.add("x-recess-token", std::move(header));
  if (!cookie.empty()) request.headers.add("Cookie", std::move(cookie));
  return request;
}

TEST(ShownToken, TheQueryBeforeTheHeaderBeforeTheCookie) {
  EXPECT_EQ(shown_token(request("token=+a+", "b", "recess_main_3=c"), "main", 3).token, "a");
  EXPECT_EQ(shown_token(request("", "b", "recess_main_3=c"), "main", 3).token, "b");
  EXPECT_EQ(shown_token(request("token=", "", "recess_main_3=c"), "main", 3).token, "c");
}

TEST(ShownToken, SaysWhenItWasACookie) {
  EXPECT_TRUE(shown_token(request("", "", "recess_main_3=c"), "main", 3).from_cookie);
  EXPECT_FALSE(shown_token(request("", "b", ""), "main", 3).from_cookie);
}

TEST(ShownToken, ACookieIsOnePlayersInOneWorld) {
  const std::string cookies = "recess_main_31=no; recess_blue_3=no; recess_main_3=yes";
  EXPECT_EQ(shown_token(request("", "", cookies), "main", 3).token, "yes");
  EXPECT_EQ(shown_token(request("", "", cookies), "main", 4).token, "");
  EXPECT_EQ(shown_token(request("", "", cookies), "main", std::nullopt).token, "");
}

TEST(TokenCookie, IsOutOfReachOfScriptsAndOfOtherSites) {
  EXPECT_EQ(token_cookie("main", 3, "T", false), "recess_main_3=T; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(token_cookie("main", 3, "T", true), "recess_main_3=T; Path=/; HttpOnly; SameSite=Lax; Secure");
}

}  // namespace
}  // namespace recess::worlds
