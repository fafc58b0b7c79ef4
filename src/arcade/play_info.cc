#include "arcade/play_info.h"

#include "arcade/accounts.h"
#include "arcade/catalogue.h"
#include "kernel/text.h"

#include <algorithm>
#include <cmath>

namespace recess::arcade {
namespace bj = boost::json;

namespace {

double seconds_between(Instant from, Instant to) {
  const double millis = static_cast<double>(std::max<std::int64_t>(0, (to - from).count() / 1000));
  return millis / 1000.0;
}

bj::value text_or_null(const std::string& text) { return text.empty() ? bj::value(nullptr) : bj::value(text); }

template <class T>
bj::value number_or_null(const std::optional<T>& number) {
  return number ? bj::value(*number) : bj::value(nullptr);
}

// What everybody may see.
bj::object public_part(const PlayRow& row, std::string_view game, std::string_view player, Instant now) {
  const bool ran = row.state != PlayState::starting;
  return {{"id", row.id},
          {"game_id", number_or_null(row.game)},
          {"game", game},
          {"player", player},
          {"state", state_name(row.state)},
          {"score", row.score},
          {"started", ran ? bj::value(to_iso_text(row.started)) : bj::value(nullptr)},
          {"ended", row.ended ? bj::value(to_iso_text(*row.ended)) : bj::value(nullptr)},
          {"seconds", ran ? seconds_between(row.started, row.ended.value_or(now)) : 0.0},
          {"reason", text_or_null(row.reason)},
          {"devices", 0}};
}

void add_details(bj::object& info, const PlayRow& row, std::optional<int> version) {
  info["detail"] = text_or_null(row.detail);
  info["exit_code"] = number_or_null(row.exit_code);
  info["signal"] = number_or_null(row.signal);
  info["cpu_ms"] = row.cpu_ms;
  info["peak_bytes"] = row.peak_bytes;
  info["output_bytes"] = row.output_bytes;
  info["version"] = number_or_null(version);
}

}  // namespace

bool is_play_id(std::string_view text) {
  return text.size() == 24 && text.starts_with("game-") &&
         std::all_of(text.begin() + 5, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Person> find_person(soci::session& sql, PlayerId player, const HiddenNames& names) {
  const std::optional<Player> found = find_player(sql, player);
  if (!found) return refuse(Code::not_found, "there is no such player");
  Person person;
  person.player = player;
  if (player == kAnonymous) return person;
  person.name = shown_name(names, found->email, found->display_name, NameForm::last_initial);
  person.email = found->email.value_or("");
  return person;
}

Person person_of(const Viewer& viewer) {
  Person person;
  person.player = viewer.player;
  person.name = viewer.name;
  person.email = viewer.email;
  if (!viewer.registered()) person.browser = viewer.browser;
  return person;
}

bool may_read_console(const Viewer& viewer, PlayerId game_owner) { return viewer.may_edit(game_owner); }

bool is_own_play(const Viewer& viewer, const LivePlay& play) {
  if (viewer.player != kAnonymous) return play.starter().player == viewer.player;
  return play.starter().player == kAnonymous && !viewer.browser.empty() && play.starter().browser == viewer.browser;
}

bj::object live_play_json(const LivePlay& play, const Viewer& viewer) {
  bj::object info = public_part(play.row(), play.game().name, play.starter().name, wall_now());
  info["devices"] = play.devices();
  if (is_own_play(viewer, play) || viewer.admin) info["join_code"] = play.join_code();
  if (may_read_console(viewer, play.game().owner)) {
    PlayRow row = play.row();
    const auto usage = play.usage();
    row.cpu_ms = usage.cpu.count();
    row.peak_bytes = static_cast<std::int64_t>(usage.memory_bytes);
    add_details(info, row, play.game().version_number);
  }
  return info;
}

bj::object ended_play_json(const ShownPlay& play, std::string_view player_name, const Viewer& viewer) {
  bj::object info = public_part(play.row, play.game_name, player_name, wall_now());
  if (may_read_console(viewer, play.game_owner)) add_details(info, play.row, play.version_number);
  return info;
}

bj::object running_play_json(const LivePlay& play, const Viewer& viewer, bool watchable) {
  bj::object entry{{"game_play_id", play.id()},         {"game_id", play.game().id},
                   {"game", play.game().name},          {"player", play.starter().name},
                   {"state", state_name(play.state())}, {"since", to_iso_text(play.row().started)},
                   {"devices", play.devices()},         {"watchable", watchable}};
  if (viewer.admin) {
    const auto usage = play.usage();
    entry["pid"] = std::to_string(play.pid());
    entry["player_email"] = text_or_null(play.starter().email);
    entry["cpu_ms"] = usage.cpu.count();
    entry["memory_bytes"] = usage.memory_bytes;
    entry["output_bytes"] = play.console().next() + play.console().dropped_bytes();
  }
  return entry;
}

bj::array console_lines_json(const std::vector<ConsoleLine>& lines) {
  bj::array array;
  for (const ConsoleLine& line : lines) {
    array.push_back({{"at", to_iso_text(line.at)},
                     {"stream", line.stream == ConsoleStream::out ? "out" : "recess"},
                     {"text", line.text},
                     {"repeated", line.repeated}});
  }
  return array;
}

bj::value traceback_json(const std::optional<sandbox::LauncherReport>& failure) {
  if (!failure || failure->kind != sandbox::LauncherReport::Kind::crashed) return nullptr;
  return {{"error", failure->detail}, {"file", failure->file}, {"line", failure->line}, {"text", failure->traceback}};
}

}  // namespace recess::arcade
