#include "sandbox/token_bucket.h"

#include <gtest/gtest.h>

namespace recess::sandbox {
namespace {

using namespace std::chrono_literals;

TEST(TokenBucket, StartsFullAndHoldsNoMoreThanItsBurst) {
  const Tick start{};
  TokenBucket bucket(1000, 250, start);
  EXPECT_EQ(bucket.available(start), 250U);
  EXPECT_EQ(bucket.available(start + 1h), 250U);
}

TEST(TokenBucket, FillsAtItsRate) {
  const Tick start{};
  TokenBucket bucket(1000, 250, start);
  bucket.take(250);
  EXPECT_EQ(bucket.available(start), 0U);
  EXPECT_EQ(bucket.available(start + 100ms), 100U);
}

TEST(TokenBucket, LosesNothingWhenAskedOften) {
  const Tick start{};
  TokenBucket bucket(1000, 1'000'000, start);
  bucket.take(1'000'000);
  for (int i = 1; i <= 10'000; ++i) bucket.available(start + i * 100us);  // a tenth of a token each time
  EXPECT_EQ(bucket.available(start + 1s), 1000U);
}

TEST(TokenBucket, NeverGoesBelowZero) {
  const Tick start{};
  TokenBucket bucket(1000, 100, start);
  bucket.take(5000);
  EXPECT_EQ(bucket.available(start), 0U);
}

}  // namespace
}  // namespace recess::sandbox
