#include "hub/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::hub {
namespace {

Entry entry_of(std::size_t bytes) { return Entry{.text = SharedBytes(std::string(bytes, 'x'))}; }

class StoresTest : public ::testing::Test {
 protected:
  Store* open(std::string_view group) {
    now_ += Seconds{1};
    return stores_.open(group, now_, rooms_);
  }
  bool has(std::string_view group) const { return stores_.all().find(group) != stores_.all().end(); }
  // Somebody was in the group's room and has left it.
  void visit(std::string_view group) {
    Member guest;
    rooms_.join(guest, group);
    rooms_.leave(guest, group);
    stores_.room_emptied(group, now_);
  }

  Tick now_{std::chrono::hours{1}};
  Rooms rooms_;
  StoreLimits limits_{.stores = 3, .store_bytes = 4000, .hall_bytes = 9000};
  Stores stores_{limits_};
};

TEST_F(StoresTest, TheLeastRecentlyUsedMakesRoom) {
  for (const char* group : {"a", "b", "c"}) open(group);
  open("a");
  EXPECT_NE(open("d"), nullptr);
  EXPECT_TRUE(has("a"));
  EXPECT_FALSE(has("b"));
}

TEST_F(StoresTest, AStoreWithMembersStays) {
  Member guest;
  rooms_.join(guest, "a");
  for (const char* group : {"a", "b", "c", "d"}) open(group);
  EXPECT_TRUE(has("a"));
  EXPECT_FALSE(has("b"));
}

TEST_F(StoresTest, AStoreStaysTwoHoursAfterItsLastMember) {
  for (const char* group : {"a", "b", "c"}) {
    open(group);
    visit(group);
  }
  EXPECT_EQ(open("d"), nullptr) << "nothing is stored for d";
  now_ += std::chrono::hours{3};
  EXPECT_NE(open("d"), nullptr);
  EXPECT_FALSE(has("a"));
}

TEST_F(StoresTest, OneThatWasKeptThenTakesItsPlaceByItsLastUse) {
  open("a");
  open("b");
  visit("a");
  open("c");
  now_ += std::chrono::hours{3};
  open("b");
  open("d");
  EXPECT_FALSE(has("a")) << "kept for two hours, and used before c";
  EXPECT_TRUE(has("b"));
  EXPECT_TRUE(has("c"));
}

TEST_F(StoresTest, OneThatWasOccupiedGoesOnceItsMembersHaveLeft) {
  Member guest;
  rooms_.join(guest, "a");
  for (const char* group : {"a", "b", "c", "d", "e"}) open(group);
  ASSERT_TRUE(has("a"));
  rooms_.leave(guest, "a");
  stores_.room_emptied("a", now_);
  now_ += std::chrono::hours{3};
  open("f");
  EXPECT_FALSE(has("a"));
}

TEST_F(StoresTest, TheOneThatGrowsIsSparedAndGoesLater) {
  for (const char* group : {"a", "b", "c"}) open(group);
  for (int i = 0; i < 4; ++i) stores_.find("a", now_)->append("key", entry_of(900));
  for (int i = 0; i < 6; ++i) stores_.find("b", now_)->append("key", entry_of(900));
  stores_.keep_within_bytes("a", now_, rooms_);
  EXPECT_TRUE(has("a"));
  open("d"), open("e"), open("f");
  EXPECT_FALSE(has("a"));
}

TEST_F(StoresTest, CountsBytes) {
  Store* a = open("a");
  a->append("key", entry_of(500));
  const auto one = stores_.bytes();
  EXPECT_GE(one, 500U);
  open("b")->append("key", entry_of(500));
  EXPECT_EQ(stores_.bytes(), 2 * one);
  a->clear("key");
  EXPECT_EQ(stores_.bytes(), one);
  stores_.erase_all_but("a");
  EXPECT_EQ(stores_.bytes(), 0U);
}

TEST_F(StoresTest, OverItsBytesAStoreDropsTheOldestOfTheLargestList) {
  Store* a = open("a");
  a->append("key", entry_of(10));
  for (int i = 0; i < 10; ++i) a->append("image", entry_of(1000));
  EXPECT_LE(a->bytes(), limits_.store_bytes);
  EXPECT_EQ(a->list("key")->entries().size(), 1U);
  EXPECT_EQ(a->list("image")->entries().size(), 3U);
  a->append("image", entry_of(5000));
  EXPECT_TRUE(a->list("image")->entries().empty()) << "too large for the store altogether";
}

TEST_F(StoresTest, OverTheHallsBytesTheLeastRecentlyUsedGoes) {
  for (const char* group : {"a", "b", "c"}) {
    for (int i = 0; i < 3; ++i) open(group)->append("key", entry_of(1000));
    stores_.keep_within_bytes(group, now_, rooms_);
  }
  EXPECT_LE(stores_.bytes(), limits_.hall_bytes);
  EXPECT_FALSE(has("a"));
  EXPECT_TRUE(has("c"));
}

TEST_F(StoresTest, IfAllMustStayTheOneThatGrowsShrinks) {
  Member guest;
  for (const char* group : {"a", "b", "c"}) rooms_.join(guest, group);
  for (const char* group : {"a", "b", "c"}) {
    for (int i = 0; i < 3; ++i) open(group)->append("key", entry_of(1000));
    stores_.keep_within_bytes(group, now_, rooms_);
  }
  EXPECT_LE(stores_.bytes(), limits_.hall_bytes);
  EXPECT_EQ(stores_.find("a", now_)->list("key")->entries().size(), 3U);
  EXPECT_EQ(stores_.find("c", now_)->list("key")->entries().size(), 1U);
}

}  // namespace
}  // namespace recess::hub
