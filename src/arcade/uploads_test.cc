#include "arcade/uploads.h"

#include "arcade/test_zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing_zip::zip;

const std::string kPng = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3rest"s;
const std::string kGif = "GIF89a\x05\0\x06\0rest"s;

class UploadsTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(state_);
    fs::create_directories(state_ / "sent");
    ASSERT_TRUE(folders_.make());
    store_ = storage::Store::open(state_ / "recess.db", schema()).value();
    uploads_ = std::make_unique<Uploads>(*store_, worker_, folders_, limits_);
  }
  void TearDown() override { fs::remove_all(state_); }

  SentFile sent(const std::string& name, const std::string& bytes) {
    const fs::path path = state_ / "sent" / std::to_string(sent_++);
    std::ofstream(path, std::ios::binary) << bytes;
    return {name, path};
  }
  Upload form(std::optional<SentFile> game = {}) {
    Upload upload;
    upload.typed = {"Pong", "Ana and Ben", "Hit the ball", ""};
    upload.game = std::move(game);
    return upload;
  }
  template <class T>
  T wait(boost::asio::awaitable<T> task) {
    auto done = boost::asio::co_spawn(loop_, std::move(task), boost::asio::use_future);
    loop_.restart();
    loop_.run();
    return done.get();
  }
  Result<GameId> create(Upload upload) { return wait(uploads_->create(std::move(upload))); }
  Result<> update(GameId game, Upload upload) { return wait(uploads_->update(game, std::move(upload))); }
  GameId create_zip(const std::vector<testing_zip::File>& files) {
    return create(form(sent("g.zip", zip(files)))).value();
  }
  GameRow row(GameId game) {
    return store_->read_now([&](soci::session& sql) { return find_game(sql, game); }).value();
  }
  // Every file below games, previews and staging, with its contents.
  std::map<std::string, std::string> disk() const {
    std::map<std::string, std::string> files;
    for (const fs::path& root : {folders_.games, folders_.previews, folders_.staging}) {
      for (const auto& at : fs::recursive_directory_iterator(root)) {
        if (at.is_regular_file()) {
          files[at.path().lexically_relative(state_)] = read_file(at.path(), 1 << 20).value();
        }
      }
    }
    return files;
  }
  int games() {
    return store_->read_now([](soci::session& sql) {
      int count = 0;
      sql << "SELECT COUNT(*) FROM game", soci::into(count);
      return count;
    });
  }

  fs::path state_ = fs::temp_directory_path() / ("recess-uploads-" + std::to_string(::getpid()) + "-" +
                                                 testing::UnitTest::GetInstance()->current_test_info()->name());
  boost::asio::io_context loop_;  // outlives the workers that come back to it
  Folders folders_ = Folders::beneath(state_);
  UploadLimits limits_;
  std::unique_ptr<storage::Store> store_;
  Worker worker_{1};
  std::unique_ptr<Uploads> uploads_;
  int sent_ = 0;
};

TEST_F(UploadsTest, AScriptBecomesAGame) {
  const GameId game = create(form(sent("C:\\my games\\pong.py", "phone.report(1)"))).value();
  EXPECT_THAT(disk(), ElementsAre(Pair("games/1/v1/pong.py", "phone.report(1)")));
  EXPECT_EQ(row(game).main_script, "pong.py");
  EXPECT_EQ(row(game).active_number, 1);
  EXPECT_EQ(row(game).values.name, "Pong");
}

TEST_F(UploadsTest, AnArchiveBecomesAGameWithItsPreview) {
  const GameId game = create_zip({{"pong/game.py"}, {"pong/Preview.PNG", kPng}, {"pong/images/a.txt", "a"}});
  const GameRow found = row(game);
  EXPECT_EQ(found.preview_type, "image/png");
  const std::string preview = "previews/" + preview_file_name(found.preview_stem, found.preview_sha256, "image/png");
  EXPECT_THAT(disk(), ElementsAre(Pair("games/1/v1/Preview.PNG", kPng), Pair("games/1/v1/game.py", "x = 1\n"),
                                  Pair("games/1/v1/images/a.txt", "a"), Pair(preview, kPng)));
}

TEST_F(UploadsTest, FilesArePlainAndFoldersOpenToReaders) {
  create_zip({{"game.py", "x", 0, 0, 0104777}, {"a/b.txt"}});
  const auto mode = [&](const char* path) { return fs::status(folders_.games / path).permissions(); };
  EXPECT_EQ(mode("1/v1/game.py"), static_cast<fs::perms>(0644));
  EXPECT_EQ(mode("1/v1/a"), static_cast<fs::perms>(0755));
  EXPECT_EQ(mode("1/v1"), static_cast<fs::perms>(0755));
}

TEST_F(UploadsTest, ARefusalLeavesNothing) {
  create_zip({{"game.py"}});
  const auto before = disk();
  const auto refused = [&](Upload upload) { return create(std::move(upload)).error().word; };
  EXPECT_EQ(refused(form(sent("g.zip", zip({{"game.py"}, {"../x"}})))), "zip_path_traversal");
  EXPECT_EQ(refused(form(sent("g.zip", "no archive"))), "not_zip");
  EXPECT_EQ(refused(form(sent("g.exe", "MZ"))), "unsupported_type");
  EXPECT_EQ(refused(form(sent("g.py", "\xFF"))), "unsupported_type");
  EXPECT_EQ(refused(form()), "game_missing");
  Upload svg = form(sent("g.py", "x"));
  svg.preview = sent("p.png", "<svg/>");
  EXPECT_EQ(refused(svg), "preview_type");
  Upload nameless = form(sent("g.py", "x"));
  nameless.typed.name = " x ";
  EXPECT_EQ(refused(nameless), "name_length");
  EXPECT_EQ(disk(), before);
  EXPECT_EQ(games(), 1);
}

TEST_F(UploadsTest, AStoreThatFailsLeavesNoFiles) {
  create_zip({{"game.py"}});
  const auto before = disk();
  store_->write_now([](soci::session& sql) { sql << "ALTER TABLE game RENAME COLUMN active_version_id TO away"; });
  EXPECT_EQ(create(form(sent("g.py", "x"))).error().code, Code::internal);
  EXPECT_EQ(disk(), before);
}

TEST_F(UploadsTest, ADiskThatFailsLeavesNoRow) {
  std::ofstream(folders_.games / "1") << "in the way";
  EXPECT_EQ(create(form(sent("g.py", "x"))).error().code, Code::internal);
  EXPECT_EQ(games(), 0);
  EXPECT_THAT(disk(), ElementsAre(Pair("games/1", "in the way")));
}

TEST_F(UploadsTest, ASingleScriptKeepsAssetsAndReplacesScripts) {
  const GameId game = create_zip({{"game.py", "old"}, {"helper.py"}, {"lib/deep.py", "deep"}, {"cat.txt", "cat"}});
  ASSERT_TRUE(update(game, form(sent("new.py", "new"))));
  EXPECT_EQ(row(game).active_number, 2);
  EXPECT_EQ(row(game).main_script, "new.py");
  EXPECT_THAT(row(game).notes, HasSubstr("removed: helper.py"));
  auto files = disk();
  EXPECT_EQ(files["games/1/v2/cat.txt"], "cat");
  EXPECT_EQ(files["games/1/v2/lib/deep.py"], "deep");
  EXPECT_EQ(files["games/1/v2/new.py"], "new");
  EXPECT_FALSE(files.contains("games/1/v2/game.py"));
  EXPECT_EQ(files["games/1/v1/game.py"], "old");
}

TEST_F(UploadsTest, AnUpdateWithoutAFileMakesNoVersion) {
  const GameId game = create_zip({{"game.py"}, {"other.py"}});
  Upload upload = form();
  upload.typed.name = "Pong 2";
  upload.main_script = "other.py";
  ASSERT_TRUE(update(game, upload));
  EXPECT_EQ(row(game).active_number, 1);
  EXPECT_EQ(row(game).values.name, "Pong 2");
  EXPECT_EQ(row(game).main_script, "other.py");
  upload.main_script = "../../etc/passwd";
  ASSERT_TRUE(update(game, upload));
  EXPECT_EQ(row(game).main_script, "other.py");
}

TEST_F(UploadsTest, APreviewOfTheFormReplacesTheOldOneAndOutlivesUpdates) {
  const GameId game = create_zip({{"game.py"}, {"preview.png", kPng}});
  const std::string stem = row(game).preview_stem;
  Upload upload = form();
  upload.preview = sent("x.png", kGif);
  ASSERT_TRUE(update(game, upload));
  EXPECT_EQ(row(game).preview_type, "image/gif");
  EXPECT_EQ(row(game).preview_stem, stem);
  ASSERT_TRUE(update(game, form(sent("game.py", "x"))));
  EXPECT_EQ(row(game).preview_type, "image/gif");
  int previews = 0;
  for (const auto& [path, bytes] : disk()) previews += path.starts_with("previews/") ? 1 : 0;
  EXPECT_EQ(previews, 1);
}

TEST_F(UploadsTest, OldVersionsGoButNeverOneThatIsPlayed) {
  const GameId game = create(form(sent("game.py", "0"))).value();
  store_->write_now([&](soci::session& sql) {
    sql << "INSERT INTO play (id, player_id, game_id, version_id, state, start_us, heartbeat_us, created_us, "
           "updated_us) "
           "SELECT 'game-1', 0, game_id, id, 'running', 0, 0, 0, 0 FROM game_version";
  });
  for (int i = 2; i <= kVersionsKept + 3; ++i) ASSERT_TRUE(update(game, form(sent("game.py", std::to_string(i)))));
  const auto files = disk();
  EXPECT_TRUE(files.contains("games/1/v1/game.py"));
  EXPECT_FALSE(files.contains("games/1/v2/game.py"));
  EXPECT_FALSE(files.contains("games/1/v3/game.py"));
  EXPECT_EQ(files.size(), 1U + kVersionsKept);
}

TEST_F(UploadsTest, ADeletedGameLeavesNothing) {
  const GameId game = create_zip({{"game.py"}, {"preview.png", kPng}});
  wait(uploads_->remove(game));
  EXPECT_TRUE(disk().empty());
  EXPECT_EQ(games(), 0);
  EXPECT_EQ(update(game, form(sent("game.py", "x"))).error().word, "no_game");
  EXPECT_EQ(create(form(sent("game.py", "x"))).value(), game + 1);
}

TEST_F(UploadsTest, TheSweepTakesWhatACrashLeft) {
  const GameId game = create_zip({{"game.py"}, {"preview.png", kPng}});
  const auto before = disk();
  fs::create_directories(folders_.staging / ".new-abc");
  std::ofstream(folders_.staging / ".new-abc" / "x.py") << "x";
  fs::create_directories(folders_.games / "1" / "v2");
  fs::create_directories(folders_.games / "7" / "v1");
  std::ofstream(folders_.games / "7" / "v1" / "x.py") << "x";
  std::ofstream(folders_.previews / ".new-abc") << "x";
  std::ofstream(folders_.previews / "preview-1.abc.png") << "x";
  std::ofstream(folders_.games / "somebody's file") << "kept";
  sweep(*store_, folders_);
  auto after = disk();
  EXPECT_EQ(after.erase("games/somebody's file"), 1U);
  EXPECT_EQ(after, before);
  EXPECT_FALSE(fs::exists(folders_.games / "7"));
  EXPECT_FALSE(row(game).missing);
}

TEST_F(UploadsTest, TheSweepMarksAVersionWithoutFilesUntilTheyAreBack) {
  const GameId game = create_zip({{"game.py"}});
  fs::rename(folders_.games / "1", folders_.games / "away");
  sweep(*store_, folders_);
  EXPECT_TRUE(row(game).missing);
  fs::rename(folders_.games / "away", folders_.games / "1");
  sweep(*store_, folders_);
  EXPECT_FALSE(row(game).missing);
}

TEST_F(UploadsTest, AnEmptyStoreSweepsNoFilesAway) {
  fs::create_directories(folders_.games / "7" / "v1");
  sweep(*store_, folders_);
  EXPECT_TRUE(fs::exists(folders_.games / "7" / "v1"));
}

}  // namespace
}  // namespace recess::arcade
