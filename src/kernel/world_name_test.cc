#include "kernel/world_name.h"

#include <string>

#include <gtest/gtest.h>

namespace recess {
namespace {

TEST(WorldName, IsShortAndPlain) {
  for (const std::string& yes :
       {std::string("main"), std::string("class-7b"), std::string("7"), std::string(32, 'a')}) {
    EXPECT_TRUE(is_world_name(yes)) << yes;
  }
  for (const std::string& no : {std::string(), std::string("A"), std::string("a b"), std::string("a_b"),
                                std::string("a/b"), std::string("\xC3\xA9"), std::string(33, 'a')}) {
    EXPECT_FALSE(is_world_name(no)) << no;
  }
}

TEST(WorldName, LeavesTheOtherStreamOfTheJournalAlone) { EXPECT_FALSE(is_world_name("steps")); }

}  // namespace
}  // namespace recess
