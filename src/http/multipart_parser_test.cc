#include "http/multipart_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace recess::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A part as "name=data" or "name[file]=data".
class Recorder : public MultipartSink {
 public:
  Result<void> on_part(PartHead head) override {
    EXPECT_FALSE(open);
    open = true;
    parts.push_back(head.name + (head.file_name ? "[" + *head.file_name + "]" : "") + "=");
    return {};
  }
  Result<void> on_data(std::string_view bytes) override {
    EXPECT_TRUE(open);
    parts.back() += bytes;
    return {};
  }
  Result<void> on_part_end() override {
    EXPECT_TRUE(open);
    open = false;
    return {};
  }
  std::vector<std::string> parts;
  bool open = false;
};

struct Outcome {
  std::vector<std::string> parts;
  std::string refusal;
};

Outcome parse(std::string_view bytes, std::size_t cut = 0, std::string_view boundary = "XX",
              std::size_t max_parts = 8) {
  MultipartParser parser(boundary, 200, max_parts);
  Recorder recorder;
  for (const std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    if (auto fed = parser.feed(piece, recorder); !fed) return {recorder.parts, fed.error().detail};
  }
  if (auto whole = parser.finish(); !whole) return {recorder.parts, whole.error().detail};
  return {recorder.parts, {}};
}

std::string part(std::string_view disposition, std::string_view data) {
  return "--XX\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" + std::string(data) +
         "\r\n";
}

std::string long_form() {
  return "preamble\r\n" + part("name=\"a\"", "1") +
         part("name=\"b\"; filename=\"x.py\"", "\r\n--X\r\n-\r\n\r\r\n--XY\r\n") + part("name=\"empty\"", "") +
         "--XX \t\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; "
         "name=c\r\n\r\nlast\r\n--XX--\r\nepilogue";
}

TEST(MultipartParser, ReadsTheSameWhereverItIsCut) {
  const std::string form = long_form();
  for (std::size_t cut = 0; cut <= form.size(); ++cut) {
    const Outcome outcome = parse(form, cut);
    ASSERT_THAT(outcome.refusal, IsEmpty()) << cut;
    ASSERT_THAT(outcome.parts, ElementsAre("a=1", "b[x.py]=\r\n--X\r\n-\r\n\r\r\n--XY\r\n", "empty=", "c=last")) << cut;
  }
}

TEST(MultipartParser, ReadsTheSameByteByByte) {
  MultipartParser parser("XX", 200, 8);
  Recorder recorder;
  for (const char byte : long_form()) ASSERT_TRUE(parser.feed(std::string_view(&byte, 1), recorder));
  EXPECT_TRUE(parser.finish());
  EXPECT_EQ(recorder.parts.size(), 4U);
}

TEST(MultipartParser, ReadsPartsWithoutABody) {
  EXPECT_THAT(parse("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n--XX--").parts, ElementsAre("a="));
}

TEST(MultipartParser, ReadsAFormWithoutParts) { EXPECT_THAT(parse("--XX--\r\n").refusal, IsEmpty()); }

TEST(MultipartParser, RefusesWhatIsMalformed) {
  const std::vector<std::string> cases{
      "",
      "--XX\r\n",
      part("name=a", "1"),            // no last boundary
      part("name=a", "1") + "--XX-",  // cut inside it
      part("filename=a", "1") + "--XX--",
      "--XX\r\n\r\nno head\r\n--XX--",
      "--XX\r\nno colon\r\n\r\n1\r\n--XX--",
      "--XXjunk\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--",
      "--XX\r\nX: " + std::string(500, 'x') + "\r\n\r\n1\r\n--XX--",
  };
  for (const std::string& form : cases) EXPECT_NE(parse(form).refusal, "") << form;
}

TEST(MultipartParser, CountsParts) {
  EXPECT_EQ(parse(part("name=a", "1") + part("name=b", "2") + "--XX--", 0, "XX", 2).refusal, "");
  EXPECT_NE(parse(part("name=a", "1") + part("name=b", "2") + "--XX--", 0, "XX", 1).refusal, "");
}

struct NameCase {
  const char* head;
  const char* name;
  const char* file_name;
};

TEST(PartHead, ReadsNamesAsProgramsSendThem) {
  const std::vector<NameCase> cases{
      {"name=\"game\"; filename=\"maze.py\"", "game", "maze.py"},
      {"filename=maze.py; name=game", "game", "maze.py"},
      {"name=\"a;b=c\"; filename=\"x;name=y.py\"", "a;b=c", "x;name=y.py"},
      {"name=g; filename=\"say \\\"hi\\\".py\"", "g", "say \"hi\".py"},
      {"name=g; filename=\"C:\\games\\maze.py\"", "g", "C:\\games\\maze.py"},
      {"name=g; filename=\"old.py\"; filename*=UTF-8''f%C3%BCr.py", "g", "f\xc3\xbcr.py"},
      {"name=g; filename*=utf-8'de'%C3%A4.py", "g", "\xc3\xa4.py"},
      {"name=g; filename=\"\xff.py\"", "g", "?.py"},
      {"NAME=g; FileName=\"\"", "g", ""},
  };
  for (const NameCase& one : cases) {
    const auto head = parse_part_head(std::string("Content-Disposition: form-data; ") + one.head);
    ASSERT_TRUE(head) << one.head;
    EXPECT_EQ(head->name, one.name);
    EXPECT_EQ(head->file_name, one.file_name);
  }
}

TEST(FormBoundary, IsReadWithAndWithoutQuotes) {
  EXPECT_EQ(form_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(form_boundary("Multipart/Form-Data; charset=x; boundary=\"a b:c\""), "a b:c");
  EXPECT_EQ(form_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/mixed; boundary=abc"), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

}  // namespace
}  // namespace recess::http
