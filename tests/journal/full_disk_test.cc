// A disk that is really full. Mounting one needs root.
#include "support.h"

#include "journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include <boost/asio/io_context.hpp>

namespace recess::journal {
namespace {

struct SmallDisk {
  SmallDisk() {
    failure = ::mount("recess-test", folder.path.c_str(), "tmpfs", 0, "size=1m,mode=700") == 0 ? 0 : errno;
  }
  ~SmallDisk() {
    if (failure == 0) ::umount2(folder.path.c_str(), MNT_DETACH);
  }
  Folder folder;
  int failure = 0;
};

TEST(FullDisk, RefusesInOrderKeepsNothingPartialAndRecovers) {
  SmallDisk disk;
  if (disk.failure != 0) GTEST_SKIP() << "needs to mount a small disk (root): " << std::strerror(disk.failure);
  boost::asio::io_context loop;
  auto opened = Journal::open(loop.get_executor(), disk.folder.file(), {});
  ASSERT_TRUE(opened.has_value()) << opened.error().detail;
  auto& journal = **opened;
  std::vector<std::string> good, bad;
  int number = 0;
  const auto add = [&] {
    const std::string row = "row-" + std::to_string(++number) + std::string(2000, 'x');
    journal.append("main", Micros{number}, row, [&, row](const Result<Seq>& seq) {
      if (seq) good.push_back(row);
      else bad.push_back(seq.error().word);
    });
  };
  const auto run_until = [&](auto done) {
    loop.restart();
    while (!done() && loop.run_one() > 0) {
    }
  };
  const std::string filler = disk.folder.path / "filler";
  std::ofstream(filler) << std::string(300'000, 'f');
  for (int i = 0; i < 400 && bad.empty(); ++i) {
    const std::size_t before = good.size() + bad.size();
    for (int j = 0; j < 3; ++j) add();
    run_until([&] { return good.size() + bad.size() == before + 3; });
  }
  EXPECT_THAT(bad, testing::Each("disk_full"));
  ASSERT_FALSE(bad.empty());
  EXPECT_FALSE(journal.healthy());
  EXPECT_THAT(journal.trouble(), testing::HasSubstr("full"));

  // Space comes back: the probe notices by itself.
  std::filesystem::remove(filler);
  run_until([&] { return journal.healthy(); });
  EXPECT_TRUE(journal.healthy());
  const std::size_t before = good.size();
  add();
  run_until([&] { return good.size() > before; });

  opened->reset();
  auto file = File::open(disk.folder.file(), {});
  ASSERT_TRUE(file.has_value());
  std::vector<std::string> found;
  Sink sink{[](std::string_view, Micros) -> Result<> { return {}; },
            [&](std::string_view row, Micros) -> Result<> {
              found.emplace_back(row);
              return {};
            }};
  ASSERT_TRUE((*file)->load("main", sink).has_value());
  EXPECT_EQ(found, good);
}

}  // namespace
}  // namespace recess::journal
