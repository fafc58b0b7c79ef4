#include "steps/reply.h"

#include "kernel/json.h"
#include "kernel/log.h"
#include "steps/duck_page.h"
#include "steps/level_file.h"
#include "steps/log_text.h"
#include "steps/say.h"
#include "steps/unknown_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::steps {
namespace {

using testing::HasSubstr;
using testing::Not;

const Levels& shipped() {
  static const Levels levels = read_levels(shipped_levels()).value();
  return levels;
}

Line line_of(std::vector<Piece> pieces) { return pieces; }

TEST(Say, FillsPlaceholdersOnce) {
  const Input input = read_input("{base} {name}", Reading::text);
  const SayValues values{.input = &input, .base = "http://b", .name = "Fred"};
  const Line line = line_of({{Piece::Kind::literal, "<"}, {Piece::Kind::input, ""}, {Piece::Kind::literal, ">"}});
  EXPECT_EQ(say_text(line, values), "<{base} {name}>");
  EXPECT_EQ(say_html(line, values), "&lt;{base} {name}&gt;");
}

TEST(Say, LinksAddressesAndCarriesTheNameAlong) {
  const Input input = read_input("", Reading::text);
  const SayValues values{
      .input = &input, .base = "http://b", .next_url = "http://b/puzzle", .link_query = "name=A%20B"};
  const Line sample = line_of({{Piece::Kind::base, ""}, {Piece::Kind::literal, "/steps?message=x. Go"}});
  EXPECT_EQ(say_html(sample, values),
            "<a href=\"http://b/steps?message=x&amp;name=A%20B\">http://b/steps?message=x</a>. Go");
  const Line next = line_of({{Piece::Kind::literal, "on: "}, {Piece::Kind::next_url, ""}});
  EXPECT_EQ(say_html(next, values), "on: <a href=\"http://b/puzzle?name=A%20B\">http://b/puzzle</a>");
}

TEST(Reply, IsValidJsonWhateverIsInIt) {
  const Reply reply{
      .route = "puzzle", .outcome = "wrong", .input = "\"\\\n\x01", .say = {"a\"b", ""}, .base = "http://b"};
  const auto document = json::Document::parse(reply_json(reply, shipped()));
  ASSERT_TRUE(document);
  const json::Value root = (*document)->root();
  EXPECT_EQ(root.find("track").as_string(), "passport");
  EXPECT_EQ(root.find("input").as_string(), reply.input);
  EXPECT_EQ(root.find("say").size(), 2U);
  EXPECT_TRUE(root.find("next").is(json::Kind::null));
  EXPECT_TRUE(root.find("attempts").is(json::Kind::null));
  EXPECT_TRUE(root.find("name").is(json::Kind::null));
}

TEST(ReplyPage, EscapesEverythingThatWasSent) {
  const std::string bad = "<script>alert('\"&1\")</script>";
  Reply reply{
      .route = "steps", .title = "Send", .key = "message", .outcome = "wrong", .input = bad, .base = "http://b"};
  reply.say = {bad};
  reply.say_html = {say_html(line_of({{Piece::Kind::input, ""}}), [&] {
    static Input input;
    input = read_input("<script>alert('\"&1\")</script>", Reading::text);
    return SayValues{.input = &input};
  }())};
  const std::string page = reply_page(reply, shipped(), nullptr);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;&quot;&amp;1&quot;)"));
  EXPECT_THAT(page, HasSubstr("name=\"message\""));
  EXPECT_THAT(page, HasSubstr("requests.get("));
}

TEST(ReplyPage, CarriesTheNameAndHidesWhatLiesAhead) {
  const Reply reply{.route = "puzzle",
                    .key = "solution",
                    .outcome = "solved",
                    .solved = true,
                    .next = "problem",
                    .base = "http://b/w/7b",
                    .name = "Zo\xC3\xAB"};
  const std::string page = reply_page(reply, shipped(), nullptr);
  EXPECT_THAT(page, HasSubstr("href=\"/w/7b/problem?name=Zo%C3%AB\""));
  EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"name\" value=\"Zo\xC3\xAB\">"));
  EXPECT_THAT(page, Not(HasSubstr("/w/7b/python")));
}

TEST(DuckReply, HasItsOwnJson) {
  DuckReply reply{.ask = read_duck("0,0,0", "40,90"), .base = "http://b", .name = "Fred"};
  reply.moved = move_in_run(std::nullopt, "0,0,0", reply.ask);
  EXPECT_EQ(
      duck_json(reply),
      R"({"r":40.0,"a":90.0,"b":90.0,"outcome":"swimming","dt":40.0,"reach":160.0,"run":{"certified":true,"requests":1}})");
  reply = DuckReply{.ask = read_duck("1,2", ""), .base = "http://b"};
  EXPECT_THAT(duck_json(reply), HasSubstr("\"r\":null"));
  reply = DuckReply{.ask = read_duck("", ""), .base = "http://b"};
  EXPECT_THAT(duck_text(reply), testing::StartsWith("location=0,0,0\n\n"));
  EXPECT_THAT(duck_text(reply), HasSubstr("http://b/duck/rules"));
}

TEST(LogText, CannotBeForged) {
  EXPECT_EQ(message_line("hello wurlde"), "Server received message: hello wurlde");
  EXPECT_EQ(message_line(""), "Server received message: ");
  EXPECT_EQ(message_line(std::string(201, 'x')), "Server received message: " + std::string(200, 'x') + "...");
  EXPECT_EQ(level_line("puzzle", "wrong", "fred", "a\" outcome=\"solved"),
            "steps route=puzzle outcome=wrong name=fred input=\"a\\\" outcome=\\\"solved\"");
  EXPECT_EQ(level_line("puzzle", "blank", "", ""), "steps route=puzzle outcome=blank name=\"\" input=\"\"");
  EXPECT_EQ(level_line("puzzle", "blank", "A B", "\\"), "steps route=puzzle outcome=blank name=\"A B\" input=\"\\\\\"");
  EXPECT_EQ(escape_control("a\nServer\x1b[2J\xC2\x9B"
                           "0m\xE2\x80\xA8"),
            "a\\nServer\\x1b[2J\\x9b0m\\u2028");
}

TEST(UnknownPaths, AreToldOnceAMinuteForEachAddress) {
  UnknownPaths paths;
  const Tick start{};
  EXPECT_EQ(paths.note("a", start), 1U);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(paths.note("a", start + Millis{i}), std::nullopt);
  EXPECT_EQ(paths.note("b", start), 1U);
  EXPECT_EQ(paths.note("a", start + std::chrono::seconds{61}), 1001U);
  EXPECT_EQ(paths.total(), 1003U);
}

TEST(UnknownPaths, AreBoundedHoweverManyAddresses) {
  UnknownPaths paths;
  int told = 0;
  for (int i = 0; i < 5000; ++i) told += paths.note(std::to_string(i), Tick{}) ? 1 : 0;
  EXPECT_LE(told, 1001);
}

}  // namespace
}  // namespace recess::steps
