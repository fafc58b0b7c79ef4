#include "arcade/unpack.h"

#include "arcade/test_zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

using namespace std::string_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_zip::Archive;
using testing_zip::File;
using testing_zip::le;
using testing_zip::zip;

const UploadLimits kLimits;
const File kGame{"game.py"};

std::vector<std::string> paths(const std::string& archive) {
  const auto unpacked = unpack(archive, kLimits);
  if (!unpacked) return {"refused: " + unpacked.error().word};
  std::vector<std::string> out;
  for (const GameFile& file : unpacked->files) out.push_back(file.path);
  return out;
}

// What a bad archive is refused for, and the entry it blames.
using Blame = std::pair<std::string, std::string>;
Blame blame(const std::string& archive, const UploadLimits& limits = kLimits) {
  const auto unpacked = unpack(archive, limits);
  if (unpacked) return {"accepted", ""};
  EXPECT_FALSE(unpacked.error().detail.empty());
  return {unpacked.error().word, unpacked.error().subject};
}
Blame blame_of(const File& bad) { return blame(zip({kGame, bad})); }

TEST(BadArchive, EveryCutIsRefused) {
  const std::string whole = zip({kGame, {.name = "a.txt", .bytes = std::string(300, 'a'), .method = 8}});
  ASSERT_THAT(paths(whole), ElementsAre("a.txt", "game.py"));
  for (std::size_t keep = 4; keep < whole.size(); ++keep) {
    EXPECT_EQ(blame(whole.substr(0, keep)).first, "zip_corrupt") << keep;
  }
}

TEST(BadArchive, NoSingleChangedByteCrashesOrGivesOtherContents) {
  const std::string whole = zip({kGame, {.name = "a.txt", .bytes = std::string(300, 'a'), .method = 8}});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char change : {'\x01', '\x80', '\xFF'}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ change);
      const auto unpacked = unpack(changed, kLimits);
      if (!unpacked) continue;
      for (const GameFile& file : unpacked->files)
        EXPECT_THAT(file.bytes, testing::AnyOf("x = 1\n", std::string(300, 'a')));
    }
  }
}

TEST(BadArchive, WrongChecksum) {
  EXPECT_EQ(blame_of({.name = "a.txt", .crc = 1U}), Blame("zip_corrupt", "a.txt"));
  EXPECT_EQ(blame_of({.name = "a.txt", .method = 8, .crc = 1U}), Blame("zip_corrupt", "a.txt"));
}

TEST(BadArchive, ClaimedSizeThatIsNotTheRealOne) {
  EXPECT_EQ(blame_of({.name = "a.txt", .method = 8, .claimed = 3U}), Blame("zip_corrupt", "a.txt"));
  EXPECT_EQ(blame_of({.name = "a.txt", .claimed = 3U}), Blame("zip_corrupt", "a.txt"));
}

TEST(BadArchive, TwoNamesForOneEntry) {
  EXPECT_EQ(blame_of({.name = "a.txt", .local_name = "b.txt"}), Blame("zip_corrupt", "a.txt"));
}

TEST(BadArchive, Encrypted) {
  EXPECT_EQ(blame_of({.name = "a.txt", .flags = 1}), Blame("zip_encrypted", "a.txt"));
  EXPECT_EQ(blame_of({.name = "a.txt", .flags = 1U << 6U}), Blame("zip_encrypted", "a.txt"));
  EXPECT_EQ(blame_of({.name = "a.txt", .flags = 1U << 13U}), Blame("zip_encrypted", "a.txt"));
  EXPECT_EQ(blame_of({.name = "a.txt", .method = 99}), Blame("zip_encrypted", "a.txt"));
}

TEST(BadArchive, OtherMethods) {
  for (const std::uint16_t method : {1, 9, 12, 14, 93, 95}) {
    EXPECT_EQ(blame_of({.name = "a.txt", .method = method}), Blame("zip_method", "a.txt")) << method;
  }
}

TEST(BadArchive, SplitOverDisks) {
  EXPECT_EQ(blame(Archive().add(kGame).bytes(1)).first, "zip_multi_disk");
  EXPECT_EQ(blame_of({.name = "a.txt", .disk = 1}).first, "zip_multi_disk");
  EXPECT_EQ(blame(le(0x08074b50, 4) + zip({kGame})).first, "zip_multi_disk");
}

TEST(BadArchive, LeadsOut) {
  for (const char* name : {"../a.txt", "a/../../b", "a/..", "..\\a.txt", "a\\..\\b", "..", "__MACOSX/../../a"}) {
    EXPECT_EQ(blame_of({.name = name}), Blame("zip_path_traversal", name));
  }
}

TEST(BadArchive, AbsolutePaths) {
  for (const char* name :
       {"/a.txt", "\\a.txt", "C:\\a.txt", "c:/a.txt", "c:a.txt", "\\\\server\\share\\a", "//server/a"}) {
    EXPECT_EQ(blame_of({.name = name}), Blame("zip_path_absolute", name));
  }
}

TEST(BadArchive, LinksAndSpecialFiles) {
  EXPECT_EQ(blame_of({.name = "a", .mode = 0120777}), Blame("zip_symlink", "a"));
  for (const unsigned mode : {0020644U, 0060644U, 0010644U, 0140644U}) {
    EXPECT_EQ(blame_of({.name = "a", .mode = mode}), Blame("zip_special", "a")) << std::oct << mode;
  }
  const std::string hard_link = le(0x000d, 2) + le(12 + 7, 2) + std::string(12, '\0') + "game.py";
  EXPECT_EQ(blame_of({.name = "a", .extra = hard_link}), Blame("zip_special", "a"));
}

TEST(BadArchive, SetIdBitsAreOnlyBits) { EXPECT_EQ(blame_of({.name = "a", .mode = 0104755}).first, "accepted"); }

TEST(BadArchive, TooBigInAll) {
  UploadLimits limits;
  limits.unpacked_bytes = 1000;
  const std::string half(500, 'a');
  EXPECT_EQ(blame(zip({{"game.py", half}, {"a", half}}), limits).first, "accepted");
  EXPECT_EQ(blame(zip({{"game.py", half}, {"a", half}, {"b", "1"}}), limits), Blame("zip_total_too_big", "b"));
}

TEST(BadArchive, AFileTooBig) {
  UploadLimits limits;
  limits.file_bytes = 1000;
  for (const std::uint16_t method : {0, 8}) {
    EXPECT_EQ(blame(zip({kGame, {"a", std::string(1000, 'a'), method}}), limits).first, "accepted");
    EXPECT_EQ(blame(zip({kGame, {"a", std::string(1001, 'a'), method}}), limits), Blame("zip_entry_too_big", "a"));
  }
}

TEST(BadArchive, AFileTooBigThatClaimsToBeSmall) {
  UploadLimits limits;
  limits.file_bytes = 1000;
  const File liar{.name = "a", .bytes = std::string(200'000, 'a'), .method = 8, .claimed = 10U};
  EXPECT_EQ(blame(zip({kGame, liar}), limits), Blame("zip_entry_too_big", "a"));
}

TEST(BadArchive, Bomb) {
  EXPECT_EQ(blame_of({.name = "a", .bytes = std::string(8 * kMiB, '\0'), .method = 8}), Blame("zip_ratio", "a"));
  EXPECT_EQ(blame_of({.name = "a", .bytes = std::string(1 * kMiB, '\0'), .method = 8}).first, "accepted");
}

TEST(BadArchive, TooManyEntries) {
  UploadLimits limits;
  limits.entries = 3;
  EXPECT_EQ(blame(zip({kGame, {"a"}, {"b"}, {"__MACOSX/c"}}), limits).first, "accepted");
  EXPECT_EQ(blame(zip({kGame, {"a"}, {"b"}, {"c"}}), limits), Blame("zip_entry_count", "c"));
}

TEST(BadArchive, OverlappingEntries) {
  Archive archive;
  archive.add(kGame);
  const File inner{.name = "inner", .bytes = "y"};
  const Archive nested = Archive().add(inner);
  const File outer{.name = "outer", .bytes = nested.local};
  const std::uint64_t at = archive.local.size();
  archive.add(outer);
  archive.add_central(inner, inner.bytes, at + 30 + outer.name.size());  // a header inside the data of `outer`
  EXPECT_EQ(blame(archive.bytes()), Blame("zip_overlap", "outer"));
}

TEST(BadArchive, ManyNamesForTheSameData) {
  Archive archive;
  archive.add(kGame);
  archive.add_central({.name = "again.py"}, kGame.bytes, 0);
  EXPECT_EQ(blame(archive.bytes()).first, "zip_overlap");
}

TEST(BadArchive, DataThatReachesIntoTheDirectory) {
  Archive archive;
  archive.add(kGame);
  archive.local.resize(archive.local.size() - 2);
  EXPECT_EQ(blame(archive.bytes()), Blame("zip_overlap", "game.py"));
}

TEST(BadArchive, SamePathTwice) {
  EXPECT_EQ(blame(zip({kGame, {"a"}, {"a"}})), Blame("zip_duplicate", "a"));
  EXPECT_EQ(blame(zip({kGame, {"b/a"}, {"b//./a"}})), Blame("zip_duplicate", "b/a"));
}

TEST(BadArchive, PathsThatDifferOnlyInCase) {
  EXPECT_EQ(blame(zip({kGame, {"Cat.png"}, {"cat.PNG"}})), Blame("zip_case_collision", "cat.PNG"));
  EXPECT_EQ(blame(zip({kGame, {"STRASSE"}, {"straße"}})), Blame("zip_case_collision", "straße"));
  EXPECT_EQ(blame(zip({kGame, {"Images/a"}, {"images/b"}})), Blame("zip_case_collision", "images"));
  const auto refused = unpack(zip({kGame, {"Cat.png"}, {"cat.PNG"}}), kLimits);
  EXPECT_THAT(refused.error().detail, HasSubstr("Cat.png"));
}

TEST(BadArchive, PathsThatDifferOnlyInComposition) {
  EXPECT_EQ(blame(zip({kGame, {"u\u0308.png"}, {"\u00fc.png"}})), Blame("zip_duplicate", "\u00fc.png"));
}

TEST(BadArchive, FileThatIsAFolderToo) {
  EXPECT_EQ(blame(zip({kGame, {"a"}, {"a/b"}})), Blame("zip_file_dir_clash", "a"));
  EXPECT_EQ(blame(zip({kGame, {"a/b"}, {"a"}})), Blame("zip_file_dir_clash", "a"));
}

TEST(BadArchive, NameMarkedUtf8ThatIsNot) {
  EXPECT_EQ(blame_of({.name = "\xFF.png", .flags = 1U << 11U}).first, "zip_name_encoding");
}

TEST(BadArchive, ControlCharactersInNames) {
  for (const std::string& name : {"a\nb"s, "a\0b"s, "\x7f"s, "a\u0085"s}) {
    EXPECT_EQ(blame_of({.name = name}).first, "zip_name_control");
  }
  EXPECT_EQ(blame_of({.name = "a\nb"}).second, "a\\nb");
}

TEST(BadArchive, PathsTooLongOrTooDeep) {
  EXPECT_EQ(blame_of({.name = std::string(240, 'a')}).first, "accepted");
  EXPECT_EQ(blame_of({.name = std::string(241, 'a')}).first, "zip_path_too_long");
  EXPECT_EQ(blame_of({.name = "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"}).first, "accepted");
  EXPECT_EQ(blame_of({.name = "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"}).first, "zip_path_too_long");
}

TEST(BadArchive, NoScript) {
  EXPECT_EQ(blame(zip({})).first, "no_main_script");
  EXPECT_EQ(blame(zip({{"readme.txt"}})).first, "no_main_script");
  EXPECT_EQ(blame(zip({{"a/b/c/d/game.py"}})).first, "no_main_script");
  EXPECT_EQ(blame(zip({{"__init/game.py"}})).first, "no_main_script");
}

TEST(ArchiveNames, AreReadByTheirMarkThenTheFieldThenAsUtf8ThenAsCodePage437) {
  const std::string raw = "\x81.png";  // ü in code page 437
  const auto field = [](std::uint32_t crc, const std::string& name) {
    return le(0x7075, 2) + le(5 + name.size(), 2) + "\1" + le(crc, 4) + name;
  };
  EXPECT_THAT(paths(zip({kGame, {raw}})), Contains("ü.png"));
  EXPECT_THAT(paths(zip({kGame, {.name = raw, .extra = field(testing_zip::crc_of(raw), "é.png")}})), Contains("é.png"));
  EXPECT_THAT(paths(zip({kGame, {.name = raw, .extra = field(1, "é.png")}})), Contains("ü.png"));
  EXPECT_THAT(paths(zip({kGame, {.name = "ö.png"}})), Contains("ö.png"));
  EXPECT_THAT(paths(zip({kGame, {.name = "ö.png", .flags = 1U << 11U}})), Contains("ö.png"));
}

TEST(Unpack, TakesBackslashesForSeparators) {
  EXPECT_THAT(paths(zip({kGame, {"images\\cat.png"}})), Contains("images/cat.png"));
}

TEST(Unpack, LeavesOutWhatIsNotTheGameAndSaysSo) {
  const auto unpacked = unpack(zip({kGame,
                                    {"__MACOSX/._game.py"},
                                    {".DS_Store"},
                                    {"a/__pycache__/game.cpython-311.pyc"},
                                    {"a/old.pyc"},
                                    {"venv/bin/python", "python3", 0, 0, 0120777},
                                    {"env/pyvenv.cfg"},
                                    {"env/lib/x.py"},
                                    {"b/env/level.txt"},
                                    {".git/config"},
                                    {"node_modules/a/b.js"}}),
                               kLimits);
  ASSERT_TRUE(unpacked) << unpacked.error().detail;
  ASSERT_EQ(unpacked->files.size(), 2U);
  EXPECT_EQ(unpacked->files[0].path, "b/env/level.txt");
  EXPECT_THAT(unpacked->notes, AllOf(Contains("left out: __MACOSX/"), Contains("left out: venv/"),
                                     Contains("left out: env/"), Contains("left out: *.pyc")));
}

TEST(Unpack, DescendsIntoTheFolderThatHoldsTheScript) {
  EXPECT_THAT(paths(zip({{"my game/game.py"}, {"my game/images/a.png"}, {"__MACOSX/my game/._game.py"}})),
              ElementsAre("game.py", "images/a.png"));
  EXPECT_THAT(paths(zip({{"a/b/c/game.py"}})), ElementsAre("game.py"));
  EXPECT_THAT(paths(zip({{"zebra/game.py"}, {"cat/main.py"}, {"assets/a.png"}})), ElementsAre("main.py"));
  EXPECT_THAT(paths(zip({{".hidden/game.py"}, {"shown/game.py"}})), ElementsAre("game.py"));
}

TEST(Unpack, StaysAtTheTopIfAScriptIsThere) {
  EXPECT_THAT(paths(zip({{"start.py"}, {"game/game.py"}})), ElementsAre("game/game.py", "start.py"));
}

TEST(Unpack, NotesWhatLayBesideTheGame) {
  const auto unpacked = unpack(zip({{"g/game.py"}, {"readme.txt"}, {"docs/a.md"}, {"docs/b.md"}}), kLimits);
  ASSERT_TRUE(unpacked);
  EXPECT_THAT(unpacked->notes, ElementsAre("left out: docs (beside the game's folder)",
                                           "left out: readme.txt (beside the game's folder)"));
}

TEST(Unpack, AcceptsFoldersAsEntriesAndAnEmptyFile) {
  const auto unpacked =
      unpack(zip({{"g/", ""}, {"g/game.py"}, {"g/img/", "", 8, 0, 0040755}, {"g/empty.txt", "", 8}}), kLimits);
  ASSERT_TRUE(unpacked) << unpacked.error().detail;
  EXPECT_EQ(unpacked->files.size(), 2U);
  EXPECT_THAT(unpacked->notes, IsEmpty());
}

}  // namespace
}  // namespace recess::arcade
