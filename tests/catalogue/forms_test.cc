#include "site_fixture.h"

#include "arcade/test_zip.h"
#include "kernel/random.h"

namespace recess::test {
namespace {

using arcade::testing_zip::zip;
using testing::StartsWith;

TEST_F(SiteTest, UploadingIsForAccounts) {
  Browser nobody = someone();
  EXPECT_EQ(nobody.get("/upload_game").location(), "/login");
  EXPECT_EQ(nobody.post("/upload_game", form(), {{"game", "game.py", "x"}}).location(), "/login");
  EXPECT_EQ(nobody.get("/update_game?game_id=1").location(), "/login");
  EXPECT_EQ(nobody.get("/user").location(), "/");
  EXPECT_EQ(nobody.post("/delete", {{"id", "1"}}).location(), "/");
}

TEST_F(SiteTest, AnUploadLeadsToItsScoreboardWithANotice) {
  Browser anna = signed_in("anna");
  const auto blank = anna.data("/upload_game");
  EXPECT_TRUE(blank.at("game").is_null());
  EXPECT_EQ(blank.at("values").at("supports_acc"), true);
  EXPECT_EQ(blank.at("values").at("supports_touch"), false);
  EXPECT_EQ(blank.at("limits").at("upload_bytes"), 20 * 1024 * 1024);
  EXPECT_EQ(blank.at("packages").at(0), "numpy");
  const Answer sent = anna.post("/upload_game", form("A name that is cut after thirty-two letters"),
                                {{"game", "g.zip", zip({{"my game/game.py"}, {"my game/images/a.txt"}})}});
  ASSERT_EQ(sent.location(), "/scoreboard?game_id=1");
  const auto page = anna.page(sent.location()).json();
  EXPECT_EQ(page.at("notice").at("code"), "game_created");
  EXPECT_EQ(page.at("data").at("game").at("name"), "A name that is cut after thirty-");
  EXPECT_EQ(page.at("data").at("game").at("badges").at("key"), true);
  EXPECT_EQ(page.at("data").at("game").at("badges").at("acc"), false);
  EXPECT_TRUE(std::filesystem::exists(state_ / "games/1/v1/images/a.txt"));
}

TEST_F(SiteTest, ARefusedUploadComesBackWithWhatWasTyped) {
  Browser anna = signed_in("anna");
  const Fields accept{{"Accept", "application/json"}};
  const Answer sent =
      anna.post("/upload_game", form("Pong <b>"), {{"game", "g.zip", zip({{"game.py"}, {"../x"}})}}, accept);
  EXPECT_EQ(sent.status, 422U);
  const auto page = sent.json();
  EXPECT_EQ(page.at("error").at("code"), "zip_path_traversal");
  EXPECT_EQ(page.at("error").at("entry"), "../x");
  EXPECT_EQ(page.at("data").at("error").at("field"), "game");
  EXPECT_EQ(page.at("data").at("values").at("name"), "Pong <b>");
  EXPECT_EQ(page.at("data").at("values").at("supports_acc"), false);
  const Answer html = anna.post("/upload_game", form(), {}, {{"Accept", "text/html"}});
  EXPECT_EQ(html.status, 422U);
  EXPECT_THAT(html.body, HasSubstr("game_missing"));
  EXPECT_TRUE(anna.data("/").at("games").as_array().empty());
  EXPECT_TRUE(std::filesystem::is_empty(state_ / "staging"));
  EXPECT_TRUE(std::filesystem::is_empty(state_ / "games"));
}

TEST_F(SiteTest, TwentyMebibytesAreAcceptedAndOneByteMoreIsNot) {
  Browser anna = signed_in("anna");
  Fields fields = form();
  fields.emplace_back("csrf", anna.csrf());
  const std::size_t most = 20 * 1024 * 1024;
  // A body of exactly the limit: the rest of the form is as long as it is for an empty file.
  const auto with = [&](std::size_t file_bytes) {
    return anna.post("/upload_game", fields, {{"game", "game.py", "#" + std::string(file_bytes - 1, 'x')}},
                     {{"Accept", "text/html"}});
  };
  std::size_t rest = std::string("--boundary7--\r\n").size();
  for (const auto& [name, value] : fields) {
    rest += std::string("--boundary7\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n").size() + name.size() +
            value.size();
  }
  rest += std::string(
              "--boundary7\r\nContent-Disposition: form-data; name=\"game\"; filename=\"game.py\"\r\n"
              "Content-Type: application/octet-stream\r\n\r\n\r\n")
              .size();
  const Answer over = with(most - rest + 1);
  EXPECT_EQ(over.status, 413U);
  EXPECT_THAT(over.body, HasSubstr("upload_too_big"));
  EXPECT_EQ(with(most - rest).status, 302U);
}

TEST_F(SiteTest, OnlyOwnerAndAdministratorUpdateAndDelete) {
  Browser anna = signed_in("anna"), eve = signed_in("eve"), office = signed_in("office", true);
  const std::string game = std::to_string(upload(anna));
  Fields fields = form("Renamed");
  fields.emplace_back("game_id", game);
  EXPECT_EQ(eve.get("/update_game?game_id=" + game).location(), "/index");
  EXPECT_EQ(eve.post("/update_game", fields).location(), "/index");
  EXPECT_EQ(eve.post("/delete", {{"id", game}}).location(), "/");
  EXPECT_EQ(anna.get("/update_game?game_id=99").location(), "/index");
  EXPECT_EQ(anna.post("/delete", {{"id", "99"}}).location(), "/user");
  const auto filled = anna.data("/update_game?game_id=" + game);
  EXPECT_EQ(filled.at("values").at("name"), "Pong");
  EXPECT_EQ(filled.at("game").at("code"), "print(1)");
  EXPECT_EQ(filled.at("game").at("scripts").at(0), "game.py");
  EXPECT_EQ(anna.post("/update_game", fields).location(), "/scoreboard?game_id=" + game);
  EXPECT_EQ(office.data("/scoreboard?game_id=" + game).at("game").at("name"), "Renamed");
  EXPECT_EQ(office.post("/delete", {{"id", game}}).location(), "/user");
  EXPECT_THAT(plays_.ended, testing::Contains(1));
  EXPECT_TRUE(std::filesystem::is_empty(state_ / "games"));
}

TEST_F(SiteTest, MyGamesListsTheirPlays) {
  Browser anna = signed_in("anna"), eve = signed_in("eve"), office = signed_in("office", true);
  upload(anna);
  played("game-1", arcade::kAnonymous, 1, 12);
  const auto mine = anna.data("/user").at("games").as_array();
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].at("author"), "anna");
  EXPECT_EQ(mine[0].at("version"), 1);
  EXPECT_EQ(mine[0].at("plays").at(0).at("seconds"), 12);
  EXPECT_TRUE(eve.data("/user").at("games").as_array().empty());
  EXPECT_EQ(office.data("/user").at("games").as_array().size(), 1U);
}

TEST_F(SiteTest, ThirtyUploadsAtOnceAllArrive) {
  Browser anna = signed_in("anna");
  const std::string token = anna.csrf();
  std::vector<std::thread> class_of_thirty;
  for (int i = 0; i < 30; ++i) {
    class_of_thirty.emplace_back([&, i] {
      Browser own = anna;
      Fields fields = form("Game " + std::to_string(i));
      fields.emplace_back("csrf", token);
      EXPECT_EQ(own.post("/upload_game", fields, {{"game", "game.py", "print(1)"}}).status, 302U);
    });
  }
  for (std::thread& pupil : class_of_thirty) pupil.join();
  EXPECT_EQ(anna.data("/").at("games").as_array().size(), 30U);
}

TEST_F(SiteTest, UpdatesOfOneGameDoNotMix) {
  Browser anna = signed_in("anna");
  ASSERT_EQ(anna.post("/upload_game", form(), {{"game", "g.zip", zip({{"game.py"}, {"a.txt"}})}}).status, 302U);
  Fields fields = form();
  fields.emplace_back("csrf", anna.csrf());
  fields.emplace_back("game_id", "1");
  std::vector<std::thread> hands;
  for (int i = 0; i < 6; ++i) {
    hands.emplace_back([&, i] {
      Browser own = anna;
      const std::string name = "s" + std::to_string(i) + ".py";
      const Answer answer = own.post("/update_game", fields, {{"game", name, "# " + name}});
      EXPECT_TRUE(answer.status == 302U || answer.status == 422U) << answer.status;
    });
  }
  for (std::thread& hand : hands) hand.join();
  const auto scripts = anna.data("/update_game?game_id=1").at("game").at("scripts").as_array();
  EXPECT_EQ(scripts.size(), 1U);
}

TEST_F(SiteTest, SamplesComeOnceAndStayAway) {
  const std::filesystem::path examples = std::filesystem::path(RECESS_SOURCE_DIR) / "examples";
  const int installed = arcade_->install_samples(examples);
  EXPECT_GE(installed, 1);
  const auto games = someone().data("/").at("games").as_array();
  EXPECT_EQ(games.size(), static_cast<std::size_t>(installed));
  for (const auto& game : games) {
    EXPECT_EQ(game.at("playable"), true);
    EXPECT_TRUE(game.at("preview").is_string());
  }
  EXPECT_EQ(arcade_->install_samples(examples), 0);
  Browser office = signed_in("office", true);
  for (const auto& game : games) office.post("/delete", {{"id", std::to_string(game.at("id").as_int64())}});
  EXPECT_EQ(arcade_->install_samples(examples), 0);
}

}  // namespace
}  // namespace recess::test
