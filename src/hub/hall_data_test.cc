// `new_data` from one socket to others.
#include "hub/test_rig.h"

namespace recess::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HallDataTest : public HubRig {
 protected:
  HallDataTest() {
    a_ = &phone("a", "Maze");
    b_ = &phone("b", "Maze");
    game_ = &script("game", "Maze");
    other_ = &script("other", "Quiz");
    listener_ = &phone("listener", "GLOBAL_LISTENER");
  }
  static http::Query query(std::string_view text) { return http::Query::parse(text); }
  // A message of a type with so many attachments, in images of a configuration.
  void send_images(TestSocket& from, int count, std::string_view type = "playground_config") {
    std::string images;
    std::vector<Binary> data;
    for (int i = 0; i < count; ++i) {
      images += std::string(i > 0 ? "," : "") + R"({"image":{"_placeholder":true,"num":)" + std::to_string(i) + "}}";
      data.push_back(binary(std::to_string(i)));
    }
    send(from, "new_data",
         R"({"type":")" + std::string(type) + R"(","config":{"width":1,"images":[)" + images +
             R"(]},"device_id":"Maze"})",
         std::move(data));
  }

  TestSocket* a_;
  TestSocket* b_;
  TestSocket* game_;
  TestSocket* other_;
  TestSocket* listener_;
};

TEST_F(HallDataTest, WhatNeedsNoStampArrivesByteForByte) {
  const std::string text =
      R"({ "device_id":"Maze","type":"key","n":12345678901234567890.500,"s":"\ud83d\u00e9é","a":1,"a":2 })";
  send(*a_, "new_data", text);
  for (TestSocket* socket : {a_, b_, game_, listener_}) {
    EXPECT_THAT(socket->take(), ElementsAre(Received{"new_data", text}));
  }
  EXPECT_THAT(other_->take(), IsEmpty());
}

TEST_F(HallDataTest, PayloadsThatAreNoMessagesAreIgnored) {
  for (const char* bad : {"", "null", "5", "[]", R"("text")", "{}", R"({"type":"key"})"}) send(*a_, "new_data", bad);
  send(*a_, "new_data", R"({"_placeholder":true,"num":0,"device_id":"Maze"})", {binary("x")});
  for (TestSocket* socket : {a_, b_, game_, listener_, other_}) EXPECT_THAT(socket->take(), IsEmpty());
  EXPECT_EQ(stored("Maze"), "{}");
}

TEST_F(HallDataTest, TheSenderNeedNotBeRegistered) {
  TestSocket& nobody = connect("nobody");
  nobody.take();
  send(nobody, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(b_->take_names(), ElementsAre("new_data"));
  EXPECT_THAT(nobody.take(), IsEmpty());
}

TEST_F(HallDataTest, AForeignIdIsTakenAtItsWord) {
  send(*other_, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(b_->take(), ElementsAre(Received{"new_data", R"({"device_id":"Maze","type":"key"})"}));
  EXPECT_THAT(other_->take(), IsEmpty());
}

TEST_F(HallDataTest, StoppedMessagesAreOnlyStored) {
  send(*game_, "new_data", R"({"device_id":"Maze","type":"color","stop_propagation":1})");
  EXPECT_THAT(b_->take(), IsEmpty());
  EXPECT_THAT(*stored("Maze"), HasSubstr("stop_propagation"));
}

TEST_F(HallDataTest, MessagesOfOneSenderArriveInOrder) {
  for (int i = 0; i < 50; ++i) send(*a_, "new_data", R"({"device_id":"Maze","n":)" + std::to_string(i) + "}");
  const auto received = b_->take();
  ASSERT_THAT(received, SizeIs(50));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(received[static_cast<std::size_t>(i)].argument,
              R"({"device_id":"Maze","n":)" + std::to_string(i) + R"(,"type":"unknown"})");
  }
}

TEST_F(HallDataTest, SamplesOfSensorsMayBeSuperseded) {
  const auto lane_of = [&](TestSocket& from, std::string_view type) {
    send(from, "new_data", R"({"device_id":"Maze","type":")" + std::string(type) + "\"}");
    return b_->take().front();
  };
  EXPECT_EQ(lane_of(*a_, "acceleration").lane, socketio::Lane::latest);
  EXPECT_EQ(lane_of(*a_, "gyro").lane, socketio::Lane::latest);
  EXPECT_EQ(lane_of(*a_, "key").lane, socketio::Lane::ordered);
  EXPECT_EQ(lane_of(*game_, "gyro").lane, socketio::Lane::ordered) << "programs' messages are never dropped";
  EXPECT_NE(lane_of(*a_, "gyro").latest_key, lane_of(*a_, "acceleration").latest_key);
  EXPECT_NE(lane_of(*a_, "gyro").latest_key, lane_of(*b_, "gyro").latest_key);
  EXPECT_EQ(lane_of(*a_, "gyro").latest_key, lane_of(*a_, "gyro").latest_key);
}

TEST_F(HallDataTest, BinaryDataIsPassedOn) {
  send(*game_, "new_data", R"({"device_id":"Maze","type":"photo","x":{"_placeholder":true,"num":0}})",
       {binary(std::string("\x89PNG\0", 5))});
  const auto received = b_->take();
  ASSERT_THAT(received, SizeIs(1));
  EXPECT_THAT(received[0].attachments, ElementsAre(std::string("\x89PNG\0", 5)));
}

TEST_F(HallDataTest, Socket5GetsConfigurationsInParts) {
  TestSocket& old = script("old", "Maze");
  TestSocket& ours = connect("ours", {.query = query("maxAttachments=256")});
  send(ours, "new_device", R"({"device_id":"Maze","is_client":true})");
  settle(ours);
  send_images(*game_, 23);
  EXPECT_THAT(old.take(), SizeIs(1)) << "Socket.IO 4 has no cap, and Python replaces its configuration";
  EXPECT_THAT(ours.take(), SizeIs(1)) << "said that it takes more";
  const auto parts = b_->take();
  ASSERT_THAT(parts, SizeIs(3));
  EXPECT_THAT(parts[0].attachments, SizeIs(10));
  EXPECT_THAT(parts[2].attachments, SizeIs(3));
  EXPECT_THAT(parts[0].argument, HasSubstr(R"("width":1)"));
  EXPECT_THAT(game_->take_names(), ElementsAre("new_data")) << "and no complaint";
}

TEST_F(HallDataTest, TenAttachmentsAreNotTooMany) {
  send_images(*game_, 10);
  EXPECT_THAT(b_->take(), SizeIs(1));
}

TEST_F(HallDataTest, Socket5DoesNotGetWhatCannotBeSplit) {
  send_images(*game_, 11, "album");
  EXPECT_THAT(b_->take(), IsEmpty());
  const auto received = game_->take();
  ASSERT_THAT(received, SizeIs(2));
  EXPECT_EQ(received[0].name, "new_data") << "the sender's own copy";
  EXPECT_THAT(received[1].argument, HasSubstr(R"({"type":"new_data","err":"too_large")"));
}

TEST_F(HallDataTest, AllDataIsSplitForSocket5) {
  send_images(*game_, 23);
  settle(*game_);
  send(*b_, "get_all_data", R"({"device_id":"Maze"})");
  EXPECT_THAT(b_->take_names(), ElementsAre("all_data", "new_data", "new_data"));
  send(*game_, "get_all_data", R"({"device_id":"Maze"})");
  EXPECT_THAT(game_->take_names(), ElementsAre("all_data"));
}

TEST_F(HallDataTest, TheAnnouncedNumberOfAttachmentsIsRead) {
  const auto cap = [&](std::string id, socketio::Handshake handshake, std::string auth = "{}") {
    return static_cast<Seat*>(connect(id, std::move(handshake), std::move(auth)).user)->attachment_cap;
  };
  EXPECT_EQ(cap("1", {}), 10U);
  EXPECT_EQ(cap("2", {.query = query("maxAttachments=64")}), 64U);
  EXPECT_EQ(cap("3", {}, R"({"maxAttachments":100})"), 100U);
  EXPECT_EQ(cap("4", {.query = query("maxAttachments=-5")}), 10U);
  EXPECT_EQ(cap("5", {.query = query("maxAttachments=lots")}), 10U);
  EXPECT_GT(cap("6", {.engine_revision = 3}), 1'000'000U);
}

TEST_F(HallDataTest, StampedMessagesKeepTheirOtherText) {
  send(*game_, "new_data",
       R"({"type":"color","color":"red","time_stamp":1700000012.500001,"device_id":"Maze","unicast_to":1})");
  const char* expected = R"({"type":"color","color":"red","time_stamp":1700000012.500001,"device_id":"Maze",)"
                         R"("unicast_to":1,"deliver_to":"Maze","broadcast":false,"cross_origin":true})";
  EXPECT_THAT(b_->take(), ElementsAre(Received{"new_data", expected}));
  EXPECT_THAT(listener_->take(), ElementsAre(Received{"new_data", expected}));
  EXPECT_THAT(a_->take(), IsEmpty());
  EXPECT_THAT(game_->take(), IsEmpty());
}

TEST_F(HallDataTest, ABroadcastPromptAnsweredElsewhereIsForgottenWhereItWasStored) {
  send(*other_, "new_data", R"({"type":"input_prompt","time_stamp":5,"device_id":"Quiz","broadcast":true})");
  settle(*a_);
  EXPECT_THAT(*stored("Quiz"), HasSubstr("input_prompt"));
  send(*a_, "new_data",
       R"({"type":"input_response","time_stamp":5,"device_id":"Maze","caller_id":"other","response":"x"})");
  EXPECT_THAT(other_->take_names(), ElementsAre("new_data"));
  EXPECT_THAT(b_->take_only("new_data"), HasSubstr("cancel_user_input"));
  EXPECT_EQ(stored("Quiz"), R"({"input_prompt":[]})");
}

TEST_F(HallDataTest, LaterAnswersAreStillPassedOn) {
  const char* answer = R"({"type":"input_response","time_stamp":5,"device_id":"Maze","caller_id":"game"})";
  send(*a_, "new_data", answer);
  send(*b_, "new_data", answer);
  EXPECT_THAT(game_->take_names(), ElementsAre("new_data", "new_data", "new_data", "new_data"))
      << "two answers, two cancels";
}

TEST_F(HallDataTest, UnstorableMessagesAreStillDelivered) {
  const std::string filling(300 << 10, 'x');
  send(*a_, "new_data", R"({"device_id":"Maze","type":"key","key":")" + filling + "\"}");
  EXPECT_THAT(b_->take(), SizeIs(1));
  EXPECT_EQ(stored("Maze"), "{}");
}

TEST_F(HallDataTest, GroupsWithoutAProperNameAreRefused) {
  send(*a_, "new_data", R"({"type":"key","device_id":")" + std::string(129, 'x') + "\"}");
  EXPECT_THAT(a_->take_only("error_msg"), HasSubstr(R"("err":"too_large")"));
  send(*a_, "new_data", R"({"type":"key","device_id":"Maze","deliver_to":"a\u0001"})");
  EXPECT_THAT(b_->take(), IsEmpty());
}

TEST_F(HallDataTest, MovementsGetIdsInTheDeliveredMessageToo) {
  send(
      *game_, "new_data",
      R"({"type":"sprites","device_id":"Maze","sprites":[{"id":"k","movements":{"movements":[{"id":"x"}]}},{"id":"l"}]})");
  EXPECT_EQ(b_->take_only("new_data"), R"({"type":"sprites","device_id":"Maze","sprites":)"
                                       R"([{"id":"k","movements":{"movements":[{"id":"s-1"}]}},{"id":"l"}]})");
  EXPECT_THAT(*stored("Maze"), HasSubstr(R"("id":"s-1")"));
}

TEST_F(HallDataTest, OfSeveralPhonesTheFirstReportOfAMovementCounts) {
  send(*game_, "new_data", R"({"type":"sprite","device_id":"Maze","sprite":{"id":"k"}})");
  settle(*game_);
  const char* report = R"({"type":"auto_movement_pos","device_id":"Maze","id":"k","movement_id":"s-1-0r","x":1,"y":2})";
  send(*a_, "new_data", report);
  send(*b_, "new_data", report);
  EXPECT_THAT(game_->take(), ElementsAre(Received{"new_data", report}));
}

TEST_F(HallDataTest, TooManyEventsSlowTheSenderDown) {
  for (int i = 0; i < 1000; ++i) send(*a_, "new_data", R"({"device_id":"Nobody","type":"key"})");
  EXPECT_EQ(a_->paused, Millis{0});
  for (int i = 0; i < 1000; ++i) send(*a_, "new_data", R"({"device_id":"Nobody","type":"key"})");
  EXPECT_EQ(a_->paused, kLongestPause);
  EXPECT_EQ(b_->paused, Millis{0}) << "nobody else is";
}

TEST_F(HallDataTest, WhoStaysTooFastLosesSensorDataOnly) {
  for (int i = 0; i < 2000; ++i) send(*a_, "new_data", R"({"device_id":"Nobody","type":"gyro"})");
  for (int i = 0; i < 6000; ++i) {
    send(*a_, "new_data", R"({"device_id":"Nobody","type":"gyro"})");
    now_.tick += Micros{1900};
  }
  pass(kComplaintInterval);
  settle(*a_);
  send(*a_, "new_data", R"({"device_id":"Maze","type":"gyro"})");
  EXPECT_THAT(b_->take(), IsEmpty());
  EXPECT_THAT(a_->take_names(), ElementsAre("error_msg"));
  send(*a_, "new_data", R"({"device_id":"Maze","type":"key"})");
  EXPECT_THAT(b_->take(), SizeIs(1));
}

TEST_F(HallDataTest, TooManyBroadcastsSlowTheSenderDown) {
  for (int i = 0; i < 400; ++i) send(*a_, "new_data", R"({"device_id":"Maze","broadcast":true})");
  EXPECT_EQ(a_->paused, Millis{0});
  send(*a_, "new_data", R"({"device_id":"Maze","broadcast":true})");
  EXPECT_GT(a_->paused, Millis{0});
  EXPECT_EQ(b_->take_count(), 401U) << "all are delivered";
}

TEST_F(HallDataTest, ManyGroupsDoNotFillTheMemory) {
  for (int i = 0; i < 3000; ++i) {
    send(*a_, "new_data", R"({"type":"key","device_id":"G)" + std::to_string(i) + "\"}");
  }
  EXPECT_EQ(switchboard_->statistics().stores, 2000U);
  EXPECT_TRUE(stored("Maze")) << "groups with members stay";
}

TEST_F(HallDataTest, StatisticsCount) {
  const Statistics before = switchboard_->statistics();
  send(*a_, "new_data", R"({"device_id":"Maze","type":"key"})");
  const Statistics after = switchboard_->statistics();
  EXPECT_EQ(after.sockets, 5U);
  EXPECT_EQ(after.devices, 5U);
  EXPECT_EQ(after.halls, 1U);
  EXPECT_EQ(after.messages_in - before.messages_in, 1U);
  EXPECT_EQ(after.messages_out - before.messages_out, 4U);
  EXPECT_GT(after.store_bytes, before.store_bytes);
}

}  // namespace
}  // namespace recess::hub
