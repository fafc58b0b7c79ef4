#include "worlds/guide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace recess::worlds {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Guide, NamesTheAddressOfThisServerAndNoOther) {
  const std::string guide = guide_body("https://sea.example/w/blue");
  EXPECT_THAT(guide, HasSubstr("BASE = &quot;https://sea.example/w/blue&quot;"));
  EXPECT_THAT(guide, Not(HasSubstr("@BASE@")));
  EXPECT_THAT(guide, Not(HasSubstr("localhost")));
}

TEST(ClientProgram, NamesTheAddressOfThisServer) {
  const std::string program = client_program("https://sea.example/w/blue");
  EXPECT_THAT(program, HasSubstr("BASE = \"https://sea.example/w/blue\""));
  EXPECT_THAT(program, Not(HasSubstr("localhost")));
}

TEST(ClientProgram, IsTheFileWithAnotherAddress) {
  std::ifstream file(RECESS_SOURCE_DIR "/src/worlds/client.py", std::ios::binary);
  const std::string example((std::istreambuf_iterator<char>(file)), {});
  EXPECT_THAT(example, HasSubstr("BASE = \"http://localhost:8080\""));
  EXPECT_EQ(client_program("http://localhost:8080"), example);
}

}  // namespace
}  // namespace recess::worlds
