#include "sandbox/keeper/keeper.h"

#include <string_view>

#include <gtest/gtest.h>

namespace recess::sandbox {
void serve_until_killed();
}

int main(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (word == "internal-keeper") return recess::sandbox::keeper_main(argc, argv);
  if (word == "serve-until-killed") return recess::sandbox::serve_until_killed(), 0;
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
