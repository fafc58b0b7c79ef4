#include "support.h"

#include "journal/upkeep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include <sys/stat.h>

namespace recess::journal {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

void quiet(std::string_view, std::int64_t, std::int64_t) {}

class Upkeep : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = File::open(folder_.file(), {});
    ASSERT_TRUE(opened.has_value());
    file_ = std::move(*opened);
    add("main", 1, 10);
    ASSERT_TRUE(file_->write_snapshot("main", 10, Micros{10}, story(*file_, "main").value()).has_value());
    add("main", 11, 15);
    add("steps", 1, 3);
  }
  void add(const std::string& stream, int from, int to) {
    for (int i = from; i <= to; ++i) {
      ASSERT_TRUE(file_->commit(std::vector<Entry>{entry(stream, i, {fmt::format("{{\"n\":\"\\\"{}\\u00e9é\"}}", i)})})
                      .has_value());
    }
  }
  std::string main_of(const std::filesystem::path& path) {
    const auto opened = File::open(path, {});
    return opened ? story(**opened, "main").value() : opened.error().detail;
  }
  std::string exported() {
    const auto name = folder_.path / "export.json";
    std::FILE* out = std::fopen(name.c_str(), "w");
    EXPECT_TRUE(export_to(folder_.file(), out, quiet).has_value());
    std::fclose(out);
    std::ifstream in(name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Folder folder_;
  std::unique_ptr<File> file_;
};

TEST_F(Upkeep, ABackupIsTheWholeFileWhileItIsInUse) {
  const auto copy = folder_.path / "copy.db";
  ASSERT_TRUE(back_up(folder_.file(), copy, quiet).has_value());
  EXPECT_EQ(main_of(copy), story(*file_, "main").value());
  EXPECT_THAT(find_damage(copy, quiet).value(), IsEmpty());
  struct stat found {};
  ASSERT_EQ(::stat(copy.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_EQ(back_up(folder_.file(), copy, quiet).error().code, Code::conflict);
}

TEST_F(Upkeep, ABackupStandsAlone) {
  const auto copy = folder_.path / "copy.db";
  ASSERT_TRUE(back_up(folder_.file(), copy, quiet).has_value());
  std::vector<std::string> names;
  for (const auto& found : std::filesystem::directory_iterator(folder_.path)) {
    const std::string name = found.path().filename();
    if (name.starts_with("copy.db")) names.push_back(name);
  }
  EXPECT_THAT(names, testing::ElementsAre("copy.db"));
}

TEST_F(Upkeep, AnExportComesBackTheSame) {
  const auto fresh = folder_.path / "fresh.db";
  const auto imported = import_from(exported(), fresh, quiet);
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  EXPECT_EQ(main_of(fresh), story(*file_, "main").value());
  EXPECT_THAT(find_damage(fresh, quiet).value(), IsEmpty());
  const auto reader = Reader::open(fresh);
  EXPECT_THAT(reader->streams()->front().snapshots, testing::ElementsAre(10));
}

TEST_F(Upkeep, AnExportKeepsNumbersAfterCompacting) {
  ASSERT_TRUE(compact(folder_.file()).has_value());
  EXPECT_EQ(file_->streams()->front().first_seq, 11);
  const auto fresh = folder_.path / "fresh.db";
  ASSERT_TRUE(import_from(exported(), fresh, quiet).has_value());
  EXPECT_EQ(main_of(fresh), story(*file_, "main").value());
  EXPECT_EQ(Reader::open(fresh)->streams()->front().first_seq, 11);
}

TEST_F(Upkeep, WhatCannotBeImportedLeavesNoFile) {
  struct Case {
    std::string document;
    const char* says;
  };
  const Case cases[] = {
      {"{", "no JSON"},
      {"{}", "no export"},
      {R"({"format":"recess-state"})", "does not say its version"},
      {R"({"format":"recess-state","major":2,"streams":[]})", "version 2; this program reads up to 1"},
      {R"({"format":"recess-state","major":1,"streams":[{"name":"a","before":0,"rows":[["x",1]]}]})",
       "not well formed"},
      {R"({"format":"recess-state","major":1,"streams":[{"name":"a","before":0,"rows":[],"snapshots":[[9,1,"s"]]}]})",
       "not well formed"},
  };
  for (const Case& c : cases) {
    const auto fresh = folder_.path / "fresh.db";
    const auto imported = import_from(c.document, fresh, quiet);
    ASSERT_FALSE(imported.has_value()) << c.document;
    EXPECT_THAT(imported.error().detail, HasSubstr(c.says));
    EXPECT_FALSE(std::filesystem::exists(fresh)) << c.document;
  }
}

TEST_F(Upkeep, CheckingNamesEveryDamage) {
  EXPECT_THAT(find_damage(folder_.file(), quiet).value(), IsEmpty());
  ASSERT_TRUE(file_->database()
                  .run("UPDATE journal SET t_us = 0 WHERE seq = 2 AND stream = 2; "
                       "UPDATE snapshot_part SET text = 'other'")
                  .has_value());
  EXPECT_THAT(find_damage(folder_.file(), quiet).value(),
              testing::ElementsAre(HasSubstr("main: the snapshot at row 10"), HasSubstr("steps: row 2 does not fit")));
}

TEST_F(Upkeep, ACopyAsItIsIsPrivateAndComplete) {
  const auto copy = name_beside(folder_.file(), "before-repair");
  EXPECT_EQ(copy.filename(), "worlds.db.before-repair-1");
  ASSERT_TRUE(copy_as_is(folder_.file(), copy).has_value());
  EXPECT_EQ(name_beside(folder_.file(), "before-repair").filename(), "worlds.db.before-repair-2");
  EXPECT_EQ(main_of(copy), story(*file_, "main").value());
}

}  // namespace
}  // namespace recess::journal
