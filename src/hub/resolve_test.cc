#include "hub/resolve.h"

#include "hub/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace recess::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Phones 0 and 1 and script -1 in Maze, phone 2 in Quiz, a listener, and a socket that has not registered.
class ResolveTest : public ::testing::Test {
 protected:
  ResolveTest() {
    for (const auto& [name, group, is_client] :
         {std::tuple("A", "Maze", true), {"B", "Maze", true}, {"C", "Quiz", true}, {"script", "Maze", false}}) {
      add(name, group, is_client);
    }
    add("listener", "GLOBAL_LISTENER", true);
    add("nobody", "", false);
  }
  void add(std::string name, std::string group, bool is_client) {
    Member& member = members_.emplace_back();
    member.socket_id = name;
    roster_.members.push_back(&member);
    roster_.by_socket[name] = &member;
    if (group.empty()) return;
    roster_.registry.add(member, Device{group, name, 0, is_client, false}, {}, {});
    roster_.rooms.join(member, group);
  }

  // What becomes of a message, as one readable line.
  std::optional<Resolved> resolve_text(std::string text) {
    source_ = read_message(std::move(text), {}).value();
    auto resolved = resolve(source_.body, "script", roster_);
    if (resolved) stamped_ = read_message(resolved->stamps.text(), {}).value();
    return resolved;
  }
  std::vector<std::string> receivers(std::string text) {
    const auto resolved = resolve_text(std::move(text));
    if (!resolved) return {"(ignored)"};
    return names(recipients(stamped_.body, *resolved, roster_));
  }
  static std::vector<std::string> names(const std::vector<Member*>& members) {
    std::vector<std::string> ids;
    for (const Member* member : members) ids.push_back(member->socket_id);
    return ids;
  }
  std::string stamped(std::string text) {
    return resolve_text(std::move(text)) ? std::string(stamped_.text()) : "(ignored)";
  }
  std::string group(std::string text) {
    const auto resolved = resolve_text(std::move(text));
    return resolved ? resolved->group : "(ignored)";
  }

  std::deque<Member> members_;
  Roster roster_{.registry = Registry({}, 16)};
  Message source_;
  Message stamped_;
};

TEST_F(ResolveTest, R1TheDeviceIdNamesTheGroup) {
  EXPECT_EQ(group(R"({"type":"key","device_id":"Maze"})"), "Maze");
  EXPECT_EQ(group(R"({"type":"key","device_id":"Nobody here"})"), "Nobody here");
  EXPECT_EQ(group(R"({"type":"key","device_id":"Maze","device_nr":2})"), "Maze");
  EXPECT_EQ(group(R"({"device_id":"__proto__"})"), "__proto__");
}

TEST_F(ResolveTest, R2TheDeviceNumberNamesItOtherwise) {
  EXPECT_EQ(group(R"({"type":"key","device_nr":2})"), "Quiz");
  EXPECT_EQ(group(R"({"type":"key","device_id":"","device_nr":-1})"), "Maze");
  EXPECT_EQ(group(R"({"type":"key","device_id":7,"device_nr":-1.0})"), "Maze");
  EXPECT_EQ(stamped(R"({"type":"key","device_nr":2})"), R"({"type":"key","device_nr":2})");
}

TEST_F(ResolveTest, R3WithoutAGroupTheMessageIsIgnored) {
  for (const char* text :
       {R"({})", R"({"type":"key"})", R"({"device_nr":99})", R"({"device_nr":"0"})", R"({"device_nr":0.5})",
        R"({"device_id":""})", R"({"device_id":null})", R"({"deliver_to":"Maze"})", R"({"unicast_to":0})"}) {
    EXPECT_EQ(group(text), "(ignored)") << text;
  }
}

TEST_F(ResolveTest, R4DeliverToIsAnotherGroup) {
  EXPECT_EQ(stamped(R"({"type":"x","device_id":"Maze","deliver_to":"Quiz"})"),
            R"({"type":"x","device_id":"Maze","deliver_to":"Quiz","cross_origin":true})");
  EXPECT_EQ(group(R"({"type":"x","device_id":"Maze","deliver_to":"Quiz"})"), "Quiz");
  for (const char* text :
       {R"({"type":"x","device_id":"Maze","deliver_to":"Maze"})", R"({"type":"x","device_id":"Maze","deliver_to":""})",
        R"({"type":"x","device_id":"Maze","deliver_to":5})"}) {
    EXPECT_EQ(group(text), "Maze");
    EXPECT_EQ(stamped(text), text) << "nothing is stamped";
  }
}

TEST_F(ResolveTest, R5UnicastMeansOneDevice) {
  EXPECT_EQ(
      stamped(R"({"type":"x","device_id":"Maze","unicast_to":2})"),
      R"({"type":"x","device_id":"Maze","unicast_to":2,"deliver_to":"Quiz","broadcast":false,"cross_origin":true})");
  EXPECT_EQ(
      stamped(R"({"type":"x","broadcast":true,"device_id":"Maze","unicast_to":-1})"),
      R"({"type":"x","broadcast":false,"device_id":"Maze","unicast_to":-1,"deliver_to":"Maze","cross_origin":true})");
  EXPECT_EQ(
      stamped(R"({"type":"x","device_id":"Maze","deliver_to":"Nowhere","unicast_to":2})"),
      R"({"type":"x","device_id":"Maze","deliver_to":"Quiz","unicast_to":2,"cross_origin":true,"broadcast":false})");
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","unicast_to":1})"), ElementsAre("B", "listener"));
}

TEST_F(ResolveTest, R6UnicastToNobodyIsAsIfAbsent) {
  const char* text = R"({"type":"x","device_id":"Maze","unicast_to":99})";
  EXPECT_EQ(stamped(text), text);
  EXPECT_THAT(receivers(text), ElementsAre("A", "B", "script", "listener"));
  EXPECT_EQ(stamped(R"({"type":"x","device_id":"Maze","unicast_to":"1"})"),
            R"({"type":"x","device_id":"Maze","unicast_to":"1"})");
}

TEST_F(ResolveTest, R7TheTypeIsUnknownUnlessItIsAText) {
  EXPECT_EQ(stamped(R"({"device_id":"Maze"})"), R"({"device_id":"Maze","type":"unknown"})");
  EXPECT_EQ(stamped(R"({"type":5,"device_id":"Maze"})"), R"({"type":"unknown","device_id":"Maze"})");
  EXPECT_EQ(stamped(R"({"type":"","device_id":"Maze"})"), R"({"type":"","device_id":"Maze"})");
}

TEST_F(ResolveTest, R8QuestionsSayWhoAsks) {
  EXPECT_EQ(stamped(R"({"type":"input_prompt","device_id":"Maze"})"),
            R"({"type":"input_prompt","device_id":"Maze","response_id":"script"})");
  EXPECT_EQ(stamped(R"({"type":"notification","alert":true,"response_id":"forged","device_id":"Maze"})"),
            R"({"type":"notification","alert":true,"response_id":"script","device_id":"Maze"})");
  const char* toast = R"({"type":"notification","alert":false,"device_id":"Maze"})";
  EXPECT_EQ(stamped(toast), toast);
}

TEST_F(ResolveTest, WhatNeedsNoStampStaysAsItIs) {
  const char* text = R"({ "type":"key" , "device_id":"Maze","n":12345678901234567890.50,"s":"\ud83d" })";
  EXPECT_EQ(stamped(text), text);
}

TEST_F(ResolveTest, D1AnAnswerGoesToItsCallerAlone) {
  EXPECT_THAT(receivers(R"({"type":"input_response","device_id":"Maze","caller_id":"C"})"), ElementsAre("C"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","caller_id":"nobody","broadcast":true})"),
              ElementsAre("nobody"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","caller_id":"gone"})"), IsEmpty());
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","caller_id":7})"), IsEmpty());
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","caller_id":"","unicast_to":1})"),
              ElementsAre("B", "listener"));
}

TEST_F(ResolveTest, D1AnswersCloseTheQuestionInTheGroup) {
  const std::string text =
      R"({"device_id":"Maze","device_nr":1,"time_stamp":1700000010.125001,"type":"input_response","caller_id":"script"})";
  const auto resolved = resolve_text(text);
  const auto cancel = cancel_of(stamped_.body, *resolved, roster_);
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->argument, R"({"device_id":"Maze","time_stamp":1700000010.125001,"device_nr":1,)"
                              R"("response_id":"script","input_type":"input_prompt","type":"cancel_user_input"})");
  EXPECT_THAT(names(cancel->recipients), ElementsAre("A", "B", "script")) << "not the listeners";
}

TEST_F(ResolveTest, D1ConfirmationsCloseTheAlert) {
  const auto resolved =
      resolve_text(R"({"device_id":"Quiz","time_stamp":5,"type":"alert_confirm","caller_id":"script"})");
  const auto cancel = cancel_of(stamped_.body, *resolved, roster_);
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->argument, R"({"device_id":"Quiz","time_stamp":5,"response_id":"script",)"
                              R"("input_type":"notification","type":"cancel_user_input"})");
  EXPECT_THAT(names(cancel->recipients), ElementsAre("C"));
}

TEST_F(ResolveTest, D1OtherMessagesWithACallerCloseNothing) {
  for (const char* text :
       {R"({"device_id":"Maze","type":"key","caller_id":"A"})", R"({"device_id":"Maze","type":"input_response"})",
        R"({"device_id":"Maze","type":"input_response","caller_id":""})"}) {
    const auto resolved = resolve_text(text);
    EXPECT_FALSE(cancel_of(stamped_.body, *resolved, roster_)) << text;
  }
}

TEST_F(ResolveTest, D2BroadcastsGoToEverySocket) {
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","broadcast":true})"),
              ElementsAre("A", "B", "C", "script", "listener", "nobody"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","broadcast":1,"deliver_to":"Quiz"})"),
              ElementsAre("A", "B", "C", "script", "listener", "nobody"));
}

TEST_F(ResolveTest, D3UnicastGoesToOneDeviceAndTheListeners) {
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","unicast_to":2})"), ElementsAre("C", "listener"));
}

TEST_F(ResolveTest, D4TheRestGoesToTheGroupAndTheListeners) {
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze"})"), ElementsAre("A", "B", "script", "listener"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","deliver_to":"Quiz"})"), ElementsAre("C", "listener"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","broadcast":false})"),
              ElementsAre("A", "B", "script", "listener"));
}

TEST_F(ResolveTest, NobodyGetsAMessageTwice) {
  roster_.rooms.join(*roster_.socket("A"), "GLOBAL_LISTENER");
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze"})"), ElementsAre("A", "B", "script", "listener"));
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","unicast_to":0})"), ElementsAre("A", "listener"));
}

TEST_F(ResolveTest, ASocketIsARoomOfItsOwn) {
  EXPECT_THAT(receivers(R"({"type":"x","device_id":"Maze","deliver_to":"nobody"})"), ElementsAre("nobody", "listener"));
}

}  // namespace
}  // namespace recess::hub
