#include "socketio/payload.h"

#include "socketio/base64.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace recess::socketio {
namespace {

using namespace std::string_literals;

// "4:hello" for text, "4<bytes>" for binary; or what was wrong.
std::vector<std::string> decoded(int revision, std::string_view body, bool octet_stream = false) {
  const auto packets = decode_payload(revision, body, octet_stream);
  if (!packets) return {"refused: " + packets.error().detail};
  std::vector<std::string> out;
  for (const WirePacket& packet : *packets) {
    const std::string type(1, static_cast<char>(packet.type));
    if (packet.form == PacketForm::text) out.push_back(type + ":" + std::string(packet.data));
    else if (packet.form == PacketForm::binary) out.push_back(type + "<" + std::string(packet.data) + ">");
    else out.push_back(type + "<" + decode_base64(packet.data).value_or("?") + ">");
  }
  return out;
}

bool refused(int revision, std::string_view body, bool octet_stream = false) {
  return !decode_payload(revision, body, octet_stream);
}

using Strings = std::vector<std::string>;

TEST(TextFramingOfRevision3, HoldsSeveralPackets) {
  EXPECT_EQ(decoded(3, "2:4a3:4bc1:3"), (Strings{"4:a", "4:bc", "3:"}));
  EXPECT_EQ(decoded(3, "10:b4AQIDBA=="), (Strings{"4<\x01\x02\x03\x04>"}));
  EXPECT_EQ(decoded(3, "0:"), Strings{});
  EXPECT_EQ(decoded(3, "0:1:2"), (Strings{"2:"}));
}

TEST(TextFramingOfRevision3, CountsUtf16Units) {
  EXPECT_EQ(decoded(3, "3:4€x1:2"), (Strings{"4:€x", "2:"}));
  EXPECT_EQ(decoded(3, "4:4😀x1:2"), (Strings{"4:😀x", "2:"}));
  EXPECT_EQ(decoded(3, "2:4é"), (Strings{"4:é"}));
  EXPECT_TRUE(refused(3, "2:4😀")) << "a pair would be cut";
  EXPECT_TRUE(refused(3, "6:4😀x1:2")) << "bytes are not units";
}

TEST(TextFramingOfRevision3, RefusesWhatIsNotExact) {
  for (const std::string body : {"", ":", "4", "hello", "5", "5:4abc", "3:4abc", "x:4a", "-1:4", "+1:4", "1:", "2:4a1",
                                 "1:9", "2:xa", "4:b4A!", "4:b1AA", "99999999999:4", "1 :4", "2:4\xFF"}) {
    EXPECT_TRUE(refused(3, body)) << body;
  }
}

TEST(BinaryFramingOfRevision3, IsSeenByTypeOrByFirstByte) {
  EXPECT_EQ(decoded(3, "\x00\x01\xFF\x32"s), (Strings{"2:"}));
  EXPECT_EQ(decoded(3, "\x00\x01\xFF\x32"s, true), (Strings{"2:"}));
  EXPECT_EQ(decoded(3, "\x00\x02\xFF\x34\x31\x00\x01\xFF\x31"s), (Strings{"4:1", "1:"}));
  EXPECT_EQ(decoded(3,
                    "\x00\x01\x00\xFF"s
                    "4123456789"s),
            (Strings{"4:123456789"}))
      << "digits are values";
  EXPECT_EQ(decoded(3, "\x01\x05\xFF\x04\x01\x02\x03\x04"s), (Strings{"4<\x01\x02\x03\x04>"}));
  EXPECT_EQ(decoded(3,
                    "\x00\x04\xFF"
                    "4€"s),
            (Strings{"4:€"}))
      << "bytes, not characters";
}

TEST(BinaryFramingOfRevision3, RefusesWhatIsNotExact) {
  for (const std::string& body :
       {"\x00"s, "\x00\xFF"s, "\x00\x01"s, "\x00\x01\xFF"s, "\x00\x02\xFF\x34"s, "\x02\x01\xFF\x34"s,
        "\x00\x0A\xFF\x34"s, "\x00\x00\xFF"s, "\x01\x00\xFF"s, "\x01\x01\xFF\x34"s, "\x00\x02\xFF\x34\xFF"s,
        "\x00\x01\xFF\x32\x00"s, "\x00\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\xFF\x34"s}) {
    EXPECT_TRUE(refused(3, body)) << ::testing::PrintToString(body);
  }
  EXPECT_TRUE(refused(3, "2:4a", true)) << "text, but announced as binary";
}

TEST(FramingOfRevision4, SeparatesPackets) {
  EXPECT_EQ(decoded(4, "4hello"), (Strings{"4:hello"}));
  EXPECT_EQ(decoded(4,
                    "4test1\x1E"
                    "4test2\x1E"
                    "4test3"),
            (Strings{"4:test1", "4:test2", "4:test3"}));
  EXPECT_EQ(decoded(4,
                    "4hello\x1E"
                    "bAQIDBA=="),
            (Strings{"4:hello", "4<\x01\x02\x03\x04>"}));
  EXPECT_EQ(decoded(4, "4hello", true), (Strings{"4:hello"})) << "whatever the content type says";
  EXPECT_EQ(decoded(4, "b"), (Strings{"4<>"})) << "a binary message may be empty";
}

TEST(FramingOfRevision4, RefusesWhatIsNotExact) {
  for (const std::string body : {"", "\x1E", "4a\x1E",
                                 "\x1E"
                                 "4a",
                                 "4a\x1E\x1E"
                                 "4b",
                                 "abc", "7", "b!", "4\xC3"}) {
    EXPECT_TRUE(refused(4, body)) << ::testing::PrintToString(body);
  }
}

// Cutting a body anywhere never gives the same packets, and never reads beyond the cut.
TEST(Payloads, ThatAreCutAreNoticedOrGiveFewerPackets) {
  const std::vector<std::pair<int, std::string>> bodies{
      {3, "4:4€😀10:b4AQIDBA==1:2"},
      {3,
       "\x00\x01\x00\xFF"
       "4123456789\x01\x05\xFF\x04\x01\x02\x03\x04\x00\x01\xFF\x32"s},
      {4,
       "4€😀\x1E"
       "bAQIDBA==\x1E"
       "2"},
  };
  for (const auto& [revision, body] : bodies) {
    const auto whole = decoded(revision, body);
    ASSERT_EQ(whole.size(), 3U) << whole.front();
    for (std::size_t cut = 0; cut < body.size(); ++cut) {
      const std::string part(body, 0, cut);
      EXPECT_NE(decoded(revision, part), whole) << revision << " cut at " << cut;
      const auto packets = decode_payload(revision, part, false);
      if (!packets) continue;
      for (const WirePacket& packet : *packets) {
        EXPECT_GE(packet.data.data(), part.data());
        EXPECT_LE(packet.data.data() + packet.data.size(), part.data() + part.size());
      }
    }
  }
}

TEST(Payloads, HoldAtMostTenThousandPackets) {
  std::string body = "2";
  for (std::size_t i = 1; i < kMaxPacketsPerPost; ++i)
    body +=
        "\x1E"
        "2";
  EXPECT_EQ(decode_payload(4, body, false)->size(), kMaxPacketsPerPost);
  EXPECT_TRUE(refused(4, body + "\x1E"
                                "2"));
}

TEST(WebSocketMessages, AreOnePacketEach) {
  EXPECT_EQ(decode_text_message(4, "4hello")->data, "hello");
  EXPECT_EQ(decode_text_message(4, "bAQIDBA==")->form, PacketForm::base64);
  EXPECT_EQ(decode_text_message(3, "b4AQIDBA==")->data, "AQIDBA==");
  EXPECT_FALSE(decode_text_message(3, "bAQIDBA=="));
  EXPECT_FALSE(decode_text_message(4, "abc"));
  EXPECT_FALSE(decode_text_message(4, ""));
  EXPECT_EQ(decode_binary_message(4, "\x01\x02")->data, "\x01\x02");
  EXPECT_EQ(decode_binary_message(3, "\x04\x02")->data, "\x02");
  EXPECT_FALSE(decode_binary_message(3, "\x01\x02"));
  EXPECT_FALSE(decode_binary_message(3, ""));
}

TEST(Records, CarryTheirLength) {
  EXPECT_EQ(text_record("40"), "2:40");
  EXPECT_EQ(text_record("4123456789"), "10:4123456789");
  EXPECT_EQ(binary_record(false, {}, "2"), "\x00\x01\xFF\x32"s);
  EXPECT_EQ(binary_record(true, "\x04", "\x01\x02\x03\x04"), "\x01\x05\xFF\x04\x01\x02\x03\x04"s);
  EXPECT_EQ(binary_record(false, {}, "4123456789"),
            "\x00\x01\x00\xFF"s
            "4123456789");
}

}  // namespace
}  // namespace recess::socketio
