#include "sandbox/meters.h"

#include <unistd.h>

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

constexpr const char* kStatus =
    "Name:\tgame\nRssAnon:\t    5888 kB\nRssFile:\t 5260 kB\nRssShmem:\t 12 kB\nThreads:\t7\n";

TEST(ProcessReading, IsTakenFromStatAndStatus) {
  const auto reading = parse_process("2 (game) R 1 1 1 0 -1 4194304 1 2 3 4 150 50 0 0 30 10 7 0", kStatus, 100);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->cpu, std::chrono::milliseconds(2000));
  EXPECT_EQ(reading->memory_bytes, 5900U * 1024U);
  EXPECT_EQ(reading->threads, 7U);
}

TEST(ProcessReading, IsNotMisledByAName) {
  const auto reading = parse_process("2 (a) R 9 9) R 1 1 1 0 -1 4194304 1 2 3 4 100 0 0 0 30 10 7 0", kStatus, 100);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->cpu, std::chrono::milliseconds(1000));
}

TEST(ProcessReading, OfAnEndedProcessIsNothing) {
  EXPECT_FALSE(parse_process("", "", 100));
  EXPECT_FALSE(parse_process("2 (game) Z", kStatus, 100));
  EXPECT_FALSE(read_process(0));
}

TEST(ProcessReading, OfThisProcessHasThreadsAndMemory) {
  const auto reading = read_process(::getpid());
  ASSERT_TRUE(reading);
  EXPECT_GE(reading->threads, 1U);
  EXPECT_GT(reading->memory_bytes, 0U);
}

}  // namespace
}  // namespace recess::sandbox
