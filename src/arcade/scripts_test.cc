#include "arcade/scripts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

using namespace std::string_literals;

std::string decoded(std::string_view source) {
  const auto text = decode_python(source);
  return text ? *text : "refused";
}

TEST(PythonText, IsUtf8UnlessItSaysOtherwise) {
  EXPECT_EQ(decoded("print('ü')"), "print('ü')");
  EXPECT_EQ(decoded("\xEF\xBB\xBFprint()"), "print()");
  EXPECT_EQ(decoded("print('\xFC')"), "refused");
  EXPECT_EQ(decoded(""), "");
}

TEST(PythonText, FollowsADeclarationInTheFirstTwoLines) {
  EXPECT_EQ(decoded("# -*- coding: latin-1 -*-\n'\xFC'"), "# -*- coding: latin-1 -*-\n'ü'");
  EXPECT_EQ(decoded("#!/usr/bin/python3\n# vim: set fileencoding=cp1252 :\n'\x80'"),
            "#!/usr/bin/python3\n# vim: set fileencoding=cp1252 :\n'€'");
  EXPECT_EQ(decoded("# coding=iso_8859_15\n'\xA4'"), "# coding=iso_8859_15\n'€'");
  EXPECT_EQ(decoded("# coding: utf8\n'ü'"), "# coding: utf8\n'ü'");
}

TEST(PythonText, IgnoresADeclarationBehindCode) {
  EXPECT_EQ(decoded("import os\n# coding: latin-1\n'\xFC'"), "refused");
  EXPECT_EQ(decoded("x = 'coding: latin-1'\n'\xFC'"), "refused");
}

TEST(PythonText, RefusesWhatDoesNotDecode) {
  EXPECT_EQ(decoded("# coding: ascii\n'\xFC'"), "refused");
  EXPECT_EQ(decoded("# coding: klingon\n''"), "refused");
  EXPECT_EQ(decoded("a\0b"s), "refused");
  EXPECT_EQ(decoded("\xEF\xBB\xBF# coding: latin-1\n'\xFC'"), "refused");
}

TEST(Reporting, IsACallOfSomethingThatReports) {
  for (const char* yes : {"phone.report(3)", "c.report (1)", "self.report\t()"})
    EXPECT_TRUE(mentions_report(yes)) << yes;
  for (const char* no : {"report(3)", "phone.report_score(3)", "c.report\n(1)", "# .report", ""}) {
    EXPECT_FALSE(mentions_report(no)) << no;
  }
}

TEST(MainScript, IsGamePyThenTheFirstThatConnectsThenTheFirst) {
  EXPECT_EQ(main_script({{"a.py", "import smartphone_connector"}, {"game.py", ""}}), "game.py");
  EXPECT_EQ(
      main_script(
          {{"c.py", "import smartphone_connector"}, {"b.py", "from smartphone_connector import x"}, {"a.py", ""}}),
      "b.py");
  EXPECT_EQ(main_script({{"b.py", ""}, {"a.py", ""}, {"lib/game.py", ""}}), "a.py");
  EXPECT_EQ(main_script({{"game.txt", ""}}), "");
}

TEST(MainScript, IsTheWantedOneIfItIsThere) {
  const std::vector<GameFile> files{{"a.py", ""}, {"game.py", ""}, {"lib/b.py", ""}};
  EXPECT_EQ(main_script(files, "a.py"), "a.py");
  EXPECT_EQ(main_script(files, "lib/b.py"), "game.py");
  EXPECT_EQ(main_script(files, "../../etc/passwd"), "game.py");
}

TEST(ScriptName, KeepsOnlyAPlainLastPart) {
  EXPECT_EQ(safe_script_name("pong.py"), "pong.py");
  EXPECT_EQ(safe_script_name("C:\\games\\my pong.PY"), "my pong.py");
  for (const char* bad :
       {"../.py", ".py", "-c.py", ".hidden.py", "a\nb.py", "game.txt", "", "p\xC3\xB6ng.py", "../game\0.py"}) {
    EXPECT_EQ(safe_script_name(bad), "game.py") << bad;
  }
}

}  // namespace
}  // namespace recess::arcade
