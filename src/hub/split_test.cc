#include "hub/split.h"

#include "hub/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::hub {
namespace {

using ::testing::SizeIs;

std::string image(int n) {
  return R"({"name":")" + std::to_string(n) + R"(","image":{"_placeholder":true,"num":)" + std::to_string(n) + "}}";
}

// A configuration with so many images and tracks, attachment n holding the text "n".
Message config(int images, int tracks, std::string settings = R"("width":100,)") {
  std::vector<Binary> attachments;
  std::string text = R"({"type":"playground_config","config":{)" + settings + R"("images":[)";
  for (int i = 0; i < images + tracks; ++i) {
    if (i == images) text += R"(],"audio_tracks":[)";
    if (text.back() == '}') text += ',';
    text += image(i);
    attachments.push_back(Binary(std::to_string(i)));
  }
  text += R"(],"color":"red"},"time_stamp":1.25,"device_id":"G"})";
  return read_message(std::move(text), std::move(attachments)).value();
}

TEST(Split, TheFirstPartHasAllSettingsAndTheRestOnlyMedia) {
  const auto parts = split_config(config(3, 1), 2, 2);
  ASSERT_TRUE(parts);
  ASSERT_THAT(*parts, SizeIs(2));
  EXPECT_EQ((*parts)[0].text,
            R"({"type":"playground_config","config":{"width":100,"images":[)"
            R"({"name":"0","image":{"_placeholder":true,"num":0}},{"name":"1","image":{"_placeholder":true,"num":1}}],)"
            R"("audio_tracks":[],"color":"red"},"time_stamp":1.25,"device_id":"G"})");
  EXPECT_EQ(
      (*parts)[1].text,
      R"({"type":"playground_config","config":{"images":[{"name":"2","image":{"_placeholder":true,"num":0}}],)"
      R"("audio_tracks":[{"name":"3","image":{"_placeholder":true,"num":1}}]},"time_stamp":1.25,"device_id":"G"})");
  EXPECT_EQ(*(*parts)[1].attachments.at(0), "2");
  EXPECT_EQ(*(*parts)[1].attachments.at(1), "3");
}

TEST(Split, NoPartIsOverTheCap) {
  for (int images = 0; images < 35; images += 7) {
    const auto parts = split_config(config(images, 25), 10, 10);
    ASSERT_TRUE(parts);
    std::size_t sum = 0;
    for (const Part& part : *parts) {
      EXPECT_LE(part.attachments.size(), 10U);
      for (const Binary& attachment : part.attachments) EXPECT_EQ(*attachment, std::to_string(sum++)) << "in order";
    }
    EXPECT_EQ(sum, static_cast<std::size_t>(images + 25));
  }
}

TEST(Split, TheFirstPartMayHaveLessRoom) {
  const auto parts = split_config(config(12, 0), 0, 10);
  ASSERT_TRUE(parts);
  ASSERT_THAT(*parts, SizeIs(3));
  EXPECT_THAT((*parts)[0].attachments, SizeIs(0));
  EXPECT_THAT((*parts)[1].attachments, SizeIs(10));
}

TEST(Split, WhatIsNoConfigurationCannotBeSplit) {
  const std::vector<Binary> data(11, Binary(std::string("x")));
  std::string list = "[";
  for (int i = 0; i < 11; ++i) list += (i > 0 ? "," : "") + image(i);
  list += "]";
  for (const std::string& text : {R"({"type":"other","config":{"images":)" + list + "}}",
                                  R"({"type":"playground_config","config":{"else":)" + list + "}}",
                                  R"({"type":"playground_config","elsewhere":)" + list + R"(,"config":{}})",
                                  R"({"type":"playground_config","config":{"images":[)" + list + "]}}",
                                  R"({"type":"playground_config","config":)" + list + "}"}) {
    const Message message = read_message(text, data).value();
    EXPECT_FALSE(split_config(message, 10, 10)) << text.substr(0, 60);
  }
}

TEST(Split, RefusesWhatWouldHaveToBeRepeatedTooOften) {
  std::vector<Binary> attachments;
  std::string images;
  for (std::size_t i = 0; i < 40; ++i) {
    attachments.push_back(Binary(std::string("x")));
    images += std::string(i == 0 ? "" : ",") + R"({"image":{"_placeholder":true,"num":)" + std::to_string(i) + "}}";
  }
  const auto parts_of = [&](const std::string& around, const std::string& more) {
    const auto message = read_message(
        R"({"type":"playground_config","x":")" + around + R"(","config":{"images":[)" + images + more + "]}}",
        attachments);
    const auto parts = split_config(message.value(), 10, 10);
    return parts ? parts->size() : 0;
  };
  EXPECT_EQ(parts_of("", ""), 4U);
  EXPECT_EQ(parts_of(std::string(kRepeatedBytes / 3, 'y'), ""), 0U);
  std::string more;
  for (std::size_t i = 0; i < 10 * kConfigParts; ++i) more += ",1";
  EXPECT_EQ(parts_of("", more), 0U);
}

}  // namespace
}  // namespace recess::hub
