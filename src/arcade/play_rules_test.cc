#include "arcade/play_rules.h"

#include <gtest/gtest.h>

namespace recess::arcade {
namespace {

using namespace std::chrono_literals;

// A play pressed at time 0; the verbs move the clock.
class PlayRulesTest : public testing::Test {
 protected:
  Tick at(Millis offset) const { return start_ + offset; }
  // Everything that falls due up to `offset`, visiting each deadline as the shell's timer would.
  std::vector<Due> run_until(Millis offset) {
    std::vector<Due> seen;
    for (;;) {
      const Tick next = rules_.next_deadline();
      if (next > at(offset)) return seen;
      Due due = rules_.due(next);
      if (std::holds_alternative<std::monostate>(due)) return seen;
      seen.push_back(due);
      if (std::holds_alternative<End>(due)) return seen;
    }
  }
  void start_with_controller() {
    rules_.box_ready(at(5ms));
    rules_.controllers(1, at(100ms));
    ASSERT_TRUE(std::holds_alternative<OpenGate>(rules_.due(at(100ms))));
    rules_.script_connected(true, at(150ms));
  }
  static EndNote note(const Due& due) { return std::get<End>(due).note; }

  Tick start_{};
  PlayRules rules_{PlayTimes{}, start_};
};

TEST_F(PlayRulesTest, TheGateOpensForTheFirstController) {
  rules_.box_ready(at(5ms));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(rules_.due(at(99ms))));
  rules_.controllers(1, at(100ms));
  EXPECT_TRUE(std::holds_alternative<OpenGate>(rules_.due(at(100ms))));
}

TEST_F(PlayRulesTest, TheGateOpensByItselfAfterAWhile) {
  rules_.box_ready(at(5ms));
  EXPECT_EQ(rules_.next_deadline(), at(1500ms));
  EXPECT_TRUE(std::holds_alternative<OpenGate>(rules_.due(at(1500ms))));
}

TEST_F(PlayRulesTest, TheGateWaitsForTheBox) {
  rules_.controllers(1, at(100ms));
  EXPECT_EQ(rules_.next_deadline(), Tick::max());
  rules_.box_ready(at(4000ms));
  EXPECT_TRUE(std::holds_alternative<OpenGate>(rules_.due(at(4000ms))));
}

TEST_F(PlayRulesTest, EndsWhenNobodyEverComes) {
  rules_.box_ready(at(0ms));
  const auto seen = run_until(60s);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(note(seen[1]), (EndNote{EndReason::player_left, "never_joined"}));
}

TEST_F(PlayRulesTest, APhoneThatComesBackInTimeKeepsThePlay) {
  start_with_controller();
  rules_.controllers(0, at(10s));
  rules_.controllers(1, at(54s));
  EXPECT_TRUE(run_until(120s).empty());
}

TEST_F(PlayRulesTest, ThePlayEndsWhenTheLastControllerVanished) {
  start_with_controller();
  rules_.controllers(2, at(1s));
  rules_.controllers(1, at(5s));
  rules_.controllers(0, at(10s));
  const auto seen = run_until(60s);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(note(seen[0]), (EndNote{EndReason::player_left, ""}));
  EXPECT_EQ(std::get<End>(seen[0]).at, at(10s)) << "the grace does not count as play time";
}

TEST_F(PlayRulesTest, TheGraceIsShortWhileOthersWait) {
  start_with_controller();
  rules_.controllers(0, at(10s));
  rules_.others_wait(true);
  EXPECT_TRUE(run_until(19s).empty());
  EXPECT_EQ(run_until(20s).size(), 1U);
}

TEST_F(PlayRulesTest, AScriptThatNeverConnectsIsOffline) {
  rules_.box_ready(at(0ms));
  rules_.controllers(1, at(0ms));
  const auto seen = run_until(120s);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(note(seen[1]), (EndNote{EndReason::limit_exceeded, "offline"}));
}

TEST_F(PlayRulesTest, AScriptThatLosesItsConnectionGetsThirtySeconds) {
  start_with_controller();
  rules_.script_connected(false, at(20s));
  rules_.script_connected(true, at(45s));
  EXPECT_TRUE(run_until(100s).empty());
  rules_.script_connected(false, at(200s));
  const auto seen = run_until(400s);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(note(seen[0]), (EndNote{EndReason::script_finished, "disconnected"}));
}

TEST_F(PlayRulesTest, WarnsAMinuteBeforeTheIdleLimitAndForgetsItOnInput) {
  start_with_controller();
  auto seen = run_until(1141s);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(std::get<Warn>(seen[0]).limit, "idle");
  EXPECT_EQ(std::get<Warn>(seen[0]).left, 60s);
  rules_.input(at(1150s));
  EXPECT_TRUE(run_until(1250s).empty());
}

TEST_F(PlayRulesTest, EndsIdlePlays) {
  start_with_controller();
  const auto seen = run_until(1300s);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(note(seen[1]), (EndNote{EndReason::limit_exceeded, "idle"}));
}

TEST_F(PlayRulesTest, EndsAfterAnHourHoweverBusy) {
  start_with_controller();
  std::vector<Due> seen;
  for (int minute = 1; minute <= 61; ++minute) {
    rules_.input(at(std::chrono::minutes(minute)));
    for (const Due& due : run_until(std::chrono::minutes(minute) + 59s)) seen.push_back(due);
    if (!seen.empty() && std::holds_alternative<End>(seen.back())) break;
  }
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(std::get<Warn>(seen[0]).limit, "time");
  EXPECT_EQ(note(seen[1]), (EndNote{EndReason::limit_exceeded, "time"}));
}

}  // namespace
}  // namespace recess::arcade
