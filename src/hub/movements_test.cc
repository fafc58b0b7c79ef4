#include "hub/movements.h"

#include "hub/message.h"

#include <gtest/gtest.h>

namespace recess::hub {
namespace {

class MovementsTest : public ::testing::Test {
 protected:
  std::string number(std::string_view type, std::string text) {
    const Message message = read_message(std::move(text), {}).value();
    return movements_.number(type, message.body).value_or("(unchanged)");
  }
  StoreLimits limits_{.tracked_sprites = 3, .movements_per_sprite = 4};
  Movements movements_{limits_};
};

TEST_F(MovementsTest, EachGetsTheNextIdOverAnyItHad) {
  EXPECT_EQ(number("sprite", R"({"id":"k","movements":{"cycle":1,"movements":[{"id":"mine","speed":1},{}]}})"),
            R"({"id":"k","movements":{"cycle":1,"movements":[{"id":"s-1","speed":1},{"id":"s-2"}]}})");
  EXPECT_EQ(number("sprite", R"({"movements":{"movements":[{}]}})"), R"({"movements":{"movements":[{"id":"s-3"}]}})");
  movements_.reset();
  EXPECT_EQ(number("sprite", R"({"movements":{"movements":[{}]}})"), R"({"movements":{"movements":[{"id":"s-1"}]}})");
}

TEST_F(MovementsTest, OfManySpritesEach) {
  EXPECT_EQ(number("sprites", R"([{"id":1},{"id":2,"movements":{"movements":[{}]}},null])"),
            R"([{"id":1},{"id":2,"movements":{"movements":[{"id":"s-1"}]}},null])");
}

TEST_F(MovementsTest, WhatHasNoneStaysAsItIs) {
  for (const char* text : {R"({"id":"k"})", R"({"movements":null})", R"({"movements":{}})", R"({"movements":[{}]})",
                           R"({"movements":{"movements":[]}})", R"({"movements":{"movements":{}}})", "5"}) {
    EXPECT_EQ(number("sprite", text), "(unchanged)") << text;
  }
  EXPECT_EQ(number("sprites", R"([{"id":1}, 7])"), "(unchanged)");
  EXPECT_EQ(number("line", R"({"movements":{"movements":[{}]}})"), "(unchanged)");
}

TEST_F(MovementsTest, EntriesThatAreNoMovementsAreLeftAlone) {
  EXPECT_EQ(number("sprite", R"({"movements":{"movements":[7,null,{}]}})"),
            R"({"movements":{"movements":[7,null,{"id":"s-1"}]}})");
}

TEST_F(MovementsTest, ForgetsTheOldestReports) {
  for (const char* movement : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(movements_.first_report("k", movement));
  EXPECT_TRUE(movements_.first_report("k", "a")) << "four are remembered";
  EXPECT_FALSE(movements_.first_report("k", "e"));
}

TEST_F(MovementsTest, ForgetsTheOldestSprites) {
  for (const char* sprite : {"k", "l", "m"}) EXPECT_TRUE(movements_.first_report(sprite, "a"));
  EXPECT_FALSE(movements_.first_report("k", "a"));
  EXPECT_TRUE(movements_.first_report("n", "a"));
  EXPECT_TRUE(movements_.first_report("k", "a")) << "three sprites are remembered, k was the oldest";
  EXPECT_FALSE(movements_.first_report("m", "a"));
}

}  // namespace
}  // namespace recess::hub
