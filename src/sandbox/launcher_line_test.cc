#include "sandbox/launcher_line.h"

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

using Kind = LauncherReport::Kind;

struct Case {
  const char* name;
  std::string line;
  std::optional<Kind> kind;
  std::string detail;
};

TEST(LauncherLine, IsReadByItsKind) {
  const Case cases[] = {
      {"ready", R"({"ready":true})", std::nullopt, ""},
      {"connector", R"({"connector":true})", Kind::connector_made, ""},
      {"note", R"({"note":"hello"})", Kind::note, "hello"},
      {"finished", R"({"report":{"how":"finished","exit_code":0,"detail":"no_connector"}})", Kind::finished,
       "no_connector"},
      {"older finish", R"({"report":{"how":"no_connector"}})", Kind::finished, "no_connector"},
      {"exit", R"({"report":{"how":"exit","exit_code":3,"detail":"exit 3"}})", Kind::exit_called, "exit 3"},
      {"crash", R"({"report":{"how":"crashed","error":"ValueError: x"}})", Kind::crashed, "ValueError: x"},
      {"not JSON", "ready", std::nullopt, ""},
      {"not an object", "[1]", std::nullopt, ""},
      {"nothing known", R"({"admin":true})", std::nullopt, ""},
      {"report that is none", R"({"report":"finished"})", std::nullopt, ""},
      {"wrong types", R"({"report":{"how":7,"error":[],"line":"x","exit_code":-1}})", Kind::finished, ""},
      {"too deep", std::string(100, '[') + std::string(100, ']'), std::nullopt, ""},
  };
  for (const auto& c : cases) {
    const auto report = parse_launcher_line(c.line);
    ASSERT_EQ(report.has_value(), c.kind.has_value()) << c.name;
    if (!report) continue;
    EXPECT_EQ(report->kind, *c.kind) << c.name;
    EXPECT_EQ(report->detail, c.detail) << c.name;
  }
}

TEST(LauncherLine, CarriesThePlaceOfACrash) {
  const auto report = parse_launcher_line(
      R"({"report":{"how":"crashed","exit_code":1,"error":"E","file":"/game/a.py","line":3,"traceback":"t"}})");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->file, "/game/a.py");
  EXPECT_EQ(report->line, 3);
  EXPECT_EQ(report->exit_code, 1);
  EXPECT_EQ(report->traceback, "t");
}

TEST(LauncherLine, AssignsWithQuotingWhateverTheScriptIsCalled) {
  EXPECT_EQ(assign_line("game-1", "a \"b\".py"),
            "{\"assign\":{\"play_id\":\"game-1\",\"server_url\":\"http://127.0.0.1:5000\","
            "\"script\":\"/game/a \\\"b\\\".py\"}}\n");
}

TEST(LineCutter, PutsLinesTogetherAcrossReads) {
  LineCutter cutter;
  std::vector<std::string> lines;
  auto keep = [&](std::string_view line) { lines.emplace_back(line); };
  cutter.add("on", keep);
  cutter.add("e\ntwo\nthr", keep);
  cutter.add("ee\n", keep);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
}

TEST(LineCutter, DropsALineThatIsTooLongAndKeepsTheNext) {
  LineCutter cutter;
  std::vector<std::string> lines;
  auto keep = [&](std::string_view line) { lines.emplace_back(line); };
  for (int i = 0; i < 100; ++i) cutter.add(std::string(1000, 'x'), keep);
  cutter.add("x\nnext\n", keep);
  EXPECT_EQ(lines, std::vector<std::string>{"next"});
}

}  // namespace
}  // namespace recess::sandbox
