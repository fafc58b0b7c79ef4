#include "hub/registry.h"

#include "hub/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace recess::hub {
namespace {

using ::testing::ElementsAre;

class RegistryTest : public ::testing::Test {
 protected:
  Member& add(std::string_view device_id, bool is_client, std::string visitor = "", Role role = Role::open) {
    Member& member = members_.emplace_back();
    member.socket_id = "socket" + std::to_string(members_.size());
    member.role = visitor.empty() ? role : Role::controller;
    member.visitor = std::move(visitor);
    return come_back(member, device_id, is_client);
  }
  Member& come_back(Member& member, std::string_view device_id, bool is_client = true) {
    registry_.add(member, Device{std::string(device_id), member.socket_id, 0, is_client, false}, {}, now_);
    return member;
  }
  static std::int32_t nr(const Member& member) { return member.device->nr; }
  std::vector<std::int32_t> order() const {
    std::vector<std::int32_t> numbers;
    for (const Device* device : registry_.ordered()) numbers.push_back(device->nr);
    return numbers;
  }

  Instant now_ = from_micros(1'000'000);
  std::deque<Member> members_;
  Registry registry_{from_micros(0), 3};
};

TEST_F(RegistryTest, CountsClientsUpAndScriptsDown) {
  EXPECT_EQ(nr(add("a", true)), 0);
  EXPECT_EQ(nr(add("b", false)), -1);
  EXPECT_EQ(nr(add("a", true)), 1);
  EXPECT_EQ(nr(add("b", false)), -2);
}

TEST_F(RegistryTest, GivesTheSmallestFreeNumber) {
  Member& first = add("a", true);
  Member& program = add("a", false);
  add("a", true);
  registry_.remove(first, now_);
  registry_.remove(program, now_);
  EXPECT_EQ(nr(add("z", true)), 0);
  EXPECT_EQ(nr(add("z", false)), -1);
  EXPECT_EQ(nr(add("z", true)), 2);
}

TEST_F(RegistryTest, NumbersAreUniqueAcrossKinds) {
  Member& program = add("a", false);
  registry_.renumber(program, 0, now_);
  EXPECT_EQ(nr(add("a", true)), 1) << "0 belongs to a script";
  Member& client = add("a", true);
  registry_.renumber(client, -1, now_);
  EXPECT_EQ(nr(add("a", false)), -2);
}

TEST_F(RegistryTest, ListsClientsUpThenScriptsDown) {
  add("a", false);
  add("a", true);
  add("a", false);
  add("a", true);
  Member& client = add("a", true);
  EXPECT_THAT(order(), ElementsAre(0, 1, 2, -1, -2));
  registry_.renumber(client, -7, now_);
  EXPECT_THAT(order(), ElementsAre(-7, 0, 1, -1, -2));
}

TEST_F(RegistryTest, TheFirstOfAGroupIsAClientRatherThanAScript) {
  Member& program = add("a", false);
  add("a", false);
  EXPECT_EQ(registry_.first_of("a"), &program) << "of scripts the one with the highest number";
  Member& client = add("a", true);
  EXPECT_EQ(registry_.first_of("a"), &client);
  EXPECT_EQ(registry_.first_of("b"), nullptr);
}

TEST_F(RegistryTest, ADisplacedDeviceGetsTheNextFreeNumberOfItsKind) {
  Member& a = add("a", true);
  Member& b = add("a", true);
  EXPECT_EQ(registry_.renumber(a, 1, now_), &b);
  EXPECT_EQ(nr(a), 1);
  EXPECT_EQ(nr(b), 0);
  Member& program = add("a", false);
  EXPECT_EQ(registry_.renumber(b, -1, now_), &program);
  EXPECT_EQ(nr(program), -2);
}

TEST_F(RegistryTest, RenumberingToAFreeNumberDisplacesNobody) {
  Member& a = add("a", true);
  EXPECT_EQ(registry_.renumber(a, 7, now_), nullptr);
  EXPECT_EQ(registry_.by_number(7), &a);
  EXPECT_EQ(registry_.by_number(0), nullptr);
  EXPECT_EQ(registry_.renumber(a, 7, now_), nullptr);
}

TEST_F(RegistryTest, KnowsNobodyOutsideTheBounds) {
  add("a", true);
  EXPECT_EQ(registry_.by_number(std::int64_t{1} << 40), nullptr) << "not number 0 after truncation";
  EXPECT_EQ(registry_.by_number(1), nullptr);
}

TEST_F(RegistryTest, StampsTheLastChange) {
  EXPECT_EQ(registry_.changed(), from_micros(0));
  Member& a = add("a", true);
  EXPECT_EQ(registry_.changed(), now_);
  now_ += Seconds{1};
  registry_.remove(a, now_);
  EXPECT_EQ(registry_.changed(), now_);
  const auto version = registry_.version();
  registry_.remove(a, now_ + Seconds{1});
  EXPECT_EQ(registry_.version(), version) << "nothing has changed";
}

TEST_F(RegistryTest, AReturningVisitorGetsItsNumberBack) {
  Member& ana = add("g", true, "ana");
  Member& ben = add("g", true, "ben");
  registry_.remove(ana, now_);
  EXPECT_EQ(nr(add("g", true, "cleo")), 2) << "0 is kept for ana";
  registry_.remove(ben, now_);
  EXPECT_EQ(nr(come_back(ana, "g")), 0);
  EXPECT_EQ(nr(come_back(ben, "g")), 1);
}

TEST_F(RegistryTest, AVisitorWithTwoDevicesKeepsBothNumbers) {
  Member& screen = add("g", true, "ana");
  Member& hand = add("g", true, "ana");
  add("g", true, "ben");
  registry_.remove(screen, now_);
  registry_.remove(hand, now_);
  EXPECT_EQ(nr(come_back(hand, "g")), 0);
  EXPECT_EQ(nr(come_back(screen, "g")), 1);
}

TEST_F(RegistryTest, NumbersAreKeptOnlyWhileThereAreOthersToGive) {
  for (const char* visitor : {"ana", "ben", "cleo"}) registry_.remove(add("g", true, visitor), now_);
  EXPECT_EQ(nr(add("g", true, "dora")), 0) << "there are three places, and all three numbers are kept";
  EXPECT_EQ(nr(add("g", true, "ana")), 1) << "what was ana's is dora's now";
}

TEST_F(RegistryTest, AVisitorKeepsTheNumberThatTheGameGaveIt) {
  Member& ana = add("g", true, "ana");
  registry_.renumber(ana, 9, now_);
  registry_.remove(ana, now_);
  EXPECT_EQ(nr(add("g", true, "ben")), 0);
  EXPECT_EQ(nr(come_back(ana, "g")), 9);
}

TEST_F(RegistryTest, SpectatorsTakeNoPlayersNumber) {
  EXPECT_EQ(nr(add("g", true, "", Role::spectator)), 1000);
  EXPECT_EQ(nr(add("g", true, "ana")), 0);
  EXPECT_EQ(nr(add("g", true, "", Role::spectator)), 1001);
}

TEST_F(RegistryTest, RemembersABoundedNumberOfVisitors) {
  for (std::size_t i = 0; i < 3 * kKeptNumbers; ++i) {
    registry_.remove(add("g", true, "visitor" + std::to_string(i)), now_);
  }
  EXPECT_LE(nr(add("g", true, "one more")), 3);
}

}  // namespace
}  // namespace recess::hub
