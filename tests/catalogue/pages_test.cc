#include "site_fixture.h"

#include "kernel/random.h"

namespace recess::test {
namespace {

using testing::Contains;
using testing::StartsWith;

TEST_F(SiteTest, APageIsTheShellWithItsDataOrTheDataAlone) {
  Browser browser = someone();
  const Answer html = browser.get("/", {{"Accept", "text/html"}});
  EXPECT_EQ(html.status, 200U);
  EXPECT_THAT(html.headers.at("Content-Type"), StartsWith("text/html"));
  EXPECT_THAT(html.body, HasSubstr(R"(<script type="application/json" id="page">{"page":"home")"));
  EXPECT_THAT(html.headers.at("Cache-Control"), HasSubstr("no-store"));
  const auto page = browser.page("/index").json();
  EXPECT_EQ(page.at("page"), "index");
  EXPECT_EQ(page.at("viewer").at("kind"), "anonymous");
  EXPECT_EQ(page.at("data").at("running"), 2);
  EXPECT_EQ(page.at("url"), boost::json::value("http://127.0.0.1:" + std::to_string(port_)));
}

TEST_F(SiteTest, ABrowserIsGivenOneCookieAndKeepsItsToken) {
  Browser browser = someone();
  const Answer first = browser.page("/");
  ASSERT_EQ(first.set_cookies.size(), 1U);
  EXPECT_THAT(first.set_cookies[0], StartsWith("recess_browser="));
  EXPECT_THAT(first.set_cookies[0], HasSubstr("HttpOnly; SameSite=Lax"));
  const Answer second = browser.page("/most_played");
  EXPECT_TRUE(second.set_cookies.empty());
  EXPECT_EQ(first.json().at("viewer").at("csrf"), second.json().at("viewer").at("csrf"));
  EXPECT_NE(browser.csrf(), someone().csrf());
}

TEST_F(SiteTest, AHostThatIsNoHostDoesNotComeBack) {
  Browser browser = someone();
  const auto page = browser.get("/", {{"Accept", "application/json"}, {"Host", "evil\"<x>"}});
  if (page.status == 200) {
    EXPECT_EQ(page.json().at("url"), "");
  }
}

TEST_F(SiteTest, TheScoreboardIsForKnownGames) {
  Browser anna = signed_in("anna");
  const auto game = upload(anna);
  const auto board = anna.data("/scoreboard?compact=1&no_nav&game_id=" + std::to_string(game));
  EXPECT_EQ(board.at("game").at("name"), "Pong");
  EXPECT_EQ(board.at("can_edit"), true);
  EXPECT_EQ(board.at("compact"), true);
  EXPECT_EQ(board.at("no_nav"), true);
  EXPECT_TRUE(board.at("my_plays").is_array());
  const auto seen = someone().data("/scoreboard?game_id=" + std::to_string(game));
  EXPECT_EQ(seen.at("can_edit"), false);
  EXPECT_TRUE(seen.at("my_plays").is_null());
  for (const char* target :
       {"/scoreboard", "/scoreboard?game_id=99", "/scoreboard?game_id=x", "/scoreboard?game_id=-1"}) {
    EXPECT_EQ(anna.get(target).location(), "/") << target;
  }
}

TEST_F(SiteTest, RatingIsForThoseWhoHavePlayed) {
  Browser anna = signed_in("anna");
  const std::string game = std::to_string(upload(anna));
  const auto vote = [&](Browser& browser, const std::string& id, const std::string& stars) {
    const Answer answer = browser.post("/game_vote", {{"game_id", id}, {"rating", stars}});
    return std::to_string(answer.status) + " " + std::string(answer.json().at("status").as_string());
  };
  Browser nobody = someone();
  EXPECT_EQ(vote(nobody, game, "5"), "403 login first");
  EXPECT_EQ(vote(anna, "99", "5"), "403 login first");
  EXPECT_EQ(vote(anna, game, "5"), "403 play first");
  played("game-1", 1, 1, 6);
  EXPECT_EQ(vote(anna, game, "6"), "422 invalid rating");
  EXPECT_EQ(vote(anna, game, "five"), "422 invalid rating");
  EXPECT_EQ(vote(anna, game, "5"), "200 200");
  EXPECT_EQ(anna.data("/scoreboard?game_id=" + game).at("own_rating"), 5);
  EXPECT_EQ(anna.post("/game_vote", {{"game_id", game}, {"rating", "1"}, {"csrf", "stolen"}}).status, 403U);
}

TEST_F(SiteTest, RandomGamesAreAnArrayOfIds) {
  Browser anna = signed_in("anna");
  upload(anna);
  upload(anna, "Catch");
  const auto ids = [&](const std::string& query) {
    return boost::json::parse(anna.get("/api/v1/random_game_id" + query).body).as_array().size();
  };
  EXPECT_EQ(ids(""), 1U);
  EXPECT_EQ(ids("?count=2"), 2U);
  EXPECT_EQ(ids("?count=1000000"), 2U);
  EXPECT_EQ(ids("?count=-5"), 1U);
  EXPECT_EQ(ids("?count=x"), 1U);
}

TEST_F(SiteTest, AnAnonymousPlayNeedsAnIdGivenToThisBrowser) {
  Browser anna = signed_in("anna");
  const std::string game = std::to_string(upload(anna));
  Browser nobody = someone();
  const Answer page = nobody.page("/request_player_login/" + game);
  EXPECT_THAT(page.headers.at("Cache-Control"), HasSubstr("no-store"));
  const std::string url(page.json().at("data").at("anonymous_url").as_string());
  EXPECT_EQ(url, "/anonym?game_id=" + game + "&playgame_id=game-1700000000000000001");
  auto& issued = arcade_->site().issued();
  EXPECT_FALSE(issued.take("game-1700000000000000001", "another browser", tick_now()));
  EXPECT_TRUE(issued.take("game-1700000000000000001", nobody.cookies.at("recess_browser"), tick_now()));
  EXPECT_EQ(nobody.get("/request_player_login/99").location(), "/index");
}

TEST_F(SiteTest, ThePlayerPageKnowsThePlay) {
  Browser anna = signed_in("anna");
  upload(anna);
  const auto known = anna.data("/controller?device_id=game-1700000000000000001&no_nav=true");
  EXPECT_EQ(known.at("play").at("id"), "game-1700000000000000001");
  EXPECT_EQ(known.at("game").at("name"), "Pong");
  const auto free = anna.data("/connect?device_id=my%20own%20device");
  EXPECT_TRUE(free.at("play").is_null());
}

TEST_F(SiteTest, PreviewsComeFromTheGameAndFromOldLinks) {
  Browser anna = signed_in("anna");
  const std::string png = std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3", 24) + "rest";
  const Answer sent = anna.post("/upload_game", form(), {{"game", "game.py", "x"}, {"preview", "p.png", png}});
  ASSERT_EQ(sent.status, 302U) << sent.body;
  const auto card = anna.data("/").at("games").at(0).as_object();
  const std::string url(card.at("preview").as_string());
  const Answer picture = someone().get(url);
  EXPECT_EQ(picture.body, png);
  EXPECT_EQ(picture.headers.at("Content-Type"), "image/png");
  EXPECT_EQ(picture.headers.at("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(picture.headers.at("Cache-Control"), HasSubstr("immutable"));
  const std::string etag = picture.headers.at("ETag");
  EXPECT_EQ(someone().get("/games/1/preview", {{"If-None-Match", etag}}).status, 304U);
  EXPECT_EQ(someone().get("/games/2/preview").status, 404U);
  std::string stem;
  arcade_->store().read_now([&](soci::session& sql) { sql << "SELECT preview_img FROM game", soci::into(stem); });
  EXPECT_EQ(someone().get("/static/previews/Pong/" + stem + ".png").location(), "/games/1/preview");
  EXPECT_EQ(someone().get("/static/previews/Pong/preview-1.png").status, 404U);
}

TEST_F(SiteTest, WhatIsNotThereIsAReadablePageOrJson) {
  const Answer page = someone().get("/nowhere", {{"Accept", "text/html"}});
  EXPECT_EQ(page.status, 404U);
  EXPECT_THAT(page.body, HasSubstr(R"("page":"error")"));
  const Answer api = someone().get("/api/v1/nowhere");
  EXPECT_EQ(api.status, 404U);
  EXPECT_EQ(api.json().at("error").at("code"), "not_found");
  EXPECT_EQ(someone().get("/delete").status, 405U);
}

TEST_F(SiteTest, TheAdministratorsPageIsForAdministrators) {
  Browser anna = signed_in("anna"), office = signed_in("office", true);
  EXPECT_EQ(someone().get("/admin").location(), "/");
  EXPECT_EQ(anna.get("/admin").location(), "/");
  const auto data = office.data("/admin");
  EXPECT_EQ(data.at("places"), 15);
  EXPECT_EQ(data.at("users").as_array().size(), 2U);
}

}  // namespace
}  // namespace recess::test
