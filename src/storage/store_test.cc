#include "storage/store.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

namespace recess::storage {
namespace {

namespace fs = std::filesystem;

constexpr Migration kBooks{1, "books", "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, pages INTEGER);\n"};
constexpr Migration kAuthors{2, "authors",
                             "CREATE TABLE author (id INTEGER PRIMARY KEY);\n"
                             "ALTER TABLE book ADD COLUMN author_id BIGINT REFERENCES author (id);\n"};
constexpr Migration kBroken{2, "broken",
                            "CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (x INTEGER);\n"};

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("recess-store-" + std::to_string(::getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "a store.db"; }
  Result<std::unique_ptr<Store>> open(std::vector<Migration> migrations = {kBooks}) {
    return Store::open(file(), migrations);
  }
  static void add(Store& store, const std::string& title) {
    store.write_now([&](soci::session& sql) { sql << "INSERT INTO book (title) VALUES (:title)", soci::use(title); });
  }
  static long long books(Store& store) {
    return store.read_now([](soci::session& sql) {
      long long count = 0;
      sql << "SELECT COUNT(*) FROM book", soci::into(count);
      return count;
    });
  }
  static int version(Store& store) {
    return store.read_now([](soci::session& sql) { return schema_version(sql); });
  }

  fs::path folder_;
};

TEST_F(StoreTest, KeepsWhatWasWrittenForTheNextProgram) {
  add(*open().value(), "Emil");
  EXPECT_EQ(books(*open().value()), 1);
}

TEST_F(StoreTest, IsReadableByItsOwnerAlone) {
  auto store = open().value();
  add(*store, "Emil");
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write) << entry.path();
  }
}

TEST_F(StoreTest, ARefusalUndoesWhatTheTransactionDid) {
  auto store = open().value();
  const auto refused = store->write_now([](soci::session& sql) -> Result<> {
    sql << "INSERT INTO book (title) VALUES ('half')";
    return refuse(Code::conflict, "no");
  });
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(books(*store), 0);
}

TEST_F(StoreTest, AThrownBugUndoesItAndTravelsToTheCaller) {
  auto store = open().value();
  const auto bug = [](soci::session& sql) {
    sql << "INSERT INTO book (title) VALUES ('half')";
    throw std::logic_error("bug");
  };
  EXPECT_THROW(store->write_now(bug), std::logic_error);
  EXPECT_EQ(books(*store), 0);
}

TEST_F(StoreTest, ASqlFailureIsAnInternalRefusalAndTheStoreGoesOn) {
  auto store = open().value();
  const auto failed = store->write_now([](soci::session& sql) -> Result<> {
    sql << "INSERT INTO book (title) VALUES ('half')";
    sql << "INSERT INTO nowhere VALUES (1)";
    return {};
  });
  EXPECT_EQ(failed.error().code, Code::internal);
  EXPECT_EQ(books(*store), 0);
  add(*store, "Emil");
  EXPECT_EQ(books(*store), 1);
}

TEST_F(StoreTest, NullIsAnEmptyOptional) {
  auto store = open().value();
  const std::optional<long long> nothing;
  const std::optional<long long> many = 1LL << 40;
  store->write_now([&](soci::session& sql) {
    sql << "INSERT INTO book (title, pages) VALUES ('a', :pages)", soci::use(nothing);
    sql << "INSERT INTO book (title, pages) VALUES ('b', :pages)", soci::use(many);
  });
  std::vector<std::optional<long long>> found;
  store->read_now([&](soci::session& sql) {
    std::optional<long long> pages;
    soci::statement query = (sql.prepare << "SELECT pages FROM book ORDER BY title", soci::into(pages));
    query.execute();
    while (query.fetch()) found.push_back(pages);
  });
  EXPECT_EQ(found, (std::vector{nothing, many}));
}

TEST_F(StoreTest, TwoProgramsMayWriteInTurn) {
  auto server = open().value();
  auto command = open().value();
  add(*server, "Emil");
  add(*command, "Lotta");
  add(*server, "Momo");
  EXPECT_EQ(books(*command), 3);
}

TEST_F(StoreTest, MigratesForwardAndKeepsACopyOfWhatWasThere) {
  add(*open().value(), "Emil");
  auto store = open({kBooks, kAuthors}).value();
  EXPECT_EQ(version(*store), 2);
  EXPECT_EQ(books(*store), 1);
  auto copy = Store::open(fs::path(file()) += ".before-2", std::array{kBooks}).value();
  EXPECT_EQ(version(*copy), 1);
  EXPECT_EQ(books(*copy), 1);
}

TEST_F(StoreTest, AFreshStoreNeedsNoCopy) {
  open({kBooks, kAuthors}).value();
  EXPECT_FALSE(fs::exists(fs::path(file()) += ".before-1"));
}

TEST_F(StoreTest, AFailedMigrationLeavesTheStoreAsItWas) {
  add(*open().value(), "Emil");
  const auto failed = open({kBooks, kBroken});
  EXPECT_EQ(failed.error().word, "migration_failed");
  auto store = open({kBooks, kAuthors}).value();  // "author" does not exist yet, so nothing of kBroken stayed
  EXPECT_EQ(version(*store), 2);
}

TEST_F(StoreTest, RefusesAStoreThatIsNewerThanTheProgram) {
  open({kBooks, kAuthors}).value();
  EXPECT_EQ(open({kBooks}).error().word, "store_newer");
}

TEST_F(StoreTest, RefusesAFileThatIsNoStore) {
  std::FILE* junk = std::fopen(file().c_str(), "w");
  std::fputs("this is a shopping list, and a long one, longer than any header", junk);
  std::fclose(junk);
  EXPECT_EQ(open().error().code, Code::internal);
}

TEST_F(StoreTest, RefusesAFolderThatIsNotThere) {
  EXPECT_EQ(Store::open(folder_ / "none" / "x.db", std::array{kBooks}).error().code, Code::unavailable);
}

}  // namespace
}  // namespace recess::storage
