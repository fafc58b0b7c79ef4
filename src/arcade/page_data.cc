#include "arcade/page_data.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>

namespace recess::arcade {

namespace json = boost::json;

namespace {

constexpr std::string_view kMarker = "<!--page-->";

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

template <class Rows, class Row>
json::array array_of(const Rows& rows, Row row) {
  json::array out;
  out.reserve(rows.size());
  for (const auto& each : rows) out.push_back(row(each));
  return out;
}

json::value preview_url(GameId game, std::string_view sha256) {
  if (sha256.empty()) return nullptr;
  return json::value("/games/" + std::to_string(game) + "/preview?v=" + std::string(sha256.substr(0, 8)));
}

json::object sandbox_data(const SandboxState& sandbox) {
  const auto property = [](const SandboxProperty& p) {
    return json::object{{"name", p.name}, {"given", p.given}, {"required", p.required}, {"detail", p.detail}};
  };
  return {{"level", sandbox.level},
          {"summary", sandbox.summary},
          {"properties", array_of(sandbox.properties, property)},
          {"warm", sandbox.warm}};
}

}  // namespace

json::object page_object(std::string_view page, const Viewer& viewer, std::string_view url,
                         const std::optional<Notice>& notice, json::object data) {
  json::object out{{"page", page},
                   {"viewer",
                    {{"kind", viewer.registered() ? "registered" : "anonymous"},
                     {"name", viewer.name},
                     {"admin", viewer.admin},
                     {"csrf", viewer.csrf}}},
                   {"url", url},
                   {"notice", nullptr}};
  if (notice) out["notice"] = {{"kind", notice->kind}, {"code", notice->code}, {"text", notice->text}};
  out["data"] = std::move(data);
  return out;
}

json::object card_data(const GameCard& card) {
  return {{"id", card.id},
          {"name", card.name},
          {"authors", card.authors},
          {"description", card.description},
          {"preview", preview_url(card.id, card.preview_sha256)},
          {"rating", or_null(card.rating())},
          {"ratings", card.ratings},
          {"badges",
           {{"reporting", card.has_reporting},
            {"acc", card.supports_acc},
            {"key", card.supports_key},
            {"touch", card.supports_touch},
            {"gyro", card.supports_gyro}}},
          {"max_players", card.max_players},
          {"playable", card.playable}};
}

json::value seconds_data(Micros time) {
  const std::int64_t millis = std::chrono::round<Millis>(time).count();
  if (millis % 1000 == 0) return millis / 1000;
  return static_cast<double>(millis) / 1000.0;
}

json::value form_error_data(const std::optional<Error>& error) {
  if (!error) return nullptr;
  // What is to blame is an entry of the archive, or a field of the form: only archives' words begin with zip_.
  const bool entry = error->word.starts_with("zip_");
  const json::value subject = error->subject.empty() ? json::value(nullptr) : json::value(error->subject);
  return json::object{{"code", error->word.empty() ? std::string(code_name(error->code)) : error->word},
                      {"field", entry ? json::value("game") : subject},
                      {"entry", entry ? subject : json::value(nullptr)},
                      {"message", error->detail}};
}

json::object games_data(const std::vector<GameCard>& games, int running, int places, const SandboxState& sandbox) {
  return {{"games", array_of(games, card_data)},
          {"running", running},
          {"places", places},
          {"sandbox", {{"level", sandbox.level}, {"summary", sandbox.summary}}}};
}

json::object most_played_data(const std::vector<MostPlayedRow>& rows) {
  return {{"rows", array_of(rows, [](const MostPlayedRow& row) {
             return json::object{{"game_id", row.game},        {"game", row.name},
                                 {"plays", row.plays},         {"seconds", seconds_data(row.time)},
                                 {"max_score", row.max_score}, {"longest_seconds", seconds_data(row.longest)}};
           })}};
}

json::object scoreboard_data(const Scoreboard& scoreboard) {
  int rank = 0;
  const auto row = [&](const BoardRow& r) {
    return json::object{{"rank", ++rank},
                        {"name", r.name},
                        {"score", r.score},
                        {"plays", r.plays},
                        {"seconds", seconds_data(r.time)},
                        {"own", r.player == scoreboard.viewer && r.player != kAnonymous}};
  };
  const auto own_play = [](const PlaySummary& play) {
    return json::object{{"id", play.id},
                        {"start", to_iso_text(play.start)},
                        {"seconds", seconds_data(time_of(play))},
                        {"score", play.score},
                        {"reason", or_null(play.reason)}};
  };
  json::object out{{"game", card_data(scoreboard.card)},
                   {"can_edit", scoreboard.can_edit},
                   {"can_rate", scoreboard.can_rate},
                   {"own_rating", or_null(scoreboard.own_rating)},
                   {"compact", scoreboard.compact},
                   {"no_nav", scoreboard.no_nav},
                   {"board", array_of(scoreboard.board, row)},
                   {"my_plays", nullptr}};
  if (scoreboard.my_plays) out["my_plays"] = array_of(*scoreboard.my_plays, own_play);
  return out;
}

json::object game_form_data(const GameForm& form, const UploadLimits& limits,
                            const std::vector<std::string>& packages) {
  json::value game = nullptr;
  if (form.game) {
    boost::json::error_code failed;
    json::value notes = json::parse(form.game->notes, failed);
    game = {{"id", form.game->id},
            {"preview", preview_url(form.game->id, form.game->preview_sha256)},
            {"main_script", form.game->main_script},
            {"scripts", json::array(form.scripts.begin(), form.scripts.end())},
            {"code", or_null(form.code)},
            {"notes", notes.is_array() ? std::move(notes) : json::value(json::array())}};
  }
  const long long players = form.typed.max_players.empty() ? 1 : std::atoll(form.typed.max_players.c_str());
  return {{"game", std::move(game)},
          {"values",
           {{"name", form.typed.name},
            {"authors", form.typed.authors},
            {"description", form.typed.description},
            {"supports_acc", form.supports_acc},
            {"supports_key", form.supports_key},
            {"supports_touch", form.supports_touch},
            {"supports_gyro", form.supports_gyro},
            {"max_players", players}}},
          {"error", form_error_data(form.error)},
          {"limits",
           {{"upload_bytes", limits.request_bytes},
            {"preview_bytes", limits.preview_bytes},
            {"unpacked_bytes", limits.unpacked_bytes},
            {"file_bytes", limits.file_bytes},
            {"entries", limits.entries}}},
          {"packages", json::array(packages.begin(), packages.end())}};
}

json::object my_games_data(const std::vector<MyGame>& games) {
  const auto play = [](const PlaySummary& p) {
    return json::object{
        {"id", p.id},       {"start", to_iso_text(p.start)}, {"seconds", seconds_data(time_of(p))}, {"score", p.score},
        {"state", p.state}, {"reason", or_null(p.reason)},   {"detail", or_null(p.detail)}};
  };
  return {{"games", array_of(games, [&](const MyGame& my) {
             return json::object{{"id", my.game.id},
                                 {"name", my.game.name},
                                 {"author", my.game.author},
                                 {"created", to_iso_text(my.game.created)},
                                 {"playable", my.game.playable},
                                 {"version", or_null(my.game.version)},
                                 {"plays", array_of(my.plays, play)}};
           })}};
}

json::object admin_data(const AdminPage& page) {
  const auto press = [](const QueuedPress& p) {
    return json::object{{"ticket", p.ticket}, {"game", p.game}, {"waited_s", p.waited_s}};
  };
  const auto user = [](const Player& p) {
    return json::object{{"id", p.id},
                        {"name", p.email ? *p.email : p.login.value_or(p.display_name)},
                        {"kind", p.kind},
                        {"admin", p.admin},
                        {"created", to_iso_text(p.created)}};
  };
  const auto latest = [](const PlaySummary& p) {
    return json::object{{"id", p.id},
                        {"start", to_iso_text(p.start)},
                        {"game_id", or_null(p.game)},
                        {"game", p.game_name},
                        {"player", p.player},
                        {"score", p.score},
                        {"reason", or_null(p.reason)}};
  };
  const auto reason = [](const ReasonCount& r) { return json::object{{"reason", r.reason}, {"count", r.count}}; };
  return {{"running", page.running},
          {"queue", array_of(page.queue, press)},
          {"users", array_of(page.users, user)},
          {"latest", array_of(page.latest, latest)},
          {"sandbox", sandbox_data(page.sandbox)},
          {"places", page.places},
          {"disk_free_bytes", page.disk_free_bytes},
          {"reasons", array_of(page.reasons, reason)}};
}

std::string fill_shell(std::string_view shell, const json::object& page) {
  std::string block = R"(<script type="application/json" id="page">)";
  for (const char c : json::serialize(page)) {
    if (c == '<') block += "\\u003c";
    else block += c;
  }
  block += "</script>";
  const std::size_t marker = shell.find(kMarker);
  if (marker == std::string_view::npos) return std::string(shell) + block;
  std::string out(shell.substr(0, marker));
  out += block;
  out += shell.substr(marker + kMarker.size());
  return out;
}

}  // namespace recess::arcade
