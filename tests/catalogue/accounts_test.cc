#include "site_fixture.h"

#include "kernel/random.h"

namespace recess::test {
namespace {

using testing::StartsWith;

const std::string kPassword = "a good password";

TEST_F(SiteTest, LoggingInAndOut) {
  add("Anna");
  Browser anna = someone();
  const Answer welcome = anna.post("/login", {{"login", "ANNA"}, {"password", kPassword}, {"next", "/user"}});
  EXPECT_EQ(welcome.status, 302U);
  EXPECT_EQ(welcome.location(), "/user");
  const auto page = anna.page("/").json();
  EXPECT_EQ(page.at("viewer").at("kind"), "registered");
  EXPECT_EQ(page.at("viewer").at("name"), "Anna");
  EXPECT_EQ(page.at("notice").at("code"), "logged_in");
  EXPECT_TRUE(anna.page("/").json().at("notice").is_null());
  EXPECT_EQ(anna.get("/login?next=/user").location(), "/user");
  const auto session = anna.cookies.at("recess_session");
  EXPECT_EQ(anna.get("/logout").location(), "/");
  EXPECT_FALSE(anna.cookies.contains("recess_session"));
  anna.cookies["recess_session"] = session;
  EXPECT_EQ(anna.page("/").json().at("viewer").at("kind"), "anonymous");
}

TEST_F(SiteTest, UnknownNamesAndWrongPasswordsGetTheSameAnswer) {
  add("anna");
  Browser browser = someone();
  const auto answer = [&](const std::string& login, const std::string& password) {
    const Answer got =
        browser.post("/login", {{"login", login}, {"password", password}}, {}, {{"Accept", "application/json"}});
    EXPECT_EQ(got.status, 422U);
    auto page = got.json();
    EXPECT_EQ(page.at("data").at("login"), boost::json::value(login));
    return boost::json::serialize(page.at("data").at("error"));
  };
  EXPECT_EQ(answer("anna", "wrong password"), answer("nobody", kPassword));
}

TEST_F(SiteTest, TheEleventhGuessWaits) {
  add("anna");
  Browser browser = someone();
  const std::string token = browser.csrf();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(browser.post("/login", {{"login", "anna"}, {"password", "guess"}, {"csrf", token}}).status, 422U);
  }
  const Answer refused = browser.post("/login", {{"login", "anna"}, {"password", kPassword}, {"csrf", token}});
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.headers.at("Retry-After"), "60");
}

TEST_F(SiteTest, ALoginGoesOnOnlyToThisSite) {
  add("anna");
  for (const char* next : {"https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""}) {
    Browser browser = someone();
    EXPECT_EQ(browser.post("/login", {{"login", "anna"}, {"password", kPassword}, {"next", next}}).location(), "/")
        << next;
  }
}

TEST_F(SiteTest, ChangesNeedTheTokenAndTheSameOrigin) {
  Browser anna = signed_in("anna"), eve = signed_in("eve");
  const std::string game = std::to_string(upload(anna));
  EXPECT_EQ(anna.post("/delete", {{"id", game}, {"csrf", ""}}).status, 403U);
  EXPECT_EQ(anna.post("/delete", {{"id", game}, {"csrf", eve.csrf()}}).status, 403U);
  EXPECT_EQ(anna.post("/delete", {{"id", game}}, {}, {{"Origin", "https://evil.example"}}).status, 403U);
  EXPECT_EQ(anna.post("/delete", {{"id", game}}, {}, {{"Sec-Fetch-Site", "cross-site"}}).status, 403U);
  EXPECT_EQ(anna.data("/").at("games").as_array().size(), 1U);
  EXPECT_EQ(anna.post("/delete", {{"id", game}, {"csrf", ""}}, {}, {{"X-CSRF-Token", anna.csrf()}}).location(),
            "/user");
}

TEST_F(SiteTest, AnotherSiteCannotLogAnybodyOut) {
  Browser anna = signed_in("anna");
  anna.get("/logout", {{"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(anna.page("/").json().at("viewer").at("kind"), "registered");
}

TEST_F(SiteTest, AForgedSessionIsNobody) {
  Browser eve = someone();
  eve.cookies["recess_session"] = std::string(32, 'A');
  EXPECT_EQ(eve.page("/").json().at("viewer").at("kind"), "anonymous");
  eve.cookies["recess_notice"] = "eyJjb2RlIjoieCJ9.forged";
  EXPECT_TRUE(eve.page("/").json().at("notice").is_null());
}

TEST_F(SiteTest, TheFirstAdministratorComesByTheLinkOnce) {
  const std::string path = arcade_->first_admin_path().value();
  const std::string token = path.substr(path.find('=') + 1);
  Browser office = someone();
  EXPECT_EQ(office.data(path).at("token"), boost::json::value(token));
  EXPECT_EQ(someone().get("/first-admin?token=wrong").status, 403U);
  const Answer weak = office.post("/first-admin", {{"token", token}, {"login", "office"}, {"password", "short"}}, {},
                                  {{"Accept", "application/json"}});
  EXPECT_EQ(weak.status, 422U);
  EXPECT_EQ(weak.json().at("error").at("code"), "password_length");
  EXPECT_EQ(office.post("/first-admin", {{"token", token}, {"login", "office"}, {"password", kPassword}}).location(),
            "/");
  EXPECT_EQ(office.page("/").json().at("viewer").at("admin"), true);
  EXPECT_EQ(someone().get(path).status, 403U);
  EXPECT_EQ(someone().post("/first-admin", {{"token", token}, {"login", "eve"}, {"password", kPassword}}).status, 403U);
  EXPECT_FALSE(arcade_->first_admin_path());
}

TEST_F(SiteTest, ACommandMayAddAnAccountWhileTheServerRuns) {
  const auto added = arcade::add_account_now(state_, "Ben", kPassword, false);
  ASSERT_TRUE(added) << added.error().detail;
  Browser ben = someone();
  EXPECT_EQ(ben.post("/login", {{"login", "ben"}, {"password", kPassword}}).status, 302U);
  EXPECT_EQ(arcade::add_account_now(state_, "ben", kPassword, false).error().word, "login_taken");
  EXPECT_EQ(arcade::add_account_now(state_, "x", kPassword, false).error().word, "login_length");
}

}  // namespace
}  // namespace recess::test
