// Recoverable sockets over a restart: what is saved, what is believed of it, and the file it is saved in.
#include "socketio/recovery_rig.h"
#include "socketio/session_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace recess::socketio {
namespace {

using namespace testing;
using ::testing::_;
using ::testing::ElementsAre;

const Instant kStopped = from_micros(1'700'000'000'000'000);

struct RestartTest : ::testing::Test {
  // Two clients: `one` has read everything up to 1002, `two` nothing; both are away; then one more event.
  RestartTest() {
    RecoveryLink first(before), second(before);
    one = first.told("pid");
    one_sid = first.told("sid");
    two = second.told("pid");
    say(before, "a");
    say(before, "b");
    first.cut();
    second.cut();
    before.application.broadcast(make_event("picture", R"({"_placeholder":true,"num":0})", {bytes("p\0g")}));
  }
  static void say(RecoveryServer& server, std::string_view name) {
    server.application.broadcast(make_event(name, "{\"text\":\"gr\xC3\xBC\\n\"}"));
  }
  std::string saved(bool with_history = true) const {
    return before.recovery.save(before.application, kStopped, with_history);
  }
  Result<std::size_t> restore(std::string_view text, Millis later = Millis{3000}) {
    return after.recovery.restore(text, after.application, kStopped + later);
  }

  RecoveryServer before;
  RecoveryServer after{RecoveryLimits{}, 5000, 8};
  std::string one, one_sid, two;
};

TEST_F(RestartTest, WhoComesBackToTheNextLifeMissesNothing) {
  ASSERT_EQ(restore(saved()).value(), 2U);
  RecoveryLink back(after, returning(one, "1002"));
  EXPECT_EQ(back.told("pid"), one);
  EXPECT_EQ(back.told("sid"), one_sid);
  EXPECT_THAT(back.sent(), ElementsAre(_, R"(451-["picture",{"_placeholder":true,"num":0},"1003"])", "<p>"));
  RecoveryLink other(after, returning(two));
  EXPECT_EQ(other.sent().size(), 5U);
  say(after, "c");
  EXPECT_THAT(back.sent(), ElementsAre("42[\"c\",{\"text\":\"gr\xC3\xBC\\n\"},\"5001\"]"));
  EXPECT_THAT(after.application.taken(), ElementsAre("back", "back"));
}

TEST_F(RestartTest, WhatWentToManyIsWrittenOnce) {
  const std::string text = saved();
  const auto first = text.find("picture");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(text.find("picture", first + 1), std::string::npos);
}

TEST_F(RestartTest, NumbersGoOnEvenIfTheClockWentBack) {
  RecoveryServer earlier{RecoveryLimits{}, 10, 8};
  ASSERT_TRUE(earlier.recovery.restore(saved(), earlier.application, kStopped));
  say(earlier, "c");
  RecoveryLink back(earlier, returning(one, "1003"));
  EXPECT_THAT(back.sent(), ElementsAre(_, "42[\"c\",{\"text\":\"gr\xC3\xBC\\n\"},\"1004\"]"));
}

TEST_F(RestartTest, TheTimeAwayGoesOn) {
  before.pass(Millis{60'000});
  ASSERT_EQ(restore(saved(), Millis{59'000}).value(), 2U);
  after.pass(Millis{999});
  EXPECT_EQ(after.recovery.away(), 2U);
  after.pass(Millis{1});
  EXPECT_EQ(after.recovery.away(), 0U);
}

TEST_F(RestartTest, WhoseTimeIsUpIsLeftOut) {
  before.pass(Millis{60'000});
  EXPECT_EQ(restore(saved(), Millis{60'000}).value(), 0U);
}

TEST_F(RestartTest, WithoutHistoryTheSeatIsLeft) {
  ASSERT_EQ(restore(saved(false)).value(), 2U);
  RecoveryLink back(after, returning(one, "1003"));
  EXPECT_EQ(back.told("sid"), one_sid);
  EXPECT_NE(back.told("pid"), one) << "after a crash nobody knows what was sent last";
  EXPECT_THAT(after.application.taken(), ElementsAre("seat"));
}

TEST_F(RestartTest, BeyondTheBoundOfTheFileHistoryIsLeftOut) {
  RecoveryServer small{RecoveryLimits{.file_bytes = 1}};
  std::string pid;
  {
    RecoveryLink link(small);
    pid = link.told("pid");
  }
  const std::string text = small.recovery.save(small.application, kStopped, true);
  ASSERT_EQ(restore(text).value(), 1U);
  RecoveryLink back(after, returning(pid));
  EXPECT_NE(back.told("pid"), pid);
}

TEST_F(RestartTest, WhatTheApplicationDoesNotKeepIsLeftOut) {
  before.application.forgetful = true;
  EXPECT_EQ(restore(saved()).value(), 0U);
}

TEST_F(RestartTest, WhatTheApplicationDoesNotTakeIsLeftOut) {
  std::string text = saved();
  text.replace(text.find("of " + one_sid), 3, "at ");
  EXPECT_EQ(restore(text).value(), 1U);
  EXPECT_EQ(after.recovery.find(one, "/"), nullptr);
}

TEST_F(RestartTest, TooOldIsRefused) {
  const auto outcome = restore(saved(), Millis{120'000});
  EXPECT_EQ(outcome.error().code, Code::unavailable);
  EXPECT_EQ(after.recovery.away(), 0U);
}

TEST_F(RestartTest, EveryShortenedTextIsRefused) {
  const std::string text = saved();
  for (std::size_t length = 0; length + 2 < text.size(); ++length) {
    EXPECT_EQ(restore(text.substr(0, length)).error().code, Code::invalid) << length;
  }
  EXPECT_EQ(after.recovery.away(), 0U);
}

TEST_F(RestartTest, AnotherKindOfTextIsRefused) {
  for (const char* text : {"[]", "{}", R"({"version":2,"saved_us":"1"})", R"({"version":1,"saved_us":"0"})"}) {
    EXPECT_EQ(restore(text).error().code, Code::invalid) << text;
  }
}

TEST_F(RestartTest, AnEventThatCannotBeReadIsRefused) {
  std::string text = saved();
  text.replace(text.find("cA"), 2, "!!");  // in the base64 of the picture
  EXPECT_EQ(restore(text).error().code, Code::invalid);
}

TEST_F(RestartTest, AnEventThatIsMissingCostsHistoryOnly) {
  std::string text = saved();
  const std::string list = R"("events":["1001","1002","1003"])";
  for (auto at = text.find(list); at != std::string::npos; at = text.find(list)) {
    text.replace(at, list.size(), R"("events":["1001","1002","1009"])");
  }
  ASSERT_EQ(restore(text).value(), 2U);
  RecoveryLink back(after, returning(one, "1002"));
  EXPECT_NE(back.told("pid"), one);
}

// --- the file ---

struct SessionFileTest : ::testing::Test {
  SessionFileTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "recess-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~SessionFileTest() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  std::filesystem::path path() const { return folder / "sessions.json"; }
};

TEST_F(SessionFileTest, ComesBackOnceAndOnlyItsOwnerCouldReadIt) {
  ASSERT_TRUE(replace_session_file(path(), "one"));
  ASSERT_TRUE(replace_session_file(path(), "two"));
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(take_session_file(path(), 100).value(), "two");
  EXPECT_EQ(take_session_file(path(), 100).value(), "");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(SessionFileTest, WhatACrashLeftHalfWrittenIsReplaced) {
  std::ofstream(path().string() + ".new") << "half";
  ASSERT_TRUE(replace_session_file(path(), "whole"));
  EXPECT_EQ(take_session_file(path(), 100).value(), "whole");
}

TEST_F(SessionFileTest, TooLargeIsRefusedAndRemoved) {
  ASSERT_TRUE(replace_session_file(path(), "12345"));
  EXPECT_EQ(take_session_file(path(), 4).error().code, Code::too_large);
  EXPECT_EQ(take_session_file(path(), 4).value(), "");
}

TEST_F(SessionFileTest, AFolderThatIsNotThereIsRefused) {
  EXPECT_EQ(replace_session_file(folder / "none" / "file", "x").error().code, Code::internal);
}

TEST_F(SessionFileTest, ALinkIsNotFollowed) {
  std::filesystem::create_symlink("/etc/passwd", path());
  EXPECT_EQ(take_session_file(path(), 1U << 20U).error().code, Code::internal);
}

}  // namespace
}  // namespace recess::socketio
