#include "sandbox/control_group_find.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FindHierarchies, OfVersionTwo) {
  EXPECT_THAT(find_hierarchies("35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
                               "0::/system.slice/recess.service\n"),
              ElementsAre(FoundHierarchy{"/sys/fs/cgroup/system.slice/recess.service", true, {}}));
}

TEST(FindHierarchies, OfVersionOneTellControllersApart) {
  EXPECT_THAT(find_hierarchies("31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                               "32 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n",
                               "4:memory:/user\n1:cpu,cpuacct:/\n"),
              ElementsAre(FoundHierarchy{"/sys/fs/cgroup/memory/user", false, {"memory"}},
                          FoundHierarchy{"/sys/fs/cgroup/cpu,cpuacct/", false, {"cpu", "cpuacct"}}));
}

TEST(FindHierarchies, OfBothAtOnce) {
  EXPECT_THAT(find_hierarchies("31 30 0:27 / /cg/pids rw - cgroup cgroup rw,pids\n"
                               "33 30 0:29 / /cg/unified rw - cgroup2 cgroup2 rw\n",
                               "8:pids:/a\n0::/b\n"),
              ElementsAre(FoundHierarchy{"/cg/pids/a", false, {"pids"}}, FoundHierarchy{"/cg/unified/b", true, {}}));
}

TEST(FindHierarchies, InAContainerThatMountsItsOwnPartOnly) {
  EXPECT_THAT(find_hierarchies("31 30 0:27 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "0::/docker/abc/x\n"),
              ElementsAre(FoundHierarchy{"/sys/fs/cgroup/x", true, {}}));
  EXPECT_THAT(find_hierarchies("31 30 0:27 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw\n", "0::/docker/abcd\n"),
              IsEmpty());
}

TEST(FindHierarchies, AreNoneWithoutMounts) {
  EXPECT_THAT(find_hierarchies("24 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "0::/\n"), IsEmpty());
  EXPECT_THAT(find_hierarchies("", ""), IsEmpty());
}

}  // namespace
}  // namespace recess::sandbox
