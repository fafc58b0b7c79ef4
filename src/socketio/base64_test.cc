#include "socketio/base64.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace recess::socketio {
namespace {

using namespace std::string_literals;

TEST(Base64, WritesAndReadsTheExamplesOfTheRfc) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\x01\x02\x03\x04"s, "AQIDBA=="},
      {"\xFF\xFE\xFD"s, "//79"},
  };
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(encode_base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
}

TEST(Base64, EveryByteSurvives) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t length = 0; length <= all.size(); ++length) {
    const std::string part = all.substr(all.size() - length);
    EXPECT_EQ(decode_base64(encode_base64(part)), part);
  }
}

TEST(Base64, ReadsWithoutPaddingToo) {
  EXPECT_EQ(decode_base64("Zg"), "f");
  EXPECT_EQ(decode_base64("Zm8"), "fo");
}

TEST(Base64, RefusesOtherCharactersAndImpossibleLengths) {
  for (const char* text : {"Z", "Zm9v=", "Zg=", "Z===", "Zm9v!", "Zm 9", "Zm_-", "====", "=", "Zg==Zg=="}) {
    EXPECT_FALSE(is_base64(text)) << text;
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace recess::socketio
