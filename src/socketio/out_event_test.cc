#include "socketio/out_event.h"

#include "socketio/test_rig.h"

#include <gtest/gtest.h>

#include <string>

namespace recess::socketio {
namespace {

using namespace std::string_literals;
using testing::bytes;
using testing::unframe;

std::string text_of(const OutEventRef& event) { return std::string(event->text()); }

TEST(Events, AreWrittenOnce) {
  EXPECT_EQ(text_of(make_event("timer", R"({"time":1})")), R"(42["timer",{"time":1}])");
  EXPECT_EQ(text_of(make_event("bare", "")), R"(42["bare"])");
  EXPECT_EQ(text_of(make_event("quo\"te", "1")), R"(42["quo\"te",1])");
  EXPECT_EQ(text_of(make_event("two", "1", {bytes("a"), bytes("b")})), R"(452-["two",1])");
}

TEST(Events, TakeAnyNumberOfArguments) {
  EXPECT_EQ(text_of(make_event_of_arguments("message-back", R"([1,"2",{"3":[true]}])")),
            R"(42["message-back",1,"2",{"3":[true]}])");
  EXPECT_EQ(text_of(make_event_of_arguments("none", "[]")), R"(42["none"])");
  EXPECT_EQ(text_of(make_event_of_arguments("none", " [ ] ")), R"(42["none" ] )");
}

TEST(Events, CarryTheirNamespaceBehindTheAttachmentCount) {
  EXPECT_EQ(text_of(make_event("auth", "{}")->in_namespace("/custom")), R"(42/custom,["auth",{}])");
  EXPECT_EQ(text_of(make_event("auth", "{}", {bytes("x")})->in_namespace("/custom")), R"(451-/custom,["auth",{}])");
  const auto event = make_event("auth", "{}");
  EXPECT_EQ(event->in_namespace("/a"), event->in_namespace("/a")) << "kept for the next recipient";
}

TEST(Encodings, AreSharedByEveryRecipientOfOneForm) {
  const auto event = make_event("a", "1", {bytes("data")});
  EXPECT_EQ(event->encoded(0, Form::websocket_3), event->encoded(0, Form::websocket_4)) << "text frames are all alike";
  EXPECT_EQ(event->encoded(1, Form::websocket_3), event->encoded(1, Form::websocket_3));
  EXPECT_NE(event->encoded(1, Form::websocket_3), event->encoded(1, Form::websocket_4));
}

TEST(Encodings, FollowTheTableOfForms) {
  const auto event = make_event("a", "1", {bytes("\x01\x02\x03\x04")});
  ASSERT_EQ(event->packets(), 2U);
  EXPECT_EQ(*event->encoded(0, Form::polling_3_text), R"(11:451-["a",1])");
  EXPECT_EQ(*event->encoded(1, Form::polling_3_text), "10:b4AQIDBA==");
  EXPECT_EQ(*event->encoded(0, Form::polling_3_binary),
            "\x00\x01\x01\xFF"s
            R"(451-["a",1])");
  EXPECT_EQ(*event->encoded(1, Form::polling_3_binary), "\x01\x05\xFF\x04\x01\x02\x03\x04"s);
  EXPECT_EQ(*event->encoded(0, Form::polling_4), R"(451-["a",1])");
  EXPECT_EQ(*event->encoded(1, Form::polling_4), "bAQIDBA==");
  EXPECT_EQ(unframe(event->encoded(0, Form::websocket_3)), R"(451-["a",1])");
  EXPECT_EQ(unframe(event->encoded(1, Form::websocket_3)), "<\x04\x01\x02\x03\x04>");
  EXPECT_EQ(unframe(event->encoded(1, Form::websocket_4)), "<\x01\x02\x03\x04>");
  EXPECT_EQ(unframe(event->encoded(1, Form::websocket_3_base64)), "b4AQIDBA==");
  EXPECT_EQ(unframe(event->encoded(1, Form::websocket_4_base64)), "bAQIDBA==");
}

TEST(TextFramingOfRevision3, EscapesSoThatEveryClientCountsAlike) {
  const auto event = make_event("new_data", R"({"type":"key","key":"😀","device_id":"Maze"})");
  EXPECT_EQ(*event->encoded(0, Form::polling_3_text),
            R"(69:42["new_data",{"type":"key","key":"\ud83d\ude00","device_id":"Maze"}])");
  EXPECT_EQ(*event->encoded(0, Form::polling_4), R"(42["new_data",{"type":"key","key":"😀","device_id":"Maze"}])");
}

TEST(Messages, MayBeBare) {
  EXPECT_EQ(text_of(make_text_message("hello")), "4hello");
  const auto binary = make_binary_message(bytes("\x01\x02"));
  ASSERT_EQ(binary->packets(), 1U);
  EXPECT_TRUE(binary->is_binary(0));
  EXPECT_EQ(*binary->encoded(0, Form::polling_4), "bAQI=");
  EXPECT_EQ(binary->bytes(), 2U);
}

}  // namespace
}  // namespace recess::socketio
