#include "http/chunked.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace recess::http {
namespace {

// The body, or nothing if it was refused or is not whole. `rest` gets what stands behind it.
std::optional<std::string> decode(std::string_view bytes, std::size_t cut, std::string* rest = nullptr) {
  ChunkDecoder decoder;
  std::string body;
  for (std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    while (!piece.empty() && !decoder.done()) {
      const auto step = decoder.next(piece);
      if (!step) return std::nullopt;
      EXPECT_GT(step->consumed, 0U);
      body += step->data;
      piece.remove_prefix(step->consumed);
    }
    if (rest != nullptr) *rest += piece;
  }
  if (!decoder.done()) return std::nullopt;
  return body;
}

TEST(ChunkDecoder, ReadsTheSameWhereverItIsCut) {
  const std::string bytes = "5\r\nhello\r\n00b; a=\"b\"\r\n, the world\r\n0\r\nX: y\r\n\r\nGET";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    std::string rest;
    ASSERT_EQ(decode(bytes, cut, &rest), "hello, the world") << cut;
    ASSERT_EQ(rest, "GET");
  }
}

TEST(ChunkDecoder, RefusesWhatIsMalformed) {
  const std::vector<std::string> cases{"\r\n",
                                       "x\r\n",
                                       "-1\r\n",
                                       "0x5\r\nhello\r\n0\r\n\r\n",
                                       "5\nhello\r\n0\r\n\r\n",
                                       "5\r\nhello!\r\n0\r\n\r\n",
                                       "5\r\nhello\n0\r\n\r\n",
                                       "fffffffffffffffff\r\n",
                                       "0\r\nX: y\n\r\n",
                                       "5;a\nb\r\nhello\r\n0\r\n\r\n",
                                       "5\r\rhello"};
  for (const std::string& bytes : cases) EXPECT_EQ(decode(bytes, 0), std::nullopt) << bytes;
}

TEST(ChunkDecoder, BoundsWhatIsNotBody) {
  EXPECT_EQ(decode("5;" + std::string(20'000, 'x') + "\r\nhello\r\n0\r\n\r\n", 0), std::nullopt);
  EXPECT_EQ(decode("0\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 0), std::nullopt);
}

}  // namespace
}  // namespace recess::http
