#include "steps/class_pages.h"

#include "kernel/clock.h"
#include "kernel/json.h"
#include "kernel/text.h"
#include "steps/names.h"
#include "steps/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace recess::steps {
namespace {

using http::ReplyForm;

constexpr int kRefresh = 5;  // seconds
constexpr std::size_t kMostWrongs = 10;

// The columns: the tracks one after another, then levels that are on none.
std::vector<std::string> columns(const Levels& levels) {
  std::vector<std::string> routes;
  for (const Track& track : levels.tracks) routes.insert(routes.end(), track.routes.begin(), track.routes.end());
  for (const auto& [route, level] : levels.by_route) {
    if (levels.track_of(route) == nullptr) routes.push_back(route);
  }
  return routes;
}

struct Standing {
  int solved = 0;
  std::int64_t last_us = std::numeric_limits<std::int64_t>::max();
};

Standing standing(const Player& player, const Levels& levels) {
  Standing result;
  std::int64_t last = 0;
  for (const auto& [route, record] : player.records) {
    if (!record.solved() || !levels.knows(route)) continue;
    ++result.solved;
    last = std::max(last, record.solved_us);
  }
  if (result.solved > 0) result.last_us = last;
  return result;
}

std::string cell(const Player& player, const std::string& route) {
  const auto found = player.records.find(route);
  if (found == player.records.end() || found->second.attempts == 0) return "-";
  const Record& record = found->second;
  return record.solved() ? fmt::format("{}*", record.solved_at) : std::to_string(record.attempts);
}

std::string time_or_null(std::int64_t us) { return us == 0 ? "null" : json::quote(to_iso_text(from_micros(us))); }

std::string record_json(std::string_view name, std::string_view route, const Record& record) {
  return fmt::format(
      "{{\"name\":{},\"route\":{},\"attempts\":{},\"wrong\":{},\"first_attempt\":{},\"solved\":{},\"solved_time\":{},"
      "\"solved_at\":{},\"last\":{}}}",
      json::quote(name), json::quote(route), record.attempts, record.wrong, time_or_null(record.first_us),
      record.solved(), time_or_null(record.solved_us), record.solved() ? std::to_string(record.solved_at) : "null",
      json::quote(record.last));
}

struct Shown {
  const Player* player;
  std::string name;
};

std::vector<Shown> shown_players(const ClassView& view, const std::string* only) {
  std::vector<Shown> list;
  int number = 0;
  for (const Player* player : ranked(view)) {
    ++number;
    if (only != nullptr && name_key(player->name) != name_key(*only)) continue;
    const bool named = view.show_names || only != nullptr;
    list.push_back({player, named ? player->name : fmt::format("player-{}", number)});
  }
  return list;
}

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::string out = "<div class=\"wide\"><table>\n<thead><tr>";
  for (const std::string& name : head) out += fmt::format("<th scope=\"col\">{}</th>", html_escape(name));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    out += "<tr>";
    for (const std::string& text : row) {
      out += fmt::format("<td{}>{}</td>", text.ends_with('*') ? " class=\"done\"" : "", html_escape(text));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ",") + text;
  return out;
}

std::string lines_of(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::string out = joined(head) + "\n";
  for (const auto& row : rows) out += joined(row) + "\n";
  return out;
}

std::string class_page(const ClassView& view, std::string_view title, std::string_view about, std::string_view path,
                       int refresh, std::string_view content) {
  const Frame frame{
      .title = std::string(title), .base = view.base, .name = view.name, .mood = "class", .refresh_s = refresh};
  std::string body = fmt::format("<h1>{}</h1>\n<p>{}</p>\n{}", title, about, content);
  body += "<p class=\"links\">";
  for (const auto& [word, to] :
       {std::pair{"Progress", "/steps/progress"}, {"Levels", "/steps/stats"}, {"Ducks", "/steps/duck"}}) {
    body += fmt::format("<a href=\"{}\">{}</a> ", href(view.base, to, view.name), word);
  }
  body += "</p>\n";
  body += python_box(python_line(fmt::format("{}{}", view.base, path), {}));
  return page(frame, "", body);
}

struct LevelCount {
  int players = 0;
  int solved = 0;
  std::vector<int> attempts{};
  std::map<std::string, int> wrongs{};
};

LevelCount count_level(const ClassView& view, const std::string& route) {
  LevelCount count;
  for (const auto& [key, player] : view.players) {
    const auto found = player->records.find(route);
    if (found == player->records.end() || found->second.attempts == 0) continue;
    ++count.players;
    count.solved += found->second.solved() ? 1 : 0;
    count.attempts.push_back(found->second.attempts);
    for (const auto& [input, times] : found->second.wrongs) count.wrongs[input] += times;
  }
  std::sort(count.attempts.begin(), count.attempts.end());
  return count;
}

double median(const std::vector<int>& sorted) {
  if (sorted.empty()) return 0;
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
}

std::vector<std::pair<std::string, int>> most_frequent(const std::map<std::string, int>& wrongs) {
  std::vector<std::pair<std::string, int>> list(wrongs.begin(), wrongs.end());
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (list.size() > kMostWrongs) list.resize(kMostWrongs);
  return list;
}

}  // namespace

std::vector<const Player*> ranked(const ClassView& view) {
  std::vector<std::pair<Standing, const Player*>> list;
  for (const auto& [key, player] : view.players) list.emplace_back(standing(*player, view.levels), player.get());
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    if (a.first.solved != b.first.solved) return a.first.solved > b.first.solved;
    if (a.first.last_us != b.first.last_us) return a.first.last_us < b.first.last_us;
    return a.second->name < b.second->name;
  });
  std::vector<const Player*> players;
  for (const auto& [place, player] : list) players.push_back(player);
  return players;
}

std::string progress_reply(const ClassView& view, ReplyForm form, const std::string* only) {
  const auto routes = columns(view.levels);
  const auto players = shown_players(view, only);
  if (form == ReplyForm::json) {
    std::string out;
    for (const Shown& shown : players) {
      for (const std::string& route : routes) {
        const auto found = shown.player->records.find(route);
        if (found == shown.player->records.end()) continue;
        out += (out.empty() ? "" : ",\n") + record_json(shown.name, route, found->second);
      }
    }
    return "[" + out + "]\n";
  }
  std::vector<std::string> head{"name"};
  head.insert(head.end(), routes.begin(), routes.end());
  std::vector<std::vector<std::string>> rows;
  for (const Shown& shown : players) {
    std::vector<std::string> row{shown.name};
    for (const std::string& route : routes) row.push_back(cell(*shown.player, route));
    rows.push_back(std::move(row));
  }
  if (form == ReplyForm::text) return lines_of(head, rows);
  const bool mine = only != nullptr;
  return class_page(
      view, mine ? "My steps" : "Our steps",
      rows.empty() ? "Nobody has taken a step under a name yet. Add name=YOURNAME to any step and you are the first."
                   : "A number says how many tries; a star, at which of them it was solved.",
      mine ? "/steps/me" : "/steps/progress", mine ? 0 : kRefresh, table(head, rows));
}

std::string stats_reply(const ClassView& view, ReplyForm form) {
  std::vector<std::string> head{"level", "players", "solved", "median tries"};
  if (view.show_wrongs) head.emplace_back("most frequent wrong answers");
  std::vector<std::vector<std::string>> rows;
  std::string out;
  for (const std::string& route : columns(view.levels)) {
    const LevelCount count = count_level(view, route);
    const double middle = median(count.attempts);
    std::string shown;
    std::string list;
    for (const auto& [input, times] : most_frequent(count.wrongs)) {
      shown += fmt::format("{}{} ({})", shown.empty() ? "" : "; ", input, times);
      list += fmt::format("{}[{},{}]", list.empty() ? "" : ",", json::quote(input), times);
    }
    out += fmt::format("{}{{\"route\":{},\"players\":{},\"solved\":{},\"median_attempts\":{}{}}}",
                       out.empty() ? "" : ",\n", json::quote(route), count.players, count.solved, json::number(middle),
                       view.show_wrongs ? ",\"wrong\":[" + list + "]" : "");
    std::vector<std::string> row{route, std::to_string(count.players), std::to_string(count.solved),
                                 json::number(middle)};
    if (view.show_wrongs) row.push_back(form == ReplyForm::text ? json::quote(shown) : shown);
    rows.push_back(std::move(row));
  }
  if (form == ReplyForm::json) return "[" + out + "]\n";
  if (form == ReplyForm::text) return lines_of(head, rows);
  return class_page(view, "Our levels", "How many have tried each level under a name, and how many solved it.",
                    "/steps/stats", 0, table(head, rows));
}

std::string ducks_reply(const ClassView& view, ReplyForm form) {
  std::vector<std::pair<int, std::string>> list;
  for (const Shown& shown : shown_players(view, nullptr)) {
    const auto found = shown.player->records.find(kDuck);
    if (found != shown.player->records.end() && found->second.requests > 0) {
      list.emplace_back(found->second.requests, shown.name);
    }
  }
  std::sort(list.begin(), list.end());
  std::vector<std::vector<std::string>> rows;
  std::string out;
  for (const auto& [requests, name] : list) {
    rows.push_back({name, std::to_string(requests)});
    out += fmt::format("{}{{\"name\":{},\"requests\":{}}}", out.empty() ? "" : ",\n", json::quote(name), requests);
  }
  if (form == ReplyForm::json) return "[" + out + "]\n";
  if (form == ReplyForm::text) return lines_of({"name", "requests"}, rows);
  return class_page(view, "Our ducks",
                    "The fewest requests from the centre of the pond to the shore. The number to beat is 212.",
                    "/steps/duck", kRefresh, table({"name", "requests"}, rows));
}

}  // namespace recess::steps
