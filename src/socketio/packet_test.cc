#include "socketio/packet.h"

#include "socketio/bad_input.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace recess::socketio {
namespace {

struct Good {
  const char* text;
  PacketType type;
  unsigned attachments;
  const char* name_space;
  std::optional<std::uint64_t> ack_id;
  const char* json;
};

TEST(PacketHeader, IsReadByTheGrammar) {
  const std::vector<Good> cases{
      {"0", PacketType::connect, 0, "/", {}, ""},
      {R"(0{"token":"123"})", PacketType::connect, 0, "/", {}, R"({"token":"123"})"},
      {"0/foo", PacketType::connect, 0, "/foo", {}, ""},
      {"0/foo,", PacketType::connect, 0, "/foo", {}, ""},
      {"0/foo?token=x,", PacketType::connect, 0, "/foo", {}, ""},
      {"0/foo?token=x", PacketType::connect, 0, "/foo", {}, ""},
      {R"(0/custom,{"token":"abc"})", PacketType::connect, 0, "/custom", {}, R"({"token":"abc"})"},
      {"1", PacketType::disconnect, 0, "/", {}, ""},
      {"1/foo", PacketType::disconnect, 0, "/foo", {}, ""},
      {"1/foo,", PacketType::disconnect, 0, "/foo", {}, ""},
      {R"(2["a"])", PacketType::event, 0, "/", {}, R"(["a"])"},
      {R"(2/foo,["a"])", PacketType::event, 0, "/foo", {}, R"(["a"])"},
      {R"(2456["a",1])", PacketType::event, 0, "/", 456, R"(["a",1])"},
      {R"(2/foo,456["a",1])", PacketType::event, 0, "/foo", 456, R"(["a",1])"},
      {R"(2999999999999999["a"])", PacketType::event, 0, "/", 999999999999999, R"(["a"])"},
      {"3456[]", PacketType::ack, 0, "/", 456, "[]"},
      {R"(51-["a",{}])", PacketType::binary_event, 1, "/", {}, R"(["a",{}])"},
      {R"(52-/foo,789["a"])", PacketType::binary_event, 2, "/foo", 789, R"(["a"])"},
      {"62-789[1]", PacketType::binary_ack, 2, "/", 789, "[1]"},
      {R"(50-["a"])", PacketType::event, 0, "/", {}, R"(["a"])"},
      {"60-7[]", PacketType::ack, 0, "/", 7, "[]"},
      {"2abc", PacketType::event, 0, "/", {}, "abc"},
  };
  for (const Good& expected : cases) {
    SCOPED_TRACE(expected.text);
    const auto header = parse_header(expected.text);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->type, expected.type);
    EXPECT_EQ(header->attachments, expected.attachments);
    EXPECT_EQ(header->name_space, expected.name_space);
    EXPECT_EQ(header->ack_id, expected.ack_id);
    EXPECT_EQ(header->json, expected.json);
  }
}

TEST(PacketHeader, RefusesWhatTheGrammarDoesNotKnow) {
  const std::string long_namespace = "0/" + std::string(kMaxNamespaceBytes, 'x');
  const std::vector<std::pair<std::string, BadInput>> cases{
      {"", BadInput::unknown_type},
      {"7[]", BadInput::unknown_type},
      {"abc", BadInput::unknown_type},
      {"5", BadInput::bad_attachment_count},
      {R"(5["a"])", BadInput::bad_attachment_count},
      {R"(51["a"])", BadInput::bad_attachment_count},
      {R"(5-["a"])", BadInput::bad_attachment_count},
      {R"(5x-["a"])", BadInput::bad_attachment_count},
      {R"(51234567890-["a"])", BadInput::bad_attachment_count},
      {R"(21234567890123456["a"])", BadInput::bad_json},
      {long_namespace, BadInput::bad_namespace},
      {"0/caf\xC3\xA9", BadInput::bad_namespace},
      {"0/a b", BadInput::bad_namespace},
  };
  for (const auto& [text, fault] : cases) {
    SCOPED_TRACE(text);
    const auto header = parse_header(text);
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error(), fault);
  }
}

TEST(PacketText, ReadsBackAsItWasWritten) {
  for (const char* text : {"0", "0/foo,", R"(0{"sid":"x"})", "1", "1/foo,", R"(2["a"])", R"(2/foo,12["a",1])", "312[]",
                           R"(4"Invalid namespace")", R"(52-/foo,7["a"])", "61-7[1]"}) {
    SCOPED_TRACE(text);
    const auto header = parse_header(text);
    ASSERT_TRUE(header);
    EXPECT_EQ(encode_packet(*header), text);
  }
}

TEST(EngineTypes, AreTheDigitsZeroToSix) {
  EXPECT_EQ(engine_type('0'), EngineType::open);
  EXPECT_EQ(engine_type('6'), EngineType::noop);
  EXPECT_FALSE(engine_type('7'));
  EXPECT_FALSE(engine_type('a'));
  EXPECT_FALSE(engine_type('/'));
}

TEST(ReservedEvents, DifferByGeneration) {
  for (const char* name :
       {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
    EXPECT_TRUE(is_reserved_event(name, 3)) << name;
    EXPECT_TRUE(is_reserved_event(name, 4)) << name;
  }
  for (const char* name : {"error", "connecting", "reconnect", "reconnect_attempt", "ping", "pong"}) {
    EXPECT_TRUE(is_reserved_event(name, 3)) << name;
    EXPECT_FALSE(is_reserved_event(name, 4)) << name;
  }
  EXPECT_FALSE(is_reserved_event("new_data", 3));
}

TEST(BadInputTable, DropsOnRevisionThreeWhatClosesOnFour) {
  EXPECT_EQ(reaction_to(BadInput::bad_json, 3), Reaction::drop);
  EXPECT_EQ(reaction_to(BadInput::bad_json, 4), Reaction::close);
  EXPECT_EQ(reaction_to(BadInput::not_connected, 3), Reaction::ignore);
  EXPECT_EQ(reaction_to(BadInput::text_while_waiting, 3), Reaction::process);
  EXPECT_EQ(reaction_to(BadInput::placeholder_in_plain, 4), Reaction::drop);
  for (const BadInputRule& rule : kBadInputRules) EXPECT_NE(rule.revision_3, Reaction::close) << rule.text;
}

}  // namespace
}  // namespace recess::socketio
