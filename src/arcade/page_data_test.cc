// The golden files of the pages: made from fixed data here, read by the browser's tests. RECESS_GOLDEN=write rewrites.
#include "arcade/page_data.h"

#include "kernel/json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace recess::arcade {
namespace {

namespace bj = boost::json;

// One member or element a line, so that a difference can be read.
std::string pretty(const bj::value& value, const std::string& indent = "") {
  const std::string deeper = indent + "  ";
  std::string out;
  const auto between = [&] { return std::string(out.size() > 1 ? "," : "") + "\n" + deeper; };
  if (value.is_object() && !value.get_object().empty()) {
    out = "{";
    for (const auto& [key, member] : value.get_object()) {
      out += between() + json::quote(std::string_view(key)) + ": " + pretty(member, deeper);
    }
    return out + "\n" + indent + "}";
  }
  if (value.is_array() && !value.get_array().empty()) {
    out = "[";
    for (const auto& element : value.get_array()) out += between() + pretty(element, deeper);
    return out + "\n" + indent + "]";
  }
  if (value.is_double()) return json::number(value.get_double());
  return bj::serialize(value);
}

void expect_golden(const std::string& name, const bj::object& page) {
  const std::string file = std::string(RECESS_SOURCE_DIR) + "/tests/golden/pages/" + name + ".json";
  const std::string made = pretty(page) + "\n";
  const char* mode = std::getenv("RECESS_GOLDEN");
  if (mode != nullptr && std::string_view(mode) == "write") std::ofstream(file) << made;
  std::ifstream stream(file);
  const std::string kept{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(made, kept) << "RECESS_GOLDEN=write rewrites " << name;
}

Instant at(int hour, int minute) {
  return Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}} + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

Viewer anna(bool admin = false) {
  Viewer viewer;
  viewer.player = 7;
  viewer.name = "Anna Muster";
  viewer.admin = admin;
  viewer.csrf = "csrf-of-anna";
  return viewer;
}
Viewer nobody() {
  Viewer viewer;
  viewer.csrf = "csrf-of-nobody";
  return viewer;
}

GameCard pong() {
  GameCard card;
  card.id = 3;
  card.owner = 7;
  card.name = "Pong <3";
  card.authors = "Anna & Ben";
  card.description = "Hit the ball.\nDo not miss.";
  card.preview_sha256 = "0123456789abcdef";
  card.rating_sum = 11;
  card.ratings = 3;
  card.supports_key = true;
  card.supports_acc = true;
  card.max_players = 4;
  card.playable = true;
  return card;
}
GameCard draft() {
  GameCard card;
  card.id = 5;
  card.name = "Entwurf äöü";
  card.authors = "Zoë";
  card.has_reporting = false;
  card.supports_touch = true;
  card.supports_gyro = true;
  return card;
}
GameRow pong_row() {
  GameRow row;
  row.id = 3;
  row.owner = 7;
  row.values = {"Pong <3", "Anna & Ben", "Hit the ball.", true, true, false, false, 4};
  row.preview_sha256 = "0123456789abcdef";
  row.main_script = "game.py";
  row.notes = R"(["left out: __MACOSX/"])";
  return row;
}

PlaySummary play(const std::string& id, Instant start, std::optional<Instant> end, std::int64_t score) {
  PlaySummary p;
  p.id = id;
  p.start = start;
  p.end = end;
  p.score = score;
  p.state = end ? "ended" : "running";
  if (end) p.reason = "player_left";
  p.game = 3;
  p.game_name = "Pong <3";
  p.player = "anna.muster@school.ch";
  return p;
}
const std::vector<PlaySummary> kPlays{play("game-1773500000000000002", at(15, 20), std::nullopt, 0),
                                      play("game-1773500000000000001", at(15, 0), at(15, 1) + Millis(1250), 42)};

SandboxState sandbox() {
  SandboxState state;
  state.level = 1;
  state.summary = "Games run confined.";
  state.properties = {{"own network namespace", true, true, ""}, {"cgroup for memory", false, false, "not delegated"}};
  state.warm = 4;
  return state;
}

bj::object page(std::string_view name, const Viewer& viewer, bj::object data, std::optional<Notice> notice = {}) {
  return page_object(name, viewer, "https://games.example.org", notice, std::move(data));
}

TEST(GoldenPages, Home) {
  expect_golden("home", page("home", nobody(), games_data({pong(), draft()}, 2, 15, sandbox())));
}

TEST(GoldenPages, MostPlayed) {
  const MostPlayedRow row{3, "Pong <3", 12, 11, Micros(754'500'000), 42, Micros(61'250'000)};
  expect_golden("most_played", page("most_played", nobody(), most_played_data({row})));
}

TEST(GoldenPages, Scoreboard) {
  Scoreboard board{.card = pong(), .can_edit = true, .can_rate = true, .own_rating = 4, .viewer = 7};
  board.board = {{9, "Ben K.", 50, 3, Micros(180'000'000), at(12, 0)},
                 {7, "Anna M.", 42, 2, Micros(61'250'000), at(13, 0)}};
  board.my_plays = kPlays;
  const Notice notice{"info", "game_updated", "The changes are saved."};
  expect_golden("scoreboard", page("scoreboard", anna(), scoreboard_data(board), notice));
}

TEST(GoldenPages, ScoreboardForNobody) {
  const Scoreboard board{.card = draft(), .compact = true, .no_nav = true};
  expect_golden("scoreboard_anonymous", page("scoreboard", nobody(), scoreboard_data(board)));
}

TEST(GoldenPages, GameFormRefused) {
  GameForm form;
  form.typed = {"Pong", "Anna", "A game", "2"};
  form.supports_gyro = true;
  form.error = Error{Code::invalid, "it is a symbolic link", "zip_symlink", "images/cat.png"};
  expect_golden("game_form_error", page("game_form", anna(), game_form_data(form, UploadLimits{}, {"numpy"})));
}

TEST(GoldenPages, GameFormOfAGame) {
  GameForm form;
  form.game = pong_row();
  form.typed = {"Pong <3", "Anna & Ben", "Hit the ball.", "4"};
  form.scripts = {"game.py", "levels.py"};
  form.code = "print('</script>')\n";
  expect_golden("game_form", page("game_form", anna(), game_form_data(form, UploadLimits{}, {})));
}

TEST(GoldenPages, MyGames) {
  const OwnedGame owned{3, "Pong <3", "anna.muster@school.ch", at(8, 0), true, 2};
  const OwnedGame empty{5, "Entwurf äöü", "anna.muster@school.ch", at(9, 0), false, std::nullopt};
  expect_golden("my_games", page("my_games", anna(), my_games_data({{owned, kPlays}, {empty, {}}})));
}

TEST(GoldenPages, Admin) {
  AdminPage admin;
  admin.running = {{{"game_play_id", "game-1773500000000000002"},
                    {"game_id", 3},
                    {"game", "Pong <3"},
                    {"player", "Anna M."},
                    {"state", "running"},
                    {"since", to_iso_text(at(15, 20))},
                    {"devices", 2},
                    {"watchable", true},
                    {"pid", "4711"},
                    {"player_email", "anna.muster@school.ch"},
                    {"cpu_ms", 1250},
                    {"memory_bytes", 31457280},
                    {"output_bytes", 2048}}};
  admin.queue = {{"ticket-1", "Pong <3", 12}};
  Player office{
      .id = 1, .kind = "local", .login = "office", .display_name = "Office", .admin = true, .created = at(7, 0)};
  Player pupil{.id = 7, .kind = "oidc", .email = "anna.muster@school.ch", .created = at(8, 0)};
  admin.users = {pupil, office};
  admin.latest = kPlays;
  admin.sandbox = sandbox();
  admin.places = 15;
  admin.disk_free_bytes = 12'345'678'901;
  admin.reasons = {{"player_left", 5}, {"script_crashed", 1}};
  expect_golden("admin", page("admin", anna(true), admin_data(admin)));
}

TEST(PageData, SecondsHaveThreeDecimals) {
  EXPECT_EQ(seconds_data(Micros(1'234'567)), 1.235);
  EXPECT_EQ(seconds_data(Micros(2'000'100)), 2);
}

TEST(PageData, BlamesAnEntryOnlyForArchives) {
  const auto archive = form_error_data(Error{Code::invalid, "x", "zip_ratio", "a.txt"}).as_object();
  EXPECT_EQ(archive.at("entry"), "a.txt");
  EXPECT_EQ(archive.at("field"), "game");
  const auto field = form_error_data(Error{Code::invalid, "x", "name_length", "name"}).as_object();
  EXPECT_TRUE(field.at("entry").is_null());
  EXPECT_EQ(field.at("field"), "name");
}

TEST(Shell, NoTextEndsTheScriptElement) {
  const std::string html = fill_shell("<head><!--page--></head>", {{"name", "</script><script>alert(1)"}});
  EXPECT_EQ(html,
            "<head><script type=\"application/json\" id=\"page\">"
            "{\"name\":\"\\u003c/script>\\u003cscript>alert(1)\"}</script></head>");
}

}  // namespace
}  // namespace recess::arcade
