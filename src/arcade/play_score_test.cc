#include "arcade/play_score.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

TEST(PlayScore, TakesNumbersAndIntegersAsText) {
  struct Case {
    const char* json;
    std::optional<std::int64_t> score;
  };
  const Case cases[] = {
      {"7", 7},
      {"12.9", 12},
      {"-3.7", -3},
      {"\"12\"", 12},
      {"\" 42 \"", 42},
      {"\"+5\"", 5},
      {"1e3", 1000},
      {"\"x\"", {}},
      {"\"1.5\"", {}},
      {"true", {}},
      {"null", {}},
      {"[1]", {}},
      {"{\"a\":1}", {}},
      {"1e308", {}},
      {"1e999", {}},
      {"9007199254740993000", {}},
      {"9007199254740992", 9007199254740992},
      {"\"\"", {}},
  };
  for (const Case& c : cases) {
    const auto document = json::Document::parse(c.json);
    ASSERT_TRUE(document.has_value()) << c.json;
    EXPECT_EQ(read_score((*document)->root()), c.score) << c.json;
  }
}

}  // namespace
}  // namespace recess::arcade
