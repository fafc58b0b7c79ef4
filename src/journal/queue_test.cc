#include "journal/queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace recess::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Queues : public testing::Test {
 protected:
  void add(std::string name, std::size_t rows = 1) {
    queue_.add(Entry{"main", Micros{0}, std::vector<std::string>(rows, "r")}, [this, name](const Result<Seq>& outcome) {
      heard_.push_back(name + (outcome ? " at " + std::to_string(*outcome) : " failed"));
    });
  }
  void tell(std::vector<Queue::Told> told) {
    for (auto& one : told) one.done(one.outcome);
  }
  Queue queue_;
  std::vector<std::string> heard_;
};

TEST_F(Queues, GatherWhileAGroupIsOut) {
  add("a");
  EXPECT_EQ(queue_.take().size(), 1U);
  add("b");
  add("c");
  EXPECT_THAT(queue_.take(), IsEmpty());
  tell(queue_.settle(std::vector<Seq>{1}));
  EXPECT_THAT(heard_, ElementsAre("a at 1"));
  EXPECT_EQ(queue_.take().size(), 2U);
}

TEST_F(Queues, CloseAGroupAt512Rows) {
  for (int i = 0; i < 600; ++i) add("x");
  EXPECT_EQ(queue_.take().size(), kGroupRows);
  EXPECT_EQ(queue_.rows(), 600U);
}

TEST_F(Queues, SendALargeEntryAlone) {
  add("a");
  add("large", 1000);
  EXPECT_EQ(queue_.take().size(), 1U);
  tell(queue_.settle(std::vector<Seq>{1}));
  EXPECT_EQ(queue_.take().size(), 1U);
}

TEST_F(Queues, FailEverythingThatWasDecidedOnAFailedRow) {
  add("a");
  queue_.take();
  add("b");
  tell(queue_.settle(refuse(Code::unavailable, "full")));
  EXPECT_THAT(heard_, ElementsAre("a failed", "b failed"));
  EXPECT_EQ(queue_.rows(), 0U);
  EXPECT_FALSE(queue_.waiting());
}

}  // namespace
}  // namespace recess::journal
