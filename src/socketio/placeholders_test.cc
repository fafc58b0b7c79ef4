#include "socketio/placeholders.h"

#include "socketio/test_rig.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace recess::socketio {
namespace {

using testing::bytes;

bool fits(std::string json, std::size_t attachments) {
  const auto document = json::Document::parse(std::move(json));
  return placeholders_fit((*document)->root(), attachments);
}

TEST(Placeholders, MustNameAnAttachment) {
  EXPECT_TRUE(fits(R"(["a",{"_placeholder":true,"num":0}])", 1));
  EXPECT_TRUE(fits(R"(["a",{"x":[{"_placeholder":true,"num":1},{"num":0,"_placeholder":true}]}])", 2));
  EXPECT_TRUE(fits(R"(["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}])", 1)) << "twice the same";
  EXPECT_TRUE(fits(R"(["a"])", 1)) << "an attachment nobody names";
  for (const char* json : {
           R"(["a",{"_placeholder":true,"num":1}])",
           R"(["a",{"_placeholder":true,"num":-1}])",
           R"(["a",{"_placeholder":true,"num":-0}])",
           R"(["a",{"_placeholder":true,"num":0.0}])",
           R"(["a",{"_placeholder":true,"num":"0"}])",
           R"(["a",{"_placeholder":true,"num":null}])",
           R"(["a",{"_placeholder":true}])",
           R"(["a",{"_placeholder":1,"num":0}])",
           R"(["a",{"_placeholder":"yes","num":0}])",
           R"(["a",{"_placeholder":true,"num":99999999999999999999}])",
       }) {
    EXPECT_FALSE(fits(json, 1)) << json;
  }
}

TEST(Placeholders, HaveNoPlaceInPlainEvents) {
  EXPECT_FALSE(fits(R"(["a",{"_placeholder":true,"num":0}])", 0));
  EXPECT_FALSE(fits(R"(["a",{"b":[1,{"c":{"\u005fplaceholder":true,"num":0}}]}])", 0)) << "an escape hides nothing";
  EXPECT_FALSE(fits(R"(["a",{"_placeholder":false,"_placeholder":true,"num":0}])", 0)) << "the last of a name counts";
  EXPECT_TRUE(fits(R"(["a",{"_placeholder":false,"num":0}])", 0));
  EXPECT_TRUE(fits(R"(["a","_placeholder",{"text":"_placeholder"}])", 0));
}

TEST(Renumbering, ContinuesBehindWhatIsThereInDocumentOrder) {
  const auto document = json::Document::parse(
      R"({"x": {"_placeholder":true,"num":1}, "y":[{"num":0,"_placeholder":true}, {"_placeholder":true,"num":1}]})");
  const std::vector<Binary> own{bytes("zero"), bytes("one"), bytes("unused")};
  std::vector<Binary> collected{bytes("before")};
  std::string out = "[";
  append_renumbered((*document)->root(), own, out, collected);
  EXPECT_EQ(
      out,
      R"([{"x": {"_placeholder":true,"num":1}, "y":[{"_placeholder":true,"num":2}, {"_placeholder":true,"num":1}]})");
  ASSERT_EQ(collected.size(), 3U);
  EXPECT_EQ(*collected[1], "one");
  EXPECT_EQ(*collected[2], "zero");
}

TEST(Renumbering, LeavesEverythingElseAsItIs) {
  const auto document = json::Document::parse(R"({"a": 1.50, "b":"\ud83d", "c":[ ]})");
  std::vector<Binary> collected;
  std::string out;
  append_renumbered((*document)->root().find("b"), {}, out, collected);
  append_renumbered((*document)->root(), {bytes("unused")}, out, collected);
  EXPECT_EQ(out, R"("\ud83d"{"a": 1.50, "b":"\ud83d", "c":[ ]})");
  EXPECT_TRUE(collected.empty());
}

}  // namespace
}  // namespace recess::socketio
