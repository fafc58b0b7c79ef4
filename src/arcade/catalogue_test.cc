#include "arcade/catalogue.h"

#include "arcade/accounts.h"
#include "arcade/game_rows.h"
#include "storage/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

namespace recess::arcade {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class CatalogueTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(file_);
    store_ = storage::Store::open(file_, schema()).value();
  }
  void TearDown() override {
    store_.reset();
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_.string() + end);
  }
  template <class F>
  auto sql(F f) {
    return store_->write_now(std::move(f));
  }
  PlayerId player(const std::string& email) {
    return sql([&](soci::session& s) {
      PlayerId id = 0;
      s << "INSERT INTO player (kind, email, created_us, updated_us) VALUES ('oidc', :email, 0, 0) RETURNING id",
          soci::use(email), soci::into(id);
      return id;
    });
  }
  GameId game(const std::string& name, PlayerId owner = kAnonymous) {
    return sql([&](soci::session& s) {
      const GameId id = insert_game(s, {.name = name, .authors = "x"}, owner, "preview-" + name, from_micros(clock_++));
      add_version(s, id, {.source = "upload_py", .main_script = "game.py"}, from_micros(0));
      return id;
    });
  }
  // Seconds; a negative length is a play that has not ended.
  void play(PlayerId who, GameId what, double start, double length, std::int64_t score = 0, int trial = 0) {
    sql([&](soci::session& s) {
      const std::string id = "game-" + std::to_string(clock_++);
      const auto start_us = static_cast<std::int64_t>(start * 1e6);
      const auto end_us = start_us + static_cast<std::int64_t>(length * 1e6);
      const std::optional<std::int64_t> end = length < 0 ? std::nullopt : std::optional(end_us);
      const std::string state = end ? "ended" : "running";
      s << "INSERT INTO play (id, player_id, game_id, state, trial, start_us, end_us, heartbeat_us, score, created_us, "
           "updated_us) VALUES (:id, :who, :what, :state, :trial, :start, :end, 0, :score, 0, 0)",
          soci::use(id), soci::use(who), soci::use(what), soci::use(state), soci::use(trial), soci::use(start_us),
          soci::use(end), soci::use(score);
    });
  }
  void stars(PlayerId who, GameId what, int stars) {
    sql([&](soci::session& s) {
      s << "INSERT INTO rating VALUES (:who, :what, :stars, 0, 0)", soci::use(who), soci::use(what), soci::use(stars);
    });
  }
  std::vector<std::string> order() {
    std::vector<std::string> names;
    for (const GameCard& card : sql([](soci::session& s) { return all_games(s); })) names.push_back(card.name);
    return names;
  }
  std::vector<BoardRow> board(GameId what) {
    return sql([&](soci::session& s) { return board_of(s, what, HiddenNames()); });
  }

  fs::path file_ = fs::temp_directory_path() / ("recess-catalogue-" + std::to_string(::getpid()) + "-" +
                                                testing::UnitTest::GetInstance()->current_test_info()->name());
  std::unique_ptr<storage::Store> store_;
  std::int64_t clock_ = 1;
};

TEST_F(CatalogueTest, OrdersByMeanThenTruePlayCountThenAge) {
  const PlayerId ana = player("ana@x.ch"), ben = player("ben@x.ch"), eve = player("eve@x.ch");
  const GameId oldest = game("oldest"), plain = game("plain"), played = game("played"), good = game("good"),
               better = game("better");
  (void)oldest;
  (void)plain;
  stars(ana, better, 4);
  stars(ana, good, 4);
  stars(ben, good, 4);
  stars(eve, good, 4);  // the same mean with more ratings
  play(ana, played, 0, 1);
  play(ana, better, 0, 1);
  play(ana, better, 2, 1);  // 2 plays against good's 1, which three ratings must not make 3
  play(ana, good, 0, 1);
  EXPECT_THAT(order(), ElementsAre("better", "good", "played", "oldest", "plain"));
}

TEST_F(CatalogueTest, HasNoRatingWithoutRatings) {
  const GameId pong = game("pong");
  const auto card = sql([&](soci::session& s) { return find_card(s, pong); }).value();
  EXPECT_FALSE(card.rating());
  EXPECT_TRUE(card.playable);
}

TEST_F(CatalogueTest, BoardHasBestScoreAllPlaysAndEndedTime) {
  const PlayerId ana = player("anna.muster@x.ch"), ben = player("ben.kuhn@x.ch");
  const GameId pong = game("pong");
  play(ana, pong, 100, 60, 7);
  play(ana, pong, 200, 30.5, 12);
  play(ana, pong, 300, -1, 3);
  play(ben, pong, 400, 10, 12);
  play(kAnonymous, pong, 0, 10, 99);
  play(ben, pong, 500, 10, 50, 1);  // a trial
  const auto rows = board(pong);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "Anna M.");  // reached 12 first
  EXPECT_EQ(rows[0].score, 12);
  EXPECT_EQ(rows[0].plays, 3);
  EXPECT_EQ(rows[0].time, Micros(90'500'000));
  EXPECT_EQ(rows[1].name, "Ben K.");
  EXPECT_EQ(rows[1].plays, 1);
}

TEST_F(CatalogueTest, NegativeDurationsCountAsNothing) {
  const PlayerId ana = player("ana@x.ch");
  const GameId pong = game("pong");
  sql([&](soci::session& s) {
    s << "INSERT INTO play (id, player_id, game_id, state, start_us, end_us, heartbeat_us, created_us, updated_us) "
         "VALUES ('game-x', :who, :what, 'ended', 500, 100, 0, 0, 0)",
        soci::use(ana), soci::use(pong);
  });
  EXPECT_EQ(board(pong)[0].time, Micros(0));
}

TEST_F(CatalogueTest, MostPlayedGoesByTimeAndUnfinishedGamesComeLast) {
  const PlayerId ana = player("ana@x.ch");
  const GameId longer = game("long"), often = game("often"), open = game("open");
  game("never");
  play(ana, open, 0, -1, 100);
  for (int i = 0; i < 3; ++i) play(kAnonymous, often, i * 100, 20, i);
  play(ana, longer, 0, 100, -5);
  const auto rows = sql([](soci::session& s) { return most_played(s); });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0], AllOf(Field(&MostPlayedRow::name, "long"), Field(&MostPlayedRow::max_score, -5)));
  EXPECT_THAT(rows[1], AllOf(Field(&MostPlayedRow::name, "often"), Field(&MostPlayedRow::plays, 3),
                             Field(&MostPlayedRow::time, Micros(60'000'000)),
                             Field(&MostPlayedRow::longest, Micros(20'000'000))));
  EXPECT_THAT(rows[2], AllOf(Field(&MostPlayedRow::name, "open"), Field(&MostPlayedRow::ended_plays, 0)));
}

TEST_F(CatalogueTest, RatingNeedsAPlayOfMoreThanFiveSeconds) {
  const PlayerId ana = player("ana@x.ch");
  const GameId pong = game("pong");
  const auto vote = [&](std::optional<long long> value) {
    const auto rated = sql([&](soci::session& s) { return rate(s, pong, ana, value, from_micros(1)); });
    return rated ? "rated" : rated.error().word;
  };
  play(ana, pong, 0, 5.0);
  play(ana, pong, 10, -1);
  EXPECT_EQ(vote(3), "play_first");
  play(ana, pong, 20, 5.1);
  EXPECT_EQ(vote(3), "rated");
  EXPECT_EQ(vote(5), "rated");
  EXPECT_EQ(vote(0), "invalid_rating");
  EXPECT_EQ(vote(6), "invalid_rating");
  EXPECT_EQ(vote(std::nullopt), "invalid_rating");
  const auto card = sql([&](soci::session& s) { return find_card(s, pong); }).value();
  EXPECT_EQ(card.ratings, 1);
  EXPECT_EQ(card.rating(), 5.0);
}

TEST_F(CatalogueTest, RandomGamesAreDistinctAndPlayable) {
  const GameId a = game("a"), b = game("b"), c = game("c");
  const GameId lost = game("lost");
  sql([&](soci::session& s) { s << "UPDATE game_version SET missing = 1 WHERE game_id = :id", soci::use(lost); });
  SeededRandom random(7);
  const auto some = [&](std::size_t count) {
    return sql([&](soci::session& s) { return random_games(s, count, random); });
  };
  EXPECT_THAT(some(100), testing::UnorderedElementsAre(a, b, c));
  EXPECT_EQ(some(2).size(), 2U);
  EXPECT_THAT(some(0), IsEmpty());
}

TEST_F(CatalogueTest, MyGamesAreMineAndAdministratorsSeeAllInOrder) {
  const PlayerId ana = player("ana@x.ch"), ben = player("ben@x.ch");
  game("first", ana);
  const GameId best = game("best", ben);
  stars(ana, best, 5);
  game("third", ana);
  const auto names = [](const std::vector<OwnedGame>& games) {
    std::vector<std::string> out;
    for (const OwnedGame& g : games) out.push_back(g.name + " by " + g.author);
    return out;
  };
  EXPECT_THAT(names(sql([&](soci::session& s) { return games_of(s, ana); })),
              ElementsAre("first by ana@x.ch", "third by ana@x.ch"));
  EXPECT_THAT(names(sql([&](soci::session& s) { return games_of_all(s); })),
              ElementsAre("best by ben@x.ch", "first by ana@x.ch", "third by ana@x.ch"));
}

TEST_F(CatalogueTest, LatestPlaysHideListedAddresses) {
  const PlayerId ana = player("ana.b@x.ch");
  play(ana, game("pong"), 0, 1);
  const auto plays = sql([](soci::session& s) { return latest_plays(s, 100, HiddenNames("ANA.B@x.ch")); });
  EXPECT_EQ(plays.at(0).player, "magic.42@work.ch");
}

}  // namespace
}  // namespace recess::arcade
