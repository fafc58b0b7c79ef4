// Flipped bits and lost ends, at random places: the start refuses or knows an earlier moment, and never makes things
// up.
#include "support.h"

#include "journal/upkeep.h"
#include "kernel/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>

namespace recess::journal {
namespace {

std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// A file with two snapshots, whose newest rows are still in the -wal.
class Damage : public testing::Test {
 protected:
  void SetUp() override {
    auto file = File::open(folder_.file(), {});
    ASSERT_TRUE(file.has_value());
    told_.insert("");
    for (int i = 1; i <= 120; ++i) {
      const std::string row = fmt::format("row-{}-{}", i, std::string(40, 'x'));
      ASSERT_TRUE((*file)->commit(std::vector<Entry>{entry("main", i, {row})}).has_value());
      so_far_ += row + " ";
      told_.insert(so_far_);
      if (i % 40 == 0 && i < 120) {
        ASSERT_TRUE((*file)->write_snapshot("main", i, Micros{i}, so_far_).has_value());
      }
      if (i == 90) {
        ASSERT_TRUE((*file)->database().run("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
      }
    }
    // Copied while open, so that the -wal is there: as a kill would leave it.
    main_ = read_bytes(folder_.file());
    wal_ = read_bytes(folder_.file().string() + "-wal");
    ASSERT_FALSE(wal_.empty());
  }
  std::filesystem::path lay(const std::string& name, const std::string& main, const std::string& wal) {
    const auto path = folder_.path / name;
    write_bytes(path, main);
    write_bytes(path.string() + "-wal", wal);
    std::filesystem::remove(path.string() + "-shm");
    return path;
  }
  // The story, or the refusal's word.
  std::string start(const std::filesystem::path& path, bool& refused) {
    refused = true;
    const auto file = File::open(path, {});
    if (!file) return file.error().word;
    const auto text = story(**file, "main");
    if (!text) return text.error().word;
    refused = false;
    return *text;
  }
  void expect_honest(const std::filesystem::path& path) {
    bool refused = false;
    const std::string text = start(path, refused);
    if (refused) {
      EXPECT_TRUE(text == "state_damaged" || text == "store_newer" || text == "disk_failed" || text.empty()) << text;
    } else {
      EXPECT_TRUE(told_.contains(text)) << "a state that never was";
    }
  }

  Folder folder_;
  std::string main_, wal_, so_far_;
  std::set<std::string> told_;
};

TEST_F(Damage, OfOneBitIsNeverBelieved) {
  SeededRandom chance(7);
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    std::string main = main_, wal = wal_;
    std::string& hit = chance.below(2) == 0 ? main : wal;
    const std::size_t at = chance.below(hit.size());
    hit[at] = static_cast<char>(static_cast<unsigned char>(hit[at]) ^ (1U << chance.below(8)));
    expect_honest(lay("flipped.db", main, wal));
  }
}

TEST_F(Damage, OfALostEndIsNeverBelieved) {
  SeededRandom chance(8);
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(i);
    expect_honest(lay("cut.db", main_, wal_.substr(0, chance.below(wal_.size()))));
    expect_honest(lay("cut.db", main_.substr(0, chance.below(main_.size())), wal_));
  }
}

TEST_F(Damage, OfABlockIsNeverBelieved) {
  SeededRandom chance(9);
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(i);
    std::string main = main_;
    main.replace(chance.below(main.size() / 512) * 512, 512, std::string(512, '\0'));
    expect_honest(lay("block.db", main, wal_));
  }
}

TEST_F(Damage, ToARowNamesTheRowAndTheRepair) {
  const auto path = lay("row.db", main_, wal_);
  ASSERT_TRUE(Database::open(path, Access::write)
                  ->run("UPDATE journal SET command = replace(command, 'x', 'y') WHERE seq = 100")
                  .has_value());
  const auto file = File::open(path, {});
  ASSERT_TRUE(file.has_value());
  const auto text = story(**file, "main");
  ASSERT_FALSE(text.has_value());
  EXPECT_THAT(text.error().detail, testing::AllOf(testing::HasSubstr("main: row 100 does not fit its checksum"),
                                                  testing::HasSubstr("recess state repair")));
}

TEST_F(Damage, ToTheNewestSnapshotLoadsTheOneBefore) {
  const auto path = lay("snapshot.db", main_, wal_);
  ASSERT_TRUE(Database::open(path, Access::write)
                  ->run("UPDATE snapshot_part SET text = replace(text, 'row-7-', 'row-8-') WHERE snapshot = 2")
                  .has_value());
  const auto file = File::open(path, {});
  ASSERT_TRUE(file.has_value());
  Story heard;
  const auto loaded = (*file)->load("main", heard.sink());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
  EXPECT_EQ(loaded->snapshot_seq, 40);
  EXPECT_EQ(heard.text, so_far_);
}

TEST_F(Damage, IsMendedToAMomentThatWas) {
  const auto quiet = [](std::string_view, std::int64_t, std::int64_t) {};
  SeededRandom chance(10);
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(i);
    std::string main = main_;
    for (int hits = 0; hits < 3; ++hits) {
      const std::size_t at = 100 + chance.below(main.size() - 100);
      main[at] = static_cast<char>(chance.below(256));
    }
    const auto path = lay("broken.db", main, wal_);
    const auto mended = folder_.path / fmt::format("mended-{}.db", i);
    const auto report = mend(path, mended, quiet);
    if (!report) continue;  // not even SQLite's first page can be read
    const auto found = find_damage(mended, quiet);
    ASSERT_TRUE(found.has_value());
    EXPECT_THAT(*found, testing::IsEmpty());
    expect_honest(mended);
  }
}

TEST_F(Damage, MendingSaysWhatWasLost) {
  const auto quiet = [](std::string_view, std::int64_t, std::int64_t) {};
  const auto path = lay("lost.db", main_, wal_);
  ASSERT_TRUE(Database::open(path, Access::write)->run("DELETE FROM journal WHERE seq = 101").has_value());
  const auto report = mend(path, folder_.path / "mended.db", quiet);
  ASSERT_TRUE(report.has_value());
  EXPECT_THAT(*report, testing::ElementsAre("main: kept up to row 100", "main: lost: rows 101 to 120"));
}

}  // namespace
}  // namespace recess::journal
