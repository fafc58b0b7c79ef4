#include "steps/progress.h"

#include "kernel/json.h"
#include "kernel/random.h"
#include "steps/class_pages.h"
#include "steps/level_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::steps {
namespace {

using http::ReplyForm;
using testing::HasSubstr;
using testing::Not;

const Levels& shipped() {
  static const Levels levels = read_levels(shipped_levels()).value();
  return levels;
}

Command attempt(std::string name, std::string route, bool solved, std::string input = {}) {
  return {.world = "main",
          .name = std::move(name),
          .route = std::move(route),
          .branch = solved ? "solved" : "wrong",
          .solved = solved,
          .input = std::move(input)};
}

TEST(Progress, CountsAttemptsUntilSolved) {
  Progress progress;
  progress.apply(attempt("Fred", "puzzle", false, "tree"), 10);
  progress.apply(attempt("fred", "puzzle", false, "tree"), 20);
  progress.apply(attempt("FRED", "puzzle", true), 30);
  progress.apply(attempt("Fred", "puzzle", true), 40);
  const Player* fred = progress.find("main", "fReD");
  ASSERT_NE(fred, nullptr);
  EXPECT_EQ(fred->name, "Fred") << "the first spelling is kept";
  EXPECT_EQ(progress.size(), 1U);
  const Record& record = fred->records.at("puzzle");
  EXPECT_EQ(record, (Record{.attempts = 3,
                            .wrong = 2,
                            .first_us = 10,
                            .solved_us = 30,
                            .solved_at = 3,
                            .last = "solved",
                            .wrongs = {{"tree", 2}}}));
}

TEST(Progress, KeepsWorldsApart) {
  Progress progress;
  progress.apply(attempt("Fred", "puzzle", true), 1);
  EXPECT_EQ(progress.find("class-7b", "Fred"), nullptr);
}

TEST(Progress, KeepsAFewWrongInputsTheRarestMakesRoom) {
  Progress progress;
  for (int i = 0; i < 20; ++i) {
    progress.apply(attempt("Fred", "puzzle", false, "often"), 1);
    progress.apply(attempt("Fred", "puzzle", false, "once" + std::to_string(i)), 1);
  }
  const Record& record = progress.find("main", "Fred")->records.at("puzzle");
  EXPECT_EQ(record.wrongs.size(), 8U);
  EXPECT_EQ(record.wrongs.front(), std::pair(std::string("often"), 20));
}

// Every command can be taken back, in the reverse order, to exactly what was before.
TEST(Progress, TakesBackWhatTheDiskRefused) {
  SeededRandom chance(3);
  Progress progress;
  std::vector<std::string> states;
  std::vector<Progress::Before> befores;
  const std::vector<std::string> names{"Ann", "ben", "BEN", "Cleo"};
  for (int i = 0; i < 200; ++i) {
    states.push_back(progress.snapshot());
    Command command = attempt(names[chance.below(4)], chance.below(2) == 0 ? "puzzle" : "duck", chance.below(3) == 0,
                              std::to_string(chance.below(12)));
    command.kind = static_cast<Command::Kind>(chance.below(3));
    if (command.kind == Command::Kind::swim) command.run = DuckRun{{1.5, 2, 3}, i, static_cast<Way>(i % 3)};
    if (command.kind == Command::Kind::claim) command.token_hash = "ff";
    befores.push_back(progress.apply(command, i));
  }
  while (!befores.empty()) {
    progress.take_back(std::move(befores.back()));
    befores.pop_back();
    EXPECT_EQ(progress.snapshot(), states.back());
    states.pop_back();
  }
}

TEST(Progress, IsTheSameAfterAStopAtEveryRecord) {
  std::vector<std::pair<std::string, std::int64_t>> journal;
  SeededRandom chance(5);
  for (int i = 0; i < 60; ++i) {
    Command command =
        attempt("p" + std::to_string(chance.below(5)), "begin", chance.below(4) == 0, "4\n\"\\\xE2\x98\x83");
    if (chance.below(5) == 0) {
      command = {.kind = Command::Kind::swim,
                 .world = "w-2",
                 .name = "Zo\xC3\xAB",
                 .run = DuckRun{{0.1, -33.25, 190.5}, i, static_cast<Way>(i % 3)}};
    }
    journal.emplace_back(to_json(command), 1000 + i);
  }
  for (std::size_t stop = 0; stop <= journal.size(); ++stop) {
    Progress before;
    for (std::size_t i = 0; i < stop; ++i) before.apply(read_command(journal[i].first).value(), journal[i].second);
    Progress after = Progress::restore(before.snapshot()).value();
    EXPECT_EQ(after.size(), before.size());
    for (std::size_t i = stop; i < journal.size(); ++i) {
      const Command command = read_command(journal[i].first).value();
      EXPECT_EQ(to_json(command), journal[i].first);
      before.apply(command, journal[i].second);
      after.apply(command, journal[i].second);
    }
    EXPECT_EQ(after.snapshot(), before.snapshot());
  }
}

TEST(Progress, GoesOnBesideAPictureOfIt) {
  Progress progress;
  progress.apply(attempt("Ann", "puzzle", false), 1);
  Command elsewhere = attempt("Ben", "puzzle", true);
  elsewhere.world = "w-2";
  progress.apply(elsewhere, 2);
  const std::string then = progress.snapshot();
  const Progress::Picture picture = progress.picture();
  progress.apply(attempt("Ann", "puzzle", true), 3);
  EXPECT_EQ(picture.encode(), then);
  auto joined = progress.apply(attempt("Cleo", "puzzle", true), 4);
  auto again = progress.apply(elsewhere, 5);
  const Progress::Picture later = progress.picture();
  const std::string now = progress.snapshot();
  progress.take_back(std::move(again));
  progress.take_back(std::move(joined));
  EXPECT_EQ(picture.encode(), then);
  EXPECT_EQ(later.encode(), now);
  EXPECT_EQ(progress.size(), 2U);
  EXPECT_EQ(progress.find("main", "Cleo"), nullptr);
}

TEST(Progress, RefusesRecordsThatAreNone) {
  for (const char* bad :
       {"", "{}", "[]", R"({"c":"try","w":"main","n":"Fred"})", R"({"c":"fly","w":"main","n":"Fred"})",
        R"({"c":"try","w":"MAIN","n":"Fred","r":"puzzle"})", R"({"c":"swim","w":"main","n":"a/b"})"}) {
    EXPECT_FALSE(read_command(bad)) << bad;
  }
  EXPECT_FALSE(Progress::restore("{\"v\":2}"));
  EXPECT_FALSE(Progress::restore("not json"));
}

TEST(Progress, HasOnlySoManyPlaces) {
  Progress progress({.worlds = 2, .players_per_world = 2, .players = 3, .routes = 1});
  progress.apply(attempt("a", "puzzle", true), 1);
  EXPECT_TRUE(progress.has_place("main", "a", "puzzle"));
  EXPECT_FALSE(progress.has_place("main", "a", "problem"));
  EXPECT_TRUE(progress.has_place("main", "b", "puzzle"));
  progress.apply(attempt("b", "puzzle", true), 1);
  EXPECT_FALSE(progress.has_place("main", "c", "puzzle"));
  Command elsewhere = attempt("c", "puzzle", true);
  elsewhere.world = "two";
  progress.apply(elsewhere, 1);
  EXPECT_FALSE(progress.has_place("two", "d", "puzzle"));
  EXPECT_FALSE(progress.has_place("three", "d", "puzzle"));
}

ClassView view_of(const Progress& progress) {
  return {.levels = shipped(), .players = progress.players("main"), .base = "http://b"};
}

Progress small_class() {
  Progress progress;
  progress.apply(attempt("Ann", "steps", true), 50);
  progress.apply(attempt("Ben", "steps", false, "<script>"), 10);
  progress.apply(attempt("Ben", "steps", false, "x"), 11);
  progress.apply(attempt("Ben", "steps", true), 12);
  progress.apply(attempt("Cleo", "steps", true), 60);
  progress.apply(attempt("Cleo", "puzzle", true), 70);
  progress.apply(attempt("Dora", "begin", false, "4"), 5);
  Command escaped = attempt("Cleo", "duck", true);
  escaped.requests = 213;
  progress.apply(escaped, 80);
  return progress;
}

TEST(ClassPages, RankBySolvedThenTimeThenName) {
  const Progress progress = small_class();
  const std::string text = progress_reply(view_of(progress), ReplyForm::text);
  EXPECT_EQ(text,
            "name,steps,puzzle,problem,python,duck,win,hello,exchange,begin,beguine,sirduke,euler,meruprastarah\n"
            "Cleo,1*,1*,-,-,1*,-,-,-,-,-,-,-,-\n"
            "Ben,3*,-,-,-,-,-,-,-,-,-,-,-,-\n"
            "Ann,1*,-,-,-,-,-,-,-,-,-,-,-,-\n"
            "Dora,-,-,-,-,-,-,-,-,1,-,-,-,-\n");
}

TEST(ClassPages, GiveOneRecordForEachPlayerAndLevel) {
  const Progress progress = small_class();
  const auto document = json::Document::parse(progress_reply(view_of(progress), ReplyForm::json)).value();
  EXPECT_EQ(document->root().size(), 6U);
  EXPECT_EQ(document->root().at(3).find("name").as_string(), "Ben");
  EXPECT_EQ(document->root().at(3).find("attempts").as_integer(), 3);
  EXPECT_EQ(document->root().at(3).find("solved_at").as_integer(), 3);
}

TEST(ClassPages, ShowOnePlayerByAnySpelling) {
  const Progress progress = small_class();
  const std::string name = "BEN";
  EXPECT_THAT(progress_reply(view_of(progress), ReplyForm::text, &name), HasSubstr("Ben,3*"));
  EXPECT_THAT(progress_reply(view_of(progress), ReplyForm::text, &name), Not(HasSubstr("Cleo")));
}

TEST(ClassPages, HideNamesAndWrongAnswersFromTheClass) {
  const Progress progress = small_class();
  ClassView view = view_of(progress);
  EXPECT_THAT(stats_reply(view, ReplyForm::text), HasSubstr("steps,3,3,1\n"));
  EXPECT_THAT(stats_reply(view, ReplyForm::json), Not(HasSubstr("script")));
  view.show_names = false;
  for (const ReplyForm form : {ReplyForm::text, ReplyForm::json, ReplyForm::html}) {
    EXPECT_THAT(progress_reply(view, form), Not(HasSubstr("Cleo")));
    EXPECT_THAT(ducks_reply(view, form), Not(HasSubstr("Cleo")));
    EXPECT_THAT(progress_reply(view, form), HasSubstr("player-1"));
  }
  view.show_wrongs = true;
  EXPECT_THAT(stats_reply(view, ReplyForm::json), HasSubstr("[\"<script>\",1]"));
  EXPECT_THAT(stats_reply(view, ReplyForm::html), HasSubstr("&lt;script&gt; (1)"));
}

TEST(ClassPages, ListTheFewestRequestsOfDucks) {
  const Progress progress = small_class();
  EXPECT_EQ(ducks_reply(view_of(progress), ReplyForm::text), "name,requests\nCleo,213\n");
  EXPECT_THAT(ducks_reply(view_of(progress), ReplyForm::html), HasSubstr("212"));
}

}  // namespace
}  // namespace recess::steps
