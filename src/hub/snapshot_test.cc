#include "hub/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::hub {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Binary binary(std::string bytes) { return Binary(std::move(bytes)); }

class SnapshotTest : public ::testing::Test {
 protected:
  void keep(std::string_view group, std::string_view type, std::string text, std::vector<Binary> attachments = {}) {
    const Message message = read_message(std::move(text), std::move(attachments)).value();
    stores_.open(group, Tick{}, Rooms{})->append(type, make_entry(message.body, message.attachments));
  }
  Snapshot snapshot(std::size_t cap = 1000) { return snapshot_of(*stores_.find("G", Tick{}), stores_.limits(), cap); }

  StoreLimits limits_{.reply_bytes = 3300};
  Stores stores_{limits_};
};

TEST_F(SnapshotTest, NumbersAttachmentsThroughAllMessages) {
  keep("G", "a", R"({"x":{"_placeholder":true,"num":1},"y":{"_placeholder":true,"num":0}})",
       {binary("1"), binary("0")});
  keep("G", "b", R"({"z":[{"_placeholder":true,"num":0}]})", {binary("2")});
  const Snapshot all = snapshot();
  EXPECT_EQ(all.stored.text(), R"({"a":[{"x":{"_placeholder":true,"num":0},"y":{"_placeholder":true,"num":1}}],)"
                               R"("b":[{"z":[{"_placeholder":true,"num":2}]}]})");
  ASSERT_THAT(all.attachments, SizeIs(3));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*all.attachments[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_F(SnapshotTest, LeavesOutTheOldestBeyondTheLimit) {
  for (int i = 0; i < 10; ++i) {
    keep("G", i % 2 == 0 ? "even" : "odd",
         R"({"n":)" + std::to_string(i) + R"(,"x":")" + std::string(400, 'x') + "\"}");
  }
  const std::string text = snapshot().stored.text();
  EXPECT_LE(text.size(), limits_.reply_bytes);
  EXPECT_THAT(text, HasSubstr(R"("n":9)"));
  EXPECT_THAT(text, HasSubstr(R"("n":5)"));
  EXPECT_THAT(text, Not(HasSubstr(R"("n":0)")));
}

TEST_F(SnapshotTest, ShowsNothingRatherThanTooMuch) {
  keep("G", "key", R"({"x":")" + std::string(4000, 'x') + "\"}");
  EXPECT_EQ(snapshot().stored.text(), R"({"key":[]})");
}

TEST_F(SnapshotTest, GivesTheRestOfAConfigurationLater) {
  std::string images;
  std::vector<Binary> data;
  for (int i = 0; i < 25; ++i) {
    images += std::string(i > 0 ? "," : "") + R"({"name":)" + std::to_string(i) +
              R"(,"image":{"_placeholder":true,"num":)" + std::to_string(i) + "}}";
    data.push_back(binary("x"));
  }
  keep("G", "photo", R"({"x":{"_placeholder":true,"num":0}})", {binary("photo")});
  keep("G", "playground_config", R"({"type":"playground_config","config":{"width":1,"images":[)" + images + "]}}",
       data);
  const Snapshot all = snapshot(10);
  EXPECT_THAT(all.attachments, SizeIs(10));
  EXPECT_THAT(all.stored.text(), HasSubstr(R"("width":1)"));
  ASSERT_THAT(all.later, SizeIs(2));
  EXPECT_THAT(all.later[0].attachments, SizeIs(10));
  EXPECT_THAT(all.later[1].attachments, SizeIs(6));
  EXPECT_THAT(*all.later[1].text, Not(HasSubstr("width")));
}

TEST_F(SnapshotTest, GivesOtherMessagesLaterAsAWhole) {
  const std::string six = R"({"x":[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1},)"
                          R"({"_placeholder":true,"num":2},{"_placeholder":true,"num":3},)"
                          R"({"_placeholder":true,"num":4},{"_placeholder":true,"num":5}]})";
  const std::vector<Binary> data(6, binary("x"));
  keep("G", "a", six, data);
  keep("G", "a", six, data);
  const Snapshot all = snapshot(10);
  EXPECT_THAT(all.attachments, SizeIs(6));
  ASSERT_THAT(all.later, SizeIs(1));
  EXPECT_EQ(*all.later[0].text, six);
  EXPECT_THAT(snapshot(5).later, IsEmpty()) << "too much for that receiver in any form";
}

TEST_F(SnapshotTest, RedactsBinaryDataAndMedia) {
  keep(
      "G", "playground_config",
      R"({"type":"playground_config","config":{"image":"a","images":[{"name":"a","image":{"_placeholder":true,"num":0}},)"
      R"({"name":"s","type":"svg","image":"<svg/>"},5],"audio_tracks":[{"name":"t","audio":"data"}]}})",
      {binary("png")});
  keep("H", "photo", R"({"image":"kept","x":{"_placeholder":true,"num":0}})", {binary("x")});
  const std::string text = redacted(stores_).text();
  EXPECT_THAT(text, HasSubstr(R"("G":{"playground_config":[{"type":"playground_config","config":{"image":"a",)"
                              R"("images":[{"name":"a","image":"raw"},{"name":"s","type":"svg","image":"raw"},5],)"
                              R"("audio_tracks":[{"name":"t","audio":"raw"}]}}]})"));
  EXPECT_THAT(text, HasSubstr(R"("H":{"photo":[{"image":"kept","x":"raw"}]})"));
}

TEST_F(SnapshotTest, RedactsWhateverShapeAConfigurationHas) {
  for (const char* text :
       {R"({"config":null})", R"({"config":{"images":null}})", R"({"config":{"images":{"image":1}}})",
        R"({"config":{"images":[[{"image":1}]]}})", R"({"config":[{"images":[{"image":1}]}]})"}) {
    keep("G", "playground_config", text);
  }
  EXPECT_THAT(redacted(stores_).text(), HasSubstr(R"({"config":{"images":{"image":1}}})"));
}

TEST_F(SnapshotTest, TheWholeStoreIsTrimmedToo) {
  for (int i = 0; i < 20; ++i) keep("G" + std::to_string(i % 3), "key", R"({"x":")" + std::string(400, 'x') + "\"}");
  EXPECT_LE(redacted(stores_).size(), limits_.reply_bytes + 200);
}

}  // namespace
}  // namespace recess::hub
