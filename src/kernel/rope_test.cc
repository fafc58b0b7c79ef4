#include "kernel/rope.h"

#include <gtest/gtest.h>

#include <string>

namespace recess {
namespace {

const SharedBytes kLong(std::string(Rope::kReferred, 'l'));
const std::string kLongText(*kLong);

TEST(Rope, ReadsLikeTheTextItStandsFor) {
  Rope rope("[");
  rope += kLong;
  rope += ',';
  rope += SharedBytes(std::string("short"));
  rope += "]";
  EXPECT_EQ(rope.back(), ']');
  rope.prepend("42");
  EXPECT_EQ(rope.text(), "42[" + kLongText + ",short]");
  EXPECT_EQ(rope.size(), rope.text().size());
  EXPECT_EQ(joined(rope.take()), "42[" + kLongText + ",short]");
  EXPECT_EQ(rope.size(), 0U);
}

TEST(Rope, RefersToWhatIsLongAndCopiesTheRestTogether) {
  Rope rope;
  rope += "a";
  rope += SharedBytes(std::string("b"));
  rope += kLong;
  rope += "c";
  const auto pieces = rope.take();
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(*pieces[0], "ab");
  EXPECT_EQ(pieces[1]->data(), kLong->data());
  EXPECT_EQ(*pieces[2], "c");
}

TEST(Rope, IsBegunByWhatIsPutInFrontOfNothing) {
  Rope rope;
  rope.prepend("a") += "b";
  EXPECT_EQ(rope.text(), "ab");
  EXPECT_EQ(rope.back(), 'b');
}

TEST(Rope, KeepsItsPiecesWhenTheirOwnerIsGone) {
  Rope rope;
  {
    const SharedBytes whole(std::string(5000, 'x') + "tail");
    rope += whole.part(3000);
  }
  EXPECT_EQ(rope.text(), std::string(2000, 'x') + "tail");
}

TEST(LentBytes, AreCopiedUnlessTheirOwnerCameWithThem) {
  const std::string text = "lent";
  EXPECT_NE(LentBytes(text).keep()->data(), text.data());
  const SharedBytes shared(std::string("shared"));
  EXPECT_EQ(LentBytes(shared).with(shared->substr(1)).keep()->data(), shared->data() + 1);
}

}  // namespace
}  // namespace recess
