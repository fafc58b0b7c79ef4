#include "arcade/images.h"

#include <gtest/gtest.h>

#include <string>

namespace recess::arcade {
namespace {

using namespace std::string_literals;

struct Case {
  std::string name;
  std::string bytes;
  std::string type;  // empty: not a picture
  unsigned width = 0;
  unsigned height = 0;
};

std::string png(const std::string& size) { return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + size; }

const std::string kJpegHead = "\xFF\xD8\xFF\xE0\0\x04xx"s;
const std::string kJpegFrame = "\xFF\xC0\0\x11\x08\0\x02\0\x03\x03rest of the frame"s;

const Case kCases[] = {
    {"Png", png("\0\0\1\0\0\0\0\2rest"s), "image/png", 256, 2},
    {"PngOfNoWidth", png("\0\0\0\0\0\0\0\2rest"s), ""},
    {"PngCutOff", png("\0\0\1"s), ""},
    {"Gif", "GIF89a\x05\0\x06\0rest"s, "image/gif", 5, 6},
    {"JpegBehindAnotherSegment", kJpegHead + kJpegFrame, "image/jpeg", 3, 2},
    {"JpegWithoutFrame", kJpegHead + "\xFF\xDA\0\0\0\0\0\0\0\0\0"s, ""},
    {"JpegWhoseSegmentLeadsNowhere", "\xFF\xD8\xFF\xE0\xFF\xFFxxxxxxxxxxxxxxxxx"s, ""},
    {"WebpLossy", "RIFF....WEBPVP8 ....xxx\x9d\x01\x2a\x07\0\x08\0"s, "image/webp", 7, 8},
    {"WebpLossless", "RIFF....WEBPVP8L....\x2f\x03\x40\0\0"s, "image/webp", 4, 2},
    {"WebpExtended", "RIFF....WEBPVP8X........\x09\0\0\x0a\0\0"s, "image/webp", 10, 11},
    {"BmpFromTheTop", "BM............\x28\0\0\0\x05\0\0\0\xFA\xFF\xFF\xFF"s, "image/bmp", 5, 6},
    {"BmpOfTheOldKind", "BM............\x0c\0\0\0\x05\0\x06\0xxxx"s, "image/bmp", 5, 6},
    {"Svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"s, ""},
    {"Html", "<script>GIF89a</script>"s, ""},
    {"Nothing", "", ""},
};

class ImageKindTest : public testing::TestWithParam<Case> {};

TEST_P(ImageKindTest, IsTakenFromTheBytes) {
  const Case& c = GetParam();
  const auto kind = image_kind(c.bytes);
  ASSERT_EQ(kind.has_value(), !c.type.empty());
  if (!kind) return;
  EXPECT_EQ(kind->type, c.type);
  EXPECT_EQ(kind->width, c.width);
  EXPECT_EQ(kind->height, c.height);
}
INSTANTIATE_TEST_SUITE_P(Pictures, ImageKindTest, testing::ValuesIn(kCases), [](auto& i) { return i.param.name; });

}  // namespace
}  // namespace recess::arcade
