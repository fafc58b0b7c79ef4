#include "hub/remember.h"

#include "hub/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace recess::hub {
namespace {

class RememberTest : public ::testing::Test {
 protected:
  explicit RememberTest(const StoreLimits& limits = kPublicStores) : stores_(limits) {}

  // Remembers a message for group G; false if it goes no further.
  bool say(std::string text, std::vector<Binary> attachments = {}, std::string_view group = "G") {
    const Message message = read_message(std::move(text), std::move(attachments)).value();
    const std::string type = message.body.find("type").as_string().value();
    return remember({stores_, rooms_, now_}, group, type, message);
  }
  std::string stored(std::string_view group = "G") {
    const Store* store = stores_.find(group, now_);
    return store == nullptr ? "(none)" : snapshot_of(*store, stores_.limits(), 1000).stored.text();
  }
  static Binary binary(std::string bytes) { return Binary(std::move(bytes)); }

  Stores stores_;
  Rooms rooms_;
  Tick now_{std::chrono::hours{1}};
};

class RememberForPages : public RememberTest {
 protected:
  RememberForPages() : RememberTest(kPlayStores) {}
};

TEST_F(RememberTest, AppendsWhatItDoesNotKnow) {
  EXPECT_TRUE(say(R"({"type":"key","key":"up"})"));
  EXPECT_TRUE(say(R"({"type":"key","key":"down"})"));
  EXPECT_TRUE(say(R"({"type":"__proto__","n":12345678901234567890.5})"));
  EXPECT_EQ(stored(), R"({"key":[{"type":"key","key":"up"},{"type":"key","key":"down"}],)"
                      R"("__proto__":[{"type":"__proto__","n":12345678901234567890.5}]})");
}

TEST_F(RememberTest, StoresNothingOfTheseTypes) {
  for (const char* type : {"unknown", "all_data", "notification", "alert_confirm"}) {
    EXPECT_TRUE(say(R"({"alert":true,"time_stamp":1,"type":")" + std::string(type) + "\"}"));
  }
  EXPECT_EQ(stored(), "(none)");
}

TEST_F(RememberTest, KeepsTheNewest25) {
  for (int i = 0; i < 40; ++i) say(R"({"type":"key","n":)" + std::to_string(i) + "}");
  const Store* store = stores_.find("G", now_);
  EXPECT_EQ(store->list("key")->entries().size(), 25U);
  EXPECT_EQ(*store->list("key")->entries().front().text, R"({"type":"key","n":15})");
}

TEST_F(RememberTest, AnsweredPromptsGo) {
  say(R"({"type":"input_prompt","time_stamp":1700000010.125001,"response_id":"s"})");
  say(R"({"type":"input_prompt","time_stamp":2,"response_id":"s"})");
  EXPECT_TRUE(say(R"({"type":"input_response","time_stamp":1700000010.125001,"caller_id":"s"})"));
  EXPECT_EQ(stored(), R"({"input_prompt":[{"type":"input_prompt","time_stamp":2,"response_id":"s"}]})");
}

TEST_F(RememberTest, AnAnswerWithoutItsPromptRemovesNothing) {
  say(R"({"type":"input_prompt","time_stamp":1,"response_id":"s"})");
  const std::string before = stored();
  say(R"({"type":"input_response","time_stamp":2,"caller_id":"s"})");
  say(R"({"type":"input_response","caller_id":"s"})");
  say(R"({"type":"input_response","time_stamp":"1","caller_id":"s"})");
  EXPECT_EQ(stored(), before);
}

TEST_F(RememberTest, APromptAnsweredFromAnotherGroupGoesToo) {
  say(R"({"type":"input_prompt","time_stamp":1,"response_id":"s"})", {}, "asker");
  say(R"({"type":"input_prompt","time_stamp":1,"response_id":"other"})", {}, "third");
  say(R"({"type":"input_response","time_stamp":1,"caller_id":"s"})", {}, "answerer");
  EXPECT_EQ(stored("asker"), R"({"input_prompt":[]})");
  EXPECT_EQ(stored("third"), R"({"input_prompt":[{"type":"input_prompt","time_stamp":1,"response_id":"other"}]})");
}

TEST_F(RememberTest, PromptsOfAVanishedAskerGo) {
  say(R"({"type":"input_prompt","time_stamp":1,"response_id":"s"})");
  say(R"({"type":"input_prompt","time_stamp":2,"response_id":"t"})");
  forget_questions_of(stores_, "s");
  EXPECT_EQ(stored(), R"({"input_prompt":[{"type":"input_prompt","time_stamp":2,"response_id":"t"}]})");
}

TEST_F(RememberTest, SpritesAreMergedById) {
  say(R"({"type":"sprite","sprite":{"id":"a","pos_x":1,"color":"red"},"time_stamp":1,"device_id":"G"})");
  say(R"({"type":"sprite","sprite":{"id":"b"},"time_stamp":2,"device_id":"G"})");
  say(R"({"type":"sprite","sprite":{"id":"a","pos_x":5,"text":"hi"},"time_stamp":3,"device_id":"G"})");
  EXPECT_EQ(stored(), R"({"sprite":[{"type":"sprite","sprite":{"id":"b"},"time_stamp":2,"device_id":"G"},)"
                      R"({"type":"sprite","sprite":{"id":"a","pos_x":5,"color":"red","text":"hi"},)"
                      R"("device_id":"G","time_stamp":3}]})");
}

TEST_F(RememberTest, EachOfManySpritesIsAMessageOfItsOwn) {
  say(R"({"type":"sprites","sprites":[{"id":"a"},{"no":"id"},7,null,{"id":2}],"time_stamp":1,"device_id":"G",)"
      R"("device_nr":-1,"extra":true})");
  EXPECT_EQ(stored(),
            R"({"sprite":[{"type":"sprite","sprite":{"id":"a"},"time_stamp":1,"device_id":"G","device_nr":-1},)"
            R"({"type":"sprite","sprite":{"id":2},"time_stamp":1,"device_id":"G","device_nr":-1}]})");
}

TEST_F(RememberTest, OfVeryManySpritesInOneMessageTheLastAreStored) {
  std::string many;
  for (std::size_t i = 0; i < kPartsPerMessage + 500; ++i)
    many += (i == 0 ? "" : ",") + (R"({"id":)" + std::to_string(i) + "}");
  say(R"({"type":"sprites","sprites":[)" + many + "]}");
  const auto& sprites = stores_.find("G", now_)->list("sprite")->entries();
  EXPECT_EQ(sprites.size(), 25U);
  EXPECT_EQ(sprites.back().id, "n" + std::to_string(kPartsPerMessage + 499));
}

TEST_F(RememberTest, ChangesOfOneLongSpriteInOneMessageAreStoredUpToACost) {
  say(R"({"type":"sprite","sprite":{"id":"a","text":")" + std::string(200'000, 'x') + "\"}}");
  std::string changes = R"({"id":"a","n":0})";
  for (int i = 1; i < 1000; ++i) changes += R"(,{"id":"a","n":)" + std::to_string(i) + "}";
  EXPECT_TRUE(say(R"({"type":"sprites","sprites":[)" + changes + "]}"));
  const std::string_view text = *stores_.find("G", now_)->list("sprite")->entries().front().text;
  EXPECT_EQ(text.find(R"("n":999)"), std::string::npos);
  say(R"({"type":"sprite","sprite":{"id":"a","n":999}})");
  EXPECT_NE(stores_.find("G", now_)->list("sprite")->entries().front().text->find(R"("n":999)"), std::string::npos);
}

TEST_F(RememberTest, NumbersAndTextsAreDifferentIds) {
  say(R"({"type":"sprite","sprite":{"id":1}})");
  say(R"({"type":"sprite","sprite":{"id":"1"}})");
  say(R"({"type":"sprite","sprite":{"id":1.0,"x":2}})");
  EXPECT_EQ(stored(),
            R"({"sprite":[{"type":"sprite","sprite":{"id":"1"}},{"type":"sprite","sprite":{"id":1.0,"x":2}}]})");
}

TEST_F(RememberTest, LinesAreMergedById) {
  say(R"({"type":"lines","lines":[{"id":"l","x1":1},{"id":"m"}],"time_stamp":1})");
  say(R"({"type":"line","line":{"id":"l","x1":2},"time_stamp":3})");
  EXPECT_EQ(stored(), R"({"line":[{"type":"line","line":{"id":"m"},"time_stamp":1},)"
                      R"({"type":"line","line":{"id":"l","x1":2},"time_stamp":3}]})");
}

TEST_F(RememberTest, MalformedBodiesAreNotStored) {
  for (const char* text : {R"({"type":"sprites","sprites":{"id":1}})", R"({"type":"sprites"})", R"({"type":"sprite"})",
                           R"({"type":"sprite","sprite":[]})", R"({"type":"sprite","sprite":{"id":null}})",
                           R"({"type":"line","line":"l"})", R"({"type":"lines","lines":null})",
                           R"({"type":"remove_sprite"})", R"({"type":"remove_line","id":{}})"}) {
    EXPECT_TRUE(say(text)) << text;
    EXPECT_EQ(stored(), "(none)") << text;
  }
}

TEST_F(RememberTest, TheOldestSpriteWithoutCollisionsMakesRoom) {
  say(R"({"type":"sprite","sprite":{"id":"wall","collision_detection":true}})");
  for (int i = 0; i < 25; ++i) say(R"({"type":"sprite","sprite":{"id":)" + std::to_string(i) + "}}");
  const auto& entries = stores_.find("G", now_)->list("sprite")->entries();
  EXPECT_EQ(entries.size(), 25U);
  EXPECT_EQ(entries.front().id, "swall");
  EXPECT_EQ(std::next(entries.begin())->id, "n1") << "0 made room";
}

TEST_F(RememberTest, IfAllCollideTheOldestMakesRoom) {
  for (int i = 0; i < 26; ++i) {
    say(R"({"type":"sprite","sprite":{"collision_detection":1,"id":)" + std::to_string(i) + "}}");
  }
  EXPECT_EQ(stores_.find("G", now_)->list("sprite")->entries().front().id, "n1");
}

TEST_F(RememberTest, MergingMakesNoRoom) {
  for (int i = 0; i < 25; ++i) say(R"({"type":"sprite","sprite":{"id":)" + std::to_string(i) + "}}");
  say(R"({"type":"sprite","sprite":{"id":3,"x":1}})");
  const auto& entries = stores_.find("G", now_)->list("sprite")->entries();
  EXPECT_EQ(entries.size(), 25U);
  EXPECT_EQ(entries.front().id, "n0");
  EXPECT_EQ(entries.back().id, "n3");
}

TEST_F(RememberTest, RemoveDropsOne) {
  say(R"({"type":"sprites","sprites":[{"id":"a"},{"id":"b"}]})");
  say(R"({"type":"lines","lines":[{"id":"a"},{"id":"b"}]})");
  EXPECT_TRUE(say(R"({"type":"remove_sprite","id":"a"})"));
  EXPECT_TRUE(say(R"({"type":"remove_line","id":"b"})"));
  EXPECT_TRUE(say(R"({"type":"remove_line","id":"nowhere"})"));
  EXPECT_EQ(stored(),
            R"({"sprite":[{"type":"sprite","sprite":{"id":"b"}}],"line":[{"type":"line","line":{"id":"a"}}]})");
}

TEST_F(RememberTest, CleanKeepsTheConfigurationAndClearDoesNot) {
  const auto draw = [&] {
    say(R"({"type":"playground_config","config":{"width":1}})");
    say(R"({"type":"sprite","sprite":{"id":"a"}})");
    say(R"({"type":"line","line":{"id":"a"}})");
  };
  draw();
  say(R"({"type":"clean_playground"})");
  EXPECT_EQ(stored(),
            R"({"playground_config":[{"type":"playground_config","config":{"width":1}}],"sprite":[],"line":[]})");
  draw();
  say(R"({"type":"clear_playground"})");
  EXPECT_EQ(stored(), R"({"playground_config":[],"sprite":[],"line":[]})");
}

TEST_F(RememberTest, TheLastConfigurationReplaces) {
  say(R"({"type":"playground_config","config":{"width":1,"images":[{"name":"a","image":{"_placeholder":true,"num":0}}]}})",
      {binary("png")});
  say(R"({"type":"playground_config","config":{"color":"red"}})");
  EXPECT_EQ(stored(), R"({"playground_config":[{"type":"playground_config","config":{"color":"red"}}]})");
}

TEST_F(RememberTest, MessagesOver256KiBAreNotStored) {
  const std::string filling(256 << 10, 'x');
  EXPECT_TRUE(say(R"({"type":"key","key":")" + filling + "\"}"));
  EXPECT_TRUE(say(R"({"type":"sprite","sprite":{"id":"a","text":")" + filling + "\"}}"));
  EXPECT_TRUE(say(R"({"type":"playground_config","config":")" + filling + "\"}"));
  const std::string shown = stored();
  EXPECT_TRUE(shown == "(none)" || shown == "{}") << shown.substr(0, 100);
  EXPECT_TRUE(say(R"({"type":"image","data":{"_placeholder":true,"num":0}})", {binary(filling + filling)}));
  EXPECT_EQ(stores_.find("G", now_)->list("image")->entries().size(), 1U) << "binary data is counted apart";
}

TEST_F(RememberTest, TypesAreLimitedInNumberAndLength) {
  EXPECT_TRUE(say(R"({"type":")" + std::string(65, 't') + "\"}"));
  for (int i = 0; i < 70; ++i) EXPECT_TRUE(say(R"({"type":"t)" + std::to_string(i) + "\"}"));
  EXPECT_EQ(stores_.find("G", now_)->lists().size(), 64U);
}

TEST_F(RememberTest, MovesTheSpriteThatAPhoneReports) {
  say(R"({"type":"sprite","sprite":{"id":"k","pos_x":1,"movements":{"movements":[{"id":"s-1"}]}},"time_stamp":1})");
  say(R"({"type":"sprite","sprite":{"id":"z"},"time_stamp":1})");
  EXPECT_TRUE(say(R"({"type":"auto_movement_pos","id":"k","movement_id":"s-1-0r","x":5,"y":6.50,"time_stamp":7})"));
  EXPECT_EQ(stored(), R"({"sprite":[{"type":"sprite","sprite":{"id":"z"},"time_stamp":1},)"
                      R"({"type":"sprite","sprite":{"id":"k","pos_x":5,"pos_y":6.50},"time_stamp":7}]})");
}

TEST_F(RememberTest, TheFirstReportWins) {
  say(R"({"type":"sprite","sprite":{"id":"k"}})");
  const char* report = R"({"type":"auto_movement_pos","id":"k","movement_id":"s-1-0r","x":5,"y":6})";
  EXPECT_TRUE(say(report));
  EXPECT_FALSE(say(report));
  EXPECT_TRUE(say(R"({"type":"auto_movement_pos","id":"k","movement_id":"s-1-1r","x":5,"y":6})"));
  EXPECT_TRUE(say(R"({"type":"auto_movement_pos","id":"other","movement_id":"s-1-0r","x":5,"y":6})"));
}

TEST_F(RememberTest, InitReportsEndHere) {
  EXPECT_FALSE(say(R"({"type":"auto_movement_pos","id":"k","movement_id":"init","x":5,"y":6})"));
  EXPECT_FALSE(say(R"({"type":"auto_movement_pos","movement_id":"init"})"));
}

TEST_F(RememberTest, ReportsWithoutIdsAreOnlyDelivered) {
  say(R"({"type":"sprite","sprite":{"id":"k"}})");
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(say(R"({"type":"auto_movement_pos","id":5,"movement_id":"s-1"})"));
    EXPECT_TRUE(say(R"({"type":"auto_movement_pos","id":"k","movement_id":1})"));
    EXPECT_TRUE(say(R"({"type":"auto_movement_pos"})"));
  }
}

TEST_F(RememberTest, ReportsBeforeAnySpriteAreOnlyDelivered) {
  const char* report = R"({"type":"auto_movement_pos","id":"k","movement_id":"s-1-0r","x":5,"y":6})";
  EXPECT_TRUE(say(report));
  EXPECT_TRUE(say(report));
  EXPECT_EQ(stored(), "(none)");
}

TEST_F(RememberTest, MovementsEndByTheirRule) {
  const auto after_report = [&](const std::string& movements) {
    say(R"({"type":"clean_playground"})");
    say(R"({"type":"sprite","sprite":{"id":"k","movements":)" + movements + "}}");
    say(R"({"type":"auto_movement_pos","id":"k","movement_id":"m"})");
    return std::string(*stores_.find("G", now_)->list("sprite")->entries().back().text);
  };
  const std::string bare = R"({"type":"sprite","sprite":{"id":"k"}})";
  EXPECT_EQ(after_report(R"({"movements":[]})"), bare);
  EXPECT_EQ(after_report(R"({"cycle":false,"movements":[]})"), bare);
  EXPECT_EQ(after_report(R"({"cycle":true,"movements":[]})"),
            R"({"type":"sprite","sprite":{"id":"k","movements":{"cycle":true,"movements":[]}}})");
  EXPECT_EQ(after_report(R"({"repeat":2,"movements":[]})"),
            R"({"type":"sprite","sprite":{"id":"k","movements":{"repeat":1,"movements":[]}}})");
  EXPECT_EQ(after_report(R"({"repeat":0,"cycle":true,"movements":[]})"), bare);
}

TEST_F(RememberTest, CleaningForgetsReports) {
  const char* report = R"({"type":"auto_movement_pos","id":"k","movement_id":"s-1-0r"})";
  say(R"({"type":"sprite","sprite":{"id":"k"}})");
  EXPECT_TRUE(say(report));
  say(R"({"type":"clean_playground"})");
  say(R"({"type":"sprite","sprite":{"id":"k"}})");
  EXPECT_TRUE(say(report));
  say(R"({"type":"remove_sprite","id":"k"})");
  say(R"({"type":"sprite","sprite":{"id":"k"}})");
  EXPECT_TRUE(say(report));
}

TEST_F(RememberTest, BinaryDataSurvivesMerging) {
  say(R"({"type":"sprite","sprite":{"id":"a","i":{"_placeholder":true,"num":1},"j":{"_placeholder":true,"num":0}}})",
      {binary("first"), binary("second")});
  say(R"({"type":"sprite","sprite":{"id":"a","j":{"_placeholder":true,"num":0}}})", {binary("third")});
  const Entry& entry = stores_.find("G", now_)->list("sprite")->entries().back();
  EXPECT_EQ(*entry.text, R"({"type":"sprite","sprite":{"id":"a","i":{"_placeholder":true,"num":0},)"
                         R"("j":{"_placeholder":true,"num":1}}})");
  ASSERT_EQ(entry.attachments.size(), 2U);
  EXPECT_EQ(*entry.attachments[0], "second");
  EXPECT_EQ(*entry.attachments[1], "third");
}

TEST_F(RememberTest, ASpriteThatIsBinaryDataIsNoSprite) {
  EXPECT_TRUE(say(R"({"type":"sprite","sprite":{"_placeholder":true,"num":0,"id":"a"}})", {binary("x")}));
  EXPECT_EQ(stored(), "(none)");
}

TEST_F(RememberTest, MergesTwentyThousandMembers) {
  std::string many = R"({"type":"sprite","sprite":{"id":"a")";
  for (int i = 0; i < 20'000; ++i) many += ",\"k" + std::to_string(i) + "\":1";
  many += "}}";
  EXPECT_TRUE(say(many));
  EXPECT_TRUE(say(many));
  ASSERT_EQ(stores_.find("G", now_)->list("sprite")->entries().size(), 1U);
  EXPECT_EQ(*stores_.find("G", now_)->list("sprite")->entries().back().text, many);
}

TEST_F(RememberForPages, KeepsTwoThousandSprites) {
  for (int i = 0; i < 2100; ++i) say(R"({"type":"sprite","sprite":{"id":)" + std::to_string(i) + "}}");
  EXPECT_EQ(stores_.find("G", now_)->list("sprite")->entries().size(), 2000U);
}

TEST_F(RememberForPages, MergesConfigurations) {
  say(R"({"type":"playground_config","time_stamp":1,"config":{"width":1,"color":"red","images":[)"
      R"({"name":"a","image":{"_placeholder":true,"num":0}},{"name":"b","image":{"_placeholder":true,"num":1}}]}})",
      {binary("old a"), binary("old b")});
  say(R"({"type":"playground_config","time_stamp":2,"config":{"color":"blue","images":[)"
      R"({"name":"c","image":"<svg/>"},{"name":"a","image":{"_placeholder":true,"num":0}}],"audio_tracks":[]}})",
      {binary("new a")});
  const Entry& entry = stores_.find("G", now_)->list("playground_config")->entries().back();
  EXPECT_EQ(*entry.text, R"({"type":"playground_config","time_stamp":2,"config":{"width":1,"color":"blue","images":[)"
                         R"({"name":"a","image":{"_placeholder":true,"num":0}},)"
                         R"({"name":"b","image":{"_placeholder":true,"num":1}},)"
                         R"({"name":"c","image":"<svg/>"}],"audio_tracks":[]}})");
  EXPECT_EQ(*entry.attachments.at(0), "new a");
  EXPECT_EQ(*entry.attachments.at(1), "old b");
  EXPECT_EQ(stores_.find("G", now_)->list("playground_config")->entries().size(), 1U);
}

TEST_F(RememberForPages, OddConfigurationsHarmNothing) {
  for (const char* text : {R"({"type":"playground_config"})", R"({"type":"playground_config","config":null})",
                           R"({"type":"playground_config","config":{"images":{"name":"a"}}})",
                           R"({"type":"playground_config","config":{"images":[1,null,"x",{"name":{}}]}})",
                           R"({"type":"playground_config","config":[1]})"}) {
    EXPECT_TRUE(say(text)) << text;
  }
  EXPECT_EQ(stores_.find("G", now_)->list("playground_config")->entries().size(), 1U);
}

TEST_F(RememberForPages, KeepsAlertsUntilTheyAreConfirmed) {
  say(R"({"type":"notification","alert":false,"message":"toast","time_stamp":1})");
  say(R"({"type":"notification","alert":true,"time_stamp":2,"response_id":"s"})");
  say(R"({"type":"notification","alert":true,"time_stamp":3,"response_id":"s"})");
  say(R"({"type":"alert_confirm","time_stamp":2,"caller_id":"s"})");
  EXPECT_EQ(stored(), R"({"notification":[{"type":"notification","alert":true,"time_stamp":3,"response_id":"s"}]})");
  forget_questions_of(stores_, "s");
  EXPECT_EQ(stored(), R"({"notification":[]})");
}

TEST_F(RememberForPages, RemovedSpritesStayRemoved) {
  say(R"({"type":"sprites","sprites":[{"id":"a"},{"id":"b"}]})");
  EXPECT_TRUE(say(R"({"type":"sprite_removed","id":"a"})"));
  EXPECT_EQ(stores_.find("G", now_)->list("sprite")->entries().size(), 1U);
}

TEST_F(RememberTest, WithoutThatSpritesReportedAsRemovedStay) {
  say(R"({"type":"sprite","sprite":{"id":"a"}})");
  EXPECT_TRUE(say(R"({"type":"sprite_removed","id":"a"})"));
  EXPECT_EQ(stores_.find("G", now_)->list("sprite")->entries().size(), 1U);
}

TEST_F(RememberForPages, ANewGridForgetsChangesToTheOld) {
  say(R"({"type":"grid","grid":"00"})");
  for (int i = 0; i < 100; ++i) say(R"({"type":"grid_update","number":1})");
  EXPECT_EQ(stores_.find("G", now_)->list("grid_update")->entries().size(), 100U);
  say(R"({"type":"grid","grid":"11"})");
  EXPECT_TRUE(stores_.find("G", now_)->list("grid_update")->entries().empty());
}

}  // namespace
}  // namespace recess::hub
