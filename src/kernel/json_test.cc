#include "kernel/json.h"

#include "kernel/random.h"
#include "kernel/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace recess::json {
namespace {

std::shared_ptr<const Document> read(std::string text, ParseLimits limits = {}) {
  auto document = Document::parse(std::move(text), limits);
  if (!document) ADD_FAILURE() << document.error().detail;
  return document ? *document : nullptr;
}

bool accepts(std::string_view text) { return Document::parse(std::string(text)).has_value(); }

// The document written again from what each() shows, without blanks.
std::string rebuilt(Value value) {
  if (!value.is(Kind::array) && !value.is(Kind::object)) return std::string(value.raw());
  const bool object = value.is(Kind::object);
  std::string out(1, object ? '{' : '[');
  value.each([&](std::string_view key, Value member) {
    if (out.size() > 1) out += ',';
    if (object) out.append(key).append(1, ':');
    out += rebuilt(member);
  });
  return out + (object ? '}' : ']');
}

TEST(JsonParse, AcceptsWhatTheGrammarAllows) {
  for (const char* good : {"null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "0.0",
                           "-0.5e-7",
                           "1E+2",
                           "1e400",
                           "\"\"",
                           "[]",
                           "{}",
                           " [ ] ",
                           "\t\r\n{ \"a\" : [ 1 , { } ] }\n",
                           "[[],{},\"\",0]",
                           R"("\"\\\/\b\f\n\r\t\u00e9")",
                           R"({"":0})",
                           R"({"a":1,"a":2})",
                           "\"\x7f\"",
                           "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
                           "\"\xEF\xBF\xBF\"",
                           "\"\xF4\x8F\xBF\xBF\"",
                           "123456789012345678901234567890",
                           R"("\ud83d")",
                           R"("\ude00\ud83d")",
                           R"(["_placeholder",{"_placeholder":true,"num":0}])",
                           R"("\u0000")",
                           "[1,-2]",
                           "[[[[[[]]]]]]"}) {
    EXPECT_TRUE(accepts(good)) << good;
  }
}

TEST(JsonParse, RefusesWhatItDoesNot) {
  for (const char* bad : {"",
                          " ",
                          "nul",
                          "nulll",
                          "True",
                          "NaN",
                          "Infinity",
                          "-Infinity",
                          "-",
                          "+1",
                          "01",
                          "-01",
                          ".5",
                          "1.",
                          "1.e1",
                          "1e",
                          "1e+",
                          "0x1",
                          "1 2",
                          "[1 2]",
                          "[1,]",
                          "[,1]",
                          "[,]",
                          "[",
                          "]",
                          "[1",
                          "[1,",
                          "[}",
                          "{]",
                          "{",
                          "}",
                          "{,}",
                          R"({"a"})",
                          R"({"a":})",
                          R"({"a":,"b":1})",
                          R"({"a":1,})",
                          R"({"a" 1})",
                          R"({a:1})",
                          R"({1:1})",
                          R"({"a":1 "b":2})",
                          R"({'a':1})",
                          "\"",
                          "\"a",
                          "'a'",
                          R"("\)",
                          R"("\")",
                          R"("\x41")",
                          R"("\u12")",
                          R"("\u12g4")",
                          R"("\u")",
                          R"("\ud83d\u")",
                          "[1]]",
                          "{}{}",
                          "null,",
                          "[1]x",
                          "\xEF\xBB\xBF[]",
                          "// x",
                          "[1]/**/",
                          "\"a\nb\"",
                          "\"\t\"",
                          "[\"a]",
                          R"(["a",])",
                          "[-]",
                          "[1.5.2]",
                          "[- 1]",
                          "--1",
                          "1e1e1"}) {
    EXPECT_FALSE(accepts(bad)) << bad;
  }
}

TEST(JsonParse, RefusesRawControlCharactersInStrings) {
  for (int c = 0; c < 0x20; ++c) {
    // At each place of a word, so that every lane of the eight-byte test is asked.
    for (std::size_t before = 0; before < 9; ++before) {
      const std::string text = '"' + std::string(before, 'x') + static_cast<char>(c) + std::string(9, 'y') + '"';
      EXPECT_FALSE(accepts(text)) << c << " after " << before;
    }
  }
  EXPECT_FALSE(accepts(std::string_view("\0", 1)));
  EXPECT_FALSE(accepts(std::string_view("[]\0", 3)));
  EXPECT_FALSE(accepts(std::string_view("\"\\\0\"", 4)));
}

TEST(JsonParse, SeesEveryByteInEveryLane) {
  for (int c = 0x20; c < 0x80; ++c) {
    if (c == '"' || c == '\\') continue;
    for (std::size_t before = 0; before < 9; ++before) {
      std::string inside = std::string(before, 'x') + static_cast<char>(c) + std::string(9, 'y');
      const auto document = read('"' + inside + '"');
      EXPECT_EQ(document->root().as_string(), inside);
    }
  }
  for (std::size_t before = 0; before < 17; ++before) {
    const std::string pad(before, 'x');
    EXPECT_EQ(read('"' + pad + "\\n" + pad + '"')->root().as_string(), pad + '\n' + pad);
    EXPECT_EQ(read("[\"" + pad + "\",1]")->root().size(), 2U);
  }
}

TEST(JsonParse, RefusesWhatIsNotUtf8) {
  for (const char* bad :
       {"\"\x80\"", "\"\xC3\"", "\"\xC3\x28\"", "\"\xC0\xAF\"", "\"\xE0\x80\xAF\"", "\"\xED\xA0\x80\"",
        "\"\xF0\x80\x80\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xFF\"", "\"\xE2\x82\"",
        "\"\xF0\x9F\x98\"", "\"abcdefgh\xE2\x82\"", "\xC3\xA9", "{\"\xFF\":1}"}) {
    EXPECT_FALSE(accepts(bad)) << bad;
  }
}

TEST(JsonParse, HasADepthLimit) {
  EXPECT_TRUE(accepts(std::string(64, '[') + std::string(64, ']')));
  const auto deep = Document::parse(std::string(65, '[') + std::string(65, ']'));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, Code::too_large);
  EXPECT_FALSE(accepts(std::string(1'000'000, '[')));
  std::string siblings = "[";
  for (int i = 0; i < 200; ++i) siblings += "[],{},";
  EXPECT_TRUE(accepts(siblings + "0]")) << "depth counts what is open, not what there is";
}

TEST(JsonParse, HasALimitOfValues) {
  EXPECT_TRUE(Document::parse("[1,2,3]", {.nodes = 5}));
  const auto over = Document::parse("[1,2,3,4,5,6]", {.nodes = 5});
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::too_large);
}

TEST(JsonParse, SaysWhere) {
  EXPECT_EQ(Document::parse("[1,NaN]").error().detail, "JSON, byte 3: malformed value");
  EXPECT_EQ(Document::parse("[1] 2").error().detail, "JSON, byte 4: nothing may follow the value");
}

TEST(JsonValue, ShowsEverythingInOrder) {
  const std::string text = R"(["new_data",{"a":{"b":[1,[2,[]],{}]},"a":"x","é":null,"n":-1.50},true])";
  EXPECT_EQ(rebuilt(read(text)->root()), text);
  EXPECT_EQ(rebuilt(read(" [ 1 , { \"a\" : [ ] } ] ")->root()), R"([1,{"a":[]}])");
}

TEST(JsonValue, AbsentAnswersEveryQuestion) {
  const Value absent;
  EXPECT_EQ(absent.kind(), Kind::absent);
  EXPECT_FALSE(absent);
  EXPECT_EQ(absent.raw(), "");
  EXPECT_FALSE(absent.as_string() || absent.as_number() || absent.as_integer() || absent.as_boolean());
  EXPECT_FALSE(absent.truthy());
  EXPECT_EQ(absent.size(), 0U);
  EXPECT_FALSE(absent.at(0) || absent.find("x"));
  absent.each([](std::string_view, Value) { FAIL(); });
}

TEST(JsonValue, ScalarsHaveNoParts) {
  const auto document = read(R"(["text",7])");
  for (std::size_t i = 0; i < 2; ++i) {
    const Value scalar = document->root().at(i);
    EXPECT_EQ(scalar.size(), 0U);
    EXPECT_FALSE(scalar.at(0) || scalar.find("x"));
    scalar.each([](std::string_view, Value) { FAIL(); });
  }
}

TEST(JsonValue, ReadsElementsAndMembers) {
  const auto document = read(R"([[1,2],{"k":"v","l":[3]},4])");
  const Value root = document->root();
  EXPECT_EQ(root.at(0).at(1).as_integer(), 2);
  EXPECT_EQ(root.at(1).find("l").at(0).as_integer(), 3);
  EXPECT_EQ(root.at(1).find("k").as_string(), "v");
  EXPECT_FALSE(root.at(1).find("m"));
  EXPECT_EQ(root.at(2).as_integer(), 4);
  EXPECT_FALSE(root.at(3));
  EXPECT_FALSE(root.find("k")) << "an array has no members";
  EXPECT_FALSE(root.at(1).at(0)) << "an object has no elements";
}

TEST(JsonValue, TheLastOfDuplicatesCounts) {
  const auto document = read(R"({"a":1,"b":2,"a":3,"\u0061":4})");
  EXPECT_EQ(document->root().find("a").as_integer(), 4);
  EXPECT_EQ(document->root().size(), 4U);
}

TEST(JsonValue, ComparesDecodedNames) {
  const auto document = read(R"({"d\u00e9j\u00e0":1,"a\/b":2,"\ud83d\ude00":3,"__proto__":4})");
  EXPECT_EQ(document->root().find("d\xC3\xA9j\xC3\xA0").as_integer(), 1);
  EXPECT_EQ(document->root().find("a/b").as_integer(), 2);
  EXPECT_EQ(document->root().find("\xF0\x9F\x98\x80").as_integer(), 3);
  EXPECT_EQ(document->root().find("__proto__").as_integer(), 4);
}

TEST(JsonValue, DecodesStrings) {
  const auto decoded = [](std::string text) { return read(std::move(text))->root().as_string(); };
  EXPECT_EQ(decoded(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded(R"("\u00e9\u20AC\ud83d\ude00")"), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"("a\u0000b")"), std::string("a\0b", 3));
}

// Long strings full of escapes are read many bytes at a time. Cut short, the same text is read byte by byte: what is
// accepted must not depend on it, nor where the string ends.
TEST(JsonParse, ReadsManyEscapesAsItReadsFew) {
  SeededRandom random{7};
  const std::vector<std::string> pieces{R"(\\)", R"(\n)", R"(\")", R"(\u00e9)", R"(\ud83d)",
                                        R"(\/)", "x",     "a0",    "\xC3\xA9",  " "};
  const std::vector<std::string> wrong{R"(\x)", R"(\u00g9)", R"(\u12")", "\n", "\x01", R"(\U0041)", "\xFF"};
  for (int round = 0; round < 4000; ++round) {
    std::string inside;
    std::size_t at_wrong = std::string::npos;
    while (inside.size() < 200) {
      if (at_wrong == std::string::npos && random.below(150) == 0) {
        at_wrong = inside.size();
        inside += wrong[random.below(wrong.size())];
      }
      inside += pieces[random.below(pieces.size())];
    }
    const std::string text = "[\"" + inside + "\",1]";
    const auto document = Document::parse(text);
    ASSERT_EQ(document.has_value(), at_wrong == std::string::npos) << text;
    if (!document) continue;
    EXPECT_EQ((*document)->root().at(0).raw(), "\"" + inside + "\"");
    EXPECT_EQ((*document)->root().at(1).as_integer(), 1);
    const auto known_utf8 = Document::parse(text, {.is_utf8 = true});
    ASSERT_TRUE(known_utf8) << text;
    EXPECT_EQ((*known_utf8)->root().at(0).raw(), (*document)->root().at(0).raw());
  }
}

TEST(JsonParse, SaysWhereALongStringIsWrong) {
  std::string text = "[\"";
  for (int i = 0; i < 50; ++i) text += R"(\\)";
  const std::size_t place = text.size();
  const auto document = Document::parse(text + R"(\x")" + std::string(200, ' '));
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().detail, "JSON, byte " + std::to_string(place + 1) + ": malformed string");
}

TEST(JsonValue, LoneSurrogatesStayEscapesInTheTextAndDecodeToReplacements) {
  const auto document = read(R"(["\ud83d","\ude00","\ud83dx","\ud83d\u0041","\ud83d\ud83d\ude00"])");
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(document->root().at(0).raw(), R"("\ud83d")");
  EXPECT_EQ(document->root().at(0).as_string(), mark);
  EXPECT_EQ(document->root().at(1).as_string(), mark);
  EXPECT_EQ(document->root().at(2).as_string(), mark + "x");
  EXPECT_EQ(document->root().at(3).as_string(), mark + "A");
  EXPECT_EQ(document->root().at(4).as_string(), mark + "\xF0\x9F\x98\x80");
}

TEST(JsonValue, PlainStringsAreViewsOfTheSource) {
  const auto document = read(R"(["plain","esc\n"])");
  std::string scratch = "untouched";
  const auto plain = document->root().at(0).as_string(scratch);
  EXPECT_EQ(plain->data(), document->text().data() + 2);
  EXPECT_EQ(scratch, "untouched");
  EXPECT_EQ(document->root().at(1).as_string(scratch)->data(), scratch.data());
}

TEST(JsonDocument, SharesWhatItWasGivenToShare) {
  const SharedBytes packet(R"(42["long",{"text":"0123456789012345678901234567890123456789"}])");
  const auto document = Document::parse(packet.part(2)).value();
  EXPECT_EQ(document->text().data(), packet->data() + 2);
  const std::string_view most = document->root().at(1).raw();
  EXPECT_EQ(document->share(most)->data(), most.data());
  const std::string_view little = document->root().at(0).raw();
  EXPECT_EQ(*document->share(little), "\"long\"");
  EXPECT_NE(document->share(little)->data(), little.data()) << "all of it would be kept for little";
  const auto own = read("[1]");
  EXPECT_NE(own->share(own->text())->data(), own->text().data());
}

TEST(JsonValue, NumbersKeepTheirText) {
  const auto document = read("[1700000010.125001,123456789012345678901234567890,1.50,-0,1E3]");
  EXPECT_EQ(document->root().at(0).raw(), "1700000010.125001");
  EXPECT_EQ(document->root().at(0).as_number(), 1700000010.125001);
  EXPECT_EQ(document->root().at(1).raw(), "123456789012345678901234567890");
  EXPECT_EQ(document->root().at(2).raw(), "1.50");
  EXPECT_EQ(document->root().at(4).as_integer(), 1000);
}

TEST(JsonValue, WholeNumbersUpToTwoToThe53) {
  const auto integer = [](std::string text) { return read(std::move(text))->root().as_integer(); };
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("1.0"), 1);
  EXPECT_EQ(integer("-12e1"), -120);
  EXPECT_EQ(integer("9007199254740992"), 9007199254740992);
  EXPECT_EQ(integer("-9007199254740992"), -9007199254740992);
  for (const char* none : {"1.5", "9007199254740994", "1e300", "1e999", "\"1\"", "true", "null"}) {
    EXPECT_EQ(integer(none), std::nullopt) << none;
  }
}

TEST(JsonValue, HasNoNumberForWhatNoDoubleHolds) {
  EXPECT_EQ(read("1e999")->root().as_number(), std::nullopt);
  EXPECT_EQ(read("-1e999")->root().as_number(), std::nullopt);
  EXPECT_EQ(read("1e-999")->root().as_number(), 0.0);
}

TEST(JsonValue, TruthyAsInJavaScript) {
  for (const char* yes : {"true", "1", "-1", "0.1", "1e999", "\"0\"", "\" \"", "[]", "{}", "\"\\u0000\""}) {
    EXPECT_TRUE(read(yes)->root().truthy()) << yes;
  }
  for (const char* no : {"false", "null", "0", "-0", "0.0", "0e5", "\"\""}) {
    EXPECT_FALSE(read(no)->root().truthy()) << no;
  }
}

TEST(JsonEditor, UnchangedObjectsAreTheSameText) {
  const auto document = read(R"([{ "a" : 1 , "a":2}])");
  EXPECT_EQ(ObjectEditor(document->root().at(0)).text(), R"({ "a" : 1 , "a":2})");
}

TEST(JsonEditor, ReplacesInPlaceRemovesAndAppends) {
  const auto document = read(R"({"a":1,"b":[1, 2],"c":1700000010.125001})");
  ObjectEditor editor(document->root());
  editor.set("b", "null").remove("a").set("z", "\"new\"").remove("nowhere").set("y", "1").set("y", "2");
  EXPECT_EQ(editor.text(), R"({"b":null,"c":1700000010.125001,"z":"new","y":2})");
}

TEST(JsonEditor, OnlyTheLastDuplicateIsReplaced) {
  const auto document = read(R"({"a":1,"b":2,"a":3,"b":4,"\u0061":5})");
  EXPECT_EQ(ObjectEditor(document->root()).set("a", "9").text(), R"({"b":2,"b":4,"\u0061":9})");
  EXPECT_EQ(ObjectEditor(document->root()).remove("a").remove("b").text(), "{}");
}

TEST(JsonEditor, MakesAnObjectOfNothing) {
  EXPECT_EQ(ObjectEditor(Value{}).text(), "{}");
  EXPECT_EQ(ObjectEditor(Value{}).set("a\"b", "1").text(), R"({"a\"b":1})");
  EXPECT_EQ(ObjectEditor(read("[1]")->root()).set("a", "1").text(), R"({"a":1})");
}

TEST(JsonText, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(quote("a\"b\\c/d\xC3\xA9\x7f"), "\"a\\\"b\\\\c/d\xC3\xA9\x7f\"");
  EXPECT_EQ(quote(std::string_view("\0\x1e\b\f\n\r\t", 7)), R"("\u0000\u001e\b\f\n\r\t")");
  for (int c = 0; c < 0x80; ++c) {
    const std::string text(3, static_cast<char>(c));
    EXPECT_EQ(read(quote(text))->root().as_string(), text);
  }
}

TEST(JsonText, NumbersReadBackToTheSameDouble) {
  const double cases[] = {0.5,  1.1,   1700000010.125001, 1e-7, 123456.789, 5e-324, 1.7976931348623157e308,
                          1e21, 1e100, -2.5e-9,           0.1,  1.0 / 3,    1e20,   9007199254740993.0};
  for (const double value : cases) {
    const auto document = read(number(value));
    EXPECT_EQ(document->root().as_number(), value) << number(value);
  }
}

TEST(JsonText, NumbersLookAsPeopleWriteThem) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(100000), "100000");
  EXPECT_EQ(number(-999), "-999");
  EXPECT_EQ(number(1700000000.5), "1700000000.5");
  EXPECT_EQ(number(0.000001), "0.000001");
  EXPECT_EQ(number(9007199254740991.0), "9007199254740991");
  EXPECT_EQ(number(1e21), "1e+21");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonText, AsciiHoldsTheSameValues) {
  EXPECT_EQ(to_ascii("{\"k\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\n\"}"), R"({"k":"\u00e9\u20ac\ud83d\ude00\n"})");
  EXPECT_EQ(to_ascii("\"plain\""), "\"plain\"");
  EXPECT_EQ(to_ascii("\"\xF4\x8F\xBF\xBF\""), R"("\udbff\udfff")");
}

TEST(JsonDocument, SaysWhetherAWatchedNameMayBeInIt) {
  const auto has = [](std::string text) {
    return Document::parse(std::move(text), {.watched_name = "_p"}).value()->has_watched_name();
  };
  EXPECT_TRUE(has(R"([{"a":{"_p":1}}])"));
  EXPECT_TRUE(has(R"({"\u005fp":1})")) << "it might be it";
  EXPECT_FALSE(has(R"(["_p",{"a":"_p"}])"));
  EXPECT_FALSE(Document::parse(R"({"_p":1})").value()->has_watched_name());
}

TEST(JsonDocument, ReadsCheckedTextAlike) {
  for (const std::string text : {"[\"grüezi 😀 and so on, for more than sixteen bytes\"]", "{\"é\":\"a\\nb\"}"}) {
    const auto checked = Document::parse(text, {.is_utf8 = true});
    ASSERT_TRUE(checked) << text;
    EXPECT_EQ((*checked)->root().raw(), Document::parse(text).value()->root().raw());
  }
  EXPECT_FALSE(Document::parse("[\"0123456789012345\x01\"]", {.is_utf8 = true}));
}

TEST(JsonDocument, RefusesGiantNumbersAndPassesOnLongOnes) {
  EXPECT_EQ(Document::parse(std::string(100'000, '1')).error().code, Code::too_large);
  const auto integer = Document::parse(std::string(5000, '1')).value();
  EXPECT_EQ(integer->root().raw().size(), 5000U);
  EXPECT_FALSE(integer->root().as_number());
}

TEST(JsonValue, FindsNamesThatAreWrittenWithEscapes) {
  const auto document = Document::parse(R"({"dev\u0069ce":1,"\ud83d\ude00":2,"a\/b":3,"devices":4})").value();
  EXPECT_EQ(document->root().find("device").raw(), "1");
  EXPECT_EQ(document->root().find("😀").raw(), "2");
  EXPECT_EQ(document->root().find("a/b").raw(), "3");
  EXPECT_FALSE(document->root().find("dev"));
}

}  // namespace
}  // namespace recess::json
