#include "http/file_rules.h"

#include <gtest/gtest.h>

namespace recess::http {
namespace {

const FileFacts kFacts{1000, 784111777, "\"tag\""};

FileAnswer answer(std::initializer_list<std::pair<const char*, std::string>> fields, std::uint64_t size = 1000) {
  Request request{.method = "GET"};
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  FileFacts facts = kFacts;
  facts.size = size;
  return answer_for_file(request, facts);
}

struct RangeCase {
  const char* range;
  unsigned status;
  std::uint64_t first;
  std::uint64_t length;
};

TEST(FileAnswer, ServesRanges) {
  const std::vector<RangeCase> cases{
      {"bytes=0-0", 206, 0, 1},
      {"bytes=0-", 206, 0, 1000},
      {"bytes=999-", 206, 999, 1},
      {"bytes=10-19", 206, 10, 10},
      {"Bytes=10-5000", 206, 10, 990},
      {"bytes=-1", 206, 999, 1},
      {"bytes=-5000", 206, 0, 1000},
      {"bytes=1000-", 416, 0, 0},
      {"bytes=-0", 416, 0, 0},
      {"bytes=5-4", 200, 0, 1000},
      {"bytes=0-1,5-6", 200, 0, 1000},
      {"bytes=", 200, 0, 1000},
      {"bytes=-", 200, 0, 1000},
      {"bytes=a-b", 200, 0, 1000},
      {"items=0-1", 200, 0, 1000},
      {"bytes=0-99999999999999999999", 206, 0, 1000},
      {"bytes=99999999999999999999-", 416, 0, 0},
  };
  for (const RangeCase& one : cases) {
    const FileAnswer got = answer({{"Range", one.range}});
    EXPECT_EQ(got.status, one.status) << one.range;
    EXPECT_EQ(got.first, one.first) << one.range;
    EXPECT_EQ(got.length, one.length) << one.range;
  }
}

TEST(FileAnswer, HasNoRangeOfAnEmptyFile) {
  EXPECT_EQ(answer({{"Range", "bytes=0-"}}, 0).status, 416U);
  EXPECT_EQ(answer({{"Range", "bytes=-5"}}, 0).status, 416U);
  EXPECT_EQ(answer({}, 0).status, 200U);
}

TEST(FileAnswer, SparesWhatTheClientHas) {
  EXPECT_EQ(answer({{"If-None-Match", "\"tag\""}}).status, 304U);
  EXPECT_EQ(answer({{"If-None-Match", "\"x\", W/\"tag\""}}).status, 304U);
  EXPECT_EQ(answer({{"If-None-Match", "*"}}).status, 304U);
  EXPECT_EQ(answer({{"If-None-Match", "\"x\""}, {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 200U);
  EXPECT_EQ(answer({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 304U);
  EXPECT_EQ(answer({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}).status, 200U);
}

TEST(FileAnswer, ServesARangeOnlyOfTheFileTheClientKnows) {
  EXPECT_EQ(answer({{"Range", "bytes=0-1"}, {"If-Range", "\"tag\""}}).status, 206U);
  EXPECT_EQ(answer({{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status, 200U);
  EXPECT_EQ(answer({{"Range", "bytes=0-1"}, {"If-Range", "W/\"tag\""}}).status, 200U);
  EXPECT_EQ(answer({{"Range", "bytes=0-1"}, {"If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 206U);
}

TEST(ContentType, GoesByTheExtension) {
  EXPECT_EQ(content_type_for("a.b.HTML"), "text/html; charset=utf-8");
  EXPECT_EQ(content_type_for("main.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_for("noise"), "application/octet-stream");
}

}  // namespace
}  // namespace recess::http
