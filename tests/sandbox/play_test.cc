// Plays from the first line to the last, and what is left of them: nothing.
#include "playground.h"

#include <csignal>

#include <gmock/gmock.h>

namespace recess::sandbox {
namespace {

using testing::HasSubstr;

class PlayTest : public Playground {};

TEST_F(PlayTest, PrintsItsFirstLineAndFinishes) {
  const Played played = play("print('hello from the box')\n");
  ASSERT_FALSE(played.refusal) << played.refusal->detail;
  EXPECT_EQ(played.output, "hello from the box\n");
  EXPECT_EQ(played.ending->cause, EndCause::exited);
  EXPECT_EQ(played.ending->exit_code, 0);
}

}  // namespace
}  // namespace recess::sandbox
