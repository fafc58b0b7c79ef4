#include "sandbox/keeper/keeper.h"

#include <string_view>

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "internal-keeper") return recess::sandbox::keeper_main(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
