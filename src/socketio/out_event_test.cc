#include "socketio/out_event.h"

#include "socketio/test_rig.h"

#include <gtest/gtest.h>

#include <string>

namespace recess::socketio {
namespace {

using namespace std::string_literals;
using testing::bytes;
using testing::unframe;

std::string text_of(const OutEventRef& event) { return event->text(); }

const void* place(const OutEventRef& event, std::size_t packet, Form form) {
  return event->encoded(packet, form)->data();
}

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
  EXPECT_EQ(place(event, 0, Form::websocket_3), place(event, 0, Form::websocket_4)) << "text frames are all alike";
  EXPECT_EQ(place(event, 1, Form::websocket_3), place(event, 1, Form::websocket_3));
  EXPECT_NE(place(event, 1, Form::websocket_3), place(event, 1, Form::websocket_4));
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

std::vector<http::Frame> pieces_of(const OutEventRef& event, std::size_t packet, Form form) {
  std::vector<http::Frame> pieces;
  event->each_piece(packet, form, [&](const http::Frame& piece) { pieces.push_back(piece); });
  return pieces;
}

TEST(LongTexts, AreReferredToAndReadAsOne) {
  const SharedBytes argument("\"" + std::string(20'000, 'x') + "\"");
  const auto event = make_event("long", argument);
  const std::string text = R"(42["long",)" + std::string(*argument) + "]";
  EXPECT_EQ(event->text(), text);
  EXPECT_EQ(event->bytes(), text.size());
  const auto pieces = pieces_of(event, 0, Form::websocket_4);
  ASSERT_EQ(pieces.size(), 4U) << "the frame's beginning, what stands before the argument, the argument, what follows";
  EXPECT_EQ(pieces[2]->data(), argument->data());
  EXPECT_EQ(unframe(joined(pieces)), text);
  EXPECT_EQ(unframe(event->encoded(0, Form::websocket_3)), text) << "in one piece too";
  EXPECT_EQ(*event->encoded(0, Form::polling_4), text);
}

TEST(LongTexts, KeepTheirPiecesUnderANamespaceAndANumber) {
  const SharedBytes argument("\"" + std::string(20'000, 'x') + "\"");
  for (const auto& event : {make_event("long", argument), make_event("long", *argument)}) {
    const std::string tail = std::string(*argument) + "]";
    EXPECT_EQ(event->in_namespace("/custom")->text(), R"(42/custom,["long",)" + tail);
    std::uint64_t number = 7;
    const auto numbered = event->numbered(7, number);
    EXPECT_EQ(numbered->text(), R"(42["long",)" + std::string(*argument) + R"(,"8"])");
    EXPECT_EQ(unframe(joined(pieces_of(numbered, 0, Form::websocket_4))), numbered->text());
    EXPECT_EQ(numbered->in_namespace("/a")->text(), R"(42/a,["long",)" + std::string(*argument) + R"(,"8"])");
  }
}

TEST(LongTexts, AreJoinedIfTheyAreShortAfterAll) {
  const auto event = make_event("short", Rope("1"));
  EXPECT_EQ(pieces_of(event, 0, Form::websocket_4).size(), 1U);
  EXPECT_EQ(event->text(), R"(42["short",1])");
}

TEST(LongData, IsSentFromWhereItLies) {
  const Binary data(std::string(20'000, 'x'));
  const auto event = make_event("a", "1", {data});
  for (const auto& [form, head] : {std::pair(Form::websocket_3, "\x04"), std::pair(Form::websocket_4, "")}) {
    const auto pieces = pieces_of(event, 1, form);
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[1]->data(), data->data());
    EXPECT_EQ(joined(pieces), *event->encoded(1, form)) << "as in one piece";
    EXPECT_EQ(unframe(joined(pieces)), "<" + (head + std::string(*data)) + ">");
  }
  EXPECT_EQ(pieces_of(event, 1, Form::websocket_4_base64).size(), 1U);
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
