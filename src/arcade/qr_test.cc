#include "arcade/qr.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace recess::arcade {
namespace {

TEST(Qr, HasFinderPatternsInThreeCorners) {
  const auto modules = qr_modules("http://192.168.1.5:8080/").value();
  const std::size_t last = modules.size() - 1;
  for (const auto& [row, column] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, last - 6}, {last - 6, 0}}) {
    for (std::size_t i = 0; i < 7; ++i) {
      EXPECT_TRUE(modules[row][column + i]);
      EXPECT_TRUE(modules[row + i][column]);
    }
    EXPECT_TRUE(modules[row + 3][column + 3]);
    EXPECT_FALSE(modules[row + 1][column + 1]);
  }
}

TEST(Qr, RefusesWhatDoesNotFit) { EXPECT_FALSE(qr_modules(std::string(5000, 'x')).has_value()); }

TEST(Qr, TheTerminalPictureIsHalfAsHighAsWide) {
  const auto modules = qr_modules("http://10.0.0.1:8080/").value();
  const std::string text = qr_for_terminal(modules);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<long>((modules.size() + 4 + 1) / 2));
}

}  // namespace
}  // namespace recess::arcade
