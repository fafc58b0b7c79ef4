#include "http/utf8_check.h"

#include "kernel/text.h"

#include <gtest/gtest.h>

#include <string>

namespace recess::http {
namespace {

bool accepts(std::string_view bytes) {
  Utf8Check check;
  return check.feed(bytes) && check.complete();
}

TEST(Utf8Check, AgreesWithTheKernelOnEveryShortSequence) {
  // Every pair, and every byte behind the starts that have rules of their own, before ASCII of all lengths.
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      for (const std::string_view tail : {"", "\x80", "\x80\x80", "abcdefgh",
                                          "\xbf\xbf"
                                          "abcdefghi"}) {
        std::string bytes{static_cast<char>(a), static_cast<char>(b)};
        bytes += tail;
        ASSERT_EQ(accepts(bytes), is_utf8(bytes)) << a << " " << b << " " << tail.size();
      }
    }
  }
}

TEST(Utf8Check, RemembersACharacterThatIsCut) {
  const std::string text = "ascii first, then \xc3\xbc \xe2\x82\xac \xf0\x9f\x90\xa0 and ascii again";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Check check;
    ASSERT_TRUE(check.feed(std::string_view(text).substr(0, cut)));
    ASSERT_TRUE(check.feed(std::string_view(text).substr(cut)));
    ASSERT_TRUE(check.complete());
  }
}

TEST(Utf8Check, RefusesAtTheFirstBadByte) {
  Utf8Check check;
  EXPECT_TRUE(check.feed("\xed"));
  EXPECT_FALSE(check.feed("\xa0")) << "a surrogate";
}

}  // namespace
}  // namespace recess::http
