#include "worlds/admin_key.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace recess::worlds {
namespace {

class AdminKeyTest : public testing::Test {
 protected:
  AdminKeyTest() { std::filesystem::create_directories(folder); }
  ~AdminKeyTest() override { std::filesystem::remove_all(folder); }

  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recess-admin-key-" + std::to_string(::getpid()));
  std::filesystem::path file = folder / "admin_key";
  SeededRandom chance{1};
};

TEST_F(AdminKeyTest, AGivenKeyIsKeptNowhere) {
  const auto opened = AdminKey::open("sixteen letters!", file, chance);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->made.empty());
  EXPECT_TRUE(opened->key.is_key("sixteen letters!"));
  EXPECT_FALSE(opened->key.is_key("sixteen letters?"));
  EXPECT_FALSE(opened->key.is_key(""));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(AdminKeyTest, AShortKeyIsRefused) {
  const auto opened = AdminKey::open("fifteen letters", file, chance);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::invalid);
}

TEST_F(AdminKeyTest, AMadeKeyIsShownOnceAndOwnerOnly) {
  const auto first = AdminKey::open("", file, chance);
  ASSERT_TRUE(first);
  EXPECT_GE(first->made.size(), AdminKey::kShortest);
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto second = AdminKey::open("", file, chance);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->made.empty());
  EXPECT_TRUE(second->key.is_key(first->made));
}

TEST_F(AdminKeyTest, AnEmptyFileIsNoKey) {
  std::ofstream(file) << "\n";
  const auto opened = AdminKey::open("", file, chance);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::unavailable);
}

TEST_F(AdminKeyTest, AFolderThatIsNotThereIsSaid) {
  const auto opened = AdminKey::open("", folder / "none" / "admin_key", chance);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::unavailable);
}

TEST_F(AdminKeyTest, TheCookieProvesTheKeyWithoutHoldingIt) {
  const AdminKey key("sixteen letters!");
  const std::string set = key.cookie(true);
  EXPECT_EQ(set.find("sixteen"), std::string::npos);
  EXPECT_NE(set.find("; Secure"), std::string::npos);
  EXPECT_NE(set.find("; HttpOnly"), std::string::npos);
  EXPECT_EQ(key.cookie(false).find("Secure"), std::string::npos);
  http::Request request;
  EXPECT_FALSE(key.is_teacher(request));
  request.headers.add("Cookie", "a=b; " + set.substr(0, set.find(';')));
  EXPECT_TRUE(key.is_teacher(request));
  EXPECT_FALSE(AdminKey("another key, as long").is_teacher(request));
}

TEST_F(AdminKeyTest, AWrongHeaderIsNotSavedByACookie) {
  const AdminKey key("sixteen letters!");
  http::Request request;
  const std::string set = key.cookie(false);
  request.headers.add("Cookie", set.substr(0, set.find(';')));
  request.headers.add("X-Recess-Admin", "wrong");
  EXPECT_FALSE(key.is_teacher(request));
  request.headers.set("X-Recess-Admin", "sixteen letters!");
  EXPECT_TRUE(key.is_teacher(request));
}

}  // namespace
}  // namespace recess::worlds
