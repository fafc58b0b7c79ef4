#include "worlds/unsaved.h"

#include "kernel/random.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <vector>

namespace recess::worlds {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

asio::awaitable<void> tell(Unsaved& unsaved, Unsaved::Ticket ticket, std::optional<bool>& outcome) {
  const bool saved = co_await unsaved.saved(std::move(ticket));
  outcome = saved;
}

// A world whose rows wait until the test says how their writing ended.
class UnsavedTest : public testing::Test {
 protected:
  UnsavedTest() {
    ask_teacher([](mocean::World& w, mocean::WorldTime at) { return w.create({.seed = 314}, at); });
    end(true);
  }

  template <class Decide>
  void ask_teacher(Decide decide) {
    unsaved.begin();
    auto row = decide(world, now);
    unsaved.keep({*row}, now);
  }
  Unsaved::Ticket ask(std::string_view route, std::vector<mocean::Param> params) {
    now += 1s;
    unsaved.begin();
    auto answer = world.ask({.route = route, .params = mocean::Params(params)}, now, chance);
    said = answer.body;
    return unsaved.keep(std::move(answer.records), now);
  }
  // The oldest rows are written, or cannot be.
  void end(bool saved) {
    auto done = std::move(sent.front().second);
    sent.pop_front();
    done(saved);
    loop.restart();
    loop.poll();
  }
  void wait_for(Unsaved::Ticket ticket, std::optional<bool>& outcome) {
    asio::co_spawn(loop, tell(unsaved, std::move(ticket), outcome), asio::detached);
    loop.restart();
    loop.poll();
  }

  asio::io_context loop;
  mocean::World world{"main"};
  SeededRandom chance{1};
  mocean::WorldTime now{};
  std::string said;
  std::deque<std::pair<std::vector<std::string>, Unsaved::Done>> sent;
  Unsaved unsaved{world, [this](mocean::WorldTime, std::vector<std::string> rows, Unsaved::Done done) {
                    sent.emplace_back(std::move(rows), std::move(done));
                  }};
};

TEST_F(UnsavedTest, AReplyWaitsUntilItsRowsAreWritten) {
  std::optional<bool> fred;
  wait_for(ask("join", {{"name", "fred"}}), fred);
  EXPECT_FALSE(fred.has_value());
  end(true);
  EXPECT_EQ(fred, true);
}

TEST_F(UnsavedTest, ACommandWithoutRowsWaitsForWhatItBuildsOn) {
  std::optional<bool> first;
  std::optional<bool> again;
  wait_for(ask("join", {{"name", "fred"}}), first);
  wait_for(ask("join", {{"name", "fred"}}), again);  // the same number, no row
  EXPECT_EQ(sent.size(), 1U);
  EXPECT_FALSE(again.has_value());
  end(false);
  EXPECT_EQ(again, false);
}

TEST_F(UnsavedTest, WithNothingUnsavedNobodyWaits) {
  const auto ticket = ask("join", {{"name", ""}});
  EXPECT_FALSE(ticket.waits());
}

TEST_F(UnsavedTest, AFailureTakesTheWorldBackAndEverybodyBehindIt) {
  std::optional<bool> ann;
  std::optional<bool> bob;
  std::optional<bool> moved;
  wait_for(ask("join", {{"name", "ann"}}), ann);
  end(true);
  const std::string before = world.canonical_hash();
  wait_for(ask("join", {{"name", "bob"}}), bob);
  wait_for(ask("accel", {{"id", "0"}, {"ctrl", "w"}}), moved);
  EXPECT_NE(world.canonical_hash(), before);
  end(false);
  EXPECT_EQ(ann, true);
  EXPECT_EQ(bob, false);
  EXPECT_EQ(moved, false);
  EXPECT_EQ(world.canonical_hash(), before);
  EXPECT_EQ(unsaved.size(), 0U);
}

TEST_F(UnsavedTest, WhatFailedBehindAFailureFailsOnce) {
  ask("join", {{"name", "ann"}});
  ask("join", {{"name", "bob"}});
  end(false);
  // The world goes on before the second outcome arrives.
  std::optional<bool> cat;
  wait_for(ask("join", {{"name", "cat"}}), cat);
  EXPECT_EQ(said, "0");
  end(false);  // bob's, known already
  EXPECT_FALSE(cat.has_value());
  end(true);
  EXPECT_EQ(cat, true);
  EXPECT_EQ(world.players(), 1U);
}

TEST_F(UnsavedTest, WhatWasWrittenBeforeAFailureStays) {
  ask("join", {{"name", "ann"}});
  ask("join", {{"name", "bob"}});
  end(true);
  end(false);
  EXPECT_TRUE(world.id_of("ann"));
  EXPECT_FALSE(world.id_of("bob"));
}

}  // namespace
}  // namespace recess::worlds
