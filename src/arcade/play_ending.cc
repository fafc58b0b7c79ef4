#include "arcade/play_ending.h"

#include "kernel/text.h"

#include <fmt/format.h>

#include <csignal>
#include <cstring>

namespace recess::arcade {
namespace {

constexpr std::size_t kLongestDetail = 400;

EndNote exited(const sandbox::Ending& ending, const std::optional<sandbox::LauncherReport>& report,
               bool connector_made) {
  using Kind = sandbox::LauncherReport::Kind;
  if (ending.exit_code == 0) {
    return {EndReason::script_finished, connector_made ? "exit 0" : "no_connector"};
  }
  if (report && report->kind == Kind::exit_called) {
    return {EndReason::script_finished, fmt::format("exit {}", ending.exit_code)};
  }
  if (report && report->kind == Kind::crashed) {
    std::string detail = report->detail;
    if (!report->file.empty()) detail += fmt::format(" ({}, line {})", report->file, report->line);
    return {EndReason::script_crashed, std::move(detail)};
  }
  return {EndReason::script_crashed, fmt::format("exit {}", ending.exit_code)};
}

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

}  // namespace

EndNote note_for(const sandbox::Ending& ending, const std::optional<sandbox::LauncherReport>& report,
                 bool connector_made) {
  EndNote note;
  switch (ending.cause) {
    case sandbox::EndCause::exited: note = exited(ending, report, connector_made); break;
    case sandbox::EndCause::signalled: note = {EndReason::script_crashed, signal_name(ending.signal)}; break;
    case sandbox::EndCause::limit: note = {EndReason::limit_exceeded, ending.detail}; break;
    case sandbox::EndCause::recess_failed: note = {EndReason::start_failed, ending.detail}; break;
    case sandbox::EndCause::stopped: note = {EndReason::script_finished, ending.detail}; break;
  }
  note.detail = first_code_points(note.detail, kLongestDetail);
  return note;
}

}  // namespace recess::arcade
