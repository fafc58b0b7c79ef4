// What each page is given, as JSON: the twin of web/src/protocol/pages.ts, where every member is explained. Pure.
#pragma once

#include "arcade/accounts.h"
#include "arcade/catalogue.h"
#include "arcade/game_rows.h"
#include "arcade/limits.h"
#include "arcade/ports.h"
#include "arcade/upload_check.h"
#include "arcade/viewer.h"
#include "kernel/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace recess::arcade {

struct Notice {
  std::string kind;  // info, warning, error
  std::string code;
  std::string text;  // English, for codes that the page does not know
};

boost::json::object page_object(std::string_view page, const Viewer& viewer, std::string_view url,
                                const std::optional<Notice>& notice, boost::json::object data);

boost::json::object card_data(const GameCard& card);
// Seconds with three decimals.
boost::json::value seconds_data(Micros time);
boost::json::value form_error_data(const std::optional<Error>& error);

boost::json::object games_data(const std::vector<GameCard>& games, int running, int places,
                               const SandboxState& sandbox);
boost::json::object most_played_data(const std::vector<MostPlayedRow>& rows);

struct Scoreboard {
  GameCard card;
  bool can_edit = false;
  bool can_rate = false;
  std::optional<int> own_rating;
  bool compact = false;
  bool no_nav = false;
  std::vector<BoardRow> board;
  PlayerId viewer = kAnonymous;
  std::optional<std::vector<PlaySummary>> my_plays;  // nothing for anonymous viewers
};
boost::json::object scoreboard_data(const Scoreboard& scoreboard);

struct GameForm {
  std::optional<GameRow> game;  // nothing: a new one
  std::vector<std::string> scripts{};
  std::optional<std::string> code{};
  TypedValues typed{};
  bool supports_acc = true;
  bool supports_key = true;
  bool supports_touch = false;
  bool supports_gyro = false;
  std::optional<Error> error{};
};
boost::json::object game_form_data(const GameForm& form, const UploadLimits& limits,
                                   const std::vector<std::string>& packages);

struct MyGame {
  OwnedGame game;
  std::vector<PlaySummary> plays;  // newest first
};
boost::json::object my_games_data(const std::vector<MyGame>& games);

struct AdminPage {
  boost::json::array running;
  std::vector<QueuedPress> queue;
  std::vector<Player> users;
  std::vector<PlaySummary> latest;
  SandboxState sandbox;
  int places = 0;
  std::uint64_t disk_free_bytes = 0;
  std::vector<ReasonCount> reasons;
};
boost::json::object admin_data(const AdminPage& page);

// The shell with the page's JSON in place of the marker; "<" is escaped so that no text can end the script element.
std::string fill_shell(std::string_view shell, const boost::json::object& page);

}  // namespace recess::arcade
