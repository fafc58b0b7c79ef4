#include "hub/rooms.h"

#include "hub/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Rooms, HoldTheirMembersInOrderOfJoining) {
  Rooms rooms;
  Member a{"a"};
  Member b{"b"};
  EXPECT_EQ(rooms.join(b, "R"), Joining::joined);
  EXPECT_EQ(rooms.join(a, "R"), Joining::joined);
  EXPECT_EQ(rooms.join(a, "R"), Joining::was_member);
  EXPECT_THAT(rooms.members("R"), ElementsAre(&b, &a));
  EXPECT_TRUE(rooms.has_member("R", a));
  EXPECT_FALSE(rooms.has_member("S", a));
}

TEST(Rooms, VanishWithTheirLastMember) {
  Rooms rooms;
  Member a{"a"};
  rooms.join(a, "R");
  EXPECT_TRUE(rooms.occupied("R"));
  EXPECT_TRUE(rooms.leave(a, "R"));
  EXPECT_FALSE(rooms.leave(a, "R"));
  EXPECT_FALSE(rooms.occupied("R"));
  EXPECT_THAT(rooms.members("R"), IsEmpty());
  EXPECT_THAT(a.rooms, IsEmpty());
}

TEST(Rooms, AreLimitedPerSocket) {
  Rooms rooms;
  Member a{"a"};
  for (std::size_t i = 0; i < kRoomsPerSocket; ++i) {
    EXPECT_EQ(rooms.join(a, "R" + std::to_string(i)), Joining::joined);
  }
  EXPECT_EQ(rooms.join(a, "one more"), Joining::too_many);
  EXPECT_EQ(rooms.join(a, "R0"), Joining::was_member);
  EXPECT_FALSE(rooms.occupied("one more"));
}

TEST(Rooms, AreLimitedInAll) {
  Rooms rooms;
  std::vector<std::unique_ptr<Member>> members;
  for (std::size_t i = 0; i < kRooms; ++i) {
    if (i % kRoomsPerSocket == 0) members.push_back(std::make_unique<Member>());
    ASSERT_EQ(rooms.join(*members.back(), "R" + std::to_string(i)), Joining::joined);
  }
  Member late{"late"};
  EXPECT_EQ(rooms.join(late, "one more"), Joining::too_many);
  EXPECT_EQ(rooms.join(late, "R0"), Joining::joined) << "rooms that exist are open";
}

}  // namespace
}  // namespace recess::hub
