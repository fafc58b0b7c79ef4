#include "http/ws_frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::http {
namespace {

using testing::ElementsAre;

std::string client_frame(unsigned first_byte, std::string_view payload) {
  constexpr std::array<char, 4> kMask{'m', 'A', '\x00', '\xff'};
  std::string out(1, static_cast<char>(first_byte));
  const std::size_t size = payload.size();
  if (size < 126) {
    out += static_cast<char>(0x80U | size);
  } else {
    out += static_cast<char>(size <= 0xFFFF ? 0xFE : 0xFF);
    for (int shift = size <= 0xFFFF ? 8 : 56; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xFFU);
  }
  out.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ kMask[i % 4]);
  return out;
}

// Writes down what it is told: "text:abc", "ping:".
class Recorder : public FrameSink {
 public:
  bool on_message(Opcode kind, const LentBytes& payload) override {
    heard.push_back((kind == Opcode::text ? "text:" : "binary:") + std::string(*payload));
    return true;
  }
  bool on_control(Opcode kind, std::string_view payload) override {
    const char* name = kind == Opcode::close ? "close:" : kind == Opcode::ping ? "ping:" : "pong:";
    heard.push_back(name + std::string(payload));
    return kind != Opcode::close;
  }
  std::vector<std::string> heard;
};

struct Outcome {
  std::vector<std::string> heard;
  std::optional<CloseCode> failure;
};

// Feeds `bytes` in pieces that end at the given places.
Outcome feed(const std::string& bytes, std::initializer_list<std::size_t> cuts = {}, std::uint64_t limit = 1000) {
  FrameParser parser(limit);
  Recorder recorder;
  std::size_t begin = 0;
  std::vector<std::size_t> ends(cuts);
  ends.push_back(bytes.size());
  for (const std::size_t end : ends) {
    std::string piece = bytes.substr(begin, end - begin);
    begin = end;
    if (auto failure = parser.feed(piece, recorder)) return {recorder.heard, failure};
  }
  return {recorder.heard, std::nullopt};
}

std::string conversation() {
  return client_frame(0x81, "hello") + client_frame(0x01, "gr\xc3") + client_frame(0x89, "still there?") +
         client_frame(0x00, "\xbc") + client_frame(0x8A, "") + client_frame(0x80, "n") + client_frame(0x82, "") +
         client_frame(0x82, std::string(300, '\x80')) + client_frame(0x02, "") + client_frame(0x80, "late");
}

const std::vector<std::string>& conversation_heard() {
  static const std::vector<std::string> kHeard{
      "text:hello", "ping:still there?", "pong:", "text:gr\xc3\xbcn", "binary:", "binary:" + std::string(300, '\x80'),
      "binary:late"};
  return kHeard;
}

class Keeper : public FrameSink {
 public:
  bool on_message(Opcode, const LentBytes& payload) override {
    kept.push_back(payload.has_owner() ? payload.keep() : SharedBytes());
    return true;
  }
  bool on_control(Opcode, std::string_view) override { return true; }
  std::vector<SharedBytes> kept;
};

TEST(FrameParser, GivesALongMessageAwayWithItsBuffer) {
  FrameParser parser(1'000'000);
  Keeper keeper;
  std::string bytes = client_frame(0x81, std::string(200'000, 'a')) + client_frame(0x81, "short") +
                      client_frame(0x02, std::string(200'000, 'b')) + client_frame(0x80, "end");
  const std::span<char> all(bytes);
  ASSERT_FALSE(parser.feed(all.first(65'536), keeper));
  ASSERT_FALSE(parser.feed(all.subspan(65'536), keeper));
  ASSERT_EQ(keeper.kept.size(), 3U);
  EXPECT_EQ(*keeper.kept[0], std::string(200'000, 'a'));
  EXPECT_FALSE(keeper.kept[1]) << "lent for the call only";
  EXPECT_EQ(*keeper.kept[2], std::string(200'000, 'b') + "end");
}

TEST(FrameParser, HearsAWholeConversationAtOnce) {
  const Outcome outcome = feed(conversation());
  EXPECT_EQ(outcome.heard, conversation_heard());
  EXPECT_FALSE(outcome.failure);
}

TEST(FrameParser, HearsTheSameWhereverItIsCut) {
  const std::string bytes = conversation();
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const Outcome outcome = feed(bytes, {cut});
    ASSERT_EQ(outcome.heard, conversation_heard()) << "cut at " << cut;
    ASSERT_FALSE(outcome.failure);
  }
}

TEST(FrameParser, HearsTheSameByteByByte) {
  FrameParser parser(1000);
  Recorder recorder;
  for (char byte : conversation()) ASSERT_FALSE(parser.feed(std::span(&byte, 1), recorder));
  EXPECT_EQ(recorder.heard, conversation_heard());
}

TEST(FrameParser, StopsWhereTheSinkSaysSo) {
  const Outcome outcome = feed(client_frame(0x88, "") + client_frame(0x81, "too late"));
  EXPECT_THAT(outcome.heard, ElementsAre("close:"));
}

TEST(FrameParser, RefusesTheByteOverTheLimitByItsHeader) {
  EXPECT_FALSE(feed(client_frame(0x82, std::string(1000, 'x'))).failure);
  const std::string over = client_frame(0x82, std::string(1001, 'x'));
  EXPECT_EQ(feed(over.substr(0, 8)).failure, CloseCode::too_big) << "the payload need not arrive";
  EXPECT_EQ(feed(client_frame(0x02, std::string(1000, 'x')) + client_frame(0x80, "y")).failure, CloseCode::too_big);
}

struct Case {
  const char* name;
  std::string bytes;
  CloseCode code;
};

TEST(FrameParser, RefusesWhatBreaksTheProtocol) {
  const std::vector<Case> cases{
      {"unmasked", std::string("\x81\x00", 2), CloseCode::protocol_error},
      {"reserved bit 1", client_frame(0xC1, ""), CloseCode::protocol_error},
      {"reserved bit 2", client_frame(0xA1, ""), CloseCode::protocol_error},
      {"reserved bit 3", client_frame(0x91, ""), CloseCode::protocol_error},
      {"opcode 3", client_frame(0x83, ""), CloseCode::protocol_error},
      {"opcode 7", client_frame(0x87, ""), CloseCode::protocol_error},
      {"opcode 11", client_frame(0x8B, ""), CloseCode::protocol_error},
      {"opcode 15", client_frame(0x8F, ""), CloseCode::protocol_error},
      {"ping in pieces", client_frame(0x09, ""), CloseCode::protocol_error},
      {"ping of 126 bytes", client_frame(0x89, std::string(126, 'x')), CloseCode::protocol_error},
      {"lone continuation", client_frame(0x80, ""), CloseCode::protocol_error},
      {"message inside a message", client_frame(0x01, "") + client_frame(0x81, ""), CloseCode::protocol_error},
      {"length of 64 bits", std::string("\x82\xff\x80\0\0\0\0\0\0\0mask", 14), CloseCode::protocol_error},
      {"bad text", client_frame(0x81, "ab\xff"), CloseCode::bad_text},
      {"text that ends too early", client_frame(0x81, "\xe2\x82"), CloseCode::bad_text},
      {"bad text in an unfinished message", client_frame(0x01, "\xc0"), CloseCode::bad_text},
  };
  for (const Case& one : cases) EXPECT_EQ(feed(one.bytes).failure, one.code) << one.name;
}

TEST(Frames, AreEncodedWithTheShortestLength) {
  EXPECT_EQ(*text_frame("hi"), "\x81\x02hi");
  EXPECT_EQ(text_frame(std::string(125, 'x'))->size(), 127U);
  EXPECT_EQ(text_frame(std::string(126, 'x'))->substr(0, 4), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(binary_frame(std::string(65536, 'x'))->substr(0, 10), std::string("\x82\x7f\0\0\0\0\0\1\0\0", 10));
  EXPECT_EQ(*binary_frame("\x04", "data"),
            "\x82\x05\x04"
            "data");
}

TEST(Frames, CutTheReasonOfACloseBetweenCharacters) {
  std::string reason(122, 'x');
  reason += "\xc3\xbc";
  EXPECT_EQ(encode_close(CloseCode::policy, reason).size(), 2 + 2 + 122U);
}

TEST(Frames, ReadCloses) {
  EXPECT_EQ(parse_close("")->code, std::nullopt);
  EXPECT_EQ(parse_close("\x03\xe8")->code, 1000);
  EXPECT_EQ(parse_close("\x0f\xa0why")->reason, "why");
  for (const std::string bad :
       {"x", "\x03\xe7", "\x03\xec", "\x03\xed", "\x03\xee", "\x03\xf7", "\x0b\xb7", "\x13\x88"}) {
    EXPECT_EQ(parse_close(bad).error(), CloseCode::protocol_error);
  }
  EXPECT_EQ(parse_close("\x03\xe8\xff").error(), CloseCode::bad_text);
}

TEST(Frames, UnmaskFromAnyOffset) {
  const std::array<char, 4> mask{1, 2, 3, 4};
  std::string whole(61, '\0');
  unmask(whole, mask, 0);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    std::string split(61, '\0');
    unmask(std::span(split).first(cut), mask, 0);
    unmask(std::span(split).subspan(cut), mask, cut);
    ASSERT_EQ(split, whole);
  }
}

// Wants a rest after each message.
class Tired : public Recorder {
 public:
  bool on_message(Opcode kind, const LentBytes& payload) override {
    tired = true;
    return Recorder::on_message(kind, payload);
  }
  bool wants_rest() override { return std::exchange(tired, false); }
  bool tired = false;
};

TEST(FrameParser, LeavesTheRestToWhoWantsOne) {
  std::string bytes = client_frame(0x81, "one") + client_frame(0x89, "ping") + client_frame(0x81, "two") +
                      client_frame(0x81, "three").substr(0, 8);
  FrameParser parser(1000);
  Tired sink;
  std::vector<std::size_t> heard;
  std::span<char> left(bytes);
  do {
    EXPECT_FALSE(parser.feed(left, sink));
    left = left.last(parser.left());
    heard.push_back(sink.heard.size());
  } while (!left.empty() && heard.size() < 9);
  EXPECT_THAT(heard, ElementsAre(1U, 3U, 3U)) << "the beginning of a frame is kept by the parser";
  std::string end = client_frame(0x81, "three").substr(8);
  EXPECT_FALSE(parser.feed(end, sink));
  EXPECT_THAT(sink.heard, ElementsAre("text:one", "ping:ping", "text:two", "text:three"));
}

}  // namespace
}  // namespace recess::http
