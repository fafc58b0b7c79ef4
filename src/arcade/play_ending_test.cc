#include "arcade/play_ending.h"

#include <gtest/gtest.h>

#include <csignal>

namespace recess::arcade {
namespace {

using sandbox::EndCause;
using sandbox::Ending;
using sandbox::LauncherReport;
using Kind = sandbox::LauncherReport::Kind;

const LauncherReport kCrash{Kind::crashed, "ValueError: bad level", "game.py", 12, 1, "Traceback ..."};

TEST(PlayEnding, AnExceptionNamesTheAuthorsLine) {
  EXPECT_EQ(note_for(Ending{EndCause::exited, "", 1}, kCrash, true),
            (EndNote{EndReason::script_crashed, "ValueError: bad level (game.py, line 12)"}));
}

TEST(PlayEnding, ExitIsNoCrash) {
  const LauncherReport exit{Kind::exit_called, "", "", 0, 3, ""};
  EXPECT_EQ(note_for(Ending{EndCause::exited, "", 3}, exit, true), (EndNote{EndReason::script_finished, "exit 3"}));
}

TEST(PlayEnding, SaysWhenTheGameNeverConnected) {
  EXPECT_EQ(note_for(Ending{}, std::nullopt, false), (EndNote{EndReason::script_finished, "no_connector"}));
}

TEST(PlayEnding, UnexplainedStatusAndSignalsAreCrashes) {
  EXPECT_EQ(note_for(Ending{EndCause::exited, "", 7}, std::nullopt, true),
            (EndNote{EndReason::script_crashed, "exit 7"}));
  EXPECT_EQ(note_for(Ending{EndCause::signalled, "", 0, SIGSEGV}, std::nullopt, true),
            (EndNote{EndReason::script_crashed, "SIGSEGV"}));
}

TEST(PlayEnding, AForgedReportCannotTurnACleanExitIntoAnything) {
  EXPECT_EQ(note_for(Ending{}, kCrash, true).reason, EndReason::script_finished);
  EXPECT_EQ(note_for(Ending{EndCause::limit, "memory", 0, SIGKILL}, kCrash, true),
            (EndNote{EndReason::limit_exceeded, "memory"}));
}

TEST(PlayEnding, DetailsAreCut) {
  LauncherReport report = kCrash;
  report.detail = std::string(10'000, 'x');
  EXPECT_EQ(note_for(Ending{EndCause::exited, "", 1}, report, true).detail.size(), 400U);
}

}  // namespace
}  // namespace recess::arcade
