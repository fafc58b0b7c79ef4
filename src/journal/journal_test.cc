#include "journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace recess::journal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Folder {
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "recess-journal-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path file() const { return path / "worlds.db"; }
  std::filesystem::path path;
};

struct Heard {
  std::string state;
  std::vector<std::string> rows;
  Sink sink() {
    return {[this](std::string_view text, Micros) -> Result<> {
              state = text;
              return {};
            },
            [this](std::string_view row, Micros) -> Result<> {
              rows.emplace_back(row);
              return {};
            }};
  }
};

class Journals : public testing::Test {
 protected:
  void open(Options options = {}) {
    auto opened = Journal::open(loop_.get_executor(), folder_.file(), options);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    journal_ = std::move(*opened);
  }
  void reopen() {
    settle();
    journal_.reset();
    open();
  }
  void append(std::string_view stream, std::string row) {
    journal_->append(stream, time_ += Micros{10}, std::move(row),
                     [this](const Result<Seq>& seq) { outcomes_.push_back(seq ? *seq : -1); });
  }
  void snapshot(std::string_view stream, std::string text) {
    journal_->snapshot(
        stream, time_, [text] { return text; },
        [this](const Result<Seq>& seq) { snapshots_.push_back(seq ? *seq : -1); });
  }
  void settle() {
    bool settled = false;
    journal_->settle([&] { settled = true; });
    loop_.restart();
    while (!settled) loop_.run_one();
  }
  Heard load(std::string_view stream, Micros until = kNoLimit) {
    Heard heard;
    const auto loaded = journal_->load(stream, heard.sink(), until);
    EXPECT_TRUE(loaded.has_value()) << loaded.error().detail;
    return heard;
  }

  Folder folder_;
  boost::asio::io_context loop_;
  std::unique_ptr<Journal> journal_;
  Micros time_{0};
  std::vector<Seq> outcomes_, snapshots_;
};

TEST_F(Journals, NumberRowsPerStreamAndHandThemOutInOrder) {
  open();
  append("main", "a");
  append("lagoon", "x");
  append("main", "b");
  reopen();
  EXPECT_THAT(outcomes_, ElementsAre(1, 1, 2));
  EXPECT_THAT(load("main").rows, ElementsAre("a", "b"));
  EXPECT_THAT(load("lagoon").rows, ElementsAre("x"));
  EXPECT_THAT(load("nowhere").rows, IsEmpty());
  append("main", "c");
  settle();
  EXPECT_EQ(outcomes_.back(), 3);
}

TEST_F(Journals, WhatOneTurnBringsIsOneGroup) {
  open();
  for (int i = 0; i < 100; ++i) append("main", "row");
  settle();
  EXPECT_EQ(journal_->counts().groups, 1U);
  EXPECT_EQ(journal_->counts().rows, 100U);
}

TEST_F(Journals, AnEntrysRowsStayTogether) {
  open();
  std::vector<Seq> got;
  journal_->append(Entry{"main", Micros{5}, {"a", "b", "c"}}, [&](Result<Seq> seq) { got.push_back(*seq); });
  settle();
  EXPECT_THAT(got, ElementsAre(3));
}

TEST_F(Journals, LoadBeginsAtTheNewestSnapshot) {
  open();
  append("main", "a");
  snapshot("main", "state after a");
  append("main", "b");
  reopen();
  EXPECT_THAT(snapshots_, ElementsAre(1));
  const Heard heard = load("main");
  EXPECT_EQ(heard.state, "state after a");
  EXPECT_THAT(heard.rows, ElementsAre("b"));
}

TEST_F(Journals, AnyMomentCanBeLoaded) {
  open();
  append("main", "at 10");
  append("main", "at 20");
  snapshot("main", "state at 20");
  append("main", "at 30");
  append("main", "at 40");
  settle();
  EXPECT_THAT(load("main", Micros{10}).rows, ElementsAre("at 10"));
  EXPECT_EQ(load("main", Micros{10}).state, "");
  EXPECT_EQ(load("main", Micros{35}).state, "state at 20");
  EXPECT_THAT(load("main", Micros{35}).rows, ElementsAre("at 30"));
  const auto beside = Reader::open(folder_.file());
  ASSERT_TRUE(beside.has_value());
  Heard heard;
  ASSERT_TRUE(beside->load("main", heard.sink(), Micros{30}).has_value());
  EXPECT_THAT(heard.rows, ElementsAre("at 30"));
}

TEST_F(Journals, ASnapshotBeginsAFork) {
  open();
  snapshot("fork", "all of it");
  append("fork", "next");
  reopen();
  EXPECT_THAT(snapshots_, ElementsAre(0));
  const Heard heard = load("fork");
  EXPECT_EQ(heard.state, "all of it");
  EXPECT_THAT(heard.rows, ElementsAre("next"));
}

TEST_F(Journals, LargeSnapshotsAreWrittenInPartsAndTheLastThreeKept) {
  open();
  const std::string large(5 * kPartBytes + 17, 'x');
  for (int i = 0; i < 5; ++i) {
    append("main", "row");
    snapshot("main", large + std::to_string(i));
  }
  reopen();
  EXPECT_EQ(load("main").state, large + "4");
  const auto streams = journal_->streams();
  ASSERT_TRUE(streams.has_value());
  EXPECT_THAT(streams->front().snapshots, ElementsAre(3, 4, 5));
}

TEST_F(Journals, ASnapshotThatTheRulesRefuseIsPassedOver) {
  open();
  append("main", "a");
  snapshot("main", "first");
  append("main", "b");
  snapshot("main", "second");
  settle();
  Heard heard;
  Sink sink = heard.sink();
  sink.snapshot = [&](std::string_view text, Micros) -> Result<> {
    if (text == "second") return refuse(Code::invalid, "cannot read this");
    heard.state = text;
    return {};
  };
  const auto loaded = journal_->load("main", sink);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(heard.state, "first");
  EXPECT_THAT(heard.rows, ElementsAre("b"));
  EXPECT_THAT(loaded->passed_over, ElementsAre(HasSubstr("cannot read this")));
}

TEST_F(Journals, TheFileIsPrivate) {
  open();
  append("main", "a");
  settle();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path)) {
    struct stat found {};
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(Journals, ANewerFileIsRefused) {
  open();
  journal_.reset();
  ASSERT_TRUE(Database::open(folder_.file(), Access::write)->run("PRAGMA user_version = 2").has_value());
  const auto opened = Journal::open(loop_.get_executor(), folder_.file(), {});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().word, "store_newer");
}

TEST_F(Journals, RowsThatNoSnapshotNeedsGoWhenTheFileIsTooLarge) {
  Options options;
  options.max_bytes = 200'000;
  open(options);
  for (int i = 0; i < 3000; ++i) append("main", std::string(100, 'r'));
  for (int i = 0; i < 3; ++i) snapshot("main", "s");
  for (int i = 0; i < 5; ++i) append("main", "tail");
  settle();
  snapshot("main", "t");  // tidying follows a snapshot
  settle();
  const auto info = journal_->streams();
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->front().first_seq, 3001);
  reopen();
  EXPECT_EQ(load("main").state, "t");
}

TEST_F(Journals, SnapshotNowIsForTheEndOfAStop) {
  open();
  append("main", "a");
  settle();
  ASSERT_TRUE(journal_->snapshot_now("main", time_, "the end").has_value());
  journal_.reset();
  open();
  EXPECT_EQ(load("main").state, "the end");
  EXPECT_THAT(load("main").rows, IsEmpty());
}

}  // namespace
}  // namespace recess::journal
